// What each role sees, once against the written list for every event type and once through real sessions.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <set>

#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/api_describe.hpp"
#include "kiosk/wire/api_view.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

namespace w = wire::api;

/// The list of API.md, written a second time by hand.
const std::map<Role, std::set<std::string>>& seen_by() {
    static const std::set<std::string> ticket{
        "ticket.issued",        "ticket.print_started", "ticket.printed",   "ticket.not_printed",
        "ticket.print_unknown", "ticket.reprinted",     "ticket.called",    "ticket.recalled",
        "ticket.no_show",       "ticket.returned",      "ticket.parked",    "ticket.resumed",
        "ticket.transferred",   "ticket.unparked",      "ticket.cancelled", "ticket.expired",
        "ticket.adopted",       "ticket.handed_over"};
    static const std::set<std::string> touch{"ticket.issued",    "ticket.called",      "ticket.recalled",
                                             "ticket.printed",   "ticket.not_printed", "ticket.print_unknown",
                                             "rating.requested", "rating.missed"};
    static const std::set<std::string> desk{"service.opened", "service.closed",  "counter.opened",
                                            "counter.paused", "counter.resumed", "counter.ready",
                                            "counter.closed"};
    static const auto with = [](std::set<std::string> all, const std::set<std::string>& more) {
        all.insert(more.begin(), more.end());
        return all;
    };
    static const auto satellite = [] {
        auto all = with(with(touch, desk), {"ticket.called", "ticket.recalled", "rating.ended"});
        all.erase("rating.missed");
        return all;
    }();
    static const std::map<Role, std::set<std::string>> table{
        {Role::guest, {}},
        {Role::terminal, touch},
        {Role::guide, touch},
        {Role::display, with(desk, {"ticket.called", "ticket.recalled"})},
        {Role::satellite, satellite},
        {Role::pad, {"rating.requested", "rating.ended"}},
        {Role::clerk, with(with(ticket, desk), {"serving.started", "serving.finished", "clerk.signed_in",
                                                "clerk.signed_out", "rating.requested", "rating.ended"})},
        {Role::technician,
         {"device.changed", "alert.raised", "alert.acknowledged", "alert.resolved", "config.applied",
          "clock.adjusted", "gap"}},
    };
    return table;
}

std::vector<std::string> all_types() {
    return w::describe().at("events").get<std::vector<std::string>>();
}

Json event_of(const std::string& type, const std::string& counter) {
    return {{"type", type},
            {"at", "2026-01-02T00:00:00.000Z"},
            {"seq", 9},
            {"data",
             {{"ticket", "t/e/1"},
              {"counter", counter},
              {"clerk", "zhang"},
              {"level", 1},
              {"reason", "r"},
              {"cause", "time_out"}}}};
}

/// The type as which an event reaches a viewer; empty when it does not.
std::string reaches(const std::string& type, const w::Viewer& viewer, const std::string& counter) {
    const auto shown = w::filter_event(event_of(type, counter), viewer);
    return shown ? shown->at("type").get<std::string>() : std::string{};
}

TEST(Roles, EveryEventTypeReachesExactlyWhomTheListNames) {
    for (const auto& [role, wanted] : seen_by()) {
        for (const auto& type : all_types()) {
            if (type == "rating.ended") {
                continue;
            }
            std::string expected = wanted.contains(type) ? type : "";
            if (expected.empty() && wanted.contains("rating.ended") &&
                (type == "rating.given" || type == "rating.missed")) {
                expected = "rating.ended";
            }
            EXPECT_EQ(reaches(type, {{role}, "c1"}, "c1"), expected) << w::code(role) << " " << type;
        }
    }
    for (const auto& type : all_types()) {
        EXPECT_EQ(reaches(type, {{Role::manager}, ""}, "c1"), type);
        EXPECT_EQ(reaches(type, {{Role::integrator}, ""}, "c1"), type == "press.raw" ? "" : type);
    }
}

TEST(Roles, AClerkNeverLearnsWhetherOrWhatWasPressed) {
    // A satellite passes what it sees on to its own clerks.
    for (const Role role : {Role::clerk, Role::satellite}) {
        const w::Viewer viewer{{role}, "c1"};
        const auto given = w::filter_event(event_of("rating.given", "c1"), viewer);
        const auto missed = w::filter_event(event_of("rating.missed", "c1"), viewer);
        ASSERT_TRUE(given && missed);
        EXPECT_EQ(*given, *missed);
        EXPECT_EQ(given->at("data"), Json::parse(R"({"ticket": "t/e/1", "counter": "c1"})"));
        EXPECT_FALSE(given->contains("seq"));
    }
}

TEST(Roles, HowTrueToldWaitsWereIsForManagers) {
    const Json view =
        Json::parse(R"({"services": [{"id": "a", "waiting": 3, "expected": {"p50_s": 1, "p90_s": 2},
        "promises": {"n": 1}}]})");
    Json plain = view;
    plain["services"][0].erase("promises");
    for (const Role role : {Role::terminal, Role::display, Role::clerk, Role::guide}) {
        EXPECT_EQ(w::filter_view(view, {{role}, "c1"}), plain) << w::code(role);
    }
    EXPECT_EQ(w::filter_view(view, {{Role::manager}, ""}), view);
}

TEST(Roles, APadSeesItsOwnCounterOnly) {
    const w::Viewer pad{{Role::pad}, "c1"};
    EXPECT_EQ(reaches("rating.requested", pad, "c1"), "rating.requested");
    EXPECT_EQ(reaches("rating.requested", pad, "c2"), "");
    EXPECT_EQ(reaches("rating.given", pad, "c2"), "");
    EXPECT_EQ(reaches("rating.requested", {{Role::pad}, ""}, ""), "");
    const Json view = Json::parse(R"({"hall": {"hall": "demo"}, "tickets": [{"id": "t/e/1"}],
        "counters": [{"id": "c1", "rating": "t/e/1", "clerk": "zhang"}, {"id": "c2", "rating": "t/e/2"}]})");
    EXPECT_EQ(w::filter_view(view, pad),
              Json::parse(R"({"hall": {"hall": "demo"}, "counters": [{"id": "c1", "rating": "t/e/1"}]})"));
}

TEST(Roles, RowsAndFieldsFollowTheList) {
    const Json view = Json::parse(R"({"hall": {"hall": "demo"}, "services": [{"id": "a"}],
        "counters": [{"id": "c1", "clerk": "zhang", "rating": "t/e/1", "status": "open"}],
        "tickets": [{"id": "t/e/1"}], "tickets_gone": ["t/e/0"], "alerts": [{"id": "x"}],
        "devices": [{"id": "p", "kind": "printer"}, {"id": "h", "kind": "handset"}]})");
    const auto sections = [&view](Role role) {
        std::set<std::string> names;
        const Json shown = w::filter_view(view, {{role}, ""});
        for (const auto& [name, rows] : shown.items()) {
            names.insert(name);
        }
        return names;
    };
    EXPECT_EQ(sections(Role::guest), (std::set<std::string>{"hall"}));
    EXPECT_EQ(sections(Role::display), (std::set<std::string>{"hall", "services", "counters"}));
    EXPECT_EQ(sections(Role::guide),
              (std::set<std::string>{"hall", "services", "counters", "devices", "tickets", "tickets_gone"}));
    EXPECT_EQ(sections(Role::technician), (std::set<std::string>{"hall", "counters", "devices", "alerts"}));
    const Json counts =
        Json::parse(R"({"diversions": [{"id": "m", "to": "app", "offered": 3}], "visitors": {"asked": 9}})");
    EXPECT_EQ(w::filter_view(counts, {{Role::terminal}, ""}),
              Json::parse(R"({"diversions": [{"id": "m", "to": "app"}]})"));
    EXPECT_EQ(w::filter_view(counts, {{Role::clerk, Role::display}, ""}), Json::object());
    EXPECT_EQ(w::filter_view(counts, {{Role::manager}, ""}), counts);
    const Json display = w::filter_view(view, {{Role::display}, ""});
    EXPECT_EQ(display["counters"][0], Json::parse(R"({"id": "c1", "status": "open"})"));
    const Json terminal = w::filter_view(view, {{Role::terminal}, ""});
    EXPECT_EQ(terminal["devices"].size(), 1U);
    EXPECT_EQ(w::filter_view(view, {{Role::manager}, ""}), view);
    // Several roles see the union.
    EXPECT_EQ(w::filter_view(view, {{Role::display, Role::terminal}, ""})["counters"][0],
              Json::parse(R"({"id": "c1", "rating": "t/e/1", "status": "open"})"));
}

TEST(Roles, CommandsFollowTheList) {
    const std::map<Role, std::set<std::string>> wanted{
        {Role::guest, {"clerk.sign_in"}},
        {Role::terminal,
         {"ticket.issue", "ticket.get", "rating.give", "rating.reason", "appointment.check_in",
          "diversion.offers", "diversion.take", "visit.note"}},
        {Role::display, {}},
        {Role::pad, {"rating.give", "rating.reason"}},
        {Role::guide,
         {"ticket.issue", "ticket.get", "ticket.cancel", "ticket.return", "appointment.check_in",
          "diversion.offers", "diversion.take", "visit.note", "clerk.sign_out"}},
        {Role::technician,
         {"device.scan", "device.test_print", "devices", "doctor", "line.record", "status",
          "clerk.sign_out"}},
        {Role::integrator,
         {"ticket.issue", "ticket.get", "ticket.cancel", "status", "figures", "appointment.add",
          "appointment.cancel", "appointment.check_in", "appointment.list"}}};
    for (const auto& [role, commands] : wanted) {
        for (const auto& spec : w::command_specs()) {
            EXPECT_EQ(w::may({role}, spec.name).has_value(), commands.contains(std::string(spec.name)))
                << w::code(role) << " " << spec.name;
        }
    }
    EXPECT_EQ(w::may({Role::clerk}, "counter.call_next"), w::Scope::own_counter);
    EXPECT_EQ(w::may({Role::clerk}, "ticket.issue"), std::nullopt);
    EXPECT_EQ(w::may({Role::manager}, "day.close"), w::Scope::any);
    EXPECT_EQ(w::may({Role::manager}, "debug.crash"), std::nullopt);
}

TEST_F(ApiTest, ARatingIsSeenByEachSessionAsItsRoleAllows) {
    start();
    auto clerk = web();
    clerk->hello();
    sign_in(*clerk, "zhang", "c1", "s");
    clerk->next_of("snapshot");
    auto pad = web();
    pad->hello("pad1-token");
    auto other_pad = web();
    other_pad->hello("pad2-token");
    auto display = web();
    display->hello("display-token");
    auto manager = web();
    manager->hello("manager-token");

    const Json issued = manager->call("i", "ticket.issue", {{"service", "a"}, {"paper", false}});
    const Json ticket = issued["data"]["ticket"];
    EXPECT_EQ(clerk->verdict("c", "counter.call_next", {{"counter", "c1"}}), "ok");
    EXPECT_EQ(clerk->verdict("c2", "counter.call_next", {{"counter", "c2"}}), "forbidden");
    EXPECT_EQ(clerk->verdict("f", "counter.finish", {{"counter", "c1"}}), "ok");
    EXPECT_EQ(pad->verdict("r", "rating.give", {{"ticket", ticket}, {"level", 1}}), "ok");
    EXPECT_EQ(manager->verdict("end", "service.close", {{"service", "a"}}), "ok");
    EXPECT_EQ(display->next_of("event")["t"], "event");
    for (auto* client : {clerk.get(), display.get()}) {
        while (client->events.empty() ||
               client->events.back().value("event", Json::object()).value("type", "") != "service.closed") {
            ASSERT_FALSE(client->next_of("event").is_null());
        }
    }
    const auto types = [](const ApiClient& client) {
        std::vector<std::string> result;
        for (const auto& message : client.events) {
            if (message.contains("event")) {
                result.push_back(message["event"]["type"]);
            }
        }
        return result;
    };
    EXPECT_EQ(types(*pad), (std::vector<std::string>{"rating.requested", "rating.ended"}));
    EXPECT_EQ(types(*display), (std::vector<std::string>{"ticket.called", "service.closed"}));
    const auto of_clerk = types(*clerk);
    EXPECT_EQ(std::count(of_clerk.begin(), of_clerk.end(), "rating.ended"), 1);
    EXPECT_EQ(std::count(of_clerk.begin(), of_clerk.end(), "rating.given"), 0);
    EXPECT_EQ(std::count(of_clerk.begin(), of_clerk.end(), "press.raw"), 0);
    const auto of_manager = types(*manager);
    EXPECT_EQ(std::count(of_manager.begin(), of_manager.end(), "rating.given"), 1);
    // n has no gaps although the stream is filtered.
    for (std::size_t i = 1; i < display->events.size(); ++i) {
        EXPECT_EQ(display->events[i]["n"], display->events[i - 1]["n"].get<int>() + 1);
    }
    EXPECT_EQ(other_pad->verdict("q", "status"), "forbidden");
    EXPECT_TRUE(types(*other_pad).empty());
}

}  // namespace
}  // namespace jiaohao::test
