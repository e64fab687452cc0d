// The written list of what each role sees and may do.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/api_roles.hpp"

namespace jiaohao::wire::api {
namespace {

constexpr Scope own = Scope::own_counter;
/// What a counter is to people in the hall: no clerk, no rating.
constexpr std::string_view public_counter = "id label status pause_reason services ticket waiting";

std::vector<RoleRule> build() {
    std::vector<RoleRule> rules;
    rules.push_back({Role::guest, {{"hall"}}, {}, {}, {{"clerk.sign_in"}}});

    const std::vector<Grant> terminal_rows{{"hall"},  {"categories"},      {"services"},
                                           {"calls"}, {"devices.printer"}, {"counters", "id label rating"}};
    const std::vector<Grant> terminal_events{
        {"ticket.issued", "ticket number service class language ahead promised"},
        {"ticket.called", "ticket counter"},
        {"ticket.recalled", "ticket counter nth"},
        {"ticket.printed", "ticket copy"},
        {"ticket.not_printed", "ticket copy cause"},
        {"ticket.print_unknown", "ticket copy cause"},
        {"rating.requested", "ticket counter service scale label_set"},
        {"rating.missed", "ticket counter cause"}};
    rules.push_back({Role::terminal,
                     terminal_rows,
                     terminal_events,
                     {},
                     {{"ticket.issue"}, {"ticket.get"}, {"rating.give"}, {"rating.reason"}}});

    rules.push_back({Role::display,
                     {{"hall"}, {"services"}, {"calls"}, {"counters", public_counter}},
                     {{"ticket.called", "ticket counter"},
                      {"ticket.recalled", "ticket counter nth"},
                      {"service.*"},
                      {"counter.*", "counter reason"}},
                     {},
                     {}});

    rules.push_back(
        {Role::pad,
         {{"hall"}, {"counters", "id label rating", own}},
         {{"rating.requested", "ticket counter service scale label_set", own}, {"rating.ended", "*", own}},
         {},
         {{"rating.give", own}, {"rating.reason", own}}});

    rules.push_back({Role::clerk,
                     {{"hall"}, {"services"}, {"counters"}, {"tickets"}, {"calls"}, {"alerts"}, {"devices"}},
                     {{"ticket.*"},
                      {"serving.*"},
                      {"counter.*"},
                      {"clerk.*"},
                      {"service.*"},
                      {"rating.requested"},
                      {"rating.ended"}},
                     {},
                     {{"counter.*", own},
                      {"clerk.sign_out", own},
                      {"ticket.return"},
                      {"ticket.reprint"},
                      {"ticket.cancel"}}});

    auto guide_rows = terminal_rows;
    guide_rows.push_back({"tickets"});
    rules.push_back({Role::guide,
                     guide_rows,
                     terminal_events,
                     {},
                     {{"ticket.issue"}, {"ticket.get"}, {"ticket.cancel"}}});

    rules.push_back({Role::manager, {{"*"}}, {{"*"}}, {}, {{"*"}}});

    rules.push_back({Role::technician,
                     {{"hall"}, {"devices"}, {"alerts"}, {"counters", public_counter}},
                     {{"device.*"}, {"alert.*"}, {"config.*"}, {"clock.*"}, {"gap"}},
                     {},
                     {{"devices"}, {"doctor"}, {"status"}}});

    rules.push_back({Role::integrator,
                     {{"*"}},
                     {{"*"}},
                     {"press.raw"},
                     {{"ticket.issue"}, {"ticket.get"}, {"ticket.cancel"}, {"status"}}});
    return rules;
}

}  // namespace

const std::vector<RoleRule>& role_rules() {
    static const std::vector<RoleRule> rules = build();
    return rules;
}

}  // namespace jiaohao::wire::api
