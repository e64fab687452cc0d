// The written list of what each role sees and may do.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_roles.hpp"

namespace jiaohao::wire::api {
namespace {

constexpr Scope own = Scope::own_counter;
/// What a counter is to people in the hall: no clerk, no rating.
constexpr std::string_view public_counter = "id label status pause_reason services ticket waiting";

/// What a counter is to clerks of other ones: all but what the duty manager says to it.
constexpr std::string_view clerks_counter =
    "id label status pause_reason clerk services also ticket rating waiting waiting_also parked "
    "wrap_up_until "
    "idle_since auto_call";

/// What a service is to all but managers: not how true the waits were that people were told.
constexpr std::string_view plain_service =
    "id name category open waiting counters_open oldest_issued_at expected refused opens closes issued "
    "day_limit";

/// What a ticket terminal shows, and the floor guide with it.
std::vector<Grant> terminal_rows() {
    return {{"hall"},
            {"categories"},
            {"services", plain_service},
            {"calls"},
            {"devices.printer"},
            {"counters", "id label rating"},
            {"diversions", "id to text"}};
}
std::vector<Grant> terminal_events() {
    return {{"ticket.issued", "ticket number service class language ahead promised"},
            {"ticket.called", "ticket counter"},
            {"ticket.recalled", "ticket counter nth"},
            {"ticket.printed", "ticket copy"},
            {"ticket.not_printed", "ticket copy cause"},
            {"ticket.print_unknown", "ticket copy cause"},
            {"rating.requested", "ticket counter service scale label_set"},
            {"rating.missed", "ticket counter cause"}};
}

RoleRule terminal() {
    return {Role::terminal,
            terminal_rows(),
            terminal_events(),
            {},
            {{"ticket.issue"},
             {"ticket.get"},
             {"rating.give"},
             {"rating.reason"},
             {"appointment.check_in"},
             {"diversion.*"},
             {"visit.note"}}};
}

RoleRule display() {
    return {Role::display,
            {{"hall"}, {"services", plain_service}, {"calls"}, {"counters", public_counter}},
            {{"ticket.called", "ticket counter"},
             {"ticket.recalled", "ticket counter nth"},
             {"service.*"},
             {"counter.*", "counter reason"}},
            {},
            {}};
}

RoleRule pad() {
    return {Role::pad,
            {{"hall"}, {"counters", "id label rating", own}},
            {{"rating.requested", "ticket counter service scale label_set", own}, {"rating.ended", "*", own}},
            {},
            {{"rating.give", own}, {"rating.reason", own}}};
}

RoleRule clerk() {
    return {Role::clerk,
            {{"hall"},
             {"services", plain_service},
             {"counters", clerks_counter},
             {"counters", "messages", own},
             {"tickets"},
             {"calls"},
             {"alerts"},
             {"devices"}},
            {{"ticket.*"},
             {"serving.*"},
             {"counter.*"},
             {"clerk.*"},
             {"service.*"},
             {"rating.requested"},
             {"rating.ended"}},
            {},
            // Every one of a counter's but "counter.message", which is the duty manager's.
            {{"counter.call_next", own}, {"counter.call_ticket", own},
             {"counter.close", own},     {"counter.finish", own},
             {"counter.help", own},      {"counter.message_read", own},
             {"counter.no_show", own},   {"counter.open", own},
             {"counter.park", own},      {"counter.pause", own},
             {"counter.ready", own},     {"counter.recall", own},
             {"counter.resume", own},    {"counter.resume_ticket", own},
             {"counter.start", own},     {"counter.transfer", own},
             {"clerk.sign_out", own},    {"ticket.return"},
             {"ticket.unpark"},          {"ticket.reprint"},
             {"ticket.cancel"},          {"visit.note"}}};
}

RoleRule guide() {
    auto rows = terminal_rows();
    rows.push_back({"tickets"});
    return {Role::guide,
            rows,
            terminal_events(),
            {},
            {{"ticket.issue"},
             {"ticket.get"},
             {"ticket.cancel"},
             {"ticket.return"},
             {"appointment.check_in"},
             {"diversion.*"},
             {"visit.note"},
             {"clerk.sign_out", own}}};
}

RoleRule technician() {
    return {Role::technician,
            {{"hall"}, {"devices"}, {"alerts"}, {"counters", public_counter}},
            {{"device.*"}, {"alert.*"}, {"config.*"}, {"clock.*"}, {"gap"}},
            {},
            {{"devices"},
             {"doctor"},
             {"status"},
             {"line.record"},
             {"device.scan"},
             {"device.test_print"},
             {"clerk.sign_out", own}}};
}

RoleRule integrator() {
    return {Role::integrator,
            {{"*"}},
            {{"*"}},
            {"press.raw"},
            {{"ticket.issue"}, {"ticket.get"}, {"ticket.cancel"}, {"status"}, {"figures"}, {"appointment.*"}},
            true};
}

/// A further terminal of the hall, which shows what it sees to its own screens.
RoleRule satellite() {
    RoleRule rule{Role::satellite,
                  terminal_rows(),
                  terminal_events(),
                  {},
                  {{"satellite.*"},
                   {"ticket.get"},
                   {"ticket.cancel"},
                   {"rating.give"},
                   {"rating.reason"},
                   {"diversion.*"},
                   {"visit.note"}}};
    // Its own screens and clerks are told that a rating is over, never whether one was given.
    std::erase_if(rule.events, [](const Grant& grant) { return grant.what == "rating.missed"; });
    rule.events.push_back({"rating.ended", "ticket counter"});
    const RoleRule screens = display();
    rule.rows.push_back({"counters", public_counter});
    rule.events.insert(rule.events.end(), screens.events.begin(), screens.events.end());
    return rule;
}

}  // namespace

const std::vector<RoleRule>& role_rules() {
    static const std::vector<RoleRule> rules{{Role::guest, {{"hall"}}, {}, {}, {{"clerk.sign_in"}}},
                                             terminal(),
                                             display(),
                                             pad(),
                                             clerk(),
                                             guide(),
                                             {Role::manager, {{"*"}}, {{"*"}}, {}, {{"*"}}, true},
                                             technician(),
                                             integrator(),
                                             satellite()};
    return rules;
}

}  // namespace jiaohao::wire::api
