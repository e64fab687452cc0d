// Satellite terminals at the API of their owner: who they are, what they may do, how they are shown.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/api/satellite_links.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

namespace d = domain;

const std::string kEpoch = "6f1c2a7e-0000-4000-8000-000000000002";

class SatelliteApi : public ApiTest {
  protected:
    SatelliteApi() {
        for (const char* const name : {"t2", "t3"}) {
            options.tokens.push_back(device_token(name, {Role::satellite}));
            options.tokens.back().terminal = d::TerminalId(name);
        }
        options.tokens.push_back(device_token("nobody", {Role::satellite}));
    }
    std::unique_ptr<ApiClient> satellite(const std::string& token = "t2-token") {
        auto client = web();
        client->hello(token);
        if (token == "t2-token" || token == "t3-token") {
            greet(*client, token.substr(0, 2));
        }
        return client;
    }
    static void greet(ApiClient& client, const std::string& terminal) {
        EXPECT_EQ(client.verdict("hello", "satellite.hello", {{"terminal", terminal}, {"cause", "restart"}}),
                  "ok");
    }
    Json issue(ApiClient& client, const std::string& id, const std::string& asked) {
        return client.call(
            id, "satellite.issue",
            {{"service", "a"}, {"channel", "touch"}, {"asked", asked}, {"printer", "front"}})["data"];
    }
    template <class One>
    std::vector<One> recorded() const {
        std::vector<One> all;
        for (const auto& event : hall.events_from(1, 10'000)) {
            if (const auto* one = std::get_if<One>(&event.event)) {
                all.push_back(*one);
            }
        }
        return all;
    }
    Json adoption() const {
        return {{"day", d::to_string(options.today(clock.wall()))},
                {"ticket", "t2/" + kEpoch + "/5"},
                {"number", "A504"},
                {"range", "a"},
                {"ordinal", 504},
                {"service", "a"},
                {"class", "ordinary"},
                {"channel", "touch"},
                {"language", "en"},
                {"age_ms", 0},
                {"paper", "printed"}};
    }
    /// Waits until the row of a device stands so.
    static bool stands(ApiClient& client, const std::string& device, const std::string& state) {
        for (Json message = client.next(); !message.is_null(); message = client.next()) {
            const Json devices = message.value("view", Json::object()).value("devices", Json::array());
            for (const Json& row : devices) {
                if (row["id"] == device && row["state"] == state) {
                    return true;
                }
            }
        }
        return false;
    }
};

TEST_F(SatelliteApi, IssuesForItsCustomersAndTellsWhatBecameOfThePaper) {
    start();
    auto t2 = satellite();
    EXPECT_EQ(t2->verdict("h", "satellite.hello",
                          {{"terminal", "t2"}, {"cause", "restart"}, {"under_way", Json::array()}}),
              "ok");
    const Json first = issue(*t2, "i1", "t2:k");
    EXPECT_EQ(first["number"], "A001");
    EXPECT_EQ(first["printing"], true);
    EXPECT_EQ(first["copy"], 1);
    EXPECT_FALSE(first.contains("again"));
    const Json again = issue(*t2, "i2", "t2:k");
    EXPECT_EQ(again["ticket"], first["ticket"]);
    EXPECT_EQ(again["again"], true);
    ASSERT_EQ(recorded<d::TicketPrintStarted>().size(), 1U);
    EXPECT_EQ(recorded<d::TicketPrintStarted>()[0].at, d::TerminalId("t2"))
        << "of its token, not of an argument";
    EXPECT_EQ(recorded<d::TicketIssued>()[0].channel, d::Channel::touch);
    const Json out{{"ticket", first["ticket"]}, {"copy", 1}, {"outcome", "printed"}, {"proof", "process_id"}};
    EXPECT_EQ(t2->verdict("p", "satellite.printed", out), "ok");
    EXPECT_EQ(t2->verdict("p2", "satellite.printed", out), "print_not_pending");
    EXPECT_EQ(t2->verdict("c", "ticket.cancel", {{"ticket", first["ticket"]}}), "ok");
    EXPECT_EQ(recorded<d::TicketCancelled>()[0].channel, d::Channel::touch);
}

TEST_F(SatelliteApi, IsLentNumbersAndHandsItsTicketsOver) {
    start();
    auto t2 = satellite();
    const Json lease = t2->call("l", "satellite.lease", {{"range", "a"}, {"spent", 0}})["data"];
    EXPECT_EQ(lease,
              (Json{{"first", 500}, {"last", 509}, {"day", d::to_string(options.today(clock.wall()))}}));
    Json args = adoption();
    EXPECT_EQ(t2->call("a", "satellite.adopt", args)["data"]["number"], "A504");
    EXPECT_EQ(t2->call("a2", "satellite.adopt", args)["data"]["again"], true);
    args["day"] = "2020-01-02";
    args["ticket"] = "t2/" + kEpoch + "/6";
    EXPECT_EQ(t2->verdict("a3", "satellite.adopt", args), "adoption_other_day");
    args["ticket"] = "t3/" + kEpoch + "/6";
    EXPECT_EQ(t2->verdict("a4", "satellite.adopt", args), "forbidden") << "only what is its own";
}

TEST_F(SatelliteApi, WithdrawsWhatACustomerLeftWithout) {
    start();
    auto t2 = satellite();
    EXPECT_EQ(issue(*t2, "i", "t2:k")["number"], "A001");
    EXPECT_EQ(t2->verdict("w", "satellite.withdraw", {{"asked", "t2:k"}}), "ok");
    EXPECT_EQ(t2->verdict("w2", "satellite.withdraw", {{"asked", "t2:never"}}), "ok");
    EXPECT_EQ(t2->verdict("w3", "satellite.withdraw", {{"asked", "t3:k"}}), "forbidden");
    const Json late{{"service", "a"}, {"channel", "touch"}, {"asked", "t2:never"}};
    EXPECT_EQ(t2->verdict("i2", "satellite.issue", late), "asking_withdrawn");
    ASSERT_EQ(recorded<d::TicketCancelled>().size(), 1U);
    EXPECT_EQ(recorded<d::AskingWithdrawn>().size(), 2U);
}

TEST_F(SatelliteApi, WhoNamesNoTerminalIsNone) {
    start();
    const auto verdict = [](ApiClient& client) {
        return client.verdict("h", "satellite.hello", {{"terminal", "t2"}, {"cause", "restart"}});
    };
    EXPECT_EQ(verdict(*satellite("nobody-token")), "forbidden");
    EXPECT_EQ(verdict(*satellite("terminal-token")), "forbidden");
    EXPECT_EQ(verdict(*satellite("manager-token")), "forbidden");
    auto local_manager = local();
    local_manager->hello();
    EXPECT_EQ(verdict(*local_manager), "forbidden");
    auto t2 = satellite();
    EXPECT_EQ(t2->verdict("c", "counter.call_next", {{"counter", "c1"}}), "forbidden");
    EXPECT_EQ(t2->verdict("i", "ticket.issue", {{"service", "a"}}), "forbidden")
        << "whose paper would come out at the owner";
}

TEST_F(SatelliteApi, OnTheSocketOfItsOwnMachineTheTokenNamesItToo) {
    options.roles_of_uid[::getuid()].add(Role::satellite);
    start();
    auto t2 = local();
    EXPECT_EQ(t2->hello("t2-token")["roles"], Json::array({"satellite"}));
    greet(*t2, "t2");
    EXPECT_EQ(issue(*t2, "i", "t2:k")["number"], "A001");
}

TEST_F(SatelliteApi, SaysWhoItIsBeforeAnythingElse) {
    start();
    auto t2 = web();
    t2->hello("t2-token");
    const Json early = t2->call("l", "satellite.lease", {{"range", "a"}, {"spent", 0}});
    EXPECT_EQ(early["error"]["code"], "forbidden");
    EXPECT_EQ(early["error"]["params"]["needs"], "satellite.hello");
    EXPECT_EQ(t2->verdict("h", "satellite.hello", {{"terminal", "t9"}, {"cause", "restart"}}), "forbidden");
    EXPECT_EQ(t2->verdict("l2", "satellite.lease", {{"range", "a"}, {"spent", 0}}), "forbidden");
    greet(*t2, "t2");
    EXPECT_EQ(t2->verdict("l3", "satellite.lease", {{"range", "a"}, {"spent", 0}}), "ok");
}

TEST_F(SatelliteApi, FaultsOfItsPrintersAreWordsThatCanBeExplained) {
    start();
    auto t2 = satellite();
    int id = 0;
    const auto told = [&](const std::string& kind, const std::string& fault) {
        EXPECT_EQ(t2->verdict("d" + std::to_string(++id), "satellite.device",
                              {{"device", "front"}, {"kind", kind}, {"state", "fault"}, {"fault", fault}}),
                  "ok");
        return recorded<d::DeviceChanged>().back().fault;
    };
    EXPECT_EQ(told("printer", "paper_out"), "paper_out");
    EXPECT_EQ(told("printer", "burning"), "hardware");
    EXPECT_EQ(told("pad", "burning"), "");
}

TEST_F(SatelliteApi, IsADeviceThatIsReadyWhileItsSessionIsOpen) {
    start();
    auto manager = local();
    manager->hello();
    auto first = satellite();
    EXPECT_TRUE(stands(*manager, "t2", "ready"));
    auto second = satellite();
    ASSERT_EQ(second->verdict("h", "satellite.hello", {{"terminal", "t2"}, {"cause", "restart"}}), "ok");
    EXPECT_EQ(first->next_of("bye")["code"], "replaced") << "a terminal has one link";
    first.reset();
    EXPECT_EQ(second->verdict("d", "satellite.device",
                              {{"device", "front"}, {"kind", "printer"}, {"state", "ready"}}),
              "ok");
    EXPECT_TRUE(stands(*manager, "t2-front", "ready"));
    second.reset();
    EXPECT_TRUE(stands(*manager, "t2", "lost"));
    std::vector<d::DeviceState> states;
    for (const auto& changed : recorded<d::DeviceChanged>()) {
        if (changed.device == d::DeviceId("t2")) {
            EXPECT_EQ(changed.kind, d::DeviceKind::satellite);
            states.push_back(changed.state);
        }
    }
    // The first look may have come before it.
    std::erase(states, d::DeviceState::unknown);
    EXPECT_EQ(states, (std::vector{d::DeviceState::ready, d::DeviceState::lost}))
        << "not lost when the older one went";
}

TEST_F(SatelliteApi, TwoMachinesWithOneTokenAreToldOfAndLentNumbersApart) {
    start();
    const auto twice = [&] {
        const auto all = recorded<d::AlertRaised>();
        return std::ranges::count(all, "satellite_twice", &d::AlertRaised::code);
    };
    const auto link = [&](const std::string& journal) {
        auto client = satellite();
        EXPECT_EQ(client->verdict("h" + journal, "satellite.hello",
                                  {{"terminal", "t2"}, {"cause", "restart"}, {"epoch", journal}}),
                  "ok");
        return client;
    };
    const auto lease = [](ApiClient& client, const std::string& id, const std::string& journal) {
        return client.call(id, "satellite.lease", {{"range", "a"}, {"spent", 0}, {"epoch", journal}})["data"];
    };
    auto first = link("one");
    EXPECT_EQ(lease(*first, "l1", "one")["first"], 500);
    auto second = link("two");
    EXPECT_EQ(lease(*second, "l2", "two")["first"], 510);
    EXPECT_EQ(twice(), 0) << "its disk may have been replaced";
    clock.advance(std::chrono::minutes(6));
    auto put_back = link("one");
    EXPECT_EQ(twice(), 0) << "or was put back";
    auto later = link("two");
    EXPECT_EQ(twice(), 0) << "and replaced again";
    clock.advance(std::chrono::minutes(4));
    auto again = link("one");
    EXPECT_EQ(twice(), 1) << "each is back a moment after the other";
    const auto alert = recorded<d::AlertRaised>().back();
    EXPECT_EQ(alert.subject, "t2");
    EXPECT_EQ(alert.params.at("terminal"), "t2");
    EXPECT_FALSE(alert.params.at("remote").empty());
}

TEST_F(SatelliteApi, ANewSessionEndsTheOlderOneOfItsTerminalAlone) {
    start();
    auto other = satellite("t3-token");
    auto nobody = satellite("nobody-token");
    auto screen = satellite("terminal-token");
    auto first = satellite();
    auto second = satellite();
    EXPECT_EQ(first->next_of("bye")["code"], "replaced");
    auto nobody_again = satellite("nobody-token");
    EXPECT_EQ(issue(*second, "i", "t2:k")["number"], "A001");
    EXPECT_EQ(issue(*other, "i3", "t3:k")["number"], "A002");
    for (ApiClient* const one : {nobody.get(), nobody_again.get(), screen.get()}) {
        EXPECT_EQ(one->verdict("h", "satellite.hello", {{"terminal", "t2"}, {"cause", "restart"}}),
                  "forbidden")
            << "still there";
    }
}

TEST_F(SatelliteApi, OneThatDoesNotComeBackAfterAStartIsLost) {
    ASSERT_TRUE(
        hall.order(d::ReportDevice{d::DeviceId("t2"), d::DeviceKind::satellite, d::DeviceState::ready, ""}));
    ASSERT_TRUE(hall.order(
        d::ReportDevice{d::DeviceId("t2-front"), d::DeviceKind::printer, d::DeviceState::ready, ""}));
    start();
    auto manager = local();
    manager->hello();
    const auto known = [&](const char* device, d::DeviceState state) {
        const auto all = recorded<d::DeviceChanged>();
        return std::any_of(all.begin(), all.end(), [&](const auto& one) {
            return one.device == d::DeviceId(device) && one.state == state;
        });
    };
    int calls = 0;
    while (!known("t2", d::DeviceState::unknown) || !known("t2-front", d::DeviceState::unknown)) {
        ASSERT_LT(calls, 20'000) << "they stand as they were told before the start";
        ASSERT_FALSE(manager->call("s" + std::to_string(++calls), "status").is_null());
    }
    clock.advance(std::chrono::seconds(8));
    ASSERT_FALSE(manager->call("x", "status").is_null());
    EXPECT_FALSE(known("t2", d::DeviceState::lost));
    clock.advance(std::chrono::seconds(8));
    EXPECT_TRUE(stands(*manager, "t2", "lost"));
    EXPECT_FALSE(known("t2-front", d::DeviceState::stale)) << "nobody said anything of it since";
}

TEST_F(SatelliteApi, AsksForManyCustomersAtOnce) {
    start();
    auto t2 = satellite();
    hall.hold(true);
    const auto ask = [&](int i) {
        t2->send(
            Json{{"t", "cmd"},
                 {"id", "i" + std::to_string(i)},
                 {"name", "satellite.issue"},
                 {"args", {{"service", "a"}, {"channel", "touch"}, {"asked", "t2:" + std::to_string(i)}}}});
    };
    for (int i = 0; i < 33; ++i) {
        ask(i);
    }
    const Json refused = t2->next_of("done");
    hall.hold(false);
    EXPECT_EQ(refused["id"], "i32");
    EXPECT_EQ(refused["error"]["code"], "overloaded");
    EXPECT_EQ(refused["error"]["params"]["most"], "32");
    for (int i = 0; i < 32; ++i) {
        EXPECT_EQ(t2->next_of("done")["id"], "i" + std::to_string(i));
    }
}

TEST_F(SatelliteApi, ReportsABoundedNumberOfDevices) {
    start();
    auto t2 = satellite();
    const auto report = [&](int i) {
        return t2->verdict("d" + std::to_string(i), "satellite.device",
                           {{"device", "p" + std::to_string(i)}, {"kind", "printer"}, {"state", "ready"}});
    };
    for (std::size_t i = 0; i < api::SatelliteLinks::most_devices; ++i) {
        EXPECT_EQ(report(static_cast<int>(i)), "ok");
    }
    EXPECT_EQ(report(99), "overloaded");
    EXPECT_EQ(t2->verdict("l", "satellite.device",
                          {{"device", std::string(30, 'p')}, {"kind", "printer"}, {"state", "ready"}}),
              "bad_arguments");
}

TEST(SatelliteLinks, TwoMachinesAreThereOnlyWhereBothGreetWithinMinutes) {
    api::SatelliteLinks links({{"t2", "", {Role::satellite}, "", d::TerminalId("t2")}});
    BootTime now{};
    const auto greets = [&](const char* journal, std::chrono::seconds later) {
        now += later;
        return links.greeted(d::TerminalId("t2"), d::EpochId(journal), now, std::chrono::minutes(5));
    };
    EXPECT_FALSE(greets("one", std::chrono::seconds(0)));
    EXPECT_FALSE(greets("one", std::chrono::seconds(5))) << "its link was lost";
    EXPECT_FALSE(greets("two", std::chrono::hours(4)));
    EXPECT_FALSE(greets("one", std::chrono::seconds(5))) << "the first of them for hours: was it put back?";
    EXPECT_TRUE(greets("two", std::chrono::seconds(5)));
    EXPECT_TRUE(greets("one", std::chrono::minutes(5) - std::chrono::seconds(5)));
    EXPECT_FALSE(greets("two", std::chrono::minutes(5) + std::chrono::seconds(1)));
    EXPECT_FALSE(greets("two", std::chrono::seconds(1)));
    EXPECT_FALSE(greets("three", std::chrono::seconds(1)));
    EXPECT_FALSE(links.greeted(d::TerminalId("t2"), {}, now, std::chrono::minutes(5))) << "it tells none";
    EXPECT_FALSE(links.greeted(d::TerminalId("t9"), d::EpochId("two"), now, std::chrono::minutes(5)));
}

TEST(SatelliteLinks, WhatDidNotReachTheHallIsToldAgain) {
    api::DeviceToken token{"t2", "", {Role::satellite}, "", d::TerminalId("t2")};
    api::SatelliteLinks links({token});
    const std::set<d::TerminalId> nobody;
    const std::set linked{d::TerminalId("t2")};
    auto due = links.due(linked, false);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_TRUE(links.due(linked, false).empty()) << "told once";
    links.not_told(due[0]);
    EXPECT_EQ(links.due(linked, false).size(), 1U);
    links.start_anew();
    EXPECT_EQ(links.due(linked, false).size(), 1U) << "the journal may be older";
    ASSERT_TRUE(links.take(d::TerminalId("t2"),
                           {d::DeviceId("t2-front"), d::DeviceKind::printer, d::DeviceState::ready, ""}));
    due = links.due(nobody, false);
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].state, d::DeviceState::lost);
    EXPECT_EQ(due[0].fault, "link_lost");
    EXPECT_EQ(due[1].state, d::DeviceState::stale) << "nobody knows how its printer is";
    EXPECT_EQ(due[1].fault, "");
    links.not_told(due[1]);
    EXPECT_EQ(links.due(nobody, false).size(), 1U);
    EXPECT_FALSE(links.take(d::TerminalId("t9"), due[1]));
}

}  // namespace
}  // namespace jiaohao::test
