// A clock that is set after a restart: what stood in the journal was told by another one.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/recovery.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using std::literals::operator""h;

/// From half past nine on it stands still; then it starts again with a clock of its own.
struct ClockSet : ::testing::Test {
    TestHall hall;
    /// What the clock showed when the machine started, and the first event it told.
    WallTime since{};
    std::optional<Seq> first;

    ClockSet() {
        hall.open_hall();
        hall.config.targets.alert_wait = minutes{30};
    }
    /// `known`: the hall sees that the clock began before what it knows.
    void start_at(WallTime wall, bool known = true) {
        hall.context.now = wall;
        since = wall - seconds{20};
        first = known ? std::optional(Seq(hall.log.size() + 1)) : std::nullopt;
        hall.must(NoteConfig{"same"});
    }
    void set_to(WallTime wall) {
        const WallTime before = std::exchange(hall.context.now, wall);
        hall.must(NoteClock{before, wall, since, first});
        since += wall - before;
        EXPECT_TRUE(replay(hall.log) == hall.state);
    }
};

TEST_F(ClockSet, LeavesTheTimesOfThoseWhoWereThereBefore) {
    const WallTime nine = hall.context.now;
    const TicketId waits = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1, minutes{60}});
    const TicketId second = hall.issue(mobile);
    hall.pass(minutes{30});
    const HallState before = hall.state;
    start_at(WallTime{seconds{30}});
    hall.pass(seconds{60});
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now).empty());
    set_to(nine + minutes{33});
    EXPECT_EQ(hall.ticket(waits), before.tickets.at(waits));
    EXPECT_EQ(hall.ticket(second), before.tickets.at(second));
    EXPECT_EQ(hall.counter(c1).idle_since, before.counters.at(c1).idle_since);
    EXPECT_EQ(hall.state.last_work_at, before.last_work_at);
    EXPECT_EQ(hall.state.figures.counters.at(c1).open_since, before.figures.counters.at(c1).open_since);
    EXPECT_EQ(recovery::longest_wait(hall.state, mobile, hall.context.now)->waited, minutes{33});
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.all_of<TicketCalled>().back().wait_ms, minutes{33});
    hall.context.now = nine + minutes{60};
    hall.run_due();
    EXPECT_EQ(hall.last(), "ticket.unparked");
}

TEST_F(ClockSet, MovesWhatTheWrongClockTold) {
    const WallTime nine = hall.context.now;
    const TicketId before = hall.issue(mobile);
    start_at(WallTime{seconds{30}});
    hall.pass(seconds{10});
    hall.must(CallNext{c1, Channel::page});
    hall.must(StartServing{c1});
    const TicketId since_start = hall.issue(mobile);
    hall.pass(seconds{50});
    set_to(nine + minutes{33});
    EXPECT_EQ(hall.ticket(before).issued_at, nine);
    EXPECT_EQ(hall.ticket(before).serving_since, hall.context.now - seconds{50});
    EXPECT_EQ(hall.ticket(since_start).waiting_since, hall.context.now - seconds{50});
    EXPECT_EQ(hall.ticket(since_start).issued_at, hall.context.now - seconds{50});
    EXPECT_EQ(hall.state.last_work_at, hall.context.now - seconds{50});
    hall.must(FinishServing{c1});
    EXPECT_EQ(hall.all_of<ServingFinished>().back().service_ms, seconds{50});
}

TEST_F(ClockSet, AgainByAnyAmountLeavesThemToo) {
    const WallTime nine = hall.context.now;
    const TicketId before = hall.issue(mobile);
    start_at(WallTime{seconds{30}});
    set_to(nine + minutes{33});
    const TicketId later = hall.issue(mobile);
    hall.pass(minutes{1});
    set_to(nine + minutes{36});
    EXPECT_EQ(hall.ticket(before).waiting_since, nine);
    EXPECT_EQ(hall.ticket(later).waiting_since, nine + minutes{35});
}

/// A clock that was kept on the disk and is behind by the length of the power cut: both told the same times of day.
TEST_F(ClockSet, ByAFewMinutesKnowsTheTicketsThatWereThereBefore) {
    const WallTime nine = hall.context.now;
    std::vector<TicketId> before;
    for (int i = 0; i < 6; ++i) {
        before.push_back(hall.issue(mobile));
        hall.pass(minutes{1});
    }
    start_at(nine + minutes{2});
    const TicketId later = hall.issue(mobile);
    hall.pass(minutes{2});
    set_to(nine + minutes{33});
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(hall.ticket(before[static_cast<std::size_t>(i)]).waiting_since, nine + minutes{i});
        EXPECT_EQ(hall.ticket(before[static_cast<std::size_t>(i)]).issued_at, nine + minutes{i});
    }
    EXPECT_EQ(hall.ticket(later).waiting_since, nine + minutes{31});
}

/// The process was started anew, the machine was not: what was there before was told by the same wrong clock.
TEST_F(ClockSet, MovesWhatAnEarlierProcessOfTheSameStartTold) {
    hall.must(CloseDay{});
    start_at(WallTime{seconds{30}});
    hall.open_hall_on(day_two);
    const TicketId ticket = hall.issue(mobile);
    hall.pass(minutes{5});
    first = std::nullopt;
    hall.must(NoteConfig{"same"});
    set_to(WallTime{std::chrono::sys_days{day_two}} + 9h);
    EXPECT_EQ(hall.ticket(ticket).waiting_since, hall.context.now - minutes{5});
}

TEST_F(ClockSet, OfAnOlderVersionMovesEverything) {
    const TicketId ticket = hall.issue(mobile);
    const WallTime before = hall.context.now;
    hall.context.now += 5h;
    hall.record(ClockAdjusted{before, hall.context.now});
    EXPECT_EQ(hall.ticket(ticket).waiting_since, hall.context.now);
    EXPECT_EQ(hall.ticket(ticket).issued_at, hall.context.now);
}

}  // namespace
}  // namespace jiaohao::domain::testing
