// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_estimator.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <type_traits>

#include "kiosk/stats/wait_told.hpp"

namespace jiaohao::stats {
namespace {

constexpr std::int64_t minute = 60'000;
/// 2026-03-09 09:00 UTC.
constexpr std::int64_t morning = 1'773'046'800'000;
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

WaitMoment moment_of(std::uint32_t ahead, std::uint32_t counters, std::optional<double> head = {}) {
    WaitMoment moment;
    moment.at_ms = morning;
    moment.ahead = ahead;
    moment.counters = counters;
    moment.head_waited = head;
    return moment;
}

TEST(WaitEstimator, ARowIsMadeOfTheElevenFeaturesInOrder) {
    LineWaits line = fresh_line(hall_scale);
    note_call(line, {20, morning - 25 * minute, morning - 5 * minute, 2, true}, hall_scale);
    note_call(line, {8, morning - 10 * minute, morning - 2 * minute, 2, true}, hall_scale);
    const double cycle = 10 + .02 * (6 - 10);
    const double mean = ((30 * .998 + 20) * .998 + 8) / ((3 * .998 + 1) * .998 + 1);
    const double rate = (2 + 2) / (30 + 2 * cycle / 2);
    const double hour = (0 + 3 * mean) / 3;
    const WaitRow row = features(line, moment_of(4, 2, 12.5), hall_scale).row;
    const WaitRow expected{1,
                           std::log(5 / rate + 2),
                           std::log(12.5 + 2),
                           std::log(8.0 + 2),
                           std::log(14.0 + 2),
                           std::log(5 * cycle / 2 + 2),
                           std::log(5.0),
                           std::log(3.0),
                           std::log(hour + 2),
                           std::log(10 * rate),
                           std::log(mean + 2)};
    for (std::size_t i = 0; i < wait_terms; ++i) {
        EXPECT_DOUBLE_EQ(row[i], expected[i]) << i;
    }
}

TEST(WaitEstimator, PhonesTellPriorityWhereHallsTellThePace) {
    WaitMoment moment = moment_of(4, 2, 1.0);
    const LineWaits line = fresh_line(phone_scale);
    EXPECT_DOUBLE_EQ(features(line, moment, phone_scale).row[9], 0);
    moment.priority = true;
    EXPECT_DOUBLE_EQ(features(line, moment, phone_scale).row[9], 1);
    EXPECT_DOUBLE_EQ(features(line, moment, phone_scale).row[2], std::log(1.25));
}

TEST(WaitEstimator, AnEmptyLineTakesTheQueueForItsHead) {
    const LineWaits line = fresh_line(hall_scale);
    const WaitRow row = features(line, moment_of(0, 2), hall_scale).row;
    EXPECT_DOUBLE_EQ(row[2], row[5]);
    EXPECT_DOUBLE_EQ(features(line, moment_of(0, 2, nan_value), hall_scale).row[2], row[2]);
    EXPECT_DOUBLE_EQ(features(line, moment_of(0, 2, -9.0), hall_scale).row[2], std::log(2.0));
}

TEST(WaitEstimator, NoCounterCountsAsOne) {
    const LineWaits line = fresh_line(hall_scale);
    EXPECT_EQ(features(line, moment_of(3, 0), hall_scale), features(line, moment_of(3, 1), hall_scale));
}

TEST(WaitEstimator, ANewHallTellsTheGeometricMeanOfQueueLastAndMean) {
    const LineWaits line = fresh_line(hall_scale);
    const WaitForecast told =
        predict(fresh_estimator(), features(line, moment_of(5, 2, 1.0), hall_scale), hall_scale);
    const double p50 = std::cbrt((6 * 10 / 2.0 + 2) * 12 * 12) - 2;
    EXPECT_NEAR(told.p50, p50, 1e-9);
    EXPECT_NEAR(told.p90, (p50 + 2) * std::exp(0.7) - 2, 1e-9);
}

TEST(WaitEstimator, WhoIsNextIsToldNoWaitAndTeachesNothing) {
    const LineWaits line = fresh_line(hall_scale);
    WaitMoment moment = moment_of(0, 2);
    moment.counter_idle = true;
    const WaitFeatures known = features(line, moment, hall_scale);
    WaitEstimator estimator = fresh_estimator();
    EXPECT_EQ(predict(estimator, known, hall_scale), next_forecast);
    observe_called(estimator, known, 0, 0.2, hall_scale);
    EXPECT_EQ(estimator, fresh_estimator());
}

TEST(WaitEstimator, AnIdleCounterServesNobodyAtOnceWhileOthersAreAhead) {
    // The counter that is idle may not call this line's first customer, or is about to.
    WaitMoment moment = moment_of(1, 2, 3.0);
    moment.counter_idle = true;
    EXPECT_GT(
        predict(fresh_estimator(), features(fresh_line(hall_scale), moment, hall_scale), hall_scale).p50, 1);
    moment = moment_of(0, 2);
    EXPECT_GT(
        predict(fresh_estimator(), features(fresh_line(hall_scale), moment, hall_scale), hall_scale).p50, 1)
        << "all counters busy";
}

TEST(WaitEstimator, MoreAheadAreToldLonger) {
    double before = 0;
    for (std::uint32_t ahead = 0; ahead < 300; ++ahead) {
        const auto known = features(fresh_line(hall_scale), moment_of(ahead, 3, 5.0), hall_scale);
        const double p50 = predict(fresh_estimator(), known, hall_scale).p50;
        EXPECT_GT(p50, before);
        before = p50;
    }
}

TEST(WaitEstimator, ForecastsStayWithinBoundsWhateverTheState) {
    const LineWaits line = fresh_line(hall_scale);
    for (const double weight : {nan_value, infinite, -infinite, 1e300, -1e300, 50.0, -50.0}) {
        WaitEstimator estimator = fresh_estimator();
        estimator.regression.weights.fill(weight);
        for (const std::uint32_t ahead : {0U, 7U, UINT32_MAX}) {
            const auto known = features(line, moment_of(ahead, UINT32_MAX, 1e300), hall_scale);
            const WaitForecast told = predict(estimator, known, hall_scale);
            EXPECT_GE(told.p50, 0.5);
            EXPECT_LE(told.p50, 600);
            EXPECT_GE(told.p90, told.p50);
            EXPECT_LE(told.p90, longest_wait_min);
        }
    }
}

TEST(WaitEstimator, WaitsThatAreNoNumbersTeachNothing) {
    const auto known = features(fresh_line(hall_scale), moment_of(5, 2, 1.0), hall_scale);
    WaitEstimator estimator = fresh_estimator();
    for (const double wait : {nan_value, infinite, -1.0}) {
        observe_called(estimator, known, 10, wait, hall_scale);
    }
    EXPECT_EQ(estimator, fresh_estimator());
    observe_called(estimator, known, 10, 1e9, hall_scale);
    EXPECT_NE(estimator, fresh_estimator()) << "a wait beyond a day counts as a day";
    EXPECT_TRUE(is_sound(estimator.regression));
}

/// A hall whose two counters spend half their time on another line, so that true waits are twice what the
/// queue says; arrivals find 1 to 20 people ahead.
double late_error(bool learning) {
    std::mt19937_64 random(5);
    LineWaits line = fresh_line(hall_scale);
    WaitEstimator estimator = fresh_estimator();
    double error = 0;
    for (int i = 0; i < 2'000; ++i) {
        const auto ahead = static_cast<std::uint32_t>(1 + random() % 20);
        const WaitFeatures known = features(line, moment_of(ahead, 2, ahead * 5.0), hall_scale);
        const WaitForecast told = predict(estimator, known, hall_scale);
        const double wait = (ahead + 1) * 10.0 * (0.9 + 0.2 * static_cast<double>(random() % 100) / 100);
        error += i >= 1'000 ? std::abs(told.p50 - wait) / wait / 1'000 : 0;
        if (learning) {
            observe_called(estimator, known, told.p50, wait, hall_scale);
        }
    }
    return error;
}

TEST(WaitEstimator, LearnsItsWayOutOfCountersThatAreShared) {
    EXPECT_GT(late_error(false), 0.4);
    EXPECT_LT(late_error(true), 0.1);
}

TEST(WaitEstimator, OnlySoundStateOfThisVersionIsRestored) {
    WaitEstimator learnt = fresh_estimator();
    const auto known = features(fresh_line(hall_scale), moment_of(5, 2, 1.0), hall_scale);
    observe_called(learnt, known, 10, 44, hall_scale);
    EXPECT_EQ(restored(learnt), learnt);
    WaitEstimator other = learnt;
    other.version += 1;
    EXPECT_EQ(restored(other), fresh_estimator());
    other = learnt;
    other.regression.weights[2] = nan_value;
    EXPECT_EQ(restored(other), fresh_estimator());
    other = learnt;
    other.bound.log_q[2] = -77;
    EXPECT_EQ(restored(other), fresh_estimator());

    LineWaits line = fresh_line(phone_scale);
    note_call(line, {2, morning, morning, 1, true}, phone_scale);
    EXPECT_EQ(restored(line, phone_scale), line);
    line.cycle = infinite;
    EXPECT_EQ(restored(line, phone_scale), fresh_line(phone_scale));
}

/// Numbers of every size and kind in place of those of a sound state, a few or all of them.
template <class State>
State garbage(State state, std::mt19937_64& random) {
    static_assert(std::is_trivially_copyable_v<State>);
    std::array<std::uint64_t, sizeof(State) / 8> words{};
    std::memcpy(words.data(), static_cast<const void*>(&state), sizeof(State));
    const std::size_t every = 1 + random() % words.size();
    for (auto& word : words) {
        word = random() % every == 0 ? random() >> (random() % 64) : word;
    }
    std::memcpy(static_cast<void*>(&state), words.data(), sizeof(State));
    return state;
}

TEST(WaitEstimator, WhateverASnapshotHoldsTheHallTellsWaitsAndLearns) {
    std::mt19937_64 random(17);
    for (int i = 0; i < 20'000; ++i) {
        WaitEstimator estimator = restored(garbage(fresh_estimator(), random));
        LineWaits line = restored(garbage(fresh_line(hall_scale), random), hall_scale);
        for (int call = 0; call < 3; ++call) {
            const auto known = features(line, moment_of(4, 2, 7.0), hall_scale);
            const WaitForecast told = predict(estimator, known, hall_scale);
            ASSERT_TRUE(told.p50 >= 0.5 && told.p50 <= told.p90 && told.p90 <= longest_wait_min) << i;
            observe_called(estimator, known, told.p50, 12, hall_scale);
            note_call(line, {12, morning, morning + 12 * minute, 2, true}, hall_scale);
        }
        ASSERT_TRUE(is_sound(estimator.regression)) << i;
        ASSERT_TRUE(is_sound(estimator.bound)) << i;
        ASSERT_TRUE(is_sound(line)) << i;
    }
}

TEST(WaitEstimator, StateIsSmall) {
    EXPECT_LE(sizeof(WaitEstimator), 800u);
    EXPECT_LE(sizeof(LineWaits), 1'200u);
}

TEST(WaitTold, BothFiguresAreRoundedUpToFiveMinutes) {
    EXPECT_EQ(told({3.2, 11}), (WaitTold{false, 5, 15}));
    EXPECT_EQ(told({5, 10}), (WaitTold{false, 5, 10}));
    EXPECT_EQ(told({5.01, 10.01}), (WaitTold{false, 10, 15}));
    EXPECT_EQ(told({0.5, 0.5}), (WaitTold{false, 5, 5}));
    EXPECT_EQ(told({600, 2000}), (WaitTold{false, 600, 1440}));
}

TEST(WaitTold, WhoIsNextIsToldSo) {
    EXPECT_EQ(told(next_forecast), (WaitTold{true, 0, 0}));
}

TEST(WaitTold, WhatIsNoNumberIsToldAsADay) {
    EXPECT_EQ(told({nan_value, nan_value}), (WaitTold{false, 1440, 1440}));
    EXPECT_EQ(told({20, -3}), (WaitTold{false, 20, 20})) << "never within less than about";
}

}  // namespace
}  // namespace jiaohao::stats
