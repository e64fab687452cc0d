// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/live_figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string_view>
#include <vector>

namespace jiaohao::stats {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr StaffingGoal eighty_in_ten{.within = 10, .share = .8, .most_occupancy = 1, .shrinkage = 0};

/// waits.md's hall: 30 an hour, 8 min. Five counters reach .841, so 80 % takes five, 90 % six, 99 % seven.
TEST(CountersNeeded, ForArrivalsAloneAreThoseOfErlangC) {
    const auto with = [](double share) {
        return counters_needed({4, 0, 8}, {.within = 10, .share = share, .most_occupancy = 1, .shrinkage = 0})
            .value();
    };
    EXPECT_EQ(with(.8).counters, 5u);
    EXPECT_NEAR(with(.8).p_within, .841244, 5.1e-7);
    EXPECT_EQ(with(.9).counters, 6u);
    EXPECT_NEAR(with(.9).p_within, .976625, 5.1e-7);
    EXPECT_EQ(with(.99).counters, 7u);
    EXPECT_NEAR(with(.99).p_within, .996823, 5.1e-7);
    EXPECT_EQ(with(.9).for_load, 6u);
    EXPECT_EQ(with(.9).load, 4);
}

/// Clinic of waits.md: 20 min at a load of 2 with 3 doctors has 8/9 waiting of its own.
TEST(CountersNeeded, AQueueThatBelongsToTheSteadyStateNeedsNobody) {
    const StaffingGoal goal{.within = 0, .share = .5, .most_occupancy = 1, .shrinkage = 0};
    const auto own = counters_needed({2, 8.0 / 9, 20}, goal).value();
    EXPECT_EQ(own.for_load, 3u);
    EXPECT_EQ(own.counters, 3u);
    // One counter has 1 erlang to spare: 1.5 customers of 20 min in 30 min.
    EXPECT_EQ(counters_needed({2, 8.0 / 9 + 1.5, 20}, goal)->counters, 3u);
    EXPECT_EQ(counters_needed({2, 8.0 / 9 + 1.6, 20}, goal)->counters, 4u);
    EXPECT_EQ(counters_needed({2, 8.0 / 9 + 6, 20}, goal)->counters, 6u) << "2 + 6 x 20 / 30";
}

TEST(CountersNeeded, NobodyIsServedByTwoCounters) {
    EXPECT_EQ(counters_needed({0, 1, 240}, eighty_in_ten)->counters, 1u);
    EXPECT_EQ(counters_needed({0, 5, 8}, eighty_in_ten)->counters, 2u) << "40 minutes of work in 30";
    EXPECT_EQ(counters_needed({0, 0, 8}, eighty_in_ten)->counters, 0u);
    EXPECT_EQ(counters_needed({0, 0, 8}, eighty_in_ten)->p_within, 1);
}

TEST(CountersNeeded, WhatIsOutOfRangeIsNamed) {
    EXPECT_EQ(counters_needed({nan_value, 0, 8}, eighty_in_ten).error().what, "load");
    EXPECT_EQ(counters_needed({1, -1, 8}, eighty_in_ten).error().what, "waiting");
    EXPECT_EQ(counters_needed({1, nan_value, 8}, eighty_in_ten).error().what, "waiting");
    EXPECT_EQ(counters_needed({1, 0, 0}, eighty_in_ten).error().what, "service_min");
    EXPECT_EQ(counters_needed({1, 0, nan_value}, eighty_in_ten).error().what, "service_min");
    EXPECT_EQ(counters_needed({1, 0, 8}, {.within = 1, .share = 1, .most_occupancy = 1, .shrinkage = 0})
                  .error()
                  .what,
              "share");
}

TEST(LaggedLoads, TrailArrivalsByOneMeanService) {
    const std::vector<double> past{60, 30};
    const std::vector<double> coming{90, 0, 30};
    const auto loads = lagged_loads(past, coming, 10).value();
    ASSERT_EQ(loads.size(), 3u);
    EXPECT_NEAR(loads[0], (20 + 60) / 30.0 * 10, 1e-9) << "10 min of the 60 before, 20 min of the 90";
    EXPECT_NEAR(loads[1], 30 / 30.0 * 10, 1e-9);
    EXPECT_NEAR(loads[2], 20 / 30.0 * 10, 1e-9);
}

TEST(LaggedLoads, LagNoMoreThanThePastThatIsKnown) {
    const auto loads = lagged_loads(std::vector<double>{6}, std::vector<double>{12, 18}, 90).value();
    EXPECT_NEAR(loads[0], 6 / 30.0 * 90, 1e-9);
    EXPECT_NEAR(loads[1], 12 / 30.0 * 90, 1e-9);
    EXPECT_NEAR(lagged_loads({}, std::vector<double>{12}, 90)->at(0), 12 / 30.0 * 90, 1e-9);
}

TEST(LaggedLoads, WhatIsOutOfRangeIsNamed) {
    const std::vector<double> some{1};
    EXPECT_EQ(lagged_loads(some, std::vector<double>{nan_value}, 5).error().what, "arrivals");
    EXPECT_EQ(lagged_loads(std::vector<double>{-1}, some, 5).error().what, "arrivals");
    EXPECT_EQ(lagged_loads(some, std::vector<double>(49, 1.0), 5).error().what, "arrivals");
    EXPECT_EQ(lagged_loads(some, some, 0).error().what, "service_min");
}

TEST(StaffMatch, SaysHowManyAreShortOrToSpare) {
    EXPECT_EQ(staff_match(5, 5, 5), (StaffMatch{1, StaffAdvice::enough, 0}));
    EXPECT_EQ(staff_match(3, 4, 2), (StaffMatch{.75, StaffAdvice::short_of, 1}));
    EXPECT_EQ(staff_match(6, 4, 5), (StaffMatch{1.5, StaffAdvice::spare, 1}));
}

TEST(StaffMatch, WhoIsNeededInHalfAnHourIsNotToSpare) {
    EXPECT_EQ(staff_match(6, 4, 6), (StaffMatch{1.5, StaffAdvice::enough, 0}));
    EXPECT_EQ(staff_match(6, 4, 9), (StaffMatch{1.5, StaffAdvice::enough, 0}));
}

TEST(StaffMatch, OfNoneIsAMatch) {
    EXPECT_EQ(staff_match(0, 0, 3), (StaffMatch{1, StaffAdvice::enough, 0}));
    EXPECT_EQ(staff_match(0, 2, 2), (StaffMatch{0, StaffAdvice::short_of, 2}));
    EXPECT_EQ(staff_match(2, 0, 0), (StaffMatch{2, StaffAdvice::spare, 2}));
    EXPECT_EQ(staff_match(500, 1, 0).index, 10);
}

LiveMoment steady_moment() {
    LiveMoment moment;
    moment.queue = {.waiting = 2, .serving = 5, .counters = 5, .service_min = 8};
    moment.arrivals.past.fill(15);
    moment.arrivals.coming.fill(15);
    moment.goal = eighty_in_ten;
    return moment;
}

TEST(LiveFigures, OfASteadyHallThatIsWellStaffed) {
    const auto figures = live_figures(steady_moment());
    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->forecast.steps.size(), 4u);
    EXPECT_NEAR(figures->needed_now.load, 4, 1e-9);
    EXPECT_EQ(figures->needed_now.counters, 5u);
    EXPECT_EQ(figures->needed_next.counters, 5u);
    EXPECT_EQ(figures->match, (StaffMatch{1, StaffAdvice::enough, 0}));
}

TEST(LiveFigures, ABacklogCallsForMoreNowAndLessAfterwards) {
    LiveMoment moment = steady_moment();
    moment.queue.waiting = 20;
    const auto figures = live_figures(moment);
    ASSERT_TRUE(figures);
    // 4 erlangs + (20 - 2.2165 of its own) x 8 / 30 min.
    EXPECT_EQ(figures->needed_now.for_load, 5u);
    EXPECT_EQ(figures->needed_now.counters, 9u);
    EXPECT_EQ(figures->match.advice, StaffAdvice::short_of);
    EXPECT_EQ(figures->match.by, 4u);
    const double left = figures->forecast.steps[0].waiting;
    EXPECT_NEAR(left, 20 + 15 - 18.75, .5);
    EXPECT_EQ(figures->needed_next.counters,
              static_cast<std::uint32_t>(std::ceil(4 + (left - 2.21645) * 8 / 30)));
}

TEST(LiveFigures, ARushThatIsOverStillLoadsTheCounters) {
    LiveMoment moment = steady_moment();
    moment.queue.waiting = 0;
    moment.arrivals.past = {45, 45, 45, 45};
    moment.arrivals.coming = {0, 0, 0, 0};
    const auto figures = live_figures(moment);
    ASSERT_TRUE(figures);
    EXPECT_NEAR(figures->needed_now.load, 8 * 45 / 30.0 * 8 / 30, 1e-9) << "8 of 30 minutes are yet to come";
    EXPECT_EQ(figures->needed_next.load, 0);
    EXPECT_EQ(figures->needed_next.counters, 0u);
}

TEST(LiveFigures, OfAHallWithNobody) {
    LiveMoment moment;
    moment.goal = eighty_in_ten;
    const auto figures = live_figures(moment);
    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->needed_now.counters, 0u);
    EXPECT_EQ(figures->match, StaffMatch{});
    EXPECT_EQ(figures->forecast.steps[3].waiting, 0);
}

TEST(LiveFigures, WhatIsOutOfRangeIsNamed) {
    const auto with = [](auto change) {
        LiveMoment moment = steady_moment();
        change(moment);
        const auto figures = live_figures(moment);
        return figures ? std::string_view("nothing") : figures.error().what;
    };
    EXPECT_EQ(with([](auto& m) { m.queue.service_min = 0; }), "service_min");
    EXPECT_EQ(with([](auto& m) { m.arrivals.coming[3] = nan_value; }), "arrivals");
    EXPECT_EQ(with([](auto& m) { m.arrivals.past[0] = nan_value; }), "arrivals");
    EXPECT_EQ(with([](auto& m) { m.goal.share = 1; }), "share");
    EXPECT_EQ(with([](auto& m) { m.goal.within = nan_value; }), "within_min");
    EXPECT_EQ(with([](auto& m) {
                  m.arrivals.past[3] = 9'000;
                  m.queue.service_min = 1'440;
              }),
              "load");
}

/// Whoever follows the advice reaches the goal: from a backlog, with the counters needed, the line is gone within
/// the half hour and the goal holds from then on.
TEST(LiveFigures, CountersNeededReachTheGoal) {
    std::mt19937 random(5);
    for (int i = 0; i < 40; ++i) {
        LiveMoment moment = steady_moment();
        const double each = 2 + static_cast<double>(random() % 60);
        moment.arrivals.past.fill(each);
        moment.arrivals.coming.fill(each);
        moment.queue.service_min = 2 + static_cast<double>(random() % 12);
        moment.queue.waiting = static_cast<std::uint32_t>(random() % 40);
        const auto needed = live_figures(moment)->needed_now;
        moment.queue.counters = needed.counters;
        moment.queue.serving = needed.counters;
        const auto after = live_figures(moment).value();
        EXPECT_EQ(after.match.advice == StaffAdvice::short_of, false);
        EXPECT_GE(after.forecast.steps[1].p_within, moment.goal.share - .12) << i;
        EXPECT_GE(after.forecast.steps[3].p_within, moment.goal.share - .05) << i;
    }
}

}  // namespace
}  // namespace jiaohao::stats
