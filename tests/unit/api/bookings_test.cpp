// Appointments, offers and visits through the API: who may, and who sees what.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/wire/api_commands.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

class Bookings : public ApiTest {
  protected:
    std::string in(int minutes) const { return format_rfc3339(clock.wall() + std::chrono::minutes{minutes}); }
    std::unique_ptr<ApiClient> as(const std::string& name) {
        auto client = web();
        client->hello(name + "-token");
        return client;
    }
};

TEST_F(Bookings, AnIntegratorBooksAndTheTerminalChecksIn) {
    start();
    auto office = as("integrator");
    auto terminal = as("terminal");
    const Json added =
        office->call("a1", "appointment.add", {{"appointment", "crm:1"}, {"service", "a"}, {"at", in(10)}});
    ASSERT_EQ(added["status"], "ok") << added.dump();
    const std::string code = added["data"]["code"];
    EXPECT_EQ(code.size(), 6U);
    EXPECT_EQ(office->call("a1", "appointment.add",
                           {{"appointment", "crm:1"}, {"service", "a"}, {"at", in(10)}})["data"]["code"],
              code)
        << "the same request gives the same code";
    const Json ticket = terminal->call("c1", "appointment.check_in", {{"code", code}, {"paper", false}});
    EXPECT_EQ(ticket["data"]["number"], "A001") << ticket.dump();
    EXPECT_EQ(ticket["data"]["appointment"], "crm:1");
    const Json again = terminal->call("c2", "appointment.check_in", {{"code", code}});
    EXPECT_EQ(again["error"]["code"], "appointment_checked_in");
    EXPECT_EQ(again["error"]["params"]["number"], "A001");
    const Json list = office->call("l1", "appointment.list")["data"]["appointments"];
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["code"], code);
    EXPECT_EQ(list[0]["status"], "arrived");
    EXPECT_EQ(list[0]["number"], "A001");
}

TEST_F(Bookings, CodesReachNobodyButThoseWhoBook) {
    start();
    for (const char* name : {"terminal", "display", "guide", "technician", "pad1"}) {
        auto client = as(name);
        EXPECT_EQ(client->verdict("l", "appointment.list"), "forbidden") << name;
        EXPECT_EQ(
            client->verdict("a", "appointment.add", {{"appointment", "x"}, {"service", "a"}, {"at", in(10)}}),
            "forbidden")
            << name;
    }
    auto display = as("display");
    auto manager = as("manager");
    manager->call("a1", "appointment.add",
                  {{"appointment", "crm:1"}, {"service", "a"}, {"at", in(10)}, {"code", "471147"}});
    manager->call("t1", "ticket.issue", {{"service", "a"}});
    manager->call("s1", "service.close", {{"service", "a"}});
    display->next_of("event");
    for (const Json& event : display->events) {
        EXPECT_EQ(event.dump().find("471147"), std::string::npos) << event.dump();
    }
    EXPECT_EQ(display->verdict("c", "appointment.check_in", {{"code", "471147"}}), "forbidden");
}

TEST_F(Bookings, AreListedByDayAndAPageAtATime) {
    start();
    auto manager = as("manager");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(
            manager->verdict(
                "a" + std::to_string(i), "appointment.add",
                {{"appointment", "n" + std::to_string(i)}, {"service", "a"}, {"at", in(10 + i * 24 * 60)}}),
            "ok");
    }
    const std::string day = domain::to_string(options.today(clock.wall()));
    EXPECT_EQ(manager->call("l1", "appointment.list", {{"day", day}})["data"]["appointments"].size(), 1U);
    EXPECT_EQ(manager->call("l2", "appointment.list", {{"from", 2}})["data"]["appointments"].size(), 1U);
    EXPECT_EQ(manager->call("l3", "appointment.list", {{"from", 9}})["data"]["appointments"].size(), 0U);
}

TEST_F(Bookings, WithArgumentsThatMakeNoSenseAreNamed) {
    start();
    auto manager = as("manager");
    auto problem = [&, n = 0](const std::string& name, const Json& args) mutable {
        const Json done = manager->call("b" + std::to_string(++n), name, args);
        const Json params = done.contains("error") ? done["error"]["params"] : Json::object();
        return params.value("argument", "") + " " + params.value("problem", "");
    };
    EXPECT_EQ(problem("appointment.add", {{"appointment", "x"}, {"service", "a"}, {"at", "noon"}}),
              "at malformed");
    EXPECT_EQ(problem("appointment.add", {{"appointment", "li lei"}, {"service", "a"}, {"at", in(1)}}),
              "appointment malformed");
    EXPECT_EQ(problem("appointment.check_in", Json::object()), "code missing");
    EXPECT_EQ(problem("visit.note", {{"purpose", "golf"}}), "purpose not_listed");
    EXPECT_EQ(manager->verdict("o1", "diversion.take", {{"offer", "t1/e/1"}}), "offer_unknown");
    EXPECT_EQ(manager->verdict("o2", "diversion.offers", {{"service", "a"}}), "ok");
}

TEST(Instants, AreReadWithAnyZone) {
    const auto at = parse_rfc3339("2026-01-02T01:30:00.000Z");
    ASSERT_TRUE(at);
    for (const char* text : {"2026-01-02T01:30Z", "2026-01-02T09:30+08:00", "2026-01-01T20:30:00-05:00",
                             "2026-01-02t01:30:00.000z", "2026-01-02 01:30:00Z"}) {
        EXPECT_EQ(wire::api::parse_instant(text), *at) << text;
    }
    for (const char* text :
         {"", "2026", "2026-01-02T01:30", "2026-02-30T01:30Z", "2026-01-02T24:00Z", "2026-01-02T01:60Z",
          "-026-01-02T01:30Z", "2026-01-02T01:30+99:00", "2026-01-02T01:30Zx", "2026-01-02T01:30:00.Z",
          "2026-01-02T01:30:00.-1Z", "0000-01-02T01:30Z", "2026-01-02X01:30Z"}) {
        EXPECT_FALSE(wire::api::parse_instant(text)) << text;
    }
    for (const auto& [text, ms] : {std::pair{"2026-01-02T01:30:00.5Z", 500},
                                   {"2026-01-02T01:30:00.12Z", 120},
                                   {"2026-01-02T09:30:00.123456+08:00", 123},
                                   {"2026-01-02T01:30:00.123999999Z", 123}}) {
        EXPECT_EQ(wire::api::parse_instant(text), *at + std::chrono::milliseconds{ms}) << text;
    }
}

}  // namespace
}  // namespace jiaohao::test
