// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/staffing.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "kiosk/stats/halfin_whitt.hpp"
#include "kiosk/stats/offered_load.hpp"
#include "kiosk/stats/priority_queue.hpp"

namespace jiaohao::stats {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

TEST(HalfinWhitt, AlphaOfBetaAndBackAgreeWithTheTable) {
    const std::array<std::pair<double, double>, 4> alphas{
        {{.5, .504539}, {1, .223361}, {1.5, .084690}, {2, .026881}}};
    for (const auto& [beta, alpha] : alphas) {
        EXPECT_NEAR(halfin_whitt_alpha(beta).value(), alpha, 5.1e-7);
    }
    const std::array<std::pair<double, double>, 4> betas{
        {{.5, .50605}, {.2, 1.06152}, {.1, 1.42019}, {.05, 1.73984}}};
    for (const auto& [alpha, beta] : betas) {
        EXPECT_NEAR(halfin_whitt_beta(alpha).value(), beta, 5.1e-6);
    }
}

TEST(HalfinWhitt, TheInverseIsTheInverseOverItsWholeRange) {
    for (double alpha = 1e-12; alpha < 1; alpha = alpha * 1.7 + 1e-13) {
        EXPECT_NEAR(halfin_whitt_alpha(halfin_whitt_beta(alpha).value()).value() / alpha, 1, 1e-6) << alpha;
    }
    for (const double bad : {0.0, 1.0, -1.0, nan_value}) {
        EXPECT_EQ(halfin_whitt_beta(bad).error().what, "alpha");
    }
    for (const double bad : {0.0, 31.0, nan_value}) {
        EXPECT_EQ(halfin_whitt_alpha(bad).error().what, "beta");
    }
}

TEST(Staffing, TheSquareRootRuleIsFinishedByAnExactStep) {
    int one_short = 0;
    for (const double p_wait : {.5, .2, .1, .05}) {
        for (int load = 2; load <= 128; ++load) {
            const std::uint32_t counters = counters_for_p_wait(load, p_wait).value();
            EXPECT_LE(erlang_c(load, counters).value(), p_wait);
            if (counters > static_cast<std::uint32_t>(load) + 1) {
                EXPECT_GT(erlang_c(load, counters - 1).value(), p_wait);
            }
            const double rule = std::ceil(load + halfin_whitt_beta(p_wait).value() * std::sqrt(load));
            EXPECT_TRUE(counters == rule || counters == rule + 1) << load << " at " << p_wait;
            one_short += counters == rule + 1 ? 1 : 0;
        }
    }
    EXPECT_GT(one_short, 0);
    EXPECT_EQ(counters_for_p_wait(4, .1).value(), std::ceil(4 + 1.42019 * 2) + 1);
}

TEST(Staffing, LargeLoadsAreFoundExactly) {
    for (const double load : {0.001, 0.7, 999.9, 10'000.0}) {
        const std::uint32_t counters = counters_for_p_wait(load, .2).value();
        EXPECT_LE(erlang_c(load, counters).value(), .2);
        EXPECT_TRUE(counters - 1 <= load || erlang_c(load, counters - 1).value() > .2);
    }
    EXPECT_EQ(counters_for_p_wait(0, .2).value(), 0u);
}

/// pyworkforce's own example: 100 calls in 30 min, 3 min each, 80 % within 20 s, at most 85 % busy, 30 % shrinkage.
TEST(Staffing, AgreesWithPyworkforce) {
    const StaffingGoal goal{.within = 20.0 / 180, .share = .8, .most_occupancy = .85, .shrinkage = .3};
    const auto staff = staffing(10, goal);
    ASSERT_TRUE(staff);
    EXPECT_EQ(staff->counters, 14u);
    EXPECT_EQ(staff->scheduled, 20u);
    EXPECT_NEAR(staff->service_level, .88835, 5.1e-6);
    EXPECT_NEAR(staff->occupancy, .7142857, 5.1e-8);
    EXPECT_NEAR(staff->p_wait, .1741319, 5.1e-8);
}

TEST(Staffing, OccupancyBindsWhereTheServiceLevelDoesNot) {
    StaffingGoal goal{.within = 10, .share = .5, .most_occupancy = .5, .shrinkage = 0};
    EXPECT_EQ(staffing(10, goal)->counters, 20u);
    EXPECT_EQ(staffing(10, goal)->scheduled, 20u);
    goal.most_occupancy = 1;
    EXPECT_EQ(staffing(10, goal)->counters, 11u);
    goal.most_occupancy = .5;
    goal.shrinkage = .3;
    EXPECT_EQ(staffing(10.5, goal)->counters, 21u);
    EXPECT_EQ(staffing(10.5, goal)->scheduled, 30u) << "21 / .7, and not one more for rounding";
    EXPECT_EQ(staffing(0, goal)->counters, 0u);
    goal.most_occupancy = 1e-9;
    EXPECT_EQ(staffing(10, goal).error(), (StatError{StatError::Code::no_answer, "goal"}));
}

TEST(Staffing, WhatIsOutOfRangeIsNamed) {
    const StaffingGoal good;
    const auto with = [&](auto change) {
        StaffingGoal goal = good;
        change(goal);
        return staffing(3, goal).error().what;
    };
    EXPECT_EQ(with([](auto& g) { g.within = -1; }), "within");
    EXPECT_EQ(with([](auto& g) { g.within = nan_value; }), "within");
    EXPECT_EQ(with([](auto& g) { g.share = 1; }), "share");
    EXPECT_EQ(with([](auto& g) { g.share = nan_value; }), "share");
    EXPECT_EQ(with([](auto& g) { g.most_occupancy = 0; }), "most_occupancy");
    EXPECT_EQ(with([](auto& g) { g.most_occupancy = 1.1; }), "most_occupancy");
    EXPECT_EQ(with([](auto& g) { g.shrinkage = .95; }), "shrinkage");
    EXPECT_EQ(staffing(nan_value, good).error().what, "load");
    EXPECT_EQ(staffing(10'001, good).error().what, "load");
    EXPECT_EQ(counters_for_p_wait(nan_value, .2).error().what, "load");
    EXPECT_EQ(counters_for_p_wait(3, 0).error().what, "p_wait");
}

TEST(LagSipp, ArrivalsAreThoseOfOneMeanServiceEarlier) {
    const auto rates = lagged_rates({{1, 2, 4, 0}, 30, 10});
    ASSERT_TRUE(rates);
    ASSERT_EQ(rates->size(), 4u);
    EXPECT_NEAR(rates->at(0), 20.0 / 30, 1e-12);
    EXPECT_NEAR(rates->at(1), (10 * 1 + 20 * 2) / 30.0, 1e-12);
    EXPECT_NEAR(rates->at(2), (10 * 2 + 20 * 4) / 30.0, 1e-12);
    EXPECT_NEAR(rates->at(3), 10 * 4 / 30.0, 1e-12);
    const auto late = lagged_rates({{1, 2, 4}, 30, 45});
    EXPECT_NEAR(late->at(0), 0, 1e-12);
    EXPECT_NEAR(late->at(1), 0.5, 1e-12);
    EXPECT_NEAR(late->at(2), 1.5, 1e-12);
}

TEST(LagSipp, AnEvenDayIsStaffedLikeAnyOfItsHalfHours) {
    const StaffingGoal goal{.within = 10, .share = .8, .most_occupancy = 1, .shrinkage = 0};
    const auto plan = lag_sipp({std::vector<double>(16, 0.5), 30, 8}, goal);
    ASSERT_TRUE(plan);
    for (std::size_t i = 1; i < plan->size(); ++i) {
        EXPECT_EQ(plan->at(i).counters, 5u);
        EXPECT_NEAR(plan->at(i).service_level, .841244, 5.1e-7);
    }
    EXPECT_LT(plan->at(0).counters, 5u) << "the day begins empty";
    EXPECT_TRUE(lag_sipp({{}, 30, 8}, goal)->empty());
}

TEST(LagSipp, WhatIsOutOfRangeIsNamed) {
    const StaffingGoal goal;
    for (const DayLoad& day :
         {DayLoad{{nan_value}, 30, 5}, DayLoad{{-1}, 30, 5}, DayLoad{{1}, 0, 5}, DayLoad{{1}, nan_value, 5},
          DayLoad{{1}, 30, -1}, DayLoad{{1}, 30, 2000}, DayLoad{std::vector<double>(1001, 1.0), 30, 5}}) {
        EXPECT_EQ(lag_sipp(day, goal).error().what, "day");
        EXPECT_EQ(lagged_rates(day).error().what, "day");
        EXPECT_EQ(offered_load(day).error().what, "day");
    }
    EXPECT_EQ(lag_sipp({{9'000}, 30, 5}, goal).error().what, "load");
}

/// 30 customers an hour with a swing of 60 % in 8 hours, 15 minutes each.
TEST(OfferedLoad, OfASineTrailsItsArrivals) {
    const SineArrivals arrivals{30, .6, 8};
    const double expected[] = {6.649227, 9.962272, 11.832951, 11.165446, 8.350773};
    for (int hour = 0; hour <= 4; ++hour) {
        EXPECT_NEAR(sine_load(arrivals, .25, hour).value(), expected[hour], 5.1e-7);
    }
    EXPECT_NEAR(sine_lag(arrivals, .25).value(), .246860, 5.1e-7);
}

TEST(OfferedLoad, OfADayInStepsFollowsThatOfTheSine) {
    const SineArrivals arrivals{30, .6, 8};
    DayLoad day{{}, 1, 15};
    for (int minute = 0; minute < 960; ++minute) {
        const double t = (minute + 0.5) / 60;
        day.per_minute.push_back(30 * (1 + .6 * std::sin(2 * M_PI * t / 8)) / 60);
    }
    const auto loads = offered_load(day);
    ASSERT_TRUE(loads);
    for (int minute = 240; minute < 960; minute += 30) {
        EXPECT_NEAR(loads->at(minute), sine_load(arrivals, .25, (minute + 0.5) / 60.0).value(), 0.05)
            << minute;
    }
    EXPECT_NEAR(offered_load({{2, 0}, 30, 15})->at(0), 30 * (1 - std::exp(-2)), 1e-12);
    EXPECT_NEAR(offered_load({{2, 0}, 30, 15})->at(1), 30 * (1 - std::exp(-2)), 1e-12)
        << "largest at its start";
    EXPECT_EQ(offered_load({{2, 3}, 30, 0})->at(1), 0);
}

TEST(OfferedLoad, WhatIsOutOfRangeIsNamed) {
    EXPECT_EQ(sine_load({nan_value, .6, 8}, .25, 0).error().what, "mean_rate");
    EXPECT_EQ(sine_load({30, 1.1, 8}, .25, 0).error().what, "amplitude");
    EXPECT_EQ(sine_load({30, .6, 0}, .25, 0).error().what, "period");
    EXPECT_EQ(sine_load({30, .6, 8}, nan_value, 0).error().what, "service");
    EXPECT_EQ(sine_load({30, .6, 8}, .25, nan_value).error().what, "t");
    EXPECT_EQ(sine_lag({30, .6, 8}, 0).error().what, "service");
}

/// Rates .2, .6 and 1.2 an hour, 3 services an hour; hours.
TEST(PriorityQueue, AgreesWithCobham) {
    const std::array<double, 3> loads{.2 / 3, .6 / 3, 1.2 / 3};
    const std::array<std::array<double, 3>, 2> hours{
        {{.238095, .324675, .909091}, {.028736, .033156, .048077}}};
    for (std::uint32_t s = 1; s <= 2; ++s) {
        const auto waits = priority_waits(loads, s);
        ASSERT_TRUE(waits);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_NEAR(waits->at(i) / 3, hours[s - 1][i], 5.1e-7);
        }
    }
}

TEST(PriorityQueue, OneClassIsErlangCAndTheMeanIsConserved) {
    const std::array<double, 1> one{4};
    EXPECT_NEAR(priority_waits(one, 5)->at(0), delay_figures(4, 5)->mean_wait, 1e-12);
    const std::array<double, 3> three{1, 0, 3};
    const auto waits = priority_waits(three, 5).value();
    EXPECT_NEAR((waits[0] + 3 * waits[2]) / 4, delay_figures(4, 5)->mean_wait, 1e-12);
}

TEST(PriorityQueue, WhatIsOutOfRangeIsNamed) {
    const std::array<double, 2> full{2, 1};
    EXPECT_EQ(priority_waits(full, 3).error().code, StatError::Code::overloaded);
    const std::array<double, 2> bad{2, nan_value};
    EXPECT_EQ(priority_waits(bad, 3).error().what, "loads");
    EXPECT_EQ(priority_waits(std::vector<double>(101, 0.01), 3).error().what, "loads");
}

}  // namespace
}  // namespace jiaohao::stats
