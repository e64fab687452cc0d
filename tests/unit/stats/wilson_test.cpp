// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wilson.hpp"

#include <gtest/gtest.h>

namespace jiaohao::stats {
namespace {

struct Reference {
    std::uint64_t hits;
    std::uint64_t n;
    double lower;
    double upper;
};

class WilsonReference : public testing::TestWithParam<Reference> {};

// R: prop.test(hits, n, correct = FALSE)
TEST_P(WilsonReference, AgreesWithPropTestToSevenDigits) {
    const auto& row = GetParam();
    const auto interval = wilson(row.hits, row.n);
    EXPECT_NEAR(interval.lower, row.lower, 5e-8);
    EXPECT_NEAR(interval.upper, row.upper, 5e-8);
}

INSTANTIATE_TEST_SUITE_P(PropTest, WilsonReference,
                         testing::Values(Reference{81, 263, .2552885, .3662096},
                                         Reference{15, 148, .0623864, .1604872},
                                         Reference{0, 20, 0, .1611252}, Reference{1, 29, .0061132, .1717552},
                                         Reference{8, 10, .4901625, .9433178}, Reference{0, 10, 0, .2775328},
                                         Reference{10, 10, .7224672, 1},
                                         Reference{45, 50, .7863977, .9565242}, Reference{1, 1, .2065493, 1},
                                         Reference{0, 1, 0, .7934507}, Reference{4, 5, .3755346, .9637759}));

TEST(Wilson, KnowsNothingOfNoAnswers) {
    EXPECT_EQ(wilson(0, 0), (Interval{.lower = 0, .upper = 1}));
}

TEST(Wilson, EndsAreExactAtNoneAndAll) {
    EXPECT_EQ(wilson(0, 7).lower, 0.0);
    EXPECT_EQ(wilson(7, 7).upper, 1.0);
}

TEST(Wilson, MoreHitsThanAnswersCountAsAll) {
    EXPECT_EQ(wilson(9, 7), wilson(7, 7));
}

TEST(Wilson, HoldsTheShareAndNarrowsWithAnswers) {
    double width = 1;
    for (std::uint64_t n = 10; n <= 100'000; n *= 10) {
        const auto interval = wilson(n * 8 / 10, n);
        EXPECT_LT(interval.lower, 0.8);
        EXPECT_GT(interval.upper, 0.8);
        EXPECT_LT(interval.upper - interval.lower, width);
        width = interval.upper - interval.lower;
    }
}

}  // namespace
}  // namespace jiaohao::stats
