// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_regression.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <utility>

#include "kiosk/stats/wait_bound.hpp"

namespace jiaohao::stats {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

double variance_along(const WaitRegression& regression, const WaitRow& row) {
    double sum = 0;
    std::size_t place = 0;
    for (std::size_t i = 0; i < wait_terms; ++i) {
        for (std::size_t j = i; j < wait_terms; ++j) {
            sum += (i == j ? 1 : 2) * row[i] * row[j] * regression.covariance[place++];
        }
    }
    return sum;
}

TEST(WaitRegression, OneStepIsTheFormula) {
    WaitRegression regression = fresh_regression({});
    const WaitRow row{1};
    learn(regression, row, 0.8);
    const double gain = .005 / (.9998 + .005);
    EXPECT_DOUBLE_EQ(dot(regression.weights, row), gain * 0.8);
    EXPECT_DOUBLE_EQ(regression.covariance[0], (.005 - .005 * gain) / .9998);
    EXPECT_EQ(regression.learnt, 1u);
}

TEST(WaitRegression, FindsTheWeightsBehindTheRows) {
    const WaitRow truth{0.3, -0.2, 0.5, 0.1, 0, 0.4, -0.1, 0.2, 0.05, -0.3, 0.15};
    WaitRegression regression = fresh_regression({});
    std::mt19937_64 random(3);
    std::normal_distribution<double> normal;
    for (int i = 0; i < 20'000; ++i) {
        WaitRow row{1};
        for (std::size_t j = 1; j < wait_terms; ++j) {
            row[j] = normal(random);
        }
        learn(regression, row, dot(truth, row) + 0.1 * normal(random));
    }
    for (std::size_t j = 0; j < wait_terms; ++j) {
        EXPECT_NEAR(regression.weights[j], truth[j], 0.02) << j;
    }
}

TEST(WaitRegression, OneForgottenTicketCountsAsAFactorOfFourAndAHalf) {
    WaitRegression far = fresh_regression({});
    WaitRegression edge = fresh_regression({});
    const WaitRow row{1, 2, 3};
    learn(far, row, 900);
    learn(edge, row, 1.5);
    EXPECT_EQ(far, edge);
}

TEST(WaitRegression, StaysSoundWhenTheHallNeverVaries) {
    WaitRegression regression = fresh_regression({});
    const WaitRow row{1, 2, 2, 2, 2, 2, 0, 1, 2, 1, 2};
    for (int i = 0; i < 200'000; ++i) {
        learn(regression, row, 2.0);
    }
    EXPECT_TRUE(is_sound(regression));
    EXPECT_NEAR(dot(regression.weights, row), 2.0, 1e-6);
    for (const double value : regression.covariance) {
        EXPECT_LT(std::abs(value), 0.6);
    }
    // The day that is different after all is learnt from without a jump.
    const WaitRow other{1, 4, 1, 3, 2, 4, 2, 1, 2, 1, 2};
    learn(regression, other, 3.0);
    EXPECT_LT(std::abs(dot(regression.weights, other)), 10.0);
}

TEST(WaitRegression, AHallThatNeverVariedForYearsStillFollowsItsChanges) {
    WaitRegression regression = fresh_regression({});
    const WaitRow row{1, 2, 2, 2, 2, 2, 0, 1, 2, 1, 2};
    for (int i = 0; i < 100'000; ++i) {
        learn(regression, row, 2.0);
    }
    for (int i = 0; i < 20'000; ++i) {
        learn(regression, row, 2.5);
    }
    EXPECT_NEAR(dot(regression.weights, row), 2.5, 0.02);
    // What varies from now on is learnt for good, not afresh at every row.
    std::mt19937_64 random(4);
    const WaitRow varied{0, 1, 0, 1, -1, 0, 1, 0, 0, 0, -1};
    const double before = variance_along(regression, varied);
    for (int i = 0; i < 5'000; ++i) {
        const double x = static_cast<double>(random() % 100) / 20;
        learn(regression, {1, x, 2, x, 5 - x, 2, x, 1, 2, 1, 5 - x}, 2.5);
    }
    EXPECT_LT(variance_along(regression, varied), before / 100);
}

TEST(WaitRegression, SpoiltCovarianceBeginsAnew) {
    WaitRegression regression = fresh_regression({1});
    regression.covariance[0] = -1;
    learn(regression, {1}, 3.0);
    EXPECT_EQ(regression, fresh_regression({1}));
}

TEST(WaitRegression, LearnsNothingFromWhatIsNoNumber) {
    WaitRegression regression = fresh_regression({});
    learn(regression, {1, 2}, 0.5);
    const WaitRegression before = regression;
    learn(regression, {nan_value}, 1.0);
    learn(regression, {1}, nan_value);
    learn(regression, {1}, std::numeric_limits<double>::infinity());
    EXPECT_EQ(regression, before);
}

TEST(WaitRegression, NumbersThatLearningNeverReachesAreNoticed) {
    const WaitRegression good = fresh_regression({1, 2, 3});
    ASSERT_TRUE(is_sound(good));
    for (const double bad : {nan_value, 1e9, -1e9}) {
        WaitRegression regression = good;
        regression.weights[10] = bad;
        EXPECT_FALSE(is_sound(regression)) << bad;
        for (const std::size_t place : {std::size_t{0}, std::size_t{1}, std::size_t{65}}) {
            regression = good;
            regression.covariance[place] = bad;
            EXPECT_FALSE(is_sound(regression)) << bad << " at " << place;
        }
    }
    WaitRegression regression = good;
    regression.covariance[65] = 0;
    EXPECT_FALSE(is_sound(regression));
}

TEST(WaitBound, BucketsDoubleInWidth) {
    const std::pair<std::uint32_t, std::size_t> places[] = {
        {0, 0}, {1, 1},  {2, 2},  {3, 3},  {4, 3},  {5, 4},  {8, 4},
        {9, 5}, {16, 5}, {17, 6}, {32, 6}, {33, 7}, {64, 7}, {UINT32_MAX, 7}};
    for (const auto& [ahead, bucket] : places) {
        EXPECT_EQ(bound_bucket(ahead), bucket) << ahead;
    }
}

TEST(WaitBound, OneStepIsTheFormula) {
    WaitBound bound;
    score(bound, 5, 10, 200, 2);
    EXPECT_DOUBLE_EQ(bound.log_q[4], 0.7 + 0.125 * 0.9);
    score(bound, 5, 10, 10, 2);
    EXPECT_DOUBLE_EQ(bound.log_q[4], 0.7 + 0.125 * 0.9 - 0.1 * 0.1);
    EXPECT_EQ(bound.scored[4], 2u);
    EXPECT_DOUBLE_EQ(bound.log_q[3], 0.7) << "other buckets learn for themselves";
    EXPECT_DOUBLE_EQ(upper_bound(bound, 0, 10, 2), 12 * std::exp(0.7) - 2);
}

TEST(WaitBound, NineOfTenStayWithinWhateverTheDistribution) {
    std::mt19937_64 random(11);
    std::exponential_distribution<double> exponential(1.0 / 12);
    std::lognormal_distribution<double> heavy(2, 1.2);
    const std::function<double()> kinds[] = {[&] { return exponential(random); },
                                             [&] { return heavy(random); },
                                             [&] { return random() % 7 == 0 ? 55.0 : 9.0; }};
    for (const auto& draw : kinds) {
        WaitBound bound;
        int within = 0;
        for (int i = 0; i < 21'000; ++i) {
            const double wait = draw();
            within += i >= 1000 && wait <= upper_bound(bound, 6, 12, 2) ? 1 : 0;
            score(bound, 6, 12, wait, 2);
        }
        EXPECT_NEAR(within / 20'000.0, 0.9, 0.012);
    }
}

TEST(WaitBound, IsNeverBelowWhatIsToldNorWithoutEnd) {
    WaitBound bound;
    for (int i = 0; i < 5'000; ++i) {
        score(bound, 1, 100, 0, 2);
        score(bound, 2, 0, 1e300, 2);
    }
    EXPECT_EQ(upper_bound(bound, 1, 100, 2), 100);
    EXPECT_LT(upper_bound(bound, 2, 10, 2), 12 * 21);
    EXPECT_TRUE(is_sound(bound));
}

TEST(WaitBound, LearnsNothingFromWhatIsNoWait) {
    WaitBound bound;
    for (const double bad : {nan_value, -1.0, std::numeric_limits<double>::infinity()}) {
        score(bound, 1, bad, 5, 2);
        score(bound, 1, 5, bad, 2);
        score(bound, 1, 5, 5, bad);
    }
    EXPECT_EQ(bound, WaitBound{});
    bound.log_q[7] = nan_value;
    EXPECT_FALSE(is_sound(bound));
    bound.log_q[7] = 3.5;
    EXPECT_FALSE(is_sound(bound));
}

}  // namespace
}  // namespace jiaohao::stats
