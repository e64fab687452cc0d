// Charts, alarms and run lengths.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "kiosk/stats/ewma_alarm.hpp"
#include "kiosk/stats/p_chart.hpp"
#include "kiosk/stats/run_length.hpp"

namespace jiaohao::stats {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

/// `days` samples of n with `hits` in all, as even as can be.
std::vector<Sample> even_samples(std::size_t days, std::uint64_t n, std::uint64_t hits) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < days; ++i) {
        samples.push_back({hits * (i + 1) / days - hits * i / days, n});
    }
    return samples;
}

TEST(PChart, AgreesWithTheTextbookExample) {
    const auto chart = p_chart(even_samples(30, 50, 347), ChartSpread::binomial);
    ASSERT_TRUE(chart);
    EXPECT_NEAR(chart->centre, .2313, 5.1e-5);
    for (const ControlLimits& limits : chart->limits) {
        EXPECT_NEAR(limits.lower, .0524, 5.1e-5);
        EXPECT_NEAR(limits.upper, .4102, 5.1e-5);
    }
}

TEST(PChart, EachDayHasTheLimitsOfItsSizeAndWhatLiesOutsideIsMarked) {
    auto samples = even_samples(20, 100, 400);
    samples.push_back({40, 100});
    samples.push_back({4, 10});
    const auto chart = p_chart(samples, ChartSpread::binomial);
    ASSERT_TRUE(chart);
    EXPECT_FALSE(chart->outside[0]);
    EXPECT_TRUE(chart->outside[20]);
    EXPECT_FALSE(chart->outside[21]) << "the same share of ten answers";
    EXPECT_GE(chart->limits[21].lower, 0);
}

TEST(PChart, DaysThatReallyDifferDoNotAllAlarm) {
    std::mt19937_64 random(9);
    std::normal_distribution<double> between_days(0.8, 0.04);
    std::vector<Sample> samples;
    for (int day = 0; day < 200; ++day) {
        std::binomial_distribution<std::uint64_t> answers(2'000, between_days(random));
        samples.push_back({answers(random), 2'000});
    }
    const auto count = [&](ChartSpread spread) {
        const auto chart = p_chart(samples, spread).value();
        return std::count(chart.outside.begin(), chart.outside.end(), true);
    };
    EXPECT_GT(count(ChartSpread::binomial), 60);
    EXPECT_LT(count(ChartSpread::laney), 5);
    const auto plain = even_samples(30, 50, 347);
    EXPECT_EQ(p_chart(plain, ChartSpread::laney)->spread, 1) << "never narrower than chance";
}

TEST(PChart, WhatIsOutOfRangeIsNamed) {
    const std::vector<Sample> empty_day{{0, 0}};
    const std::vector<Sample> more{{3, 2}};
    EXPECT_EQ(p_chart(empty_day, ChartSpread::binomial).error().what, "samples");
    EXPECT_EQ(p_chart(more, ChartSpread::binomial).error().what, "samples");
    EXPECT_EQ(p_chart({}, ChartSpread::binomial).error().code, StatError::Code::no_answer);
    EXPECT_EQ(p_chart(even_samples(2, 5, 3), ChartSpread::laney).error().code, StatError::Code::no_answer);
    for (const double sigmas : {0.0, -1.0, 11.0, nan_value}) {
        EXPECT_EQ(p_chart(even_samples(2, 5, 3), ChartSpread::binomial, sigmas).error().what, "sigmas");
    }
    const auto none = p_chart(even_samples(4, 5, 0), ChartSpread::laney);
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->outside[0]);
}

TEST(RunLength, OfShewhartCharts) {
    EXPECT_NEAR(shewhart_run_length(3, 0).value(), 370.4, .051);
    EXPECT_NEAR(shewhart_run_length(3, 1).value(), 43.9, .051);
    EXPECT_EQ(shewhart_run_length(3, 1).value(), shewhart_run_length(3, -1).value());
}

TEST(RunLength, OfCusumCharts) {
    EXPECT_NEAR(cusum_run_length(.5, 4, 0).value(), 167.7, .051);
    EXPECT_NEAR(cusum_run_length(.5, 4, 1).value(), 8.38, .0051);
    EXPECT_NEAR(cusum_run_length(.5, 5, 0).value(), 465.4, .051);
    EXPECT_NEAR(cusum_run_length(.5, 5, 1).value(), 10.38, .0051);
    EXPECT_NEAR(cusum_run_length(.5, 5, -1).value(), 10.38, .0051);
}

/// By the integral equation with 90 Gauss-Legendre nodes; commonly printed as 499.7, 10.54, 499.5, 10.33, 368.9
/// and 9.73, cut off after the last digit.
TEST(RunLength, OfEwmaCharts) {
    const auto both = [](double weight, double limit, double shift) {
        return ewma_run_length({weight, limit, Sides::both}, shift).value();
    };
    EXPECT_NEAR(both(.2, 2.962, 0), 499.735, .01);
    EXPECT_NEAR(both(.2, 2.962, 1), 10.5417, .0005);
    EXPECT_NEAR(both(.1, 2.814, 0), 499.580, .01);
    EXPECT_NEAR(both(.1, 2.814, 1), 10.3307, .0005);
    EXPECT_NEAR(both(.1, 2.7, 0), 368.994, .01);
    EXPECT_NEAR(both(.1, 2.7, -1), 9.7300, .0005);
    EXPECT_NEAR(both(1, 3, 0), 370.4, .051) << "the newest value alone is a Shewhart chart";
}

TEST(RunLength, ALowerSideAloneRunsLongerAndHearsNoRise) {
    const double one = ewma_run_length({.1, 2.7, Sides::lower}, 0).value();
    EXPECT_GT(one, 1.9 * 368.9);
    EXPECT_LT(one, 2.2 * 368.9);
    EXPECT_NEAR(ewma_run_length({.1, 2.7, Sides::lower}, -1).value(), 9.73, .02);
    const auto rise = ewma_run_length({.1, 2.7, Sides::lower}, 1);
    EXPECT_TRUE(!rise || *rise > 1e6);
    EXPECT_NEAR(ewma_run_length({.1, 2.47, Sides::lower}, 0).value(), 430, 5);
}

TEST(RunLength, WhatHasNoAnswerIsNamed) {
    for (const double bad : {nan_value, 0.0, 7.0}) {
        EXPECT_EQ(shewhart_run_length(bad, 0).error().what, "sigmas");
        EXPECT_EQ(ewma_run_length({.1, bad, Sides::both}, 0).error().what, "limit");
    }
    for (const double bad : {nan_value, 11.0, -11.0}) {
        EXPECT_EQ(shewhart_run_length(3, bad).error().what, "shift");
        EXPECT_EQ(cusum_run_length(.5, 4, bad).error().what, "shift");
        EXPECT_EQ(ewma_run_length({}, bad).error().what, "shift");
    }
    EXPECT_EQ(cusum_run_length(nan_value, 4, 0).error().what, "k");
    EXPECT_EQ(cusum_run_length(.5, 0, 0).error().what, "h");
    EXPECT_EQ(cusum_run_length(.5, 21, 0).error().what, "h");
    EXPECT_EQ(ewma_run_length({nan_value, 2.7, Sides::both}, 0).error().what, "weight");
    EXPECT_EQ(cusum_run_length(5, 20, 0).error(), (StatError{StatError::Code::no_answer, "run length"}));
    EXPECT_EQ(shewhart_run_length(6, 0).value() > 5e8, true);
    for (const double shift : {-10.0, 10.0}) {
        EXPECT_TRUE(between(cusum_run_length(.5, 5, shift).value(), 1, 2));
        EXPECT_TRUE(between(ewma_run_length({.1, 2.7, Sides::both}, shift).value(), 1, 2));
    }
}

/// Mean days until the alarm of a hall with `n` answers a day whose satisfaction is `share`, 80 % being usual.
double days_to_alarm(std::uint64_t n, double share, int runs) {
    std::mt19937_64 random(n);
    std::binomial_distribution<std::uint64_t> answers(n, share);
    double days = 0;
    for (int run = 0; run < runs; ++run) {
        EwmaState state;
        bool alarmed = false;
        while (!alarmed) {
            alarmed = add_day(state, {}, {answers(random), n}).value();
            days += 1;
        }
    }
    return days / runs;
}

TEST(EwmaAlarm, HearsSmallFallsWithinWeeksAtOneFalseAlarmAYear) {
    EXPECT_NEAR(days_to_alarm(15, .75, 300), 22, 3);
    EXPECT_NEAR(days_to_alarm(15, .70, 500), 9, 1);
    EXPECT_NEAR(days_to_alarm(15, .60, 500), 4, .7);
    EXPECT_NEAR(days_to_alarm(40, .75, 500), 12, 1);
    EXPECT_NEAR(days_to_alarm(40, .70, 500), 5, .5);
    EXPECT_NEAR(days_to_alarm(40, .60, 500), 2.5, .3);
    EXPECT_NEAR(days_to_alarm(15, .80, 150), 365, 80);
}

TEST(EwmaAlarm, ARiseIsNoAlarm) {
    EwmaState state;
    for (int day = 0; day < 5'000; ++day) {
        ASSERT_FALSE(add_day(state, {}, {15, 15}).value());
    }
}

TEST(EwmaAlarm, TheVarianceIsThatOfTheDaysTakenIn) {
    EwmaState state;
    const EwmaRule rule{.usual = .8, .weight = .2, .limit = 3, .between_days = .03};
    ASSERT_TRUE(add_day(state, rule, {8, 10}));
    const double settled = (.016 + .0009) * .2 / 1.8;
    EXPECT_NEAR(state.variance, settled, 1e-15);
    ASSERT_TRUE(add_day(state, rule, {10, 40}));
    EXPECT_NEAR(state.variance, .64 * settled + .04 * (.004 + .0009), 1e-15);
    EXPECT_DOUBLE_EQ(state.deviation, .2 * (.25 - .8));
    EXPECT_EQ(state.days, 2u);
}

TEST(EwmaAlarm, ADayWithoutAnswersChangesNothing) {
    EwmaState state{.deviation = -.02, .variance = .001, .days = 9};
    const EwmaState before = state;
    EXPECT_FALSE(add_day(state, {}, {0, 0}).value());
    EXPECT_EQ(state, before);
}

TEST(EwmaAlarm, SpoiltStateBeginsAnewAndWrongRulesAreNamed) {
    EwmaState spoilt{.deviation = nan_value, .variance = 0, .days = 9};
    EwmaState fresh;
    EXPECT_FALSE(add_day(spoilt, {}, {8, 10}).value());
    EXPECT_FALSE(add_day(fresh, {}, {8, 10}).value());
    EXPECT_EQ(spoilt, fresh);
    EXPECT_EQ(add_day(fresh, {.usual = 1}, {8, 10}).error().what, "usual");
    EXPECT_EQ(add_day(fresh, {.weight = 0}, {8, 10}).error().what, "weight");
    EXPECT_EQ(add_day(fresh, {.limit = nan_value}, {8, 10}).error().what, "limit");
    EXPECT_EQ(add_day(fresh, {.between_days = .6}, {8, 10}).error().what, "between_days");
    EXPECT_EQ(add_day(fresh, {}, {11, 10}).error().what, "day");
}

}  // namespace
}  // namespace jiaohao::stats
