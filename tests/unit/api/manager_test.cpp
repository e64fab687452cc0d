// What the duty manager has that nobody else has: alerts of bad ratings, figures, and signing in at no counter.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/recovery.hpp"
#include "kiosk/wire/api_roles.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

class ManagerApi : public ApiTest {
  protected:
    /// A ticket that was served at c1 by `clerk` and whose customer is asked for a rating.
    Json asked(ApiClient& clerk, const std::string& n) {
        const Json issued = manager->call("i" + n, "ticket.issue", {{"service", "a"}, {"paper", false}});
        EXPECT_EQ(clerk.verdict("c" + n, "counter.call_next", {{"counter", "c1"}}), "ok");
        EXPECT_EQ(clerk.verdict("f" + n, "counter.finish", {{"counter", "c1"}}), "ok");
        return issued["data"]["ticket"];
    }
    std::unique_ptr<ApiClient> signed_in_clerk() {
        auto clerk = web();
        clerk->hello();
        sign_in(*clerk, "zhang", "c1", "s");
        clerk->next_of("snapshot");
        EXPECT_EQ(clerk->verdict("o", "counter.open", {{"counter", "c1"}}), "ok");
        return clerk;
    }
    void start_with_manager() {
        start();
        manager = web();
        manager->hello("manager-token");
    }
    /// Messages that came before what is said now.
    static std::string all_of(ApiClient& client, const std::string& id) {
        static_cast<void>(client.call(id, "no.such.command"));
        return Json(client.events).dump();
    }

    std::unique_ptr<ApiClient> manager;
};

bool tells(const std::string& text) {
    return text.find("bad_rating") != std::string::npos || text.find("rating-") != std::string::npos;
}

Json event_of(const ApiClient& client, const std::string& type) {
    for (const Json& message : client.events) {
        if (message.contains("event") && message["event"]["type"] == type) {
            return message;
        }
    }
    return {};
}

TEST_F(ManagerApi, ABadRatingReachesTheManagerAtOnceAndNobodyElse) {
    start_with_manager();
    auto clerk = signed_in_clerk();
    std::map<std::string, std::unique_ptr<ApiClient>> others;
    for (const std::string name : {"terminal", "display", "guide", "technician", "pad1"}) {
        others[name] = web();
        others[name]->hello(name + "-token");
    }
    const Json ticket = asked(*clerk, "1");
    EXPECT_EQ(others["pad1"]->verdict("r", "rating.give", {{"ticket", ticket}, {"level", 1}}), "ok");
    // The injected clock did not move: the alert stands in the commit of the rating.
    static_cast<void>(manager->call("m", "status"));
    const Json raised = event_of(*manager, "alert.raised");
    ASSERT_FALSE(raised.is_null());
    EXPECT_EQ(raised["event"]["at"], event_of(*manager, "rating.given")["event"]["at"]);
    EXPECT_EQ(raised["event"]["data"]["params"]["level"], "1");
    const std::string alert = raised["event"]["data"]["alert"];
    EXPECT_EQ(others["terminal"]->verdict("w", "rating.reason", {{"ticket", ticket}, {"reason", "x"}}),
              "rating_reason_unknown");
    EXPECT_EQ(clerk->verdict("no", "alert.resolve", {{"alert", alert}, {"done", "spoke"}}), "forbidden");

    for (const std::string name : {"terminal", "display", "guide", "technician", "pad1"}) {
        auto late = web();
        EXPECT_FALSE(tells(late->hello(name + "-token").dump())) << name;
    }
    EXPECT_EQ(manager->verdict("ack", "alert.acknowledge", {{"alert", alert}}), "ok");
    EXPECT_EQ(manager->verdict("res", "alert.resolve", {{"alert", alert}, {"done", "spoke"}}), "ok");
    EXPECT_EQ(event_of(*manager, "alert.resolved")["event"]["data"]["done"], "spoke");
    EXPECT_FALSE(tells(all_of(*clerk, "end")));
    for (auto& [name, client] : others) {
        EXPECT_FALSE(tells(all_of(*client, "end"))) << name;
    }
    const Json status = others["technician"]->call("st", "status");
    EXPECT_FALSE(tells(status.dump()));
}

TEST_F(ManagerApi, OtherAlertsReachTechniciansAndClerksAsBefore) {
    start_with_manager();
    auto clerk = signed_in_clerk();
    auto technician = web();
    technician->hello("technician-token");
    ASSERT_TRUE(hall.order(domain::RaiseAlert{domain::AlertId{"printer-1"}, "paper_out", "printer", {}}));
    EXPECT_NE(all_of(*clerk, "x").find("paper_out"), std::string::npos);
    EXPECT_NE(all_of(*technician, "x").find("alert.raised"), std::string::npos);
}

TEST(PrivateAlerts, AreCutFromRowsEndsAndEvents) {
    namespace w = wire::api;
    const std::string id =
        domain::recovery::rating_alert({domain::TerminalId("t1"), domain::EpochId("e"), domain::Seq(3)})
            .get();
    const Json view{{"alerts", {{{"id", id}, {"code", "bad_rating"}}, {{"id", "p"}, {"code", "paper_out"}}}},
                    {"alerts_gone", {id, "q"}}};
    const Json plain{{"alerts", {{{"id", "p"}, {"code", "paper_out"}}}}, {"alerts_gone", {"q"}}};
    for (const Role role : {Role::clerk, Role::technician}) {
        EXPECT_EQ(w::filter_view(view, {{role}, "c1"}), plain) << w::code(role);
    }
    for (const char* type : {"alert.raised", "alert.acknowledged", "alert.resolved"}) {
        const Json event{{"type", type}, {"at", ""}, {"seq", 1}, {"data", {{"alert", id}}}};
        EXPECT_FALSE(w::filter_event(event, {{Role::technician}, ""})) << type;
        EXPECT_TRUE(w::filter_event(event, {{Role::manager}, ""})) << type;
        EXPECT_TRUE(w::filter_event(event, {{Role::technician, Role::manager}, ""})) << type;
    }
}

TEST_F(ManagerApi, FiguresAreForManagersAndForProgramsWithoutRatings) {
    start_with_manager();
    auto clerk = signed_in_clerk();
    const Json ticket = asked(*clerk, "1");
    EXPECT_EQ(manager->verdict("r", "rating.give", {{"ticket", ticket}, {"level", 1}}), "ok");
    static_cast<void>(manager->call("i2", "ticket.issue", {{"service", "a"}, {"paper", false}}));
    const Json figures = manager->call("g", "figures")["data"];
    EXPECT_EQ(figures["hall"]["waiting"], 1);
    EXPECT_EQ(figures["hall"]["open"], 1);
    EXPECT_EQ(figures["hall"]["called"], 1);
    ASSERT_GE(figures["services"].size(), 1U);
    EXPECT_EQ(figures["services"][0]["id"], "a");
    EXPECT_EQ(figures["services"][0]["within"]["n"], 1);
    EXPECT_EQ(figures["counters"][0]["served"], 1);
    EXPECT_EQ(figures["targets"]["wait_min"], 10);
    EXPECT_EQ(figures["ratings"]["armed"], 1);
    EXPECT_EQ(figures["ratings"]["counted"], 1);
    EXPECT_EQ(figures["ratings"]["satisfied"]["enough"], false);
    EXPECT_EQ(figures["ratings"]["version"], 1);
    EXPECT_EQ(figures["ratings"]["complete"], true);
    EXPECT_EQ(clerk->verdict("g", "figures"), "forbidden");
    for (const std::string name : {"technician", "terminal", "display", "pad1", "guide"}) {
        auto other = web();
        other->hello(name + "-token");
        EXPECT_EQ(other->verdict("g", "figures"), "forbidden") << name;
    }
    auto program = web();
    program->hello("integrator-token");
    const Json plain = program->call("g", "figures")["data"];
    EXPECT_EQ(plain["hall"]["waiting"], 1);
    EXPECT_FALSE(plain.contains("ratings"));
}

TEST_F(ManagerApi, FiguresAreMadeAtMostOnceASecond) {
    start_with_manager();
    const Json first = manager->call("a", "figures")["data"];
    static_cast<void>(manager->call("i", "ticket.issue", {{"service", "a"}, {"paper", false}}));
    EXPECT_EQ(manager->call("b", "figures")["data"], first);
    clock.advance(std::chrono::milliseconds{1500});
    const Json second = manager->call("c", "figures")["data"];
    EXPECT_EQ(second["hall"]["waiting"], 1);
    clock.advance(std::chrono::seconds{2});
    EXPECT_EQ(manager->call("d", "figures")["data"], second) << "nothing happened";
    clock.advance(std::chrono::seconds{10});
    EXPECT_NE(manager->call("e", "figures")["data"]["at"], second["at"]) << "waits grow all the same";
}

TEST_F(ManagerApi, AManagerSignsInWithAPinAtNoCounter) {
    options.staff = {{domain::ClerkId("li"), {Role::manager}}};
    start();
    auto page = web();
    page->hello();
    const Json done = page->call("s", "clerk.sign_in", {{"clerk", "li"}, {"pin", "2468"}});
    ASSERT_EQ(done["status"], "ok") << done;
    EXPECT_FALSE(done["data"].contains("counter"));
    EXPECT_EQ(page->next_of("snapshot")["roles"], Json::parse(R"(["guest", "manager"])"));
    EXPECT_EQ(page->verdict("g", "figures"), "ok");
    const std::string token = done["data"]["token"];
    auto again = web();
    EXPECT_EQ(again->hello(token)["roles"], Json::parse(R"(["guest", "manager"])"));
    auto lower = web();
    EXPECT_EQ(lower->hello(token, Json::array({"clerk"}))["roles"], Json::parse(R"(["guest"])"));
    EXPECT_EQ(page->verdict("out", "clerk.sign_out"), "ok");
    EXPECT_EQ(page->next_of("snapshot")["roles"], Json::parse(R"(["guest"])"));
    auto late = web();
    EXPECT_EQ(late->hello(token)["roles"], Json::parse(R"(["guest"])"));
}

TEST_F(ManagerApi, ARepeatedOpeningIsNotCalledADayThatGoesOn) {
    // The loop may look between the step of the clock and the next command: nobody is silent for that.
    options.limits.silence = std::chrono::hours(48);
    start();
    auto desk = local();
    desk->hello();
    const auto open = [&](const std::string& id) { return desk->call(id, "day.open")["data"]; };
    EXPECT_EQ(desk->verdict("c", "day.close"), "ok");
    clock.advance(std::chrono::hours(24));
    const std::string next = domain::to_string(options.today(clock.wall()));
    EXPECT_EQ(open("o"), (Json{{"day", next}}));
    EXPECT_EQ(open("o"), (Json{{"day", next}, {"again", true}}));
    EXPECT_EQ(desk->verdict("d", "day.close"), "ok");
    clock.advance(std::chrono::hours(24));
    EXPECT_EQ(open("o"), (Json{{"day", next}, {"again", true}})) << "it never opened today";
}

TEST_F(ManagerApi, WhoIsAClerkOnlyNeedsACounter) {
    options.staff = {{domain::ClerkId("li"), {Role::manager}}};
    start();
    auto page = web();
    page->hello();
    const Json refused = page->call("s", "clerk.sign_in", {{"clerk", "zhang"}, {"pin", "2468"}});
    EXPECT_EQ(refused["error"]["code"], "bad_arguments");
    EXPECT_EQ(refused["error"]["params"]["argument"], "counter");
    EXPECT_EQ(page->verdict("w", "clerk.sign_in", {{"clerk", "li"}, {"pin", "1111"}}), "wrong_pin");
    EXPECT_EQ(page->verdict("g", "figures"), "forbidden");
}

TEST_F(ManagerApi, AManagerAtACounterIsAClerkThere) {
    options.staff = {{domain::ClerkId("li"), {Role::manager}}};
    start();
    auto page = web();
    page->hello();
    sign_in(*page, "li", "c2", "s");
    EXPECT_EQ(page->next_of("snapshot")["roles"], Json::parse(R"(["guest", "clerk"])"));
    EXPECT_EQ(page->verdict("g", "figures"), "forbidden");
}

}  // namespace
}  // namespace jiaohao::test
