// What a client must not be able to do, and what it is told.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/api/log_budget.hpp"
#include "kiosk/wire/api_messages.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::seconds;

/// Keeps what is logged.
class KeepingSink final : public LogSink {
  public:
    void write(const LogRecord& record) override {
        const std::lock_guard lock(mutex_);
        ++lines_[std::string(record.event)];
    }
    std::size_t lines(const std::string& event) {
        const std::lock_guard lock(mutex_);
        return lines_[event];
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::size_t> lines_;
};

class Safety : public ApiTest {
  protected:
    ~Safety() override { stop(); }
    /// A ticket served and finished at c1, whose rating is asked for; its id.
    Json rated_ticket(ApiClient& manager) {
        EXPECT_EQ(sign_in(manager, "zhang", "c1", "s1")["status"], "ok");
        const Json issued = manager.call("i1", "ticket.issue", {{"service", "a"}, {"paper", false}});
        EXPECT_EQ(manager.verdict("c1", "counter.call_next", {{"counter", "c1"}}), "ok");
        EXPECT_EQ(manager.verdict("f1", "counter.finish", {{"counter", "c1"}}), "ok");
        return issued["data"]["ticket"];
    }
    KeepingSink kept;
};

TEST_F(Safety, ATabletRatesOnlyWhereItStands) {
    options.tokens.push_back(device_token("touch2", {Role::terminal}, "c2"));
    start();
    auto manager = local();
    manager->hello();
    const Json ticket = rated_ticket(*manager);
    auto other = web();
    other->hello("pad2-token");
    EXPECT_EQ(other->verdict("r1", "rating.give", {{"ticket", ticket}, {"level", 1}}), "forbidden");
    auto touch = web();
    touch->hello("touch2-token");
    EXPECT_EQ(touch->verdict("r2", "rating.give", {{"ticket", ticket}, {"level", 1}}), "forbidden");
    auto own = web();
    own->hello("pad1-token");
    EXPECT_EQ(own->verdict("r3", "rating.give", {{"ticket", ticket}, {"level", 1}}), "ok");
    EXPECT_EQ(own->verdict("r3", "rating.give", {{"ticket", ticket}, {"level", 1}}), "ok");
    EXPECT_EQ(other->verdict("r4", "rating.reason", {{"ticket", ticket}, {"reason", "attitude"}}),
              "forbidden");
    EXPECT_EQ(own->verdict("r5", "rating.reason", {{"ticket", ticket}, {"reason", "attitude"}}),
              "rating_reason_unknown");
}

TEST_F(Safety, ATerminalWithoutACounterOfItsOwnRatesAnyTicket) {
    start();
    auto manager = local();
    manager->hello();
    const Json ticket = rated_ticket(*manager);
    auto terminal = web();
    terminal->hello("terminal-token");
    EXPECT_EQ(terminal->verdict("r", "rating.give", {{"ticket", ticket}, {"level", 4}}), "ok");
}

TEST_F(Safety, ARequestIdUsedForAnotherCommandIsRefusedByName) {
    start();
    auto client = local();
    client->hello();
    EXPECT_EQ(client->call("same", "ticket.issue", {{"service", "a"}})["data"]["number"], "A001");
    for (const auto& [name, args] : {std::pair<std::string, Json>{"service.close", {{"service", "a"}}},
                                     {"ticket.issue", {{"service", "a"}, {"class", "vip"}}},
                                     {"ticket.issue", {{"service", "a"}, {"paper", false}}}}) {
        const Json done = client->call("same", name, args);
        ASSERT_EQ(done["status"], "refused") << done;
        EXPECT_EQ(done["error"]["code"], "bad_arguments");
        EXPECT_EQ(done["error"]["params"]["argument"], "id");
        EXPECT_EQ(done["error"]["params"]["problem"], "reused");
    }
    const Json again = client->call("same", "ticket.issue", {{"service", "a"}})["data"];
    EXPECT_EQ(again["number"], "A001");
    EXPECT_EQ(again["again"], true);
}

TEST_F(Safety, TheSameRequestIdOfAnotherIsAnotherRequest) {
    start();
    const auto issue = [](ApiClient& client) {
        return client.call("1", "ticket.issue", {{"service", "a"}, {"paper", false}})["data"];
    };
    auto first = web();
    first->hello("terminal-token");
    EXPECT_EQ(issue(*first)["number"], "A001");
    auto second = web();
    second->hello("manager-token");
    const Json other = issue(*second);
    EXPECT_EQ(other["number"], "A002") << "another token counts from 1 too";
    EXPECT_FALSE(other.contains("again"));
    auto machine = local();
    machine->hello();
    EXPECT_EQ(issue(*machine)["number"], "A003");
    first = web();
    first->hello("terminal-token");
    const Json repeated = issue(*first);
    EXPECT_EQ(repeated["number"], "A001") << "a new connection of the same one repeats its request";
    EXPECT_EQ(repeated["again"], true);
}

TEST_F(Safety, WhoSignsInAgainRepeatsTheirOwnRequest) {
    start();
    auto page = local();
    page->hello();
    EXPECT_EQ(page->call("t", "ticket.issue", {{"service", "a"}})["data"]["number"], "A001");
    EXPECT_EQ(sign_in(*page, "zhang", "c1", "s1")["status"], "ok");
    EXPECT_EQ(page->call("n", "counter.call_next", {{"counter", "c1"}})["data"]["number"], "A001");
    page = local();
    page->hello();
    EXPECT_EQ(sign_in(*page, "zhang", "c1", "s2")["status"], "ok");
    const Json repeated = page->call("n", "counter.call_next", {{"counter", "c1"}});
    EXPECT_EQ(repeated["data"]["number"], "A001") << repeated;
    EXPECT_EQ(repeated["data"]["again"], true);
}

TEST_F(Safety, ThePinIsNoPartOfWhatIsRememberedOfASignIn) {
    start();
    auto client = local();
    client->hello();
    EXPECT_EQ(sign_in(*client, "zhang", "c1", "same")["status"], "ok");
    const Json again =
        client->call("same", "clerk.sign_in", {{"clerk", "zhang"}, {"pin", "0000"}, {"counter", "c1"}});
    EXPECT_EQ(again["error"]["code"], "wrong_pin");
    EXPECT_EQ(sign_in(*client, "li", "c2", "same")["error"]["params"]["problem"], "reused");
}

TEST_F(Safety, GuestsWithoutATokenLeaveRoomForThoseWithOne) {
    options.limits.guests = 3;
    start();
    std::vector<std::unique_ptr<ApiClient>> guests;
    for (int i = 0; i < 3; ++i) {
        guests.push_back(web());
        EXPECT_EQ(guests.back()->hello()["roles"], Json::array({"guest"}));
    }
    auto crowd = web();
    crowd->send(Json{{"t", "hello"}, {"v", 1}});
    EXPECT_EQ(crowd->next_of("bye")["code"], "busy");
    for (const char* const token : {"terminal-token", "manager-token"}) {
        auto known = web();
        EXPECT_FALSE(known->hello(token)["roles"].empty()) << token;
        guests.push_back(std::move(known));
    }
    auto machine = local();
    EXPECT_FALSE(machine->hello()["roles"].empty());
    EXPECT_EQ(sign_in(*guests[0], "zhang", "c1", "s")["status"], "ok");
    auto next = web();
    EXPECT_EQ(next->hello()["roles"], Json::array({"guest"})) << "who signed in is no guest any more";
}

TEST_F(Safety, WhoIsLockedOutIsToldToTheDutyManager) {
    options.limits.wrong_pins = 1;
    // The loop may look between the step of the clock and the next command: nobody is silent for that.
    options.limits.silence = std::chrono::hours(1);
    start();
    auto page = local();
    page->hello();
    const auto fail_as = [&](const std::string& id, const std::string& clerk) {
        EXPECT_EQ(page->verdict(id, "clerk.sign_in", {{"clerk", clerk}, {"pin", "0"}, {"counter", "c1"}}),
                  "wrong_pin");
        EXPECT_EQ(page->verdict(id + "-done", "status"), "ok");
    };
    const auto raised = [this] {
        std::vector<domain::AlertRaised> alerts;
        for (const auto& event : hall.events_from(1, 1000)) {
            if (const auto* alert = std::get_if<domain::AlertRaised>(&event.event)) {
                alerts.push_back(*alert);
            }
        }
        return alerts;
    };
    fail_as("w", "zhang");
    fail_as("n", "nobody");
    ASSERT_EQ(raised().size(), 1U) << "nobody is no clerk";
    EXPECT_EQ(raised()[0].code, "sign_in_locked");
    EXPECT_EQ(raised()[0].params.at("clerk"), "zhang");
    EXPECT_EQ(raised()[0].params.at("seconds"), "60");
    clock.advance(seconds(61));
    fail_as("w2", "zhang");
    ASSERT_EQ(raised().size(), 2U) << "a later lock is told too";
    EXPECT_EQ(raised()[1].params.at("seconds"), "120");
}

TEST_F(Safety, TooLargeAMessageIsAnsweredWithByeOnBothTransports) {
    start();
    const std::string large = R"({"t":"ping","x":")" + std::string(wire::api::kMostFromClient, 'x') + "\"}";
    for (const bool over_web : {false, true}) {
        auto client = over_web ? web() : local();
        client->hello(over_web ? "manager-token" : "");
        client->send(large);
        EXPECT_EQ(client->next_of("bye")["code"], "too_large") << over_web;
        EXPECT_TRUE(client->next().is_null());
    }
}

TEST_F(Safety, ABinaryMessageIsAnsweredWithBye) {
    start();
    auto client = web();
    client->hello("manager-token");
    client->raw().send(std::string("\x82\x81\0\0\0\0x", 7));
    EXPECT_EQ(client->next_of("bye")["code"], "bad_message");
    EXPECT_TRUE(client->next().is_null());
    EXPECT_EQ(client->raw().close_code, 1003U);
}

TEST_F(Safety, OneClientTooManyIsToldThatTheHallIsBusy) {
    options.socket->connections = 1;
    start();
    auto first = local();
    EXPECT_EQ(first->hello()["t"], "snapshot");
    auto second = local();
    second->send(Json{{"t", "hello"}, {"v", 1}});
    EXPECT_EQ(second->next()["code"], "busy");
}

TEST_F(Safety, PagesAndWebSocketAnswerUnderTheHallsOwnNamesOnly) {
    options.names = {"hall.example"};
    start();
    const auto status = [this](const std::string& host) {
        auto client = Client::tcp(server->ports().at(0));
        client->send("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return client->response().substr(9, 3);
    };
    EXPECT_EQ(status("hall.example:8443"), "200");
    EXPECT_EQ(status("localhost"), "200");
    EXPECT_EQ(status("evil.example"), "421");
    auto page = Client::tcp(server->ports().at(0));
    EXPECT_TRUE(page->upgrade("/v1/hall", "", "evil.example").starts_with("HTTP/1.1 421"));
}

TEST_F(Safety, AClientThatComesAndGoesDoesNotFillTheLog) {
    log_sink = &kept;
    start();
    for (int i = 0; i < 80; ++i) {
        auto client = local();
        EXPECT_EQ(client->hello()["t"], "snapshot");
    }
    EXPECT_LE(kept.lines("client.hello") + kept.lines("client.gone"), 60U);
    EXPECT_EQ(kept.lines("client.lines_left_out"), 0U);
    clock.advance(seconds(61));
    auto later = local();
    later->hello();
    for (int i = 0; i < 2000 && kept.lines("client.lines_left_out") == 0; ++i) {
        later->verdict("w" + std::to_string(i), "status");
    }
    EXPECT_EQ(kept.lines("client.lines_left_out"), 1U);
}

TEST(LogBudget, CountsWhatItLeavesOutAndBeginsAnew) {
    api::LogBudget budget(2, seconds(60));
    const BootTime start{seconds(1000)};
    EXPECT_TRUE(budget.take(start));
    EXPECT_TRUE(budget.take(start + seconds(1)));
    EXPECT_FALSE(budget.take(start + seconds(2)));
    EXPECT_EQ(budget.left_out(start + seconds(3)), 0U);
    EXPECT_EQ(budget.left_out(start + seconds(60)), 1U);
    EXPECT_EQ(budget.left_out(start + seconds(61)), 0U);
    EXPECT_TRUE(budget.take(start + seconds(61)));
}

}  // namespace
}  // namespace jiaohao::test
