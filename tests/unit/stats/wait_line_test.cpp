// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_line.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>

namespace jiaohao::stats {
namespace {

constexpr std::int64_t minute = 60'000;
/// 2026-03-09 09:00 UTC.
constexpr std::int64_t morning = 1'773'046'800'000;
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

LineWaits after(std::initializer_list<double> waits) {
    LineWaits line = fresh_line(hall_scale);
    std::int64_t at = morning;
    for (const double wait : waits) {
        at += minute;
        note_call(line, {wait, at, at, 1, true}, hall_scale);
    }
    return line;
}

TEST(WaitLine, AFreshLineSaysTheMeanItStartsFrom) {
    for (const auto& [scale, mean] : {std::pair{hall_scale, 10.0}, std::pair{phone_scale, 1.0}}) {
        const LineWaits line = fresh_line(scale);
        EXPECT_DOUBLE_EQ(mean_wait(line), mean);
        EXPECT_DOUBLE_EQ(moving_average(line), mean);
        EXPECT_DOUBLE_EQ(last_wait(line), mean);
        EXPECT_DOUBLE_EQ(hour_wait(line, morning), mean);
        EXPECT_DOUBLE_EQ(recent_calls(line, morning), 0);
        EXPECT_DOUBLE_EQ(line.cycle, scale.cycle);
    }
}

TEST(WaitLine, TheMeanForgetsATwoThousandthPartAtEachCall) {
    EXPECT_DOUBLE_EQ(mean_wait(after({40})), (30 * .998 + 40) / (3 * .998 + 1));
}

TEST(WaitLine, TheMovingAverageIsOfTheLastTenCalls) {
    EXPECT_DOUBLE_EQ(moving_average(after({4, 8})), 6);
    EXPECT_DOUBLE_EQ(moving_average(after({100, 100, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})), 5.5);
}

TEST(WaitLine, ANewDayForgetsTheLastCallAndThePaceAndKeepsTheMeans) {
    LineWaits line = after({4, 8});
    ASSERT_DOUBLE_EQ(last_wait(line), 8);
    ASSERT_DOUBLE_EQ(recent_calls(line, morning + 5 * minute), 2);
    const double mean = mean_wait(line);
    start_day(line);
    EXPECT_DOUBLE_EQ(last_wait(line), mean);
    EXPECT_DOUBLE_EQ(moving_average(line), 6);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 5 * minute), 0);
    const double cycle = line.cycle;
    note_call(line, {9, morning, morning + 24 * 60 * minute, 1, true}, hall_scale);
    EXPECT_DOUBLE_EQ(line.cycle, cycle) << "no gap lies between yesterday's last call and today's first";
}

double cycle_after(std::int64_t gap_ms, std::uint32_t counters, bool still_waiting, double wait) {
    LineWaits line = fresh_line(hall_scale);
    note_call(line, {5, morning, morning, counters, true}, hall_scale);
    note_call(line, {wait, morning, morning + gap_ms, counters, still_waiting}, hall_scale);
    return line.cycle;
}

TEST(WaitLine, TheCycleFollowsCounterMinutesBetweenCallsWhileSomebodyWaits) {
    EXPECT_DOUBLE_EQ(cycle_after(4 * minute, 2, true, 0), 10 + .02 * (8 - 10));
    EXPECT_DOUBLE_EQ(cycle_after(4 * minute, 0, true, 0), 10 + .02 * (4 - 10));
    EXPECT_DOUBLE_EQ(cycle_after(4 * minute, 2, false, 1.5), 10 + .02 * (8 - 10));
    EXPECT_DOUBLE_EQ(cycle_after(4 * minute, 2, false, 1.0), 10) << "the gap was for want of customers";
}

TEST(WaitLine, LongGapsAndClocksThatGoBackCountWithinBounds) {
    EXPECT_DOUBLE_EQ(cycle_after(300 * minute, 1, true, 0), 10 + .02 * (30 - 10));
    EXPECT_DOUBLE_EQ(cycle_after(300 * minute, 9, true, 0), 10 + .02 * (60 - 10));
    EXPECT_DOUBLE_EQ(cycle_after(-300 * minute, 1, true, 0), 10 + .02 * (0 - 10));
}

TEST(WaitLine, ACallBackTeachesThePaceOnly) {
    LineWaits line = after({4});
    const double mean = mean_wait(line);
    note_pace(line, morning + 5 * minute, 2, true);
    EXPECT_DOUBLE_EQ(line.cycle, 10 + .02 * (8 - 10));
    EXPECT_DOUBLE_EQ(mean_wait(line), mean);
    EXPECT_DOUBLE_EQ(last_wait(line), 4);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 5 * minute), 2);
}

TEST(WaitLine, CallsCountForHalfAnHour) {
    LineWaits line = fresh_line(hall_scale);
    for (int i = 0; i < 20; ++i) {
        note_pace(line, morning + i * minute, 1, true);
    }
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 19 * minute), 20);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 29 * minute), 20);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 30 * minute), 19);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 40 * minute), 9);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 500 * minute), 0);
    note_pace(line, morning + 45 * minute, 1, true);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning + 45 * minute), 5);
}

TEST(WaitLine, AClockThatJumpsStartsThePaceAnew) {
    for (const std::int64_t jump : {400 * minute, -400 * minute, INT64_MAX - morning, INT64_MIN + 1}) {
        LineWaits line = fresh_line(hall_scale);
        note_pace(line, morning, 1, true);
        note_pace(line, morning + jump, 1, true);
        EXPECT_DOUBLE_EQ(recent_calls(line, morning + jump), 1);
        EXPECT_TRUE(is_sound(line));
    }
}

TEST(WaitLine, AClockThatGoesBackALittleLosesNoCall) {
    LineWaits line = fresh_line(hall_scale);
    note_pace(line, morning, 1, true);
    note_pace(line, morning - 2 * minute, 1, true);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning), 2);
    EXPECT_DOUBLE_EQ(recent_calls(line, morning - 2 * minute), 2);
}

TEST(WaitLine, HalfHoursAreDrawnToTheMeanByThreeCalls) {
    LineWaits line = fresh_line(hall_scale);
    note_call(line, {50, morning, morning + 50 * minute, 1, true}, hall_scale);
    const double mean = mean_wait(line);
    EXPECT_DOUBLE_EQ(hour_wait(line, morning + 29 * minute), (50 + 3 * mean) / 4);
    EXPECT_DOUBLE_EQ(hour_wait(line, morning + 24 * 60 * minute), (50 + 3 * mean) / 4) << "the day after";
    EXPECT_DOUBLE_EQ(hour_wait(line, morning + 30 * minute), mean);
    note_call(line, {10, morning, morning + 51 * minute, 1, true}, hall_scale);
    EXPECT_DOUBLE_EQ(hour_wait(line, morning), (50 * .99 + 10 + 3 * mean_wait(line)) / (.99 + 1 + 3));
}

TEST(WaitLine, StaysSoundWhateverIsCalledWhen) {
    std::mt19937_64 random(7);
    LineWaits line = fresh_line(hall_scale);
    const double waits[] = {0, 3, -5, 1e18, nan_value, std::numeric_limits<double>::infinity()};
    for (int i = 0; i < 20'000; ++i) {
        const auto at = static_cast<std::int64_t>(random() >> (random() % 64));
        note_call(line,
                  {waits[random() % 6], -at, at, static_cast<std::uint32_t>(random()), random() % 2 == 0},
                  hall_scale);
        ASSERT_TRUE(is_sound(line)) << i;
        ASSERT_TRUE(std::isfinite(recent_calls(line, -at)));
    }
    for (int i = 0; i < 5'000; ++i) {
        note_call(line, {1e9, morning, morning, 1, true}, hall_scale);
    }
    EXPECT_TRUE(is_sound(line));
    EXPECT_NEAR(mean_wait(line), longest_wait_min, 0.2);
}

TEST(WaitLine, NumbersThatNoLineComesToAreNoticed) {
    const std::function<void(LineWaits&)> damages[] = {
        [](LineWaits& l) { l.wait_sum = nan_value; },
        [](LineWaits& l) { l.wait_sum = -1; },
        [](LineWaits& l) { l.wait_n = 0; },
        [](LineWaits& l) { l.wait_n = 1e9; },
        [](LineWaits& l) { l.cycle = 61; },
        [](LineWaits& l) { l.cycle = nan_value; },
        [](LineWaits& l) { l.last_wait = -2; },
        [](LineWaits& l) { l.recent[3] = 1e9; },
        [](LineWaits& l) { l.recent_n = 11; },
        [](LineWaits& l) { l.recent_next = 10; },
        [](LineWaits& l) { l.pace[59] = 100'000; },
        [](LineWaits& l) { l.pace_slot = INT64_MAX; },
        [](LineWaits& l) { l.pace_slot = INT64_MIN; },
        [](LineWaits& l) { l.hour_n[47] = nan_value; },
        [](LineWaits& l) { l.hour_sum[47] = 1; },
    };
    int which = 0;
    for (const auto& damage : damages) {
        LineWaits line = after({4, 8});
        ASSERT_TRUE(is_sound(line));
        damage(line);
        EXPECT_FALSE(is_sound(line)) << which;
        ++which;
    }
}

}  // namespace
}  // namespace jiaohao::stats
