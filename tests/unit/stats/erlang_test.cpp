// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/erlang.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kiosk/stats/erlang_a.hpp"

namespace jiaohao::stats {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

struct Reference {
    double load;
    std::uint32_t counters;
    double b;
    double c;
};

class ErlangReference : public testing::TestWithParam<Reference> {};

/// Exact rational arithmetic, nine digits.
TEST_P(ErlangReference, LossAndDelayAgreeToTheLastDigit) {
    const auto& [load, counters, b, c] = GetParam();
    EXPECT_NEAR(erlang_b(load, counters).value(), b, 5.1e-10);
    EXPECT_NEAR(erlang_c(load, counters).value(), c, 5.1e-10);
}

INSTANTIATE_TEST_SUITE_P(
    Exact, ErlangReference,
    testing::Values(Reference{2, 3, .210526316, .444444444}, Reference{2.0 / 3, 1, .4, .666666667},
                    Reference{2.0 / 3, 2, .117647059, .166666667}, Reference{5, 6, .191847259, .587516450},
                    Reference{5, 8, .070047852, .167266507}, Reference{5, 10, .018384570, .036105359},
                    Reference{10, 12, .119739188, .449388224}, Reference{10, 14, .056819143, .174131934},
                    Reference{20, 25, .050221778, .209102827}, Reference{50, 55, .053748812, .384547318},
                    Reference{100, 110, .027463448, .237007500},
                    Reference{200, 210, .027848686, .375614824}));

struct HallReference {
    std::uint32_t counters;
    double p_wait;
    double mean_wait_min;
    double within_ten;
};

/// 30 customers an hour, 8 minutes each.
TEST(Erlang, AHallOfFourErlangsWaitsAsItShould) {
    for (const auto& row :
         {HallReference{5, .554113, 4.4329, .841244}, HallReference{6, .284761, 1.1390, .976625},
          HallReference{7, .135110, .3603, .996823}, HallReference{8, .059044, .1181, .999602}}) {
        const auto figures = delay_figures(4, row.counters);
        ASSERT_TRUE(figures);
        EXPECT_NEAR(figures->p_wait, row.p_wait, 5.1e-7);
        EXPECT_NEAR(figures->mean_wait * 8, row.mean_wait_min, 5.1e-5);
        EXPECT_NEAR(p_wait_within(4, row.counters, 10.0 / 8).value(), row.within_ten, 5.1e-7);
    }
}

TEST(Erlang, ACallCentreOfTwentyFourErlangsWaitsAsItShould) {
    EXPECT_NEAR(delay_figures(24, 28)->p_wait, .333139, 5.1e-7);
    EXPECT_NEAR(delay_figures(24, 28)->mean_wait * 240, 19.988, 5.1e-4);
    EXPECT_NEAR(p_wait_within(24, 28, 15.0 / 240).value(), .740551, 5.1e-7);
    EXPECT_NEAR(delay_figures(24, 30)->p_wait, .172862, 5.1e-7);
    EXPECT_NEAR(delay_figures(24, 30)->mean_wait * 240, 6.914, 5.1e-4);
    EXPECT_NEAR(p_wait_within(24, 30, 15.0 / 240).value(), .881194, 5.1e-7);
}

TEST(Erlang, AClinicOfThreeDoctorsHasEightNinthsWaiting) {
    const auto figures = delay_figures(2, 3);
    ASSERT_TRUE(figures);
    EXPECT_NEAR(figures->mean_queue, 8.0 / 9, 1e-12);
    EXPECT_NEAR(figures->mean_wait * 20, 8.8889, 5.1e-5);
    EXPECT_NEAR(figures->occupancy, 2.0 / 3, 1e-12);
}

TEST(Erlang, TheEdgesAreExact) {
    EXPECT_EQ(erlang_b(0, 0).value(), 1);
    EXPECT_EQ(erlang_b(3, 0).value(), 1);
    EXPECT_EQ(erlang_b(0, 4).value(), 0);
    EXPECT_EQ(erlang_c(0, 4).value(), 0);
    EXPECT_EQ(p_wait_within(4, 5, HUGE_VAL).value(), 1);
    EXPECT_NEAR(p_wait_within(4, 5, 0).value(), 1 - .554113, 5.1e-7);
}

TEST(Erlang, StaysWithinZeroAndOneUpToTenThousandErlangs) {
    double before = 1;
    for (std::uint32_t counters = 10'001; counters <= 10'400; counters += 19) {
        const double c = erlang_c(10'000, counters).value();
        EXPECT_GT(c, 0);
        EXPECT_LT(c, before);
        before = c;
    }
    EXPECT_GE(erlang_b(10'000, 20'000).value(), 0);
    EXPECT_NEAR(erlang_b(10'000, 1).value(), 10'000.0 / 10'001, 1e-12);
}

TEST(Erlang, WhatHasNoAnswerIsNamed) {
    for (const double bad : {nan_value, -1.0, 10'001.0, HUGE_VAL}) {
        EXPECT_EQ(erlang_b(bad, 3).error(), (StatError{StatError::Code::out_of_range, "load"})) << bad;
        EXPECT_EQ(erlang_c(bad, 3).error(), (StatError{StatError::Code::out_of_range, "load"})) << bad;
    }
    EXPECT_EQ(erlang_b(1, 20'001).error(), (StatError{StatError::Code::out_of_range, "counters"}));
    for (const std::uint32_t counters : {0U, 3U, 4U}) {
        EXPECT_EQ(erlang_c(4, counters).error(), (StatError{StatError::Code::overloaded, "load"}));
        EXPECT_EQ(delay_figures(4, counters).error().code, StatError::Code::overloaded);
    }
    EXPECT_EQ(p_wait_within(4, 5, nan_value).error(), (StatError{StatError::Code::out_of_range, "t"}));
    EXPECT_EQ(p_wait_within(4, 5, -1).error(), (StatError{StatError::Code::out_of_range, "t"}));
}

/// Whitt, "Engineering solution of a basic call-center model" (2005), table 1, exact column; the last digits of
/// three were computed again.
TEST(ErlangA, AgreesWithWhittsTable) {
    const ImpatientQueue queue{102, 100, 1};
    const auto figures = impatient_figures(queue);
    ASSERT_TRUE(figures);
    EXPECT_NEAR(figures->p_no_wait, .408281, 5.1e-7);
    EXPECT_NEAR(figures->p_abandon, .049918, 5.1e-7);
    EXPECT_NEAR(figures->mean_queue, 5.091634, 5.1e-7);
    EXPECT_NEAR(figures->mean_wait_served, .0490, 5.1e-5);
    EXPECT_NEAR(p_served_within(queue, .1).value(), .7986, 5.1e-5);
    EXPECT_NEAR(p_served_within(queue, .2).value(), .9644, 5.1e-5);
    EXPECT_NEAR(p_served_within(queue, .1).value() * (1 - figures->p_abandon), .7588, 1.1e-4)
        << "as those report it who count all arrivals";
}

TEST(ErlangA, AHallWhosePeopleWaitHalfAnHourLosesThese) {
    const double abandoned[] = {.283020, .134496, .057568, .023147};
    const double queued[] = {4.245295, 2.017445, .863516, .347208};
    for (std::uint32_t s = 3; s <= 6; ++s) {
        const auto figures = impatient_figures({4, s, 30.0 / 8});
        ASSERT_TRUE(figures);
        EXPECT_NEAR(figures->p_abandon, abandoned[s - 3], 5.1e-7);
        EXPECT_NEAR(figures->mean_queue, queued[s - 3], 5.1e-7);
    }
}

TEST(ErlangA, UnitRatesAgreeToEightDigits) {
    EXPECT_NEAR(impatient_figures({10, 10, 1})->p_no_wait, .45792971, 5.1e-9);
    EXPECT_NEAR(impatient_figures({10, 10, 1})->p_abandon, .12511004, 5.1e-9);
    EXPECT_NEAR(impatient_figures({10, 12, 2})->p_no_wait, .65847978, 5.1e-9);
    EXPECT_NEAR(impatient_figures({10, 12, 2})->p_abandon, .03918115, 5.1e-9);
    EXPECT_NEAR(impatient_figures({1, 1, 1})->p_no_wait, std::exp(-1), 1e-12);
    EXPECT_NEAR(impatient_figures({1, 1, 1})->p_abandon, std::exp(-1), 1e-12);
}

TEST(ErlangA, PatienceWithoutEndIsErlangC) {
    const auto figures = impatient_figures({4, 5, 1000});
    ASSERT_TRUE(figures);
    EXPECT_NEAR(figures->p_no_wait, 1 - .554113, 2e-3);
    EXPECT_NEAR(figures->mean_wait_served * 8, 4.4329, 0.05);
    EXPECT_NEAR(p_served_within({4, 5, 1000}, 10.0 / 8).value(), .841244, 2e-3);
}

/// Waits of those served, integrated over their distribution, are their mean.
TEST(ErlangA, TheDistributionOfWaitsHasTheirMean) {
    for (const ImpatientQueue& queue :
         {ImpatientQueue{8, 6, 2}, ImpatientQueue{30, 33, 0.5}, ImpatientQueue{2, 1, 5}}) {
        double integral = 0;
        const double step = 0.01;
        for (double t = step / 2; t < 20; t += step) {
            integral += (1 - p_served_within(queue, t).value()) * step;
        }
        EXPECT_NEAR(integral, impatient_figures(queue)->mean_wait_served, 1e-4);
    }
}

TEST(ErlangA, LargeLoadsStayFiniteAndInBalance) {
    for (const ImpatientQueue& queue : {ImpatientQueue{10'000, 10'000, 1}, ImpatientQueue{10'000, 9'000, 0.1},
                                        ImpatientQueue{10'000, 20'000, 1}, ImpatientQueue{10'000, 1, 1000},
                                        ImpatientQueue{1e-9, 1, 1e-4}}) {
        const auto figures = impatient_figures(queue);
        ASSERT_TRUE(figures);
        EXPECT_TRUE(between(figures->p_no_wait, 0, 1));
        EXPECT_TRUE(between(figures->p_abandon, 0, 1));
        EXPECT_TRUE(std::isfinite(figures->mean_queue));
        EXPECT_TRUE(std::isfinite(figures->mean_wait_served));
        EXPECT_TRUE(between(p_served_within(queue, 0.01).value(), 0, 1));
        EXPECT_TRUE(between(p_served_within(queue, 0).value(), 0, 1));
        // What comes in and stays is what the counters do at most.
        EXPECT_LE(queue.load * (1 - figures->p_abandon), queue.counters * (1 + 1e-9));
    }
    EXPECT_NEAR(impatient_figures({10'000, 9'000, 1})->p_abandon, .1, 1e-3);
    EXPECT_EQ(impatient_figures({0, 3, 1})->p_no_wait, 1);
    EXPECT_EQ(p_served_within({0, 3, 1}, 0).value(), 1);
}

TEST(ErlangA, WhatIsOutOfRangeIsNamed) {
    EXPECT_EQ(impatient_figures({nan_value, 3, 1}).error().what, "load");
    EXPECT_EQ(impatient_figures({-1, 3, 1}).error().what, "load");
    EXPECT_EQ(impatient_figures({1, 0, 1}).error().what, "counters");
    EXPECT_EQ(impatient_figures({1, 20'001, 1}).error().what, "counters");
    EXPECT_EQ(impatient_figures({1, 3, 0}).error().what, "patience");
    EXPECT_EQ(impatient_figures({1, 3, nan_value}).error().what, "patience");
    EXPECT_EQ(p_served_within({1, 3, HUGE_VAL}, 1).error().what, "patience");
    EXPECT_EQ(p_served_within({1, 3, 1}, -1).error().what, "t");
    EXPECT_EQ(p_served_within({1, 3, 1}, nan_value).error().what, "t");
}

}  // namespace
}  // namespace jiaohao::stats
