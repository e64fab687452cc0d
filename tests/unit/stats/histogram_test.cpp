// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

#include "kiosk/base/random.hpp"

namespace jiaohao::stats {
namespace {

Histogram of(const std::vector<std::uint64_t>& values) {
    Histogram histogram;
    for (const auto value : values) {
        histogram.add(value);
    }
    return histogram;
}

/// Waits as halls have them: many short, a long tail.
std::vector<std::uint64_t> waits(std::uint64_t seed, std::size_t n) {
    SeededRandom random(seed);
    std::vector<std::uint64_t> out;
    for (std::size_t i = 0; i < n; ++i) {
        out.push_back(static_cast<std::uint64_t>(std::exp(4 + 5 * random.unit())));
    }
    return out;
}

TEST(Histogram, BinsAreContiguousFromZeroToTheLast) {
    EXPECT_EQ(Histogram::lowest(0), 0U);
    for (std::size_t bin = 1; bin < Histogram::bins; ++bin) {
        ASSERT_EQ(Histogram::lowest(bin), Histogram::highest(bin - 1) + 1) << bin;
    }
    EXPECT_EQ(Histogram::highest(Histogram::bins - 1), Histogram::largest);
}

TEST(Histogram, EveryValueFallsIntoTheBinThatHoldsIt) {
    for (std::uint64_t value = 0; value <= Histogram::largest; ++value) {
        const auto bin = Histogram::bin_of(value);
        ASSERT_LE(Histogram::lowest(bin), value);
        ASSERT_GE(Histogram::highest(bin), value);
    }
}

TEST(Histogram, IsExactBelow128AndWithin078PercentAbove) {
    for (std::uint64_t value = 0; value <= 86'400; ++value) {
        const auto answer = of({value}).quantile(0.5);
        const auto off = std::abs(static_cast<double>(answer) - static_cast<double>(value));
        ASSERT_LE(off, value < 128 ? 0.0 : 0.0078 * static_cast<double>(value)) << value;
    }
}

TEST(Histogram, QuantileIsTheNearestRank) {
    const auto histogram = of({10, 20, 30, 40, 50, 60, 70, 80, 90, 100});
    EXPECT_EQ(histogram.quantile(0.0), 10U);
    EXPECT_EQ(histogram.quantile(0.1), 10U);
    EXPECT_EQ(histogram.quantile(0.11), 20U);
    EXPECT_EQ(histogram.quantile(0.5), 50U);
    EXPECT_EQ(histogram.quantile(0.9), 90U);
    EXPECT_EQ(histogram.quantile(0.95), 100U);
    EXPECT_EQ(histogram.quantile(1.0), 100U);
    EXPECT_EQ(histogram.quantile(7.0), 100U);
}

TEST(Histogram, QuantilesStayWithinBoundsOfTheSortedValues) {
    auto values = waits(7, 20'000);
    const auto histogram = of(values);
    std::sort(values.begin(), values.end());
    for (const double q : {0.01, 0.25, 0.5, 0.9, 0.95, 0.99}) {
        const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
        const auto exact = static_cast<double>(values.at(rank - 1));
        EXPECT_NEAR(static_cast<double>(histogram.quantile(q)), exact, 0.0078 * exact) << q;
    }
}

TEST(Histogram, CountAndSumAreExact) {
    const auto values = waits(3, 5'000);
    const auto histogram = of(values);
    std::uint64_t sum = 0;
    for (const auto value : values) {
        sum += value;
    }
    EXPECT_EQ(histogram.count(), 5'000U);
    EXPECT_EQ(histogram.sum(), sum);
    EXPECT_DOUBLE_EQ(histogram.mean(), static_cast<double>(sum) / 5'000.0);
}

TEST(Histogram, AValueBeyondTheLastBinIsClampedAndCounted) {
    const auto histogram = of({131'071, 131'072, 1'000'000});
    EXPECT_EQ(histogram.clamped(), 2U);
    EXPECT_EQ(histogram.in_bin(767), 3U);
    EXPECT_EQ(histogram.sum(), 131'071U + 131'072U + 1'000'000U);
    EXPECT_LE(histogram.quantile(1.0), Histogram::largest);
}

TEST(Histogram, EmptyAnswersZero) {
    const Histogram empty;
    EXPECT_EQ(empty.quantile(0.5), 0U);
    EXPECT_EQ(empty.mean(), 0.0);
}

TEST(Histogram, MergingInAnyOrderEqualsAddingEverything) {
    std::vector<Histogram> parts;
    Histogram whole;
    for (std::uint64_t part = 0; part < 12; ++part) {
        const auto values = waits(100 + part, 50 * part);
        parts.push_back(of(values));
        for (const auto value : values) {
            whole.add(value);
        }
    }
    Histogram forward;
    Histogram backward;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        forward.merge(parts.at(i));
        backward.merge(parts.at(parts.size() - 1 - i));
    }
    EXPECT_EQ(forward, whole);
    EXPECT_EQ(backward.pack(), whole.pack());
}

TEST(HistogramPacking, TheBytesAreThoseOfTheDocumentedForm) {
    // layout 1, sum 300 = ac 02, clamped 0; bin 50 twice, then bin 164 = distance 114, once.
    EXPECT_EQ(of({50, 50, 200}).pack(), std::string("\x01\xac\x02\x00\x32\x02\x72\x01", 8));
    EXPECT_EQ(Histogram{}.pack(), std::string("\x01\x00\x00", 3));
}

TEST(HistogramPacking, UnpackGivesBackWhatWasPacked) {
    for (const auto& values : {std::vector<std::uint64_t>{}, {0}, {131'071, 500'000}, waits(9, 3'000)}) {
        const auto histogram = of(values);
        const auto back = Histogram::unpack(histogram.pack());
        ASSERT_TRUE(back.has_value()) << back.error();
        EXPECT_EQ(*back, histogram);
    }
}

std::string bytes(std::initializer_list<int> values) {
    std::string out;
    for (const int value : values) {
        out.push_back(static_cast<char>(value));
    }
    return out;
}

TEST(HistogramPacking, MalformedBytesAreRefusedWithTheirPlace) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "cut off at byte 0"},
        {bytes({2, 0, 0}), "layout 2 is unknown"},
        {bytes({1}), "cut off at byte 1"},
        {bytes({1, 0x80}), "cut off at byte 2"},
        {bytes({1, 0, 0, 5}), "cut off at byte 4"},
        {bytes({1, 0x80, 0, 0}), "shortest form"},
        {bytes({1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0}), "exceeds 64 bits"},
        {bytes({1, 0, 0, 0x80, 6, 1}), "do not ascend"},
        {bytes({1, 0, 0, 5, 1, 0, 1}), "do not ascend"},
        {bytes({1, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1}), "do not ascend"},
        {bytes({1, 0, 0, 5, 0}), "not possible"},
        {bytes({1, 0, 0, 5, 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}), "not possible"},
        {bytes({1, 0, 1, 5, 1}), "clamped"},
    };
    for (const auto& [packed, problem] : cases) {
        const auto result = Histogram::unpack(packed);
        ASSERT_FALSE(result.has_value()) << problem;
        EXPECT_NE(result.error().find(problem), std::string::npos) << result.error();
    }
}

TEST(HistogramPacking, AnyDamagedByteEitherFailsOrGivesAHistogramThatPacksToTheSameBytes) {
    const auto packed = of(waits(11, 400)).pack();
    SeededRandom random(5);
    for (int round = 0; round < 20'000; ++round) {
        auto damaged = packed.substr(0, 1 + random.below(packed.size()));
        for (std::uint64_t hit = 0; hit <= random.below(4); ++hit) {
            damaged.at(random.below(damaged.size())) = static_cast<char>(random.below(256));
        }
        const auto result = Histogram::unpack(damaged);
        if (result) {
            ASSERT_EQ(result->pack(), damaged);
        }
    }
}

}  // namespace
}  // namespace jiaohao::stats
