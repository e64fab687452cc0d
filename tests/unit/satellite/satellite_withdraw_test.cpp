// Tickets of the owner that nobody holds: their customers were sent away, or have cancelled what they held.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/satellite/satellite_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::seconds;

struct Withdrawing : Satellite {
    /// The owner gives one and its answer is lost with the link.
    auto ask_and_lose(const std::string& id, const std::string& service = "pay") {
        line.mute = true;
        auto answer = ask(ticket(service), id);
        EXPECT_EQ(owner.count("ticket.issued"), 1U);
        EXPECT_FALSE(answer->has_value());
        go_away();
        line.mute = false;
        return answer;
    }
    [[nodiscard]] std::size_t standing() const {
        return static_cast<std::size_t>(std::ranges::count_if(owner.state().tickets, [](const auto& one) {
            return one.second.status == domain::TicketStatus::waiting;
        }));
    }
    /// Linked, and without numbers of its own.
    void spend_the_lease() {
        line.refused["satellite.lease"] = domain::RefusalCode::range_exhausted;
        go_away();
        for (int i = 0; i < 10; ++i) {
            good(ask(ticket()));
            printed();
        }
        link();
        pass(seconds{3});
        ASSERT_EQ(owner.count("ticket.adopted"), 10U);
    }
};

TEST_F(Withdrawing, WhoWasSentAwayWhenTheLinkEndedIsNotWaitedFor) {
    spend_the_lease();
    const auto answer = ask_and_lose("k1");
    EXPECT_EQ(refusal(answer), "lease_spent");
    ASSERT_EQ(standing(), 11U);
    link();
    pass(seconds{1});
    EXPECT_EQ(standing(), 10U);
    EXPECT_EQ(owner.count("asking.withdrawn"), 1U);
    pass(seconds{60});
    EXPECT_EQ(std::ranges::count(line.commands, "satellite.withdraw"), 1) << "answered is enough";
}

TEST_F(Withdrawing, AWithdrawalWaitsForAnOwnerThatCanWrite) {
    spend_the_lease();
    static_cast<void>(ask_and_lose("k1"));
    line.refused["satellite.withdraw"] = domain::RefusalCode::journal_full;
    link();
    pass(seconds{3});
    ASSERT_EQ(standing(), 11U);
    line.refused.erase("satellite.withdraw");
    pass(seconds{3});
    EXPECT_EQ(standing(), 10U);
}

TEST_F(Withdrawing, WhoAsksAgainUnderTheSameIdGetsATicket) {
    spend_the_lease();
    EXPECT_EQ(refusal(ask_and_lose("k1")), "lease_spent");
    EXPECT_EQ(refusal(ask(ticket(), "k1")), "lease_spent");
    link();
    pass(seconds{1});
    const auto given = good(ask(ticket(), "k1"));
    EXPECT_EQ(status(*given.ticket), domain::TicketStatus::waiting);
    const auto again = good(ask(ticket(), "k1"));
    EXPECT_EQ(again.ticket, given.ticket);
    EXPECT_EQ(standing(), 11U);
}

TEST_F(Withdrawing, WhoCancelsWhatWasGivenHereHasNoTicketThere) {
    const auto here = good(ask_and_lose("k1"));
    ASSERT_EQ(here.ticket->terminal, domain::TerminalId{"t2"});
    printed();
    EXPECT_EQ(refusal(ask(domain::CancelTicket{*here.ticket})), "none");
    link();
    pass(seconds{1});
    EXPECT_EQ(standing(), 0U);
    EXPECT_EQ(owner.count("ticket.adopted"), 0U);
    EXPECT_EQ(good(ask(ticket(), "k1")).ticket, here.ticket) << "the same question has its answer";
    EXPECT_EQ(standing(), 0U);
}

TEST_F(Withdrawing, ACancelledTicketIsWithdrawnAlsoByTheNextProcess) {
    const auto here = good(ask_and_lose("k1"));
    printed();
    EXPECT_EQ(refusal(ask(domain::CancelTicket{*here.ticket})), "none");
    kill_satellite();
    link();
    pass(seconds{1});
    EXPECT_EQ(standing(), 0U);
}

TEST_F(Withdrawing, ATicketThatIsGivenUpLeavesNoneInItsPlace) {
    good(ask_and_lose("k1"));
    printed();
    line.refused["satellite.adopt"] = domain::RefusalCode::number_taken;
    link();
    pass(seconds{2});
    EXPECT_EQ(own.count("ticket.cancelled"), 1U);
    EXPECT_EQ(standing(), 0U);
}

TEST_F(Withdrawing, HowLongAgoATicketWasGivenIsToldWhateverTheClockSays) {
    go_away();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    clock.turn(seconds{90});
    link();
    pass(seconds{1});
    const auto& ticket = owner.state().tickets.at(*answer.ticket);
    EXPECT_LE(ticket.issued_at + seconds{90}, clock.wall());
    EXPECT_GT(ticket.issued_at + seconds{110}, clock.wall());
}

}  // namespace
}  // namespace jiaohao::test
