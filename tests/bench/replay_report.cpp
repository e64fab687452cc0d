// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/replay_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace jiaohao::bench {
namespace {

using json = nlohmann::json;

std::string_view name_of(Limit::Figure figure) {
    switch (figure) {
        case Limit::Figure::mae:
            return "MAE";
        case Limit::Figure::median_relative:
            return "median relative error";
        case Limit::Figure::coverage:
            break;
    }
    return "P90 coverage";
}

bool told_by(const Population& population, Method method) {
    const bool hall_only = method == Method::configured;
    return !(population.seconds && hall_only);
}

std::string figure_text(const Population& population, Limit::Figure figure, double value) {
    if (figure == Limit::Figure::mae) {
        return fmt::format("{:.1f} {}", value, population.seconds ? "s" : "min");
    }
    return fmt::format("{:.1f} %", value * 100);
}

std::string limit_text(const Population& population, const Limit& limit) {
    if (limit.least > 0 && std::isfinite(limit.most)) {
        return fmt::format("{} to {}", figure_text(population, limit.figure, limit.least),
                           figure_text(population, limit.figure, limit.most));
    }
    return limit.least > 0 ? "at least " + figure_text(population, limit.figure, limit.least)
                           : "at most " + figure_text(population, limit.figure, limit.most);
}

double of(const Population& population, const Limit& limit) {
    return value_of(population, population.tally.figures(Method::estimator), limit.figure);
}

std::string rows(const Population& population) {
    const double unit = population.seconds ? 60 : 1;
    std::string text = fmt::format("{:<22}{:>8}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}\n", "", "n", "MAE", "RMSE",
                                   "med.rel", "(n)", "P90 cov", "> P50", population.seconds ? "" : "> told");
    for (std::size_t i = 0; i < methods; ++i) {
        const auto method = static_cast<Method>(i);
        if (!told_by(population, method)) {
            continue;
        }
        const Figures f = population.tally.figures(method);
        text += fmt::format("{:<22}{:>8}{:>9.1f}{:>9.1f}{:>8.1f}%{:>9}{:>8.1f}%{:>8.1f}%{:>9}\n",
                            bench::name_of(method), f.n, f.mae * unit, f.rmse * unit, f.median_relative * 100,
                            f.relative_n, f.coverage * 100, f.over_p50 * 100,
                            population.seconds ? "" : fmt::format("{:.1f}%", f.over_rounded * 100));
    }
    return text;
}

json figures_json(const Population& population, Method method) {
    const Figures f = population.tally.figures(method);
    const double unit = population.seconds ? 60 : 1;
    return {{"n", f.n},
            {"mae", f.mae * unit},
            {"rmse", f.rmse * unit},
            {"median_relative_error", f.median_relative},
            {"median_relative_error_n", f.relative_n},
            {"p90_coverage", f.coverage},
            {"longer_than_p50", f.over_p50},
            {"longer_than_told", f.over_rounded}};
}

json population_json(const Population& population) {
    json shown = json::object();
    for (std::size_t i = 0; i < methods; ++i) {
        const auto method = static_cast<Method>(i);
        if (told_by(population, method)) {
            shown[std::string(bench::name_of(method))] = figures_json(population, method);
        }
    }
    json limits = json::array();
    for (const Limit& limit : population.limits) {
        json row{{"figure", name_of(limit.figure)},
                 {"value", of(population, limit)},
                 {"verdict", verdict(population, limit)}};
        if (limit.least > 0) {
            row["least"] = limit.least;
        }
        if (std::isfinite(limit.most)) {
            row["most"] = limit.most;
        }
        limits.push_back(std::move(row));
    }
    return {{"id", population.id},
            {"title", population.title},
            {"unit", population.seconds ? "s" : "min"},
            {"n", population.tally.size()},
            {"methods", std::move(shown)},
            {"limits", std::move(limits)}};
}

}  // namespace

std::string verdict(const Population& population, const Limit& limit) {
    if (population.tally.size() == 0) {
        return "no data";
    }
    const double value = of(population, limit);
    return value >= limit.least && value <= limit.most ? "met" : "missed";
}

std::string table(const std::vector<Population>& populations, const Dropped& dropped) {
    std::string text;
    for (const Population& population : populations) {
        text += fmt::format("{} ({}; relative error of waits of at least {}; n = {})\n", population.title,
                            population.seconds ? "seconds" : "minutes", population.seconds ? "30 s" : "5 min",
                            population.tally.size());
        text += rows(population);
        for (const Limit& limit : population.limits) {
            text += fmt::format(
                "  limit: {} {}: {} - {}\n", name_of(limit.figure), limit_text(population, limit),
                figure_text(population, limit.figure, of(population, limit)), verdict(population, limit));
        }
        text += '\n';
    }
    for (const auto& [cause, rows] : dropped.causes) {
        text += fmt::format("left out: {} rows, {} (the first: {})\n", rows.rows, cause, rows.first);
    }
    return text;
}

std::string json_text(const std::vector<Population>& populations, const Dropped& dropped) {
    json all{{"populations", json::array()}, {"left_out", json::array()}};
    for (const Population& population : populations) {
        all["populations"].push_back(population_json(population));
    }
    for (const auto& [cause, rows] : dropped.causes) {
        all["left_out"].push_back({{"cause", cause}, {"rows", rows.rows}, {"first", rows.first}});
    }
    return all.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace jiaohao::bench
