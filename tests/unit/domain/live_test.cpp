// The figures of one moment, and how counters are shared between lines.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/live.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

TestHall local_hall() {
    TestHall hall;
    hall.context.local = LocalTime{day_one, std::chrono::hours{9}};
    hall.open_hall();
    return hall;
}

const live::LineFigures& line_of(const live::HallFigures& all, const ServiceId& id) {
    for (const auto& service : all.services) {
        if (service.id == id) {
            return service.line;
        }
    }
    throw std::runtime_error("no such service");
}

TEST(ShareCounters, GivesOutEveryOpenCounterOnceInProportionToLoad) {
    // c1 calls mobile and bills, c2 complaints and mobile; c3 is closed.
    const TestHall hall = local_hall();
    const auto shares =
        live::share_counters(hall.state, hall.config, {{mobile, 3}, {bills, 1}, {complaints, 2}});
    EXPECT_DOUBLE_EQ(shares.at(mobile), 0.75 + 0.6);
    EXPECT_DOUBLE_EQ(shares.at(bills), 0.25);
    EXPECT_DOUBLE_EQ(shares.at(complaints), 0.4);
}

TEST(ShareCounters, SharesEvenlyWhereNobodyHasWork) {
    const TestHall hall = local_hall();
    const auto shares = live::share_counters(hall.state, hall.config, {});
    EXPECT_DOUBLE_EQ(shares.at(mobile), 1.0);
    EXPECT_DOUBLE_EQ(shares.at(bills), 0.5);
    EXPECT_DOUBLE_EQ(shares.at(complaints), 0.5);
}

TEST(ShareCounters, APausedCounterIsNobodys) {
    TestHall hall = local_hall();
    hall.must(PauseCounter{c2, "meal"});
    const auto shares = live::share_counters(hall.state, hall.config, {{mobile, 1}});
    EXPECT_DOUBLE_EQ(shares.at(mobile), 1.0);
    EXPECT_FALSE(shares.contains(complaints));
}

TEST(LiveFigures, WhoWaitsBeyondTheTargetHasMissedIt) {
    TestHall hall = local_hall();
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{4});
    hall.must(CallNext{c1, Channel::page});
    hall.issue(mobile);
    hall.pass(std::chrono::minutes{11});
    hall.issue(mobile);
    const auto all = live::figures_of(hall.state, hall.config, hall.context.now);
    const live::LineFigures& line = line_of(all, mobile);
    EXPECT_EQ(line.waiting, 2U);
    EXPECT_EQ(line.longest, Milliseconds{std::chrono::minutes{11}});
    EXPECT_EQ(line.called, 1U);
    EXPECT_EQ(line.within.hits, 1U);
    EXPECT_EQ(line.within.n, 2U);
    EXPECT_FALSE(line.within.enough);
    EXPECT_EQ(all.hall.waiting, 2U);
    EXPECT_EQ(all.hall.within.n, 2U);
    EXPECT_EQ(all.hall.longest, line.longest);
}

TEST(LiveFigures, ACrowdNeedsMoreCountersThanAreOpen) {
    TestHall hall = local_hall();
    for (int i = 0; i < 5; ++i) {
        hall.issue(complaints);
    }
    for (int i = 0; i < 20; ++i) {
        hall.issue(mobile);
    }
    const auto all = live::figures_of(hall.state, hall.config, hall.context.now);
    ASSERT_TRUE(all.hall.ahead);
    EXPECT_EQ(all.hall.open, 2U);
    EXPECT_EQ(all.hall.ahead->match.advice, stats::StaffAdvice::short_of);
    EXPECT_GT(all.hall.ahead->needed_now.counters, 2U);
    ASSERT_EQ(all.hall.ahead->forecast.steps.size(), stats::outlook_steps);
    const live::LineFigures& line = line_of(all, mobile);
    ASSERT_TRUE(line.ahead);
    EXPECT_GT(line.share, 1.0);
    EXPECT_LT(line.share, 2.0);
}

TEST(LiveFigures, AnEmptyHallNeedsNobody) {
    TestHall hall = local_hall();
    const auto all = live::figures_of(hall.state, hall.config, hall.context.now);
    ASSERT_TRUE(all.hall.ahead);
    EXPECT_EQ(all.hall.ahead->needed_now.counters, 0U);
    EXPECT_EQ(all.hall.ahead->match.advice, stats::StaffAdvice::spare);
    EXPECT_EQ(all.hall.longest, std::nullopt);
    EXPECT_EQ(all.hall.within.n, 0U);
}

TEST(LiveFigures, NobodyComesAfterTheLastHoursOrToAClosedService) {
    TestHall hall = local_hall();
    for (int i = 0; i < 6; ++i) {
        hall.issue(mobile);
    }
    hall.pass(std::chrono::minutes{20});
    const auto coming = [&] {
        return line_of(live::figures_of(hall.state, hall.config, hall.context.now), mobile).arrivals->coming;
    };
    EXPECT_GT(coming()[3], 0);
    hall.config.hours.week.emplace();
    (*hall.config.hours.week)[4] = {{std::chrono::hours{8}, std::chrono::hours{10}}};
    EXPECT_GT(coming()[1], 0);
    EXPECT_DOUBLE_EQ(coming()[2], 0);
    hall.must(CloseService{mobile});
    EXPECT_DOUBLE_EQ(coming()[0], 0);
}

TEST(LiveFigures, DuringABreakThoseWhoComeAfterItAreForetold) {
    TestHall hall = local_hall();
    hall.config.hours.week.emplace();
    (*hall.config.hours.week)[4] = {{std::chrono::hours{8}, std::chrono::hours{10}},
                                    {std::chrono::hours{11}, std::chrono::hours{12}}};
    hall.pass(std::chrono::minutes{50});
    for (int i = 0; i < 6; ++i) {
        hall.issue(mobile);
    }
    hall.pass(std::chrono::minutes{10});
    hall.must(CloseService{mobile, SwitchCause::schedule});
    hall.pass(std::chrono::minutes{10});
    const auto all = live::figures_of(hall.state, hall.config, hall.context.now);
    const auto coming = line_of(all, mobile).arrivals->coming;
    EXPECT_DOUBLE_EQ(coming[0], 0) << "until 10:40";
    EXPECT_NEAR(coming[1], 1, 1e-9) << "six an hour, in the ten minutes from 11:00 to 11:10";
    EXPECT_NEAR(coming[2], 3, 1e-9);
    EXPECT_NEAR(coming[3], 2, 1e-9) << "until 12:00";
}

TEST(LiveFigures, WhatWasOpenedByHandAfterItsEndHasNoEndAndWithoutHoursItIsThatOfTheDay) {
    TestHall hall = local_hall();
    for (int i = 0; i < 6; ++i) {
        hall.issue(mobile);
    }
    hall.pass(std::chrono::minutes{20});
    const auto coming = [&] {
        return line_of(live::figures_of(hall.state, hall.config, hall.context.now), mobile).arrivals->coming;
    };
    hall.config.hours.day_closes = std::chrono::hours{10};
    EXPECT_GT(coming()[1], 0);
    EXPECT_DOUBLE_EQ(coming()[2], 0);
    hall.config.hours.week.emplace();
    (*hall.config.hours.week)[4] = {{std::chrono::hours{7}, std::chrono::hours{8}}};
    EXPECT_GT(coming()[3], 0);
}

TEST(LiveFigures, WhoCameEarlyForAnAppointmentIsCalledInTimeAtItsTime) {
    TestHall hall = local_hall();
    const WallTime due = hall.context.now + std::chrono::minutes{50};
    hall.must(IssueTicket{mobile, CustomerClass::appointment, Channel::touch, "", true, "", due});
    hall.pass(std::chrono::minutes{50});
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.all_of<TicketCalled>().back().wait_ms, Milliseconds{std::chrono::minutes{50}})
        << "its visit lasts from when it came";
    hall.must(IssueTicket{mobile, CustomerClass::appointment, Channel::touch, "", true, "", due});
    hall.pass(std::chrono::minutes{11});
    hall.must(CallNext{c1, Channel::page});
    const auto all = live::figures_of(hall.state, hall.config, hall.context.now);
    EXPECT_EQ(all.hall.within.n, 2U);
    EXPECT_EQ(all.hall.within.hits, 1U) << "the other one was called eleven minutes late";
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST(LiveFigures, FinishingUpIsWorkAndSoIsWhoIsServedWhileItIsToPause) {
    TestHall hall = local_hall();
    hall.config.calling.wrap_up = seconds{120};
    const auto idle = [&] {
        return live::figures_of(hall.state, hall.config, hall.context.now).counters[0].idle_share.value();
    };
    hall.issue(mobile);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.pass(std::chrono::minutes{4});
    hall.must(FinishServing{c1, {}, false});
    hall.pass(std::chrono::minutes{1});
    EXPECT_NEAR(idle(), 0, 1e-9);
    hall.pass(std::chrono::minutes{2});
    EXPECT_NEAR(idle(), 1.0 / 7, 1e-9);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_NEAR(idle(), 1.0 / 7, 1e-9) << "told by the call";
    hall.must(PauseCounter{c1, "meal"});
    hall.pass(std::chrono::minutes{2});
    EXPECT_NEAR(idle(), 1.0 / 9, 1e-9);
    hall.must(FinishServing{c1, {}, false});
    hall.pass(std::chrono::minutes{10});
    EXPECT_NEAR(idle(), 1.0 / 9, 1e-9) << "a pause is apart";
    hall.must(ResumeCounter{c1});
    hall.pass(std::chrono::minutes{1});
    EXPECT_NEAR(idle(), 2.0 / 10, 1e-9);
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST(LiveFigures, WithoutALocalTimeNothingIsForetold) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    const auto all = live::figures_of(hall.state, hall.config, hall.context.now);
    EXPECT_EQ(all.hall.waiting, 1U);
    EXPECT_FALSE(all.hall.ahead);
    EXPECT_FALSE(line_of(all, mobile).ahead);
}

TEST(LiveFigures, ACounterShowsWhatItDoesAndSinceWhen) {
    TestHall hall = local_hall();
    const TicketId id = hall.issue(mobile);
    hall.pass(std::chrono::minutes{1});
    hall.must(CallNext{c1, Channel::page});
    const WallTime called = hall.context.now;
    hall.pass(seconds{30});
    auto row = live::figures_of(hall.state, hall.config, hall.context.now).counters[0];
    EXPECT_EQ(row.number, hall.ticket(id).number);
    EXPECT_FALSE(row.serving);
    EXPECT_EQ(row.since, called);
    EXPECT_EQ(row.clerk, li);
    EXPECT_EQ(row.mean_service, std::nullopt);
    hall.must(StartServing{c1});
    row = live::figures_of(hall.state, hall.config, hall.context.now).counters[0];
    EXPECT_TRUE(row.serving);
    EXPECT_EQ(row.since, hall.context.now);
}

}  // namespace
}  // namespace jiaohao::domain::testing
