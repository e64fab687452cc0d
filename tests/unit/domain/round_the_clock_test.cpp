// Hours that go on over midnight.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/admission.hpp"
#include "kiosk/domain/hours.hpp"
#include "kiosk/domain/schedule.hpp"
#include "tests/unit/domain/clocked_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

admission::Times told(const ClockedHall& hall) {
    return admission::times({hall.state, hall.config, hall.context.now, hall.context.local},
                            hall.config.services[0]);
}

/// When the last hours that hold so far into monday are over.
minutes end_of(const ClockedHall& hall, std::chrono::seconds into) {
    return hours::Around(hall.config, monday, into).spans(hall.config.services[0]).value().back().to;
}

TEST(RoundTheClock, HoursUntilMidnightGoOnUnlessTheDayClosesByItself) {
    ClockedHall hall = with_hours({{0h, 2h}, {22h, 24h}});
    EXPECT_EQ(end_of(hall, 23h), 26h);
    hall.config.hours.day_closes = 24h;
    EXPECT_EQ(end_of(hall, 23h), 24h);
}

TEST(RoundTheClock, HoursUntilMidnightGoOnOnlyWithThoseThatBeginThere) {
    EXPECT_EQ(end_of(with_hours({{9h, 24h}}), 10h), 24h);
    EXPECT_EQ(end_of(with_hours({{0h, 24h}}), 10h), 72h) << "as far as is looked";
}

TEST(RoundTheClock, WithTheEndOfANightThoseOfTheNextDateHold) {
    const ClockedHall hall = with_hours({{0h, 2h}, {22h, 24h}});
    EXPECT_EQ(end_of(hall, 26h - 1s), 26h);
    EXPECT_EQ(end_of(hall, 26h), 50h);
}

TEST(RoundTheClock, AHallThatNeverClosesStaysOpenOverMidnight) {
    ClockedHall hall = with_hours({{0h, 24h}});
    hall.config.services[0].last_ticket = minutes{30};
    hall.config.services[0].last_ticket_by_wait = true;
    hall.config.services[0].at_closing = ClosingRule::expire;
    hall.open_at(monday, 10h);
    hall.turn_to(monday, 23h + minutes{50});
    const TicketId waiting = hall.issue(mobile);
    EXPECT_EQ(told(hall).closes, "");
    hall.turn_to(tuesday, 0s);
    EXPECT_TRUE(hall.open(mobile));
    hall.issue(mobile);
    hall.turn_to(tuesday, 3h + minutes{30});
    hall.issue(mobile);
    hall.turn_to(tuesday, 4h);
    EXPECT_TRUE(hall.state.day_open);
    EXPECT_TRUE(hall.all_of<ServiceClosed>().empty());
    EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::waiting);
    hall.must(CloseService{mobile});
    hall.run_due();
    EXPECT_EQ(hall.ticket(waiting).status, TicketStatus::waiting) << "a manager's hand is not an end";
}

TEST(RoundTheClock, ADayThatEndsAtMidnightIsNoDayThatNobodyClosed) {
    ClockedHall hall = with_hours({{0h, 24h}});
    hall.config.hours.day_opens = 0h;
    hall.config.hours.day_closes = 24h;
    hall.open_at(monday, 10h);
    hall.turn_to(tuesday, 0s);
    EXPECT_EQ(hall.state.day, tuesday);
    EXPECT_TRUE(hall.state.day_open);
    EXPECT_TRUE(hall.open(mobile));
    EXPECT_TRUE(hall.all_of<AlertRaised>().empty());
    hall.turn_to(wednesday, 4h - 1s);
    EXPECT_TRUE(hall.all_of<AlertRaised>().empty()) << "off for less than four hours";
    hall.turn_to(after(monday, 3), 4h);
    EXPECT_EQ(hall.all_of<AlertRaised>().size(), 1U) << "nobody closed it for four hours";
}

TEST(RoundTheClock, NightHoursEndInTheMorningOfTheNextDate) {
    ClockedHall hall = with_hours({{0h, 2h}, {22h, 24h}});
    hall.config.services[0].last_ticket = minutes{30};
    hall.open_at(monday, 22h);
    EXPECT_EQ(told(hall).closes, "02:00");
    hall.turn_to(tuesday, minutes{30});
    EXPECT_TRUE(hall.open(mobile));
    hall.issue(mobile);
    hall.turn_to(tuesday, 2h);
    EXPECT_FALSE(hall.open(mobile));
    EXPECT_EQ(hall.refused(IssueTicket{mobile, CustomerClass::ordinary, Channel::touch, "", true, ""}),
              RefusalCode::service_outside_hours);
    hall.turn_to(tuesday, 22h);
    EXPECT_FALSE(hall.state.day_open) << "ended at rest, and nobody opens the next";
}

TEST(RoundTheClock, TheLastTicketOfANightIsGivenBeforeItsEnd) {
    ClockedHall hall = with_hours({{0h, 2h}, {22h, 24h}});
    hall.config.services[0].last_ticket = minutes{30};
    hall.open_at(monday, 22h);
    hall.turn_to(monday, 23h + minutes{45});
    hall.issue(mobile);
    hall.turn_to(tuesday, 1h + minutes{29});
    EXPECT_EQ(told(hall).closes, "02:00");
    hall.issue(mobile);
    hall.turn_to(tuesday, 1h + minutes{31});
    EXPECT_EQ(hall.refused(IssueTicket{mobile, CustomerClass::ordinary, Channel::touch, "", true, ""}),
              RefusalCode::service_ends_soon);
}

TEST(RoundTheClock, TheHoursOfTheNextDateHoldWhileTheDayGoesOn) {
    ClockedHall hall = with_hours({{9h, 17h}});
    hall.open_at(monday, 10h);
    hall.turn_to(monday, 17h);
    hall.must(OpenService{mobile});
    hall.turn_to(tuesday, 0s);
    EXPECT_TRUE(hall.open(mobile)) << "by hand";
    for (auto time = minutes{30}; time < 9h; time += minutes{30}) {
        hall.turn_to(tuesday, time);
        hall.issue(mobile);
        hall.must(CallNext{c1, Channel::page});
    }
    EXPECT_FALSE(hall.open(bills));
    hall.turn_to(tuesday, 9h);
    EXPECT_TRUE(hall.open(bills));
}

TEST(RoundTheClock, KnowsThatAnotherDateBegins) {
    ClockedHall hall = with_hours({{9h, 17h}});
    hall.open_at(monday, 10h);
    hall.turn_to(monday, 20h);
    EXPECT_EQ(schedule::next(hall.state, hall.config, hall.context.now, hall.context.local),
              hall.context.now + 4h);
}

}  // namespace
}  // namespace jiaohao::domain::testing
