// Services and days that open and close by themselves.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/schedule.hpp"

#include <gtest/gtest.h>

#include "tests/unit/domain/clocked_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

template <class One>
std::size_t count_by(const ClockedHall& hall, SwitchCause by) {
    const auto all = hall.all_of<One>();
    return static_cast<std::size_t>(std::ranges::count(all, std::optional(by), &One::by));
}

TEST(Schedule, OpensAndClosesServicesExactlyWhenTheirHoursChange) {
    ClockedHall hall = with_hours();
    hall.at(monday, 8h);
    hall.must(OpenDay{monday});
    EXPECT_EQ(hall.last(), "day.opened") << "nothing is open yet";
    hall.turn_to(monday, 9h - 1s);
    EXPECT_FALSE(hall.open(mobile));
    hall.turn_to(monday, 9h);
    EXPECT_TRUE(hall.open(mobile));
    EXPECT_EQ(count_by<ServiceOpened>(hall, SwitchCause::schedule), 3u);
    hall.turn_to(monday, 12h - 1s);
    EXPECT_TRUE(hall.open(mobile));
    hall.turn_to(monday, 12h);
    EXPECT_FALSE(hall.open(mobile));
    hall.turn_to(monday, 13h);
    EXPECT_TRUE(hall.open(mobile));
    hall.turn_to(monday, 17h);
    EXPECT_FALSE(hall.open(mobile));
    EXPECT_EQ(count_by<ServiceClosed>(hall, SwitchCause::schedule), 6u);
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST(Schedule, ADayOpensOnlyWhatItsHoursSay) {
    ClockedHall hall = with_hours();
    hall.config.services[1].hours = every_day({{14h, 15h}});
    hall.at(monday, 10h);
    hall.must(OpenDay{monday});
    EXPECT_TRUE(hall.open(mobile));
    EXPECT_FALSE(hall.open(bills));
    EXPECT_EQ(count_by<ServiceOpened>(hall, SwitchCause::day), 2u);
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now, hall.context.local).empty());
}

TEST(Schedule, WithoutAClockOrHoursADayOpensEverything) {
    ClockedHall hall = with_hours();
    hall.at(monday, 20h);
    hall.context.local.reset();
    hall.must(OpenDay{monday});
    EXPECT_TRUE(hall.open(mobile));
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now, hall.context.local).empty());
    ClockedHall plain;
    plain.at(monday, 20h);
    plain.must(OpenDay{monday});
    EXPECT_TRUE(plain.open(complaints));
    plain.run_due();
    EXPECT_TRUE(plain.open(complaints));
}

TEST(Schedule, WhatWasSwitchedByHandStaysSoUntilTheHoursChange) {
    ClockedHall hall = with_hours();
    hall.at(monday, 8h);
    hall.must(OpenDay{monday});
    hall.must(OpenService{mobile});
    hall.turn_to(monday, 8h + minutes{30});
    EXPECT_TRUE(hall.open(mobile)) << "opened before its hours";
    hall.turn_to(monday, 9h);
    hall.must(CloseService{mobile});
    hall.turn_to(monday, 11h);
    EXPECT_FALSE(hall.open(mobile)) << "closed within its hours";
    hall.turn_to(monday, 12h);
    hall.turn_to(monday, 13h);
    EXPECT_TRUE(hall.open(mobile)) << "they began anew";
    hall.turn_to(monday, 17h);
    hall.must(OpenService{mobile});
    hall.turn_to(monday, 18h);
    EXPECT_TRUE(hall.open(mobile)) << "opened after its hours";
    EXPECT_FALSE(hall.open(bills));
}

TEST(Schedule, AServiceWhoseHoursWereTakenAwayIsOpenAgain) {
    ClockedHall hall = with_hours();
    hall.open_at(monday, 9h);
    hall.turn_to(monday, 12h);
    hall.config.hours.week.reset();
    hall.run_due();
    EXPECT_TRUE(hall.open(mobile));
    hall.must(CloseService{mobile});
    hall.run_due();
    EXPECT_FALSE(hall.open(mobile));
}

TEST(Schedule, KnowsWhenItIsNeededNext) {
    ClockedHall hall = with_hours();
    hall.config.hours.day_opens = 8h;
    hall.config.hours.day_closes = 18h;
    const auto left = [&] {
        const auto at = next_due(hall.state, hall.config, hall.context.now, hall.context.local);
        return at ? std::chrono::duration_cast<seconds>(*at - hall.context.now) : seconds{-1};
    };
    hall.at(monday, 7h);
    EXPECT_EQ(left(), 1h);
    hall.turn_to(monday, 8h);
    EXPECT_EQ(left(), 1h);
    hall.turn_to(monday, 9h);
    EXPECT_EQ(left(), 3h);
    hall.turn_to(monday, 17h);
    EXPECT_EQ(left(), 1h);
    hall.turn_to(monday, 18h);
    EXPECT_EQ(left(), seconds{-1}) << "nothing more today";
}

TEST(Schedule, FollowsLocalTimeThroughADayOf23And25Hours) {
    ClockedHall hall = with_hours({{1h, 2h + minutes{30}}, {4h, 5h}});
    hall.zone = 1h;
    hall.at(monday, 0s);
    hall.must(OpenDay{monday});
    hall.turn_to(monday, 1h + minutes{59});
    EXPECT_TRUE(hall.open(mobile));
    // 02:00 is 03:00: the end at 02:30 is never seen on the wall.
    hall.zone = 2h;
    hall.turn_to(monday, 3h);
    EXPECT_FALSE(hall.open(mobile));
    hall.turn_to(monday, 4h);
    EXPECT_TRUE(hall.open(mobile));
    hall.must(CloseDay{});
    // 03:00 is 02:00 again: what the wall says twice holds twice, and nothing is opened without an end.
    hall.at(tuesday, 0s);
    hall.must(OpenDay{tuesday});
    hall.turn_to(tuesday, 2h + minutes{45});
    EXPECT_FALSE(hall.open(mobile));
    hall.zone = 1h;
    hall.turn_to(tuesday, 2h + minutes{15});
    EXPECT_TRUE(hall.open(mobile));
    hall.turn_to(tuesday, 2h + minutes{30});
    EXPECT_FALSE(hall.open(mobile));
}

TEST(DayByItself, OpensAndClosesAtItsTimesOnceADay) {
    ClockedHall hall = with_hours();
    hall.config.hours.day_opens = 8h + minutes{30};
    hall.config.hours.day_closes = 18h;
    for (const BusinessDay day : {monday, tuesday}) {
        hall.turn_to(day, 8h + minutes{29} + 59s);
        EXPECT_FALSE(hall.state.day_open);
        hall.turn_to(day, 8h + minutes{30});
        EXPECT_TRUE(hall.state.day_open);
        EXPECT_EQ(hall.state.day, day);
        hall.turn_to(day, 9h);
        hall.issue(mobile);
        hall.turn_to(day, 18h - 1s);
        EXPECT_TRUE(hall.state.day_open);
        hall.turn_to(day, 18h);
        EXPECT_FALSE(hall.state.day_open);
        hall.turn_to(day, 20h);
        EXPECT_FALSE(hall.state.day_open);
    }
    EXPECT_EQ(hall.all_of<DayOpened>().size(), 2u);
    EXPECT_EQ(hall.all_of<DayClosed>().size(), 2u);
    EXPECT_TRUE(hall.all_of<AlertRaised>().empty());
}

TEST(DayByItself, ClosedByHandStaysClosed) {
    ClockedHall hall;
    hall.config.hours.day_opens = 8h;
    hall.turn_to(monday, 8h);
    hall.must(CloseDay{});
    hall.turn_to(monday, 10h);
    EXPECT_FALSE(hall.state.day_open);
}

TEST(DayByItself, OpenedByHandAfterItsEndIsNotClosedAtOnce) {
    ClockedHall hall;
    hall.config.hours.day_closes = 18h;
    hall.open_at(monday, 19h);
    hall.run_due();
    hall.turn_to(monday, 23h);
    EXPECT_TRUE(hall.state.day_open);
    hall.turn_to(tuesday, 4h);
    EXPECT_FALSE(hall.state.day_open) << "as one that nobody closes";
}

TEST(DayByItself, DoesNotOpenWhereNothingIsOpenThatDate) {
    ClockedHall hall = with_hours();
    hall.config.hours.day_opens = 8h;
    hall.config.hours.holidays = {{monday, {}, {}}};
    hall.turn_to(monday, 9h);
    EXPECT_FALSE(hall.state.day_open);
    hall.turn_to(tuesday, 9h);
    EXPECT_TRUE(hall.state.day_open);
}

TEST(DayByItself, IsNotOpenedAfterItsEnd) {
    ClockedHall hall;
    hall.config.hours.day_opens = 8h;
    hall.config.hours.day_closes = 18h;
    hall.turn_to(monday, 22h);
    EXPECT_FALSE(hall.state.day_open);
}

TEST(ForgottenDay, EndsInTheNightWhenTheHallIsAtRestAndIsTold) {
    ClockedHall hall;
    hall.open_at(monday, 9h);
    const TicketId left = hall.issue(mobile);
    hall.turn_to(monday, 23h);
    hall.turn_to(tuesday, 4h - 1s);
    EXPECT_TRUE(hall.state.day_open);
    hall.turn_to(tuesday, 4h);
    EXPECT_FALSE(hall.state.day_open);
    EXPECT_EQ(hall.ticket(left).status, TicketStatus::expired);
    const auto alerts = hall.all_of<AlertRaised>();
    ASSERT_EQ(alerts.size(), 1u);
    EXPECT_EQ(alerts[0].code, "day_not_closed");
    EXPECT_EQ(alerts[0].params.at("day"), to_string(monday));
}

TEST(ForgottenDay, DoesNotEndWhilePeopleAreServed) {
    ClockedHall hall;
    hall.open_at(monday, 22h);
    hall.at(tuesday, 3h + minutes{30});
    hall.issue(mobile);
    hall.turn_to(tuesday, 4h);
    EXPECT_TRUE(hall.state.day_open);
    hall.turn_to(tuesday, 4h + minutes{29});
    EXPECT_TRUE(hall.state.day_open);
    hall.turn_to(tuesday, 4h + minutes{30});
    EXPECT_FALSE(hall.state.day_open);
}

TEST(ForgottenDay, OfATerminalThatWasOffGivesWayToToday) {
    ClockedHall hall = with_hours();
    hall.config.hours.day_opens = 8h;
    hall.config.hours.day_closes = 18h;
    hall.turn_to(monday, 8h);
    hall.turn_to(tuesday, 8h + minutes{30});
    EXPECT_EQ(hall.state.day, tuesday);
    EXPECT_TRUE(hall.state.day_open);
    EXPECT_EQ(hall.all_of<AlertRaised>().size(), 1u);
}

/// A clock that jumps while the hall works, as the hall thread tells of it.
void jump(ClockedHall& hall, BusinessDay date, std::chrono::seconds time) {
    const WallTime from = hall.context.now;
    hall.at(date, time);
    hall.must(NoteClock{from, hall.context.now});
    hall.must(RaiseAlert{schedule::clock_alert(), "clock_jumped", "clock", {}});
    hall.run_due();
}

struct WrongTime : ::testing::Test {
    WrongTime() {
        hall.config.hours.week = every_day({{9h, 17h}});
        hall.config.hours.day_opens = 8h;
        hall.config.hours.day_closes = 18h;
        hall.config.services[0].at_closing = ClosingRule::expire;
        hall.open_at(monday, 10h);
        waiting = hall.issue(mobile);
        hall.pass(minutes{5});
        hall.look();
    }
    void expect_all_is_well() {
        EXPECT_TRUE(hall.state.day_open);
        EXPECT_EQ(hall.state.day, monday);
        EXPECT_TRUE(hall.open(mobile));
        EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::waiting);
    }
    ClockedHall hall;
    TicketId waiting;
};

TEST_F(WrongTime, ThatJumpsAheadWhilePeopleWorkEndsNothing) {
    jump(hall, monday, 20h);
    expect_all_is_well();
    hall.pass(minutes{40});
    hall.issue(bills);
    hall.pass(minutes{40});
    hall.look();
    hall.run_due();
    expect_all_is_well();
    jump(hall, monday, 11h);
    hall.must(ResolveAlert{schedule::clock_alert(), "clock_back"});
    hall.run_due();
    expect_all_is_well();
    hall.turn_to(monday, 17h);
    EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::expired);
}

TEST_F(WrongTime, ThatJumpsDaysAheadEndsNothing) {
    jump(hall, wednesday, 9h);
    expect_all_is_well();
    jump(hall, after(monday, 3000), 9h);
    expect_all_is_well();
}

TEST_F(WrongTime, ThatGoesBackTo1970EndsNothingEvenWhenNobodySaysSo) {
    const BusinessDay dead = std::chrono::year{1970} / 1 / 1;
    for (const auto time : {0h, 10h, 20h}) {
        hall.turn_to(dead, time);
        expect_all_is_well();
    }
    hall.turn_to(after(monday, -1), 20h);
    expect_all_is_well();
}

TEST_F(WrongTime, FarAheadAtTheStartIsNotBelieved) {
    hall.turn_to(after(monday, 32), 10h);
    expect_all_is_well();
    hall.turn_to(std::chrono::year{2035} / 5 / 1, 20h);
    expect_all_is_well();
}

TEST_F(WrongTime, IsFollowedWhenSomebodySaysThatItIsRight) {
    jump(hall, monday, 20h);
    hall.must(ResolveAlert{schedule::clock_alert(), "looked"});
    hall.run_due();
    EXPECT_FALSE(hall.state.day_open);
}

TEST_F(WrongTime, IsFollowedOnceTheHallIsAtRest) {
    jump(hall, monday, 20h);
    hall.pass(minutes{54});
    hall.look();
    hall.run_due();
    expect_all_is_well();
    hall.pass(minutes{2});
    hall.look();
    hall.run_due();
    EXPECT_FALSE(hall.state.day_open) << "nobody was served for an hour";
}

TEST_F(WrongTime, OpensNoDayBackwardsNorOneFarAhead) {
    hall.must(CloseDay{});
    for (const BusinessDay day : {monday, after(monday, -1), BusinessDay{std::chrono::year{1970} / 1 / 1},
                                  after(monday, 32), BusinessDay{std::chrono::year{2035} / 5 / 1}}) {
        hall.turn_to(day, 10h);
        EXPECT_FALSE(hall.state.day_open) << to_string(day);
    }
    hall.turn_to(tuesday, 10h);
    EXPECT_EQ(hall.state.day, tuesday);
}

}  // namespace
}  // namespace jiaohao::domain::testing
