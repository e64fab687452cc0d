// A satellite terminal and the terminal that owns the queue, as real processes: cut apart, frozen, killed, and audited.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <string>
#include <vector>

#include "tests/e2e/satellite/pair_hall.hpp"

namespace jiaohao::test {
namespace {

using nlohmann::json;
using At = PairHall::At;

struct TwoTerminals : testing::Test {
    [[nodiscard]] std::string text(const std::vector<std::string>& problems) const {
        std::string all;
        for (const std::string& problem : problems) {
            all += problem + "\n";
        }
        return all;
    }
    [[nodiscard]] std::string called() {
        const auto ticket =
            hall.call(At::owner, "counter.call_next", {{"counter", "c1"}}).value("ticket", "");
        hall.call(At::owner, "counter.finish", {{"counter", "c1"}, {"ask_rating", false}});
        return ticket;
    }
    void expect_settled() {
        EXPECT_TRUE(hall.becomes([this] { return hall.settled(); }))
            << hall.owner_facts() << hall.log(At::satellite);
    }
    [[nodiscard]] std::size_t count(At at, const std::string& type) {
        std::size_t n = 0;
        for (const json& event : hall.journal(at)) {
            n += event.value("type", "") == type ? 1 : 0;
        }
        return n;
    }
    /// What doctor says of it at the satellite.
    [[nodiscard]] json finding(const std::string& code) {
        const json answer = hall.call(At::satellite, "doctor");
        for (const json& one : answer.at("findings")) {
            if (one.value("code", "") == code) {
                return one.at("params");
            }
        }
        return json::object();
    }
    explicit TwoTerminals(PairHall::Link link = PairHall::Link::plain) : hall(link) {}
    PairHall hall;
};

constexpr const char* kAlone = "The main terminal cannot be reached: only tickets are given here";

struct TwoTerminalsOverTls : TwoTerminals {
    TwoTerminalsOverTls() : TwoTerminals(PairHall::Link::tls) {}
};

TEST_F(TwoTerminals, WorkAsOneAndWhatWasGivenAloneIsCalledInItsOrder) {
    const std::string linked = hall.issue(At::satellite, true);
    EXPECT_TRUE(linked.starts_with("t1/")) << linked;
    EXPECT_TRUE(hall.becomes([this] { return count(At::owner, "ticket.printed") == 1; }))
        << hall.log(At::satellite);
    EXPECT_EQ(hall.papers().size(), 1U);
    hall.network->cut();
    ASSERT_TRUE(hall.becomes([this] { return !hall.linked(); }));
    std::vector<std::string> alone;
    for (int i = 0; i < 4; ++i) {
        alone.push_back(hall.issue(At::satellite, i < 2));
        EXPECT_TRUE(alone.back().starts_with("t2/")) << alone.back();
        // An age is told with the time a message takes, so what came at the same moment may change places: customers do not.
        const auto next = std::chrono::steady_clock::now() + std::chrono::milliseconds{300};
        EXPECT_TRUE(hall.becomes([next] { return std::chrono::steady_clock::now() >= next; }));
    }
    EXPECT_TRUE(hall.becomes([this] { return hall.papers().size() == 3; }));
    const std::string meanwhile = hall.issue(At::owner);
    EXPECT_TRUE(hall.becomes([this] {
        return finding("owner_away").value("code", "") == "not_there" ||
               finding("owner_away").value("code", "") == "refused";
    })) << hall.call(At::satellite, "doctor");
    EXPECT_EQ(finding("owner_away").value("numbers", ""), "396");
    EXPECT_EQ(hall.call(At::satellite, "visit.note", {{"purpose", "question"}}).value("refused", ""),
              "owner_away");
    EXPECT_NE(hall.ctl(At::satellite, "status").find(kAlone), std::string::npos);
    hall.network->restore();
    expect_settled();
    EXPECT_TRUE(finding("owner_linked").contains("url")) << hall.call(At::satellite, "doctor");
    EXPECT_EQ(count(At::owner, "ticket.adopted"), 4U);
    const std::string status = hall.ctl(At::satellite, "status");
    EXPECT_EQ(status.find(kAlone), std::string::npos) << status;
    EXPECT_NE(status.find("Tickets given alone: 4"), std::string::npos) << status;
    EXPECT_EQ(status.find("owner."), std::string::npos) << "a key without words: " << status;
    for (const char* question : {"figures", "appointment.list"}) {
        EXPECT_EQ(hall.call(At::satellite, question).value("refused", ""), "forbidden")
            << "an empty hall would be a lie";
        EXPECT_EQ(hall.call(At::owner, question).value("refused", ""), "");
    }
    EXPECT_NE(hall.ctl(At::satellite, "call c1").find("That is done at the main terminal"),
              std::string::npos);
    EXPECT_EQ(called(), linked);
    std::vector<std::string> order;
    for (std::size_t i = 0; i <= alone.size(); ++i) {
        order.push_back(called());
    }
    EXPECT_NE(order.front(), meanwhile) << "came later";
    EXPECT_EQ(std::erase(order, meanwhile), 1U);
    EXPECT_EQ(order, alone);
    EXPECT_TRUE(hall.becomes([this] { return hall.papers().size() == 3; }));
    EXPECT_EQ(text(audit(hall)), "");
}

TEST_F(TwoTerminals, ALinkCutBetweenQuestionAndAnswerLeavesOneTicket) {
    hall.network->hold_answers();
    const std::string ticket = hall.issue(At::satellite, true);
    EXPECT_TRUE(ticket.starts_with("t2/")) << ticket;
    EXPECT_EQ(count(At::owner, "ticket.issued"), 1U) << "the owner gave one too";
    hall.network->cut();
    hall.network->restore();
    expect_settled();
    EXPECT_TRUE(hall.becomes([this] { return count(At::owner, "ticket.adopted") == 1; }));
    EXPECT_EQ(count(At::owner, "ticket.cancelled"), 1U);
    EXPECT_EQ(called(), ticket);
    EXPECT_EQ(hall.papers().size(), 1U);
    EXPECT_EQ(text(audit(hall)), "");
}

TEST_F(TwoTerminals, AFrozenOwnerCostsACustomerNoMoreThanTheBound) {
    hall.freeze(At::owner, true);
    std::vector<std::string> alone;
    for (int i = 0; i < 3; ++i) {
        alone.push_back(hall.issue(At::satellite));
        EXPECT_TRUE(alone.back().starts_with("t2/")) << alone.back();
    }
    EXPECT_FALSE(hall.linked());
    hall.freeze(At::owner, false);
    expect_settled();
    for (const std::string& ticket : alone) {
        EXPECT_EQ(called(), ticket);
    }
    EXPECT_EQ(text(audit(hall)), "");
}

TEST_F(TwoTerminals, AKilledOwnerFindsItsLeasesAndTicketsAgain) {
    const std::string first = hall.issue(At::satellite);
    hall.kill(At::owner);
    const std::string second = hall.issue(At::satellite);
    EXPECT_TRUE(second.starts_with("t2/")) << second;
    hall.begin(At::owner);
    const std::string third = hall.issue(At::owner);
    expect_settled();
    EXPECT_EQ(called(), first);
    EXPECT_EQ(called(), second);
    EXPECT_EQ(called(), third);
    EXPECT_EQ(text(audit(hall)), "");
}

TEST_F(TwoTerminals, AKilledSatelliteHandsOverWhatItHadGiven) {
    hall.network->cut();
    ASSERT_TRUE(hall.becomes([this] { return !hall.linked(); }));
    const std::string first = hall.issue(At::satellite, true);
    const std::string second = hall.issue(At::satellite, true);
    hall.kill(At::satellite);
    hall.begin(At::satellite);
    const std::string third = hall.issue(At::satellite);
    hall.network->restore();
    expect_settled();
    EXPECT_EQ(count(At::owner, "ticket.adopted"), 3U);
    EXPECT_EQ(called(), first);
    EXPECT_EQ(called(), second);
    EXPECT_EQ(called(), third);
    EXPECT_EQ(text(audit(hall)), "");
}

TEST_F(TwoTerminalsOverTls, ACutLineIsTakenUpAgainAndTheTicketsGoOver) {
    EXPECT_TRUE(hall.owner_facts().value("url", "").starts_with("wss://")) << hall.owner_facts();
    const std::string linked = hall.issue(At::satellite, true);
    EXPECT_TRUE(linked.starts_with("t1/")) << linked;
    hall.network->cut();
    ASSERT_TRUE(hall.becomes([this] { return !hall.linked(); }));
    const std::string alone = hall.issue(At::satellite, true);
    EXPECT_TRUE(alone.starts_with("t2/")) << alone;
    hall.network->restore();
    expect_settled();
    EXPECT_EQ(called(), linked);
    EXPECT_EQ(called(), alone);
    EXPECT_EQ(text(audit(hall)), "");
}

/// Everything at once, while customers come.
TEST_F(TwoTerminals, NoTicketIsLostOrDoubledWhateverIsCutFrozenOrKilled) {
    std::size_t unheard = 0;
    const auto take = [this, &unheard](int tickets) {
        for (int i = 0; i < tickets; ++i) {
            try {
                hall.issue(At::satellite, i == 0);
            } catch (const std::runtime_error&) {
                ++unheard;
            }
        }
    };
    const std::vector<std::function<void()>> troubles{
        [this] { hall.network->cut(); },
        [this] { hall.network->hold_answers(); },
        [this] { hall.freeze(At::owner, true); },
        [this] { hall.kill(At::owner); },
        [this] {
            hall.kill(At::satellite);
            hall.begin(At::satellite);
        },
        [this] {
            hall.network->cut();
            hall.kill(At::owner);
            hall.kill(At::satellite);
            hall.begin(At::satellite);
        },
    };
    for (std::size_t i = 0; i < troubles.size(); ++i) {
        take(3);
        troubles[i]();
        take(4);
        hall.freeze(At::owner, false);
        if (i == 3 || i == 5) {
            hall.begin(At::owner);
        }
        hall.network->cut();
        hall.network->restore();
        take(2);
    }
    expect_settled();
    EXPECT_EQ(text(audit(hall, unheard)), "");
    EXPECT_GT(count(At::owner, "ticket.adopted"), 8U);
    EXPECT_EQ(hall.owner_facts().value("tickets_not_taken", 1), 0);
}

}  // namespace
}  // namespace jiaohao::test
