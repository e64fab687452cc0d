// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/figures_maker.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "kiosk/domain/live.hpp"

namespace jiaohao::api {
namespace {

using nlohmann::json;
namespace live = domain::live;

/// Events read for one question: a day of 100,000 is caught up with after a few.
constexpr std::size_t kPage = 500;
constexpr int kMostPages = 40;

double rounded(double value) {
    return std::round(value * 1000) / 1000;
}

json encode(const stats::ShareFigure& figure) {
    json result{{"hits", figure.hits}, {"n", figure.n}, {"enough", figure.enough}};
    if (figure.n > 0) {
        result["share"] = rounded(figure.share);
        result["lower"] = rounded(figure.interval.lower);
        result["upper"] = rounded(figure.interval.upper);
    }
    return result;
}

std::string_view advice_code(stats::StaffAdvice advice) {
    switch (advice) {
        case stats::StaffAdvice::short_of:
            return "short_of";
        case stats::StaffAdvice::spare:
            return "spare";
        default:
            return "enough";
    }
}

json encode(const stats::QueueForecast& forecast) {
    json steps = json::array();
    for (const stats::QueueStep& step : forecast.steps) {
        json one{{"arrivals", rounded(step.arrivals)},
                 {"waiting", rounded(step.waiting)},
                 {"p_within", rounded(step.p_within)}};
        if (step.wait_min) {
            one["wait_min"] = rounded(*step.wait_min);
        }
        steps.push_back(std::move(one));
    }
    return steps;
}

json encode(const live::LineFigures& line) {
    json result{{"waiting", line.waiting},       {"called", line.called},
                {"within", encode(line.within)}, {"open", line.open},
                {"share", rounded(line.share)},  {"service_min", rounded(line.service_min)}};
    if (line.longest) {
        result["longest_s"] = std::chrono::floor<std::chrono::seconds>(*line.longest).count();
    }
    if (line.arrivals) {
        result["level"] = rounded(line.arrivals->level);
        result["days_known"] = rounded(line.arrivals->days);
    }
    if (line.ahead) {
        const stats::LiveFigures& ahead = *line.ahead;
        result["needed"] = ahead.needed_now.counters;
        result["needed_next"] = ahead.needed_next.counters;
        result["advice"] = std::string(advice_code(ahead.match.advice));
        result["by"] = ahead.match.by;
        result["match"] = rounded(ahead.match.index);
        result["forecast"] = encode(ahead.forecast);
    }
    return result;
}

json encode(const live::CounterLive& counter) {
    json result{{"id", counter.id.get()},
                {"label", counter.label},
                {"status", std::string(domain::code(counter.status))},
                {"serving", counter.serving},
                {"served", counter.served},
                {"no_shows", counter.no_shows}};
    if (counter.clerk) {
        result["clerk"] = counter.clerk->get();
    }
    if (!counter.number.empty()) {
        result["number"] = counter.number;
    }
    if (counter.since) {
        result["since"] = format_rfc3339(*counter.since);
    }
    if (counter.mean_service) {
        result["mean_service_s"] = counter.mean_service->count();
    }
    if (counter.idle_share) {
        result["idle_share"] = rounded(*counter.idle_share);
    }
    return result;
}

json encode(const domain::TargetConfig& targets) {
    return {{"wait_min", targets.wait.count()},
            {"share", targets.share},
            {"alert_wait_min", targets.alert_wait.count()},
            {"alert_level", targets.alert_level}};
}

}  // namespace

json FiguresMaker::make(const service::Snapshot& now, WallTime at, Diagnostics& journal) {
    const live::HallFigures figures = live::figures_of(*now.state, *now.config, at);
    json result{{"at", format_rfc3339(at)},
                {"hall", encode(figures.hall)},
                {"services", json::array()},
                {"counters", json::array()},
                {"targets", encode(now.config->targets)},
                {"ratings", ratings(now, journal)}};
    if (figures.day) {
        result["day"] = domain::to_string(*figures.day);
    }
    for (const live::ServiceLive& service : figures.services) {
        json row = encode(service.line);
        row["id"] = service.id.get();
        result["services"].push_back(std::move(row));
    }
    for (const live::CounterLive& counter : figures.counters) {
        result["counters"].push_back(encode(counter));
    }
    return result;
}

json FiguresMaker::ratings(const service::Snapshot& now, Diagnostics& journal) {
    book_.turn_to(*now.state);
    bool complete = false;
    for (int page = 0; page < kMostPages && !complete; ++page) {
        const auto events = journal.tail(book_.next(), kPage);
        if (!events) {
            break;
        }
        book_.feed(*events);
        complete = events->size() < kPage;
    }
    const stats::RatingTotals& totals = book_.totals();
    const auto levels = static_cast<std::uint32_t>(domain::levels(now.config->rating.scale));
    json filtered = json::object();
    for (std::size_t i = 0; i < stats::rating_fates; ++i) {
        const auto fate = static_cast<stats::RatingFate>(i);
        if (fate != stats::RatingFate::request && fate != stats::RatingFate::counted && totals.of(fate) > 0) {
            filtered[std::string(stats::code(fate))] = totals.of(fate);
        }
    }
    return {{"version", stats::RatingFilter::version},
            {"complete", complete},
            {"armed", totals.armed},
            {"given", totals.given()},
            {"counted", totals.of(stats::RatingFate::counted)},
            {"filtered", std::move(filtered)},
            {"response", encode(totals.response_rate())},
            {"levels", levels},
            {"satisfied", encode(totals.scales.at(levels).satisfied(levels))}};
}

json without_ratings(const json& figures) {
    json result = figures;
    result.erase("ratings");
    return result;
}

}  // namespace jiaohao::api
