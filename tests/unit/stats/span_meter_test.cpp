// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/span_meter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace jiaohao::stats {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

TEST(SpanMeter, BeginsAtWhatIsUsualAndIsDrawnAwayFromItByThree) {
    SpanMeter meter;
    EXPECT_DOUBLE_EQ(mean_span(meter, 7), 7);
    EXPECT_TRUE(note_span(meter, 3 * minute));
    EXPECT_DOUBLE_EQ(mean_span(meter, 7), (3 + 3 * 7) / 4.0);
    for (int i = 0; i < 5'000; ++i) {
        note_span(meter, 3 * minute);
    }
    EXPECT_NEAR(mean_span(meter, 7), (500 * 3 + 3 * 7) / 503.0, 1e-3);
    EXPECT_TRUE(is_sound(meter));
}

TEST(SpanMeter, FollowsTheTimes) {
    SpanMeter meter;
    note_span(meter, 10 * minute);
    note_span(meter, 4 * minute);
    EXPECT_DOUBLE_EQ(meter.sum, 10 * .998 + 4);
    EXPECT_DOUBLE_EQ(meter.n, 1.998);
}

TEST(SpanMeter, AForgottenServiceDoesNotPoisonTheMean) {
    SpanMeter meter;
    EXPECT_TRUE(note_span(meter, 20 * 60 * minute));
    EXPECT_EQ(meter.clipped, 1u);
    EXPECT_DOUBLE_EQ(meter.sum, 240);
    EXPECT_EQ(meter.today.sum(), 72'000u) << "the distribution keeps what was";
    EXPECT_FALSE(note_span(meter, -1)) << "a clock set back";
    EXPECT_EQ(meter.today.count(), 1u);
    EXPECT_TRUE(note_span(meter, INT64_MAX));
    EXPECT_DOUBLE_EQ(meter.sum, 240 * .998 + 240);
    EXPECT_TRUE(is_sound(meter));
}

TEST(SpanMeter, ANewDayKeepsTheMean) {
    SpanMeter meter;
    note_span(meter, 9 * minute);
    const double mean = mean_span(meter, 5);
    ASSERT_EQ(meter.today.count(), 1u);
    start_day(meter);
    EXPECT_EQ(meter.today, Histogram{});
    EXPECT_DOUBLE_EQ(mean_span(meter, 5), mean);
}

TEST(SpanMeter, NeverSaysZeroOrNonsense) {
    SpanMeter meter;
    EXPECT_DOUBLE_EQ(mean_span(meter, nan_value), 5);
    EXPECT_DOUBLE_EQ(mean_span(meter, -3), shortest_mean_min);
    EXPECT_DOUBLE_EQ(mean_span(meter, 1e9), longest_span_min);
    for (int i = 0; i < 9'000; ++i) {
        note_span(meter, 0);
    }
    EXPECT_GE(mean_span(meter, 0), shortest_mean_min);
}

TEST(SpanMeter, ADamagedOneIsNoticed) {
    SpanMeter meter;
    note_span(meter, minute);
    for (const double bad : {nan_value, -1.0, 1e9}) {
        SpanMeter damaged = meter;
        damaged.sum = bad;
        EXPECT_FALSE(is_sound(damaged));
        damaged = meter;
        damaged.n = bad;
        EXPECT_FALSE(is_sound(damaged));
    }
}

}  // namespace
}  // namespace jiaohao::stats
