// Sessions, commands and limits over real sockets.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <thread>

#include "kiosk/api/pin_guard.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::seconds;

TEST_F(ApiTest, AManagerOnTheSocketWorksATicketThrough) {
    start();
    auto manager = local();
    const Json snapshot = manager->hello();
    EXPECT_EQ(snapshot["n"], 1);
    EXPECT_EQ(snapshot["roles"], Json::array({"manager"}));
    EXPECT_EQ(snapshot["view"]["hall"]["day_open"], true);
    EXPECT_EQ(sign_in(*manager, "zhang", "c1", "s1")["status"], "ok");
    const Json issued = manager->call("i1", "ticket.issue", {{"service", "a"}, {"paper", false}});
    EXPECT_EQ(issued["data"]["number"], "A001");
    EXPECT_EQ(issued["data"]["ahead"], 0);
    const Json got = manager->call("g1", "ticket.get", {{"ticket", issued["data"]["ticket"]}});
    EXPECT_EQ(got["data"]["row"]["number"], "A001");
    EXPECT_EQ(got["data"]["ahead"], 0);
    EXPECT_EQ(issued["data"]["expected"], Json({{"p50_s", 0}, {"p90_s", 0}})) << "the counter is idle: next";
    EXPECT_EQ(got["data"]["expected"], issued["data"]["expected"]);
    const Json behind = manager->call("i2", "ticket.issue", {{"service", "a"}, {"paper", false}});
    const Json place = manager->call("g3", "ticket.get", {{"ticket", behind["data"]["ticket"]}})["data"];
    EXPECT_EQ(place["ahead"], 1);
    EXPECT_GT(place["expected"]["p90_s"], place["expected"]["p50_s"]);
    EXPECT_EQ(manager->call("c1", "counter.call_next", {{"counter", "c1"}})["data"]["number"], "A001");
    EXPECT_EQ(manager->verdict("f1", "counter.finish", {{"counter", "c1"}}), "ok");
    EXPECT_EQ(manager->verdict("r1", "rating.give", {{"ticket", issued["data"]["ticket"]}, {"level", 4}}),
              "ok");
    EXPECT_EQ(manager->verdict("r2", "rating.give", {{"ticket", issued["data"]["ticket"]}, {"level", 4}}),
              "rating_already_given");
    EXPECT_EQ(manager->verdict("g2", "ticket.get", {{"ticket", "t1/none/7"}}), "ticket_unknown");
}

TEST_F(ApiTest, TheSameRequestIdGivesTheFirstAnswerAlsoOnAnotherConnection) {
    start();
    auto first = local();
    first->hello();
    const Json one = first->call("same", "ticket.issue", {{"service", "a"}});
    auto second = local();
    second->hello();
    Json two = second->call("same", "ticket.issue", {{"service", "a"}});
    EXPECT_EQ(two["data"].value("again", false), true) << "told apart from a second ticket";
    two["data"].erase("again");
    EXPECT_EQ(one, two);
    EXPECT_EQ(second->call("other", "ticket.issue", {{"service", "a"}})["data"]["number"], "A002");
}

TEST_F(ApiTest, DoneComesAfterTheEventsOfItsCommit) {
    start();
    auto manager = local();
    manager->hello();
    Json done = manager->call("i", "ticket.issue", {{"service", "a"}});
    ASSERT_FALSE(manager->events.empty());
    EXPECT_EQ(manager->events[0]["event"]["type"], "ticket.issued");
    EXPECT_EQ(manager->events[0]["event"]["data"]["ticket"], done["data"]["ticket"]);
    EXPECT_EQ(manager->events[0]["view"]["tickets"][0]["id"], done["data"]["ticket"]);
    EXPECT_EQ(manager->events[0]["n"], 2);
}

TEST_F(ApiTest, BadCommandsAreNamed) {
    start();
    auto manager = local();
    manager->hello();
    const auto problem = [&manager](const std::string& name, const Json& args) {
        static int n = 0;
        Json done = manager->call("b" + std::to_string(++n), name, args);
        if (!done.contains("error")) {
            return done.dump();
        }
        const Json& params = done["error"]["params"];
        return done["error"]["code"].get<std::string>() + " " + params.value("argument", "") + " " +
               params.value("problem", "");
    };
    EXPECT_EQ(problem("ticket.eat", {}), "unknown_command  ");
    EXPECT_EQ(problem("ticket.issue", Json::object()), "bad_arguments service missing");
    EXPECT_EQ(problem("ticket.issue", {{"service", 7}}), "bad_arguments service wrong_type");
    EXPECT_EQ(problem("ticket.issue", {{"service", "A B"}}), "bad_arguments service malformed");
    EXPECT_EQ(problem("ticket.issue", {{"service", std::string(33, 'a')}}), "bad_arguments service too_long");
    EXPECT_EQ(problem("ticket.issue", {{"service", "a"}, {"class", "royal"}}),
              "bad_arguments class not_listed");
    EXPECT_EQ(problem("ticket.issue", {{"service", "a"}, {"class", "appointment"}}),
              "bad_arguments class not_listed");
    for (const char* const steers : {"a\x1b[31mb", "a\nb", "\u202Eb", "a\u0085", "\u2067"}) {
        EXPECT_EQ(problem("ticket.issue", {{"service", "a"}, {"reference", steers}}),
                  "bad_arguments reference malformed");
        EXPECT_EQ(problem("counter.pause", {{"counter", "c1"}, {"reason", steers}}),
                  "bad_arguments reason malformed");
    }
    EXPECT_EQ(problem("ticket.issue", {{"service", "a"}, {"after_offer", "anything"}}),
              "bad_arguments after_offer not_listed");
    EXPECT_EQ(manager->verdict("any-tongue", "ticket.issue",
                               {{"service", "a"}, {"reference", "\u6c49 \u00e9 \U0001F600"}}),
              "ok");
    EXPECT_EQ(problem("ticket.issue", {{"service", "a"}, {"language", "fr"}}),
              "bad_arguments language not_listed");
    EXPECT_EQ(problem("ticket.issue", {{"service", "a"}, {"colour", "red"}}), "bad_arguments colour unknown");
    EXPECT_EQ(problem("rating.give", {{"ticket", "t1/e/1"}, {"level", 0}}),
              "bad_arguments level out_of_range");
    EXPECT_EQ(problem("rating.give", {{"ticket", "t1/e/1"}, {"level", 1.5}}),
              "bad_arguments level wrong_type");
    EXPECT_EQ(problem("rating.give", {{"ticket", "nonsense"}, {"level", 1}}),
              "bad_arguments ticket malformed");
    EXPECT_EQ(problem("day.open", {{"day", "2026-02-30"}}), "bad_arguments day malformed");
    EXPECT_EQ(problem("ticket.issue", Json::array({1})), "bad_arguments args wrong_type");
    EXPECT_EQ(manager->verdict("fine", "ticket.issue", {{"service", "a"}}), "ok");
}

TEST_F(ApiTest, UnreadableMessagesEndTheSessionAndTheServerLivesOn) {
    start();
    for (const std::string& text :
         {std::string("{"), std::string("[1]"), std::string("{\"t\":5}"), std::string("{\"t\":\"dance\"}"),
          std::string(30'000, '[') + std::string(30'000, ']'), std::string("{\"t\":\"ping\",\"x\":\"\xff\"}"),
          std::string("{\"t\":\"cmd\",\"id\":\"no blank\",\"name\":\"status\"}"),
          std::string("{\"t\":\"hello\",\"v\":1}")}) {
        auto client = local();
        client->hello();
        client->send(text);
        const Json bye = client->next_of("bye");
        EXPECT_EQ(bye["code"], "bad_message") << text.substr(0, 40);
        EXPECT_TRUE(client->next().is_null());
    }
    auto fine = local();
    EXPECT_EQ(fine->hello()["t"], "snapshot");
}

TEST_F(ApiTest, HelloComesFirstAndInTime) {
    start();
    auto eager = local();
    eager->send(Json{{"t", "cmd"}, {"id", "x"}, {"name", "status"}});
    EXPECT_EQ(eager->next()["code"], "no_hello");
    auto other = local();
    other->send(Json{{"t", "hello"}, {"v", 99}});
    EXPECT_EQ(other->next()["code"], "version");
    auto silent = local();
    auto known = local();
    known->hello();
    clock.advance(seconds(6));
    EXPECT_EQ(silent->next()["code"], "no_hello");
    EXPECT_EQ(known->verdict("s", "status"), "ok");
}

TEST_F(ApiTest, WhoIsSilentIsPingedThenClosed) {
    start();
    auto client = local();
    client->hello();
    clock.advance(seconds(5));
    EXPECT_EQ(Json::parse(client->raw().frame())["t"], "ping");
    clock.advance(seconds(11));
    std::string last;
    for (std::string text = client->raw().frame(); !text.empty(); text = client->raw().frame()) {
        last = text;
    }
    EXPECT_EQ(Json::parse(last)["code"], "silent");
}

TEST_F(ApiTest, AtMostEightCommandsAreInFlight) {
    start();
    auto client = local();
    client->hello();
    hall.hold(true);
    for (int i = 0; i < 9; ++i) {
        client->send(Json{{"t", "cmd"},
                          {"id", "q" + std::to_string(i)},
                          {"name", "ticket.issue"},
                          {"args", {{"service", "a"}}}});
    }
    Json refused = client->next_of("done");
    hall.hold(false);
    EXPECT_EQ(refused["id"], "q8");
    EXPECT_EQ(refused["error"]["code"], "overloaded");
    for (int i = 0; i < 8; ++i) {
        EXPECT_EQ(client->next_of("done")["status"], "ok");
    }
}

TEST_F(ApiTest, WrongPinsLockOutForDoublingTimesAndUnknownClerksLookTheSame) {
    options.limits.wrong_pins = 2;
    start();
    auto client = web();
    EXPECT_EQ(client->hello()["roles"], Json::array({"guest"}));
    int n = 0;
    const auto with_pin = [&](const std::string& clerk, const std::string& pin) {
        return client->call("p" + std::to_string(++n), "clerk.sign_in",
                            {{"clerk", clerk}, {"pin", pin}, {"counter", "c1"}});
    };
    for (const char* clerk : {"zhang", "nobody"}) {
        EXPECT_EQ(with_pin(clerk, "0000")["error"]["code"], "wrong_pin");
        EXPECT_EQ(with_pin(clerk, "0000")["error"]["code"], "wrong_pin");
        Json locked = with_pin(clerk, "2468");
        EXPECT_EQ(locked["error"]["code"], "locked_out");
        EXPECT_EQ(locked["error"]["params"]["seconds"], "60");
    }
    const auto pass = [&](int minutes) {
        // In steps, or the silence would end the session.
        for (int i = 0; i < minutes * 12; ++i) {
            clock.advance(seconds(5));
            client->send(Json{{"t", "ping"}});
            EXPECT_EQ(client->next()["t"], "pong");
        }
    };
    pass(1);
    EXPECT_EQ(with_pin("zhang", "0000")["error"]["code"], "wrong_pin");
    EXPECT_EQ(with_pin("zhang", "2468")["error"]["params"]["seconds"], "120");
    pass(2);
    EXPECT_EQ(with_pin("zhang", "2468")["status"], "ok");
}

TEST_F(ApiTest, MadeUpNamesDoNotWashAwayTheLockOfAClerk) {
    options.limits.wrong_pins = 1;
    options.limits.strangers = 2;
    start();
    auto client = web();
    client->hello();
    int n = 0;
    const auto refused = [&](const std::string& clerk) {
        return client->call("p" + std::to_string(++n), "clerk.sign_in",
                            {{"clerk", clerk}, {"pin", "0000"}, {"counter", "c1"}})["error"]["code"];
    };
    EXPECT_EQ(refused("zhang"), "wrong_pin");
    for (const char* nobody : {"a", "b", "c"}) {
        EXPECT_EQ(refused(nobody), "wrong_pin");
    }
    EXPECT_EQ(refused("zhang"), "locked_out");
    EXPECT_EQ(refused("c"), "locked_out") << "names of nobody are counted alike";
    EXPECT_EQ(refused("a"), "wrong_pin") << "but only the latest";
}

TEST(PinGuard, OneTryAtATimeAndARightOneForgets) {
    api::PinGuard guard({3, seconds(60), seconds(100)});
    const domain::ClerkId clerk("zhang");
    BootTime now{};
    EXPECT_TRUE(guard.begin(clerk, now));
    EXPECT_FALSE(guard.begin(clerk, now));
    guard.end(clerk, false, now);
    EXPECT_TRUE(guard.begin(clerk, now));
    guard.end(clerk, true, now);
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(guard.locked(clerk, now));
        EXPECT_TRUE(guard.begin(clerk, now));
        guard.end(clerk, false, now);
    }
    EXPECT_EQ(guard.locked(clerk, now), seconds(60));
    for (int i = 0; i < 600; ++i) {
        EXPECT_TRUE(guard.begin(domain::ClerkId("x" + std::to_string(i)), now + seconds(1)));
    }
}

TEST(PinGuard, NeverForgetsAClerkWhateverNamesAreTried) {
    const domain::ClerkId clerk("zhang");
    api::PinGuard guard({2, seconds(60), seconds(240)}, {clerk});
    const auto wrong = [&](const domain::ClerkId& who, BootTime now) {
        EXPECT_TRUE(guard.begin(who, now));
        guard.end(who, false, now);
    };
    BootTime now{};
    wrong(clerk, now);
    wrong(clerk, now);
    for (int i = 0; i < 600; ++i) {
        wrong(domain::ClerkId("x" + std::to_string(i)), now + seconds(1));
    }
    EXPECT_EQ(guard.locked(clerk, now), seconds(60));
    now += seconds(60);
    wrong(clerk, now);
    EXPECT_EQ(guard.locked(clerk, now), seconds(120)) << "the tries before count";
    now += seconds(120);
    EXPECT_TRUE(guard.begin(clerk, now));
    EXPECT_FALSE(guard.begin(clerk, now)) << "one at a time, whoever else tries";
    guard.end(clerk, true, now);
    wrong(clerk, now);
    EXPECT_FALSE(guard.locked(clerk, now)) << "a right one forgets";
}

TEST_F(ApiTest, AClerkNamesTheCounterByTheLabelOverIt) {
    start();
    auto clerk = web();
    clerk->hello();
    const Json done = sign_in(*clerk, "zhang", "One", "s");
    ASSERT_EQ(done["status"], "ok") << done;
    EXPECT_EQ(done["data"]["counter"], "c1");
}

TEST_F(ApiTest, ASignInTokenBringsTheClerkBackUntilSignedOut) {
    start();
    auto clerk = web();
    clerk->hello();
    Json done = sign_in(*clerk, "zhang", "c1", "s");
    const std::string token = done["data"]["token"];
    EXPECT_EQ(token.size(), 32U);
    EXPECT_EQ(clerk->next_of("snapshot")["roles"], Json::array({"guest", "clerk"}));
    auto again = web();
    EXPECT_EQ(again->hello(token)["roles"], Json::array({"guest", "clerk"}));
    ASSERT_TRUE(hall.order(domain::SignOut{domain::CounterId("c1")}));
    EXPECT_EQ(again->next_of("snapshot")["roles"], Json::array({"guest"}));
    EXPECT_EQ(again->verdict("x", "counter.call_next", {{"counter", "c1"}}), "forbidden");
    auto late = web();
    EXPECT_EQ(late->hello(token)["roles"], Json::array({"guest"}));
}

TEST_F(ApiTest, ATokenOnTheSocketOnlyLowersAndAskingForFewerRolesToo) {
    start();
    auto lowered = local();
    EXPECT_EQ(lowered->hello("terminal-token")["roles"], Json::array({"guest"}));
    auto asked = web();
    EXPECT_EQ(asked->hello("manager-token", Json::array({"manager", "display"}))["roles"],
              Json::array({"manager"}));
    auto wrong = web();
    EXPECT_EQ(wrong->hello("manager-tokem")["roles"], Json::array({"guest"}));
}

TEST_F(ApiTest, NothingIsLostOrDoubledBetweenSnapshotAndStream) {
    start();
    // In bursts, so that commits stand in the hall's queue before and behind each snapshot.
    constexpr std::size_t most = 960;
    std::atomic<bool> stop{false};
    std::jthread writer([this, &stop] {
        const domain::IssueTicket issue{domain::ServiceId("a"), {}, {}, "en", false, ""};
        for (std::size_t i = 0; i < most && !stop; i += 12) {
            for (int k = 0; k < 11; ++k) {
                EXPECT_TRUE(hall.submit(domain::RequestId(std::to_string(i) + "." + std::to_string(k)), issue,
                                        [](const service::Outcome&) {}));
            }
            EXPECT_TRUE(hall.order(issue));
        }
    });
    for (int i = 0; i < 12; ++i) {
        auto client = i % 2 == 0 ? local() : web();
        const Json snapshot = client->hello(i % 2 == 0 ? "" : "manager-token");
        ASSERT_EQ(snapshot["n"], 1);
        std::size_t known = snapshot["view"].value("tickets", Json::array()).size();
        std::uint64_t n = snapshot["n"];
        for (int k = 0; k < 10 && known < most; ++k) {
            const Json event = client->next_of("event");
            ASSERT_EQ(event["n"], ++n);
            if (!event.contains("event")) {
                // Rows alone: what the hall shows changed without a fact of the journal.
                continue;
            }
            EXPECT_EQ(event["event"]["data"]["number"].get<std::string>().substr(1),
                      (std::to_string(1000 + ++known)).substr(1));
        }
    }
    stop = true;
}

TEST_F(ApiTest, AfterAResetEveryClientGetsANewSnapshot) {
    start();
    auto client = local();
    client->hello();
    hall.reset_observers();
    EXPECT_EQ(client->next_of("snapshot")["n"], 2);
}

TEST_F(ApiTest, QuestionsAreAnswered) {
    start();
    auto client = local();
    client->hello();
    const Json status = client->call("1", "status");
    EXPECT_EQ(status["data"]["version"], "1.2.3");
    EXPECT_EQ(status["data"]["clients"], 1);
    EXPECT_EQ(client->call("2", "devices")["data"]["devices"][0]["fault"], "paper_out");
    EXPECT_EQ(client->call("3", "doctor")["data"]["findings"][1]["level"], "error");
    const Json tail = client->call("4", "events.tail", {{"from", 1}});
    EXPECT_EQ(tail["data"]["events"][0]["type"], "day.opened");
    EXPECT_EQ(tail["data"]["next"], tail["data"]["events"].size() + 1);
    EXPECT_EQ(client->call("5", "day.close")["status"], "ok");
    EXPECT_EQ(client->call("6", "day.open", {{"day", "2026-01-03"}})["data"]["day"], "2026-01-03");
}

TEST_F(ApiTest, PagesHealthAndMetricsAreServedAndNothingElse) {
    folder.write("www/index.html", "<p>counter");
    options.pages.push_back({"/counter/", folder.path() + "/www"});
    start();
    const auto get = [this](const std::string& path) {
        auto client = Client::tcp(server->ports().at(0));
        client->send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        return client->response();
    };
    EXPECT_NE(get("/").find("Location: /counter/"), std::string::npos);
    EXPECT_NE(get("/counter/").find("<p>counter"), std::string::npos);
    EXPECT_TRUE(get("/healthz").starts_with("HTTP/1.1 200"));
    EXPECT_NE(get("/metrics").find("jiaohao_api_clients 0"), std::string::npos);
    EXPECT_TRUE(get("/secret").starts_with("HTTP/1.1 404"));
    diagnostics.well = false;
    const auto sick = get("/healthz");
    EXPECT_TRUE(sick.starts_with("HTTP/1.1 503"));
    EXPECT_NE(sick.find("disk full"), std::string::npos);
}

}  // namespace
}  // namespace jiaohao::test
