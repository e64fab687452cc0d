// What the duty manager's figures are made of, kept up event by event; and the figures of one moment.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/figures.hpp"
#include "kiosk/domain/live.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

constexpr std::chrono::hours kOffset{8};

/// A hall eight hours east whose day opens at 9:00 of its Friday.
TestHall local_hall() {
    TestHall hall;
    hall.context.local = LocalTime{day_one, std::chrono::hours{9}};
    hall.open_hall();
    return hall;
}

void serve(TestHall& hall, const CounterId& counter, std::chrono::minutes took) {
    hall.must(CallNext{counter, Channel::page});
    hall.must(StartServing{counter});
    hall.pass(took);
    hall.must(FinishServing{counter, ServingOutcome::served, false});
}

const ServiceFigures& of(const TestHall& hall, const ServiceId& service) {
    return hall.state.figures.services.at(service);
}

TEST(DayFigures, TheOpeningSaysTheDayAndTheOffsetOfLocalTime) {
    const TestHall hall = local_hall();
    const DayOpened opened = hall.all_of<DayOpened>().at(0);
    EXPECT_EQ(opened.day_class, 4U) << "a Friday";
    EXPECT_EQ(opened.utc_offset_ms, Milliseconds{kOffset});
    EXPECT_EQ(figures::local_minute(hall.state.figures, hall.context.now), 9 * 60.0);
    EXPECT_EQ(hall.state.figures.from_slot, 18U);
}

TEST(DayFigures, AHolidayWithHoursIsADayLikeNoOther) {
    HallConfig config;
    config.hours.holidays = {{day_one, {}, {{std::chrono::hours{9}, std::chrono::hours{12}}}},
                             {day_two, {}, {}}};
    EXPECT_EQ(figures::opening(config, {}, day_one).day_class, 7U);
    EXPECT_EQ(figures::opening(config, {}, day_two).day_class, 0U);
    EXPECT_EQ(figures::opening(config, {}, day_one).utc_offset_ms, std::nullopt);
}

TEST(DayFigures, WithoutALocalTimeNoArrivalsAreLearnt) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    EXPECT_EQ(of(hall, mobile).arrivals, stats::ArrivalProfile{});
}

TEST(DayFigures, ArrivalsStandInTheirLocalHalfHour) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{29});
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{1});
    hall.issue(mobile);
    EXPECT_EQ(of(hall, mobile).arrivals.today[18], 2U);
    EXPECT_EQ(of(hall, mobile).arrivals.today[19], 1U);
}

TEST(DayFigures, WhoIsSentOnArrivesInTheOtherLine) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(TransferTicket{c1, complaints});
    EXPECT_EQ(of(hall, complaints).arrivals.today[18], 1U);
    hall.must(CallNext{c2, Channel::page});
    FinishServing finish{c2, ServingOutcome::served, false};
    finish.then = {bills};
    hall.must(finish);
    EXPECT_EQ(of(hall, bills).arrivals.today[18], 1U);
}

TEST(DayFigures, AClosedDayIsLearntAndTheNextOneBeginsAnew) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.issue(mobile);
    hall.must(CloseDay{});
    hall.pass(std::chrono::hours{72});
    hall.context.local->date = day_two;
    hall.open_hall_on(day_two);
    EXPECT_DOUBLE_EQ(*stats::usual_arrivals(of(hall, mobile).arrivals, 4, 18), 2);
    EXPECT_EQ(of(hall, mobile).arrivals.today_class, 0U);
    EXPECT_EQ(of(hall, mobile).arrivals.today[18], 0U);
    EXPECT_EQ(of(hall, mobile).waits.count(), 0U);
    EXPECT_TRUE(hall.state.figures.counters.contains(c1)) << "they opened today";
    EXPECT_EQ(hall.state.figures.counters.at(c1).served, 0U);
}

TEST(DayFigures, WaitsAndServicesAreCounted) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{4});
    serve(hall, c1, std::chrono::minutes{6});
    EXPECT_EQ(of(hall, mobile).waits.count(), 1U);
    EXPECT_EQ(of(hall, mobile).waits.sum(), 240U);
    EXPECT_EQ(of(hall, mobile).served.today.sum(), 360U);
    EXPECT_EQ(hall.state.figures.counters.at(c1).served, 1U);
    EXPECT_EQ(hall.state.figures.counters.at(c1).service_ms, std::chrono::minutes{6});
}

TEST(DayFigures, WhatACounterNeedsAfterwardsIsItsServices) {
    TestHall hall = local_hall();
    hall.config.calling.wrap_up = seconds{120};
    hall.issue(mobile);
    serve(hall, c1, std::chrono::minutes{3});
    hall.pass(seconds{40});
    hall.must(ReadyCounter{c1});
    EXPECT_EQ(of(hall, mobile).wrap_up.today.sum(), 40U);
    hall.issue(mobile);
    serve(hall, c1, std::chrono::minutes{3});
    hall.pass(seconds{70});
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(of(hall, mobile).wrap_up.today.sum(), 110U);
}

TEST(DayFigures, ACounterIsIdleWhenItIsOpenAndHasNobody) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{5});
    serve(hall, c1, std::chrono::minutes{15});
    hall.must(PauseCounter{c1, "meal"});
    hall.pass(std::chrono::minutes{60});
    const CounterFigures& figures = hall.state.figures.counters.at(c1);
    EXPECT_EQ(figures.busy_ms, std::chrono::minutes{15});
    EXPECT_EQ(figures.open_ms, std::chrono::minutes{20});
    const auto all = live::figures_of(hall.state, hall.config, hall.context.now);
    EXPECT_DOUBLE_EQ(*all.counters[0].idle_share, 0.25);
    EXPECT_EQ(all.counters[0].mean_service, std::chrono::minutes{15});
}

TEST(DayFigures, NoShowsAreCountedAtTheirCounter) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(MarkNoShow{c1});
    EXPECT_EQ(hall.state.figures.counters.at(c1).no_shows, 1U);
    EXPECT_EQ(hall.state.figures.counters.at(c1).busy_since, std::nullopt);
}

TEST(DayFigures, ATicketThatGoesFromItsCounterLeavesItFree) {
    TestHall hall = local_hall();
    const TicketId id = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_TRUE(hall.state.figures.counters.at(c1).busy_since);
    hall.must(CancelTicket{id, Channel::page});
    EXPECT_FALSE(hall.state.figures.counters.at(c1).busy_since);
}

TEST(DayFigures, SpansMoveWithTheClock) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    const WallTime before = hall.context.now;
    hall.pass(std::chrono::hours{5});
    hall.must(NoteClock{before, hall.context.now});
    hall.pass(std::chrono::minutes{7});
    hall.must(FinishServing{c1, ServingOutcome::served, false});
    EXPECT_EQ(hall.state.figures.counters.at(c1).busy_ms, std::chrono::minutes{7});
}

TEST(DayFigures, AReplayGivesTheSame) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    serve(hall, c1, std::chrono::minutes{6});
    hall.issue(complaints);
    EXPECT_EQ(replay(hall.log).figures, hall.state.figures);
}

TEST(DayFigures, WhatIsDamagedIsLearntAnew) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    serve(hall, c1, std::chrono::minutes{6});
    ServiceFigures& kept = hall.state.figures.services.at(mobile);
    kept.arrivals.sum[0][0] = -4;
    kept.served.sum = std::numeric_limits<double>::quiet_NaN();
    hall.state.figures.day_class = 99;
    hall.state.figures.utc_offset = std::chrono::hours{100};
    figures::restore(hall.state);
    EXPECT_TRUE(stats::is_sound(kept.arrivals));
    EXPECT_EQ(kept.arrivals.from_slot, 18U) << "today goes on being counted";
    EXPECT_EQ(kept.served, stats::SpanMeter{});
    EXPECT_LT(hall.state.figures.day_class, stats::day_classes);
    EXPECT_EQ(hall.state.figures.utc_offset, std::nullopt);
}

}  // namespace
}  // namespace jiaohao::domain::testing
