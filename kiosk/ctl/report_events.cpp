// Recorded events as lines for people.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "kiosk/ctl/report.hpp"

namespace jiaohao::ctl {
namespace {

using nlohmann::json;

/// Recorded events count milliseconds since 1970, as in the journal.
std::string time_of(const json& at) {
    return at.is_number_integer() ? Words::time(WallTime{std::chrono::milliseconds{at.get<std::int64_t>()}})
                                  : at.dump();
}

/// One field of an event; ids as people call them.
std::string field(const Words& words, const Names& names, const std::string& name, const json& value) {
    const std::string text = words.value(name, value);
    if (name == "counter") {
        return words.text("ctl.tail.counter", {{"counter", names.counter(text)}});
    }
    if (name == "clerk") {
        return words.text("ctl.tail.clerk", {{"clerk", text}});
    }
    const bool moment = name.ends_with("_at") || name == "until" || name.ends_with("_until");
    if (moment && value.is_number_integer()) {
        return name + "=" + time_of(value);
    }
    if (name == "service" || name == "from" || name == "to") {
        return name == "service" ? names.service(text) : name + "=" + names.service(text);
    }
    return name + "=" + text;
}

/// What helps nobody who looks over the day; --json shows it.
bool is_told(const std::string& name) {
    static constexpr std::array<std::string_view, 11> left_out{
        "ticket",   "number",     "promised",     "ordinal",       "range", "label_set",
        "language", "want_paper", "counter_idle", "ahead_in_line", "asked"};
    return std::find(left_out.begin(), left_out.end(), name) == left_out.end();
}

bool is_blank(const json& value) {
    // empty() is false for every text and number.
    return value.empty() || (value.is_string() && value.get_ref<const std::string&>().empty());
}

std::string event_line(const Words& words, const Names& names, const json& event) {
    const json data = event.value("data", json::object());
    const std::string type = event.value("type", "");
    const bool issue = type == "ticket.issued";
    const std::string id = "ctl.event." + type;
    std::string line =
        fmt::format("{}  {:>6}  {}", time_of(event.value("at", json())), event.value("seq", std::uint64_t{0}),
                    words.has(id) ? words.text(id) : type);
    if (issue || data.contains("ticket")) {
        line += "  " + names.ticket(event, issue ? event.value("seq", json()) : data.at("ticket"));
    }
    for (const auto& [name, value] : data.items()) {
        if (is_told(name) && !is_blank(value)) {
            line += "  " + field(words, names, name, value);
        }
    }
    return line + "\n";
}

}  // namespace

std::string report_events(const Words& words, Names& names, const json& data) {
    std::string text;
    for (const auto& event : data.value("events", json::array())) {
        names.learn(event);
        text += event_line(words, names, event);
    }
    return text;
}

}  // namespace jiaohao::ctl
