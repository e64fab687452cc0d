// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kiosk/base/told_wait.hpp"
#include "kiosk/ctl/report_parts.hpp"

namespace jiaohao::ctl {
namespace {

using nlohmann::json;

const json& rows(const json& object, const char* name) {
    static const json none = json::array();
    const auto found = object.find(name);
    return found != object.end() && found->is_array() ? *found : none;
}

std::string line(const std::string& label, const std::string& value) {
    return label + ": " + value + "\n";
}

std::string hall_lines(const Words& words, const json& hall) {
    const bool open = hall.value("day_open", false);
    std::string text = line(words.text("ctl.status.hall"), words.own(hall.value("name", json::object())));
    text += line(words.text("ctl.status.day"),
                 at(hall, "day") + " " + words.text(open ? "ctl.status.open" : "ctl.status.closed"));
    if (hall.value("alone", false)) {
        text += words.text("ctl.status.alone") + "\n";
    }
    if (hall.contains("tickets_refused")) {
        text += words.refusal({at(hall, "tickets_refused"), {}}) + "\n";
    }
    text +=
        line(words.text("ctl.status.paper"), words.text(hall.value("paper", false) ? "ctl.yes" : "ctl.no"));
    return text;
}

/// As on the ticket: rounded, or that there is none.
std::string wait_of(const Words& words, const json& expected) {
    const std::chrono::seconds p50{expected.value("p50_s", 0U)};
    const ToldWait told = told_wait(p50, std::chrono::seconds{expected.value("p90_s", 0U)});
    return told.next ? words.text("ctl.wait.next")
                     : words.text("ctl.wait", {{"p50", std::to_string(told.about_min)},
                                               {"p90", std::to_string(told.within_min)}});
}

/// How true the waits told today were; nothing for those who are not shown it.
std::string promises_of(const Words& words, const json& service) {
    const auto promises = service.find("promises");
    if (promises == service.end()) {
        return {};
    }
    return "; " +
           words.text("ctl.status.promises", {{"n", at(*promises, "n")},
                                              {"error", words.span(promises->value("mean_error_s", 0))},
                                              {"within", at(*promises, "within_p90")},
                                              {"longer", at(*promises, "longer_than_told")}});
}

/// Why there are no tickets of it now, or when there are some again.
std::string admission_of(const Words& words, const json& service) {
    i18n::Params params{{"opens", service.value("opens", "")},
                        {"closes", service.value("closes", "")},
                        {"limit", at(service, "day_limit")}};
    if (service.contains("refused")) {
        return "; " + words.text("refusal." + at(service, "refused"), params);
    }
    return service.contains("opens") ? "; " + words.text("ctl.status.opens", params) : "";
}

std::string service_line(const Words& words, const json& service) {
    i18n::Params params{
        {"id", at(service, "id")},
        {"name", words.own(service.value("name", json::object()))},
        {"waiting", at(service, "waiting")},
        {"counters", words.text("ctl.status.counters", {{"n", at(service, "counters_open")}})},
        {"expected", "-"},
        {"status", words.text(service.value("open", false) ? "ctl.status.open" : "ctl.status.closed")}};
    if (const auto expected = service.find("expected"); expected != service.end()) {
        params["expected"] = wait_of(words, *expected);
    }
    return words.text("ctl.status.service", params) + admission_of(words, service) +
           promises_of(words, service) + "\n";
}

/// What a counter has besides a ticket: only what there is.
std::string counter_extras(const Words& words, const json& counter) {
    std::string text;
    if (counter.value("waiting_also", 0U) > 0) {
        text += "; " + words.text("ctl.status.also", {{"n", at(counter, "waiting_also")}});
    }
    if (counter.contains("wrap_up_until")) {
        text +=
            "; " + words.text("ctl.status.wrap_up", {{"until", Words::time(at(counter, "wrap_up_until"))}});
    }
    for (const auto& [name, id] :
         {std::pair{"parked", "ctl.status.parked"}, std::pair{"messages", "ctl.status.messages"}}) {
        if (const auto n = rows(counter, name).size(); n > 0) {
            text += "; " + words.text(id, {{"n", std::to_string(n)}});
        }
    }
    return text;
}

/// With the id of each, which read-message takes.
std::string message_lines(const Words& words, const json& counter) {
    std::string text;
    for (const auto& message : rows(counter, "messages")) {
        const std::string own = words.own(message.value("text", json::object()));
        text += words.text("ctl.status.message",
                           {{"id", at(message, "id")},
                            {"text", own.empty() ? coded(words, "message", at(message, "code")) : own}}) +
                "\n";
    }
    return text;
}

std::string counter_line(const Words& words, const json& counter) {
    const auto ticket = counter.find("ticket");
    return words.text("ctl.status.counter",
                      {{"id", at(counter, "id")},
                       {"label", at(counter, "label")},
                       {"status", coded(words, "ctl.counter", at(counter, "status"))},
                       {"clerk", counter.contains("clerk") ? at(counter, "clerk") : "-"},
                       {"number", ticket != counter.end() ? at(*ticket, "number") : "-"},
                       {"waiting", at(counter, "waiting")}}) +
           counter_extras(words, counter) + "\n" + message_lines(words, counter);
}

/// With its id, which acknowledge-alert and resolve-alert take.
std::string alert_line(const Words& words, const json& alert) {
    auto params = words.params(alert.value("params", json::object()));
    params["subject"] = at(alert, "subject");
    const std::string text = words.text("alert." + at(alert, "code"), params);
    const std::string seen = at(alert, "acknowledged_at");
    return words.text(seen.empty() ? "ctl.status.alert" : "ctl.status.alert_seen",
                      {{"text", text}, {"id", at(alert, "id")}, {"at", Words::time(seen)}}) +
           "\n";
}

/// Objects inside become "journal.events"; lists their length.
std::string flat(const Words& words, const std::string& path, const json& value) {
    if (!value.is_object()) {
        const std::string shown = value.is_array() ? std::to_string(value.size()) : words.value(path, value);
        const std::string label = "ctl.status.key." + path;
        return line(words.has(label) ? words.text(label) : path, shown);
    }
    std::string text;
    for (const auto& [name, one] : value.items()) {
        text += flat(words, path.empty() ? name : fmt::format("{}.{}", path, name), one);
    }
    return text;
}

}  // namespace

std::string report_status(const Words& words, const json& view, const json& status) {
    std::string text;
    if (const auto hall = view.find("hall"); hall != view.end()) {
        text += hall_lines(words, *hall);
    }
    for (const auto& service : rows(view, "services")) {
        text += service_line(words, service);
    }
    for (const auto& counter : rows(view, "counters")) {
        text += counter_line(words, counter);
    }
    for (const auto& alert : rows(view, "alerts")) {
        text += alert_line(words, alert);
    }
    return text + report_visits(words, view) + flat(words, "", status);
}

namespace {

std::string ticket_extras(const Words& words, const json& ticket) {
    std::string text;
    if (ticket.contains("parked_until")) {
        text += "  " +
                words.text("ctl.ticket.parked_until", {{"until", Words::time(at(ticket, "parked_until"))}});
    }
    if (ticket.contains("return_until")) {
        text += "  " +
                words.text("ctl.ticket.return_until", {{"until", Words::time(at(ticket, "return_until"))}});
    }
    std::string steps;
    for (const auto& step : rows(ticket, "then")) {
        steps += (steps.empty() ? "" : ", ") + step.get<std::string>();
    }
    return steps.empty() ? text : text + "  " + words.text("ctl.ticket.then", {{"services", steps}});
}

}  // namespace

std::string report_tickets(const Words& words, const json& view) {
    std::string text;
    for (const auto& ticket : rows(view, "tickets")) {
        text +=
            words.text("ctl.ticket", {{"number", at(ticket, "number")},
                                      {"service", at(ticket, "service")},
                                      {"status", coded(words, "ctl.ticket_status", at(ticket, "status"))},
                                      {"issued", Words::time(at(ticket, "issued_at"))},
                                      {"counter", ticket.contains("counter") ? at(ticket, "counter") : "-"},
                                      {"id", at(ticket, "id")}}) +
            ticket_extras(words, ticket) + "\n";
    }
    return text.empty() ? words.text("ctl.tickets.none") + "\n" : text;
}

std::string report_doctor(const Words& words, const json& data) {
    std::string text;
    for (const auto& finding : rows(data, "findings")) {
        const std::string level = at(finding, "level");
        const json params = finding.value("params", json::object());
        std::string id = "doctor." + at(finding, "code");
        // A trouble of several kinds has a remedy for each.
        if (const std::string closer = id + "." + at(params, "code"); words.has(closer)) {
            id = closer;
        }
        text += words.text("ctl.doctor." + level) + " ";
        i18n::Params said = words.params(params);
        if (const std::string advice = at(params, "advice"); words.has(advice)) {
            said["advice"] = words.text(advice, said);
        }
        text += words.has(id) ? words.text(id, said) : at(finding, "code") + " " + params.dump();
        text += "\n";
    }
    return text;
}

namespace {

std::string reason_of_call(const Words& words, const json& why) {
    i18n::Params params = words.params(why.value("params", json::object()));
    if (const auto one = params.find("class"); one != params.end()) {
        one->second = coded(words, "class", one->second);
    }
    return words.text("why." + at(why, "code"), params);
}

}  // namespace

std::string report_done(const Words& words, std::string_view command, const json& data) {
    i18n::Params params = words.params(data);
    // A satellite whose owner is away does not know how many wait.
    const bool alone = command == "issue" && data.is_object() && !data.contains("ahead");
    const bool goes_on = command == "open-day" && data.is_object() && data.value("goes_on", false);
    std::string text = words.text(alone     ? "ctl.done.issue_alone"
                                  : goes_on ? "ctl.done.open-day_again"
                                            : "ctl.done." + std::string(command),
                                  params);
    if (data.is_object()) {
        if (const auto expected = data.find("expected"); expected != data.end()) {
            text += " " + words.text("ctl.done.expected", {{"expected", wait_of(words, *expected)}});
        }
        if (data.contains("printing") && !data.value("printing", true)) {
            const std::string cause = at(data, "not_printing");
            text += " " + words.text(cause.empty() ? "ctl.done.screen_only" : "ctl.done.no_paper",
                                     {{"cause", coded(words, "cause", cause)}});
        }
        if (data.contains("next")) {
            text += " " + words.text("ctl.done.next", {{"service", at(data, "next")}});
        }
        if (data.value("again", false)) {
            text += " " + words.text("ctl.done.again");
        }
        if (data.value("no_show", false)) {
            text += " " + words.text("ctl.done.no_show", params);
        }
        if (const auto why = data.find("why"); why != data.end()) {
            text += " " + words.text("ctl.why", {{"why", reason_of_call(words, *why)}});
        }
    }
    return text + "\n";
}

}  // namespace jiaohao::ctl
