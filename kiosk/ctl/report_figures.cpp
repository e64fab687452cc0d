// The answer to `figures` as lines for people.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "kiosk/ctl/report.hpp"
#include "kiosk/ctl/report_parts.hpp"

namespace jiaohao::ctl {
namespace {

using nlohmann::json;

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

/// Never a bare share: with what it is of, or that this is too few.
std::string share_of(const Words& words, const json& line, const char* name) {
    const json figure = line.value(name, json::object());
    const std::string n = at(figure, "n");
    if (!figure.value("enough", false)) {
        return words.text("ctl.figures.too_few", {{"n", n}});
    }
    return words.text("ctl.figures.share", {{"share", percent(figure.value("share", 0.0))},
                                            {"n", n},
                                            {"lower", percent(figure.value("lower", 0.0))},
                                            {"upper", percent(figure.value("upper", 1.0))}});
}

std::string line_of(const Words& words, const json& line, const std::string& name) {
    const std::string longest =
        line.contains("longest_s") ? words.span(line.value("longest_s", std::int64_t{0})) : "-";
    std::string text = words.text(
        "ctl.figures.line", {{"name", name},
                             {"waiting", at(line, "waiting")},
                             {"longest", longest},
                             {"within", share_of(words, line, "within")},
                             {"counters", words.text("ctl.status.counters", {{"n", at(line, "open")}})}});
    if (line.contains("needed")) {
        text += "; " + words.text("ctl.figures.needed",
                                  {{"needed", at(line, "needed")},
                                   {"next", at(line, "needed_next")},
                                   {"advice", words.text("ctl.figures.advice." + at(line, "advice"),
                                                         {{"n", at(line, "by")}})}});
    }
    const json steps = line.value("forecast", json::array());
    std::string ahead;
    for (const auto& step : steps) {
        ahead += (ahead.empty() ? "" : ", ") + std::to_string(std::lround(step.value("waiting", 0.0)));
    }
    if (!ahead.empty()) {
        text += "; " + words.text("ctl.figures.forecast", {{"list", ahead}});
    }
    return text + "\n";
}

std::string counter_of(const Words& words, const json& counter) {
    const auto seconds = counter.value("mean_service_s", std::int64_t{-1});
    return words.text(
               "ctl.figures.counter",
               {{"label", at(counter, "label")},
                {"status", coded(words, "ctl.counter", at(counter, "status"))},
                {"clerk", counter.contains("clerk") ? at(counter, "clerk") : "-"},
                {"served", at(counter, "served")},
                {"no_shows", at(counter, "no_shows")},
                {"mean", seconds < 0 ? "-" : words.span(seconds)},
                {"idle", counter.contains("idle_share") ? percent(counter.value("idle_share", 0.0)) : "-"}}) +
           "\n";
}

std::string ratings_of(const Words& words, const json& ratings) {
    return words.text("ctl.figures.ratings", {{"satisfied", share_of(words, ratings, "satisfied")},
                                              {"armed", at(ratings, "armed")},
                                              {"given", at(ratings, "given")},
                                              {"counted", at(ratings, "counted")},
                                              {"version", at(ratings, "version")}}) +
           "\n";
}

}  // namespace

std::string report_figures(const Words& words, const json& data) {
    std::string text = line_of(words, data.value("hall", json::object()), words.text("ctl.figures.hall"));
    for (const auto& service : data.value("services", json::array())) {
        text += line_of(words, service, at(service, "id"));
    }
    for (const auto& counter : data.value("counters", json::array())) {
        text += counter_of(words, counter);
    }
    if (const auto ratings = data.find("ratings"); ratings != data.end()) {
        text += ratings_of(words, *ratings);
    }
    return text;
}

}  // namespace jiaohao::ctl
