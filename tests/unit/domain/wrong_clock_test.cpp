// Days that a wrong clock opened, and how a hall gets back from them.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

constexpr BusinessDay far_ahead = std::chrono::year{2035} / std::chrono::May / 1;

BusinessDay after(BusinessDay day, int days) {
    return std::chrono::sys_days{day} + std::chrono::days{days};
}

/// A hall whose clock says `today`, with the day of it opened, `issued` tickets given and the day closed.
void work(TestHall& hall, BusinessDay today, int issued) {
    hall.context.today = today;
    hall.must(OpenDay{today});
    for (int i = 0; i < issued; ++i) {
        hall.issue(mobile);
    }
    hall.must(CloseDay{});
}

std::uint32_t next_number(TestHall& hall) {
    hall.issue(mobile);
    return hall.all_of<TicketIssued>().back().ordinal;
}

TEST(WrongClock, ADayFarFromTodayIsNotOpened) {
    TestHall hall;
    hall.context.today = day_one;
    for (const BusinessDay day : {far_ahead, after(day_one, 2), after(day_one, -2)}) {
        EXPECT_EQ(hall.refused(OpenDay{day}), RefusalCode::day_far_away);
    }
    const auto refusal = hall.run(OpenDay{far_ahead}).error();
    EXPECT_EQ(refusal.params.at("day"), "2035-05-01");
    EXPECT_EQ(refusal.params.at("today"), "2026-01-02");
    hall.must(OpenDay{day_one});
}

TEST(WrongClock, TheDaysNextToTodayMayBeOpened) {
    for (const int off : {-1, 0, 1}) {
        TestHall hall;
        hall.context.today = day_one;
        hall.must(OpenDay{after(day_one, off)});
    }
}

TEST(WrongClock, WithoutAKnownDateEveryLaterDayMayBeOpened) {
    TestHall hall;
    hall.must(OpenDay{day_one});
    hall.must(CloseDay{});
    hall.must(OpenDay{far_ahead});
}

TEST(WrongClock, TodayIsOpenedAgainOnceTheClockIsMended) {
    TestHall hall;
    work(hall, day_one, 1);
    work(hall, far_ahead, 3);
    hall.context.today = day_two;
    EXPECT_EQ(hall.refused(OpenDay{after(day_two, -1)}), RefusalCode::day_in_past) << "only today itself";
    hall.must(OpenDay{day_two});
    EXPECT_EQ(hall.state.day, day_two);
    EXPECT_EQ(next_number(hall), 1u);
    hall.must(CloseDay{});
    EXPECT_TRUE(hall.must(OpenDay{day_two}).goes_on) << "it is today still";
    EXPECT_EQ(next_number(hall), 2u);
    hall.must(CloseDay{});
    work(hall, after(day_two, 1), 1);
}

TEST(WrongClock, ThatWasOneDayAheadCostsNoDay) {
    TestHall hall;
    work(hall, after(day_one, 1), 2);
    work(hall, day_one, 1);
    hall.context.today = after(day_one, 1);
    hall.must(OpenDay{after(day_one, 1)});
    EXPECT_EQ(next_number(hall), 3u);
}

TEST(WrongClock, ADayItLeftOpenIsClosedFirst) {
    TestHall hall;
    hall.context.today = far_ahead;
    hall.open_hall_on(far_ahead);
    const auto waiting = hall.issue(mobile);
    hall.context.today = day_one;
    EXPECT_EQ(hall.refused(OpenDay{day_one}), RefusalCode::day_already_open);
    hall.must(CloseDay{});
    EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::expired);
    hall.must(OpenDay{day_one});
    EXPECT_EQ(next_number(hall), 1u);
}

TEST(WrongClock, NumbersOfADayOpenedAgainGoOn) {
    TestHall hall;
    work(hall, day_one, 4);
    work(hall, far_ahead, 3);
    work(hall, day_one, 2);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 6u);
    work(hall, after(day_one, 1), 1);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 1u);
    // Years later the day that the wrong clock had opened comes in earnest.
    work(hall, far_ahead, 1);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 4u);
    EXPECT_EQ(inconsistencies(hall.state), std::vector<std::string>{});
}

TEST(WrongClock, NumbersOfADayOpenedAgainGoOnAfterManyDays) {
    TestHall hall;
    const BusinessDay ahead = after(day_one, 60);
    work(hall, ahead, 3);
    for (int i = 0; i < 60; ++i) {
        work(hall, after(day_one, i), 1);
    }
    work(hall, ahead, 1);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 4u);
    EXPECT_LE(hall.state.other_days.size(), most_other_days);
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST(WrongClock, ADayOlderThanAllThatIsRememberedStaysClosed) {
    TestHall hall;
    for (int i = 0; i < 30; ++i) {
        work(hall, after(day_one, i), 1);
    }
    // A dead battery: whether this day ever had numbers is forgotten.
    const BusinessDay dead = std::chrono::year{1970} / 1 / 1;
    hall.context.today = dead;
    EXPECT_EQ(hall.refused(OpenDay{dead}), RefusalCode::day_in_past);
    hall.context.today = after(day_one, 29);
    EXPECT_EQ(hall.refused(OpenDay{after(day_one, 28)}), RefusalCode::day_in_past);
    work(hall, after(day_one, 30), 1);
}

TEST(WrongClock, ADayOpenedTwiceByItsEventsKeepsItsNumbers) {
    TestHall hall;
    work(hall, day_one, 4);
    hall.record(DayOpened{day_one});
    hall.record(ServiceOpened{mobile});
    EXPECT_EQ(next_number(hall), 5u);
}

TEST(WrongClock, FloorsOfADayFarAheadDoNotBarToday) {
    TestHall hall;
    hall.state.day = far_ahead;
    hall.record(EpochStarted{EpochReason::damaged, std::nullopt, {{range_a, 10}}});
    hall.state.day.reset();
    hall.context.today = day_one;
    hall.must(OpenDay{day_one});
    EXPECT_EQ(next_number(hall), 1u);
    hall.must(CloseDay{});
    work(hall, day_two, 1);
    hall.context.today = far_ahead;
    hall.must(OpenDay{far_ahead});
    EXPECT_EQ(next_number(hall), 11u);
}

TEST(WrongClock, FloorsOfTodayHoldAlsoWhenADayAheadIsOpenedBeforeIt) {
    TestHall hall;
    hall.state.day = day_one;
    hall.record(EpochStarted{EpochReason::damaged, std::nullopt, {{range_a, 10}}});
    hall.state.day.reset();
    work(hall, far_ahead, 1);
    hall.context.today = day_one;
    hall.must(OpenDay{day_one});
    EXPECT_EQ(next_number(hall), 11u);
}

TEST(WrongClock, TodayMayBeOpenedAfterDamageAlthoughTheSnapshotStandsAhead) {
    TestHall hall;
    work(hall, far_ahead, 1);
    hall.state.day = day_one;
    hall.record(EpochStarted{EpochReason::damaged, std::nullopt, {{range_a, 10}}});
    hall.state.day = far_ahead;
    hall.context.today = day_one;
    hall.must(OpenDay{day_one});
    EXPECT_EQ(next_number(hall), 11u);
}

}  // namespace
}  // namespace jiaohao::domain::testing
