// What a line remembers of those who were called before others: bounded, and enough for everybody in it.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "kiosk/domain/lines.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

constexpr std::size_t enough = most_overtakes_kept;

class OvertakesKept : public ::testing::Test {
  protected:
    /// Somebody who came at `place` and has stood in the line since event `seq`.
    TicketId stands(int place, std::uint64_t seq) {
        const TicketId id{TerminalId{"t1"}, EpochId{"e"}, Seq{static_cast<std::uint64_t>(place)}};
        Ticket& ticket = state_.tickets[id];
        ticket.id = id;
        ticket.service = mobile;
        ticket.status = TicketStatus::waiting;
        ticket.line_at = at(place);
        ticket.line_seq = Seq{seq};
        lines::enter(state_.services[mobile], ticket);
        return id;
    }
    void is_called(int place, std::uint64_t seq) {
        const TicketId id{TerminalId{"t1"}, EpochId{"e"}, Seq{static_cast<std::uint64_t>(place)}};
        lines::note_overtake(state_, mobile, {{at(place), id}, at(place), Seq{seq}}, lines::Overtaken::plain);
        called_.emplace_back(place, seq);
    }
    std::size_t times(const TicketId& id) const {
        return lines::passed(state_, line(), lines::place_of(state_.tickets.at(id))).times;
    }
    std::size_t truly(int place, std::uint64_t since) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            called_, [&](const auto& one) { return one.first > place && one.second > since; }));
    }
    const Line& line() const { return state_.services.at(mobile).lines.at(0); }

  private:
    static WallTime at(int place) { return WallTime{std::chrono::minutes{place}}; }
    HallState state_;
    std::vector<std::pair<int, std::uint64_t>> called_;
};

TEST_F(OvertakesKept, WhoComesBackIsCountedForHoweverManyWereCalledFromFartherBehindBefore) {
    const TicketId stayed = stands(2, 1);
    for (std::size_t i = 0; i < enough + 20; ++i) {
        is_called(1000 + static_cast<int>(i), 10 + i);
    }
    const TicketId back = stands(1, 500);
    is_called(700, 501);
    is_called(600, 502);
    is_called(500, 503);
    EXPECT_EQ(times(back), 3U);
    EXPECT_GE(times(stayed), enough);
}

TEST_F(OvertakesKept, AreEnoughForEverybodyAndBounded) {
    std::mt19937 random(7);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<std::tuple<TicketId, int, std::uint64_t>> people{{stands(1, 1), 1, 1U}};
    for (std::uint64_t seq = 2; seq < 1500; ++seq) {
        if (seq % 30 == 0) {
            const int place = 2 + static_cast<int>(seq) + below(200);
            people.emplace_back(stands(place, seq), place, seq);
        } else {
            // Mostly from far behind, in no order.
            is_called(5000 + 10 * below(4000) + 1, seq);
        }
        EXPECT_LE(line().overtaken.size(), 2 * enough);
    }
    for (const auto& [id, place, since] : people) {
        EXPECT_EQ(std::min(times(id), enough), std::min(truly(place, since), enough)) << place;
    }
}

TEST_F(OvertakesKept, AreBoundedAlsoWhenEachIsCalledFromBeforeTheLast) {
    stands(1, 1);
    for (std::uint64_t i = 0; i < 5 * enough; ++i) {
        is_called(10000 - static_cast<int>(i), 10 + i);
        EXPECT_LE(line().overtaken.size(), 2 * enough);
    }
    EXPECT_EQ(line().in_row, 5 * enough);
}

}  // namespace
}  // namespace jiaohao::domain::testing
