// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/queue_forecast.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "kiosk/stats/erlang.hpp"

namespace jiaohao::stats {
namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

struct Expected {
    double waiting;
    double wait_min;
    double p_within;
};

void expect_steps(const QueueNow& now, const std::vector<double>& arrivals,
                  const std::vector<Expected>& expected) {
    const auto forecast = forecast_queue(now, arrivals, 10);
    ASSERT_TRUE(forecast);
    EXPECT_EQ(forecast->method, ForecastMethod::randomization);
    ASSERT_EQ(forecast->steps.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(forecast->steps[i].waiting, expected[i].waiting, 1e-6) << i;
        EXPECT_NEAR(forecast->steps[i].wait_min.value(), expected[i].wait_min, 1e-6) << i;
        EXPECT_NEAR(forecast->steps[i].p_within, expected[i].p_within, 1e-7) << i;
        EXPECT_EQ(forecast->steps[i].arrivals, arrivals[i]);
    }
}

/// The forward equations solved by Runge-Kutta in another program: 8 min services, wait at most 10 min.
TEST(QueueForecast, AgreesWithTheDifferentialEquations) {
    expect_steps({.waiting = 10, .serving = 5, .counters = 5, .service_min = 8}, {15, 15, 20, 5},
                 {{6.6868366740697915, 12.127340041271134, 0.4649392351153364},
                  {4.846810789424153, 8.930333970260055, 0.6362306219717433},
                  {7.198185343588927, 12.887204857369847, 0.5006392176787534},
                  {1.2483089965111922, 2.3724405166739007, 0.9076161203985037}});
    expect_steps({.waiting = 4, .serving = 2, .counters = 3, .service_min = 8}, {15, 15},
                 {{7.051943263210908, 21.33940596997883, 0.24843402323105448},
                  {10.981643738254435, 31.87605600047399, 0.139812485469579}});
}

/// Hall of 30 an hour and 8 min: s, mean wait, P(wait <= 10 min) of Erlang C, exact rational arithmetic.
TEST(QueueForecast, SettlesAtErlangC) {
    const struct {
        std::uint32_t s;
        double wait_min;
        double p_within;
    } rows[] = {{6, 1.1390, .976625}, {7, .3603, .996823}, {8, .1181, .999602}};
    for (const auto& row : rows) {
        const auto forecast = forecast_queue({0, 0, row.s, 8}, std::vector<double>(8, 15), 10);
        ASSERT_TRUE(forecast);
        EXPECT_NEAR(forecast->steps.back().wait_min.value(), row.wait_min, 3e-4) << row.s;
        EXPECT_NEAR(forecast->steps.back().p_within, row.p_within, 1.5e-5) << row.s;
        EXPECT_NEAR(forecast->steps.back().waiting, delay_figures(4, row.s)->mean_queue, 3e-4);
    }
}

TEST(QueueForecast, OfManyWaitingIsArrivalsLessServices) {
    const auto forecast = forecast_queue({100, 4, 4, 6}, std::vector<double>{10, 30}, 10);
    ASSERT_TRUE(forecast);
    EXPECT_NEAR(forecast->steps[0].waiting, 100 + 10 - 20, 1e-6);
    EXPECT_NEAR(forecast->steps[1].waiting, 100 + 40 - 40, 1e-6);
    EXPECT_NEAR(forecast->steps[1].wait_min.value(), 101 * 6 / 4.0, 1e-5);
    EXPECT_NEAR(forecast->steps[1].p_within, 0, 1e-6);
}

TEST(QueueForecast, WithoutCountersTheyOnlyGather) {
    const auto forecast = forecast_queue({3, 7, 0, 5}, std::vector<double>{12, 0}, 10);
    ASSERT_TRUE(forecast);
    EXPECT_NEAR(forecast->steps[0].waiting, 15, 1e-9);
    EXPECT_NEAR(forecast->steps[1].waiting, 15, 1e-9);
    EXPECT_FALSE(forecast->steps[0].wait_min);
    EXPECT_NEAR(forecast->steps[0].p_within, 0, 1e-12);
}

TEST(QueueForecast, AnEmptyHallStaysEmpty) {
    const auto forecast = forecast_queue({0, 0, 3, 5}, std::vector<double>{0, 0}, 10);
    ASSERT_TRUE(forecast);
    EXPECT_EQ(forecast->steps[1].waiting, 0);
    EXPECT_EQ(forecast->steps[1].wait_min, 0);
    EXPECT_EQ(forecast->steps[1].p_within, 1);
    const auto nobody = forecast_queue({0, 0, 0, 5}, std::vector<double>{0}, 10);
    EXPECT_EQ(nobody->steps[0].waiting, 0);
    EXPECT_FALSE(nobody->steps[0].wait_min);
    EXPECT_TRUE(forecast_queue({5, 0, 3, 5}, {}, 10)->steps.empty());
}

TEST(QueueForecast, ALineIsWorkedOff) {
    const auto forecast = forecast_queue({6, 2, 2, 5}, std::vector<double>{0, 0, 0}, 10);
    ASSERT_TRUE(forecast);
    EXPECT_LT(forecast->steps[0].waiting, 0.2);
    EXPECT_LT(forecast->steps[2].waiting, 1e-6);
    EXPECT_GT(forecast->steps[2].p_within, 1 - 1e-6);
}

TEST(QueueForecast, MoreAtCountersThanCountersCountAsThatMany) {
    EXPECT_EQ(forecast_queue({6, 9, 2, 5}, std::vector<double>{4}, 10)->steps[0].waiting,
              forecast_queue({6, 2, 2, 5}, std::vector<double>{4}, 10)->steps[0].waiting);
}

TEST(QueueForecast, ATargetOfNoWaitAtAllIsAskedOfIdleCounters) {
    const auto forecast = forecast_queue({0, 0, 6, 8}, std::vector<double>(8, 15), 0);
    EXPECT_NEAR(forecast->steps.back().p_within, 1 - .284761, 2e-5);
}

TEST(QueueForecast, BeyondAnyHallTheFluidLimitIsTaken) {
    const auto drained = forecast_queue({2'000, 1'000, 1'000, 10}, std::vector<double>{1'000, 9'000}, 30);
    ASSERT_TRUE(drained);
    EXPECT_EQ(drained->method, ForecastMethod::fluid);
    EXPECT_NEAR(drained->steps[0].waiting, 0, 1e-9) << "the last is called at the half hour's end";
    EXPECT_EQ(drained->steps[0].p_within, 1);
    EXPECT_NEAR(drained->steps[1].waiting, 6'000, 1e-6) << "9,000 come, 3,000 are served";
    EXPECT_NEAR(drained->steps[1].wait_min.value(), 60, 1e-8);
    EXPECT_EQ(drained->steps[1].p_within, 0);

    const auto filling = forecast_queue({0, 0, 1'000, 10}, std::vector<double>{9'000}, 30);
    EXPECT_NEAR(filling->steps[0].waiting, 200 * (30 - 10 * std::log(1.5)), 1e-8) << "3,000 less e^(-t/10)";

    const auto both = forecast_queue({2'000, 1'000, 1'000, 5}, std::vector<double>{600, 9'000}, 30);
    const double busy = 100 + 900 * std::exp(-(30 - 2'000 / 180.0) / 5);
    EXPECT_EQ(both->steps[0].waiting, 0);
    EXPECT_NEAR(both->steps[1].waiting, 100 * (30 - 5 * std::log((1'500 - busy) / 500)), 1e-8);
}

TEST(QueueForecast, BothMethodsAgreeInALineThatLasts) {
    const std::vector<double> arrivals{600};
    const auto below = forecast_queue({2'000, 60, 60, 1}, arrivals, 10);
    ASSERT_EQ(below->method, ForecastMethod::randomization);
    EXPECT_NEAR(below->steps[0].waiting, 2'000 + 600 - 1'800, 1e-6);
    const auto beyond = forecast_queue({2'500, 60, 60, 1}, arrivals, 10);
    ASSERT_EQ(beyond->method, ForecastMethod::fluid);
    EXPECT_NEAR(beyond->steps[0].waiting, 2'500 + 600 - 1'800, 1e-9);
}

/// All counters are busy, so calls are Poisson: 1,350 in the half hour and the hour of the target. e to the minus
/// 900 is less than any double.
TEST(QueueForecast, LongTargetsOfManyCountersDoNotUnderflow) {
    const auto p_within = [](std::uint32_t waiting) {
        const auto forecast = forecast_queue({waiting, 75, 75, 5}, std::vector<double>{0}, 60);
        EXPECT_EQ(forecast->method, ForecastMethod::randomization);
        return forecast->steps[0].p_within;
    };
    EXPECT_GT(p_within(900), 1 - 1e-6);
    EXPECT_NEAR(p_within(1'340), .602, .002) << "P(Poisson(1350) >= 1341)";
    EXPECT_LT(p_within(1'900), 1e-6);
}

TEST(QueueForecast, WhatIsOutOfRangeIsNamed) {
    const QueueNow good{3, 2, 2, 5};
    const std::vector<double> some{5, 5};
    const auto with = [&](auto change) {
        QueueNow now = good;
        change(now);
        return forecast_queue(now, some, 10).error().what;
    };
    EXPECT_EQ(with([](auto& q) { q.waiting = 5'001; }), "waiting");
    EXPECT_EQ(with([](auto& q) { q.counters = 1'001; }), "counters");
    EXPECT_EQ(with([](auto& q) { q.service_min = 0; }), "service_min");
    EXPECT_EQ(with([](auto& q) { q.service_min = 1'441; }), "service_min");
    EXPECT_EQ(with([](auto& q) { q.service_min = nan_value; }), "service_min");
    EXPECT_EQ(forecast_queue(good, std::vector<double>{-1}, 10).error().what, "arrivals");
    EXPECT_EQ(forecast_queue(good, std::vector<double>{nan_value}, 10).error().what, "arrivals");
    EXPECT_EQ(forecast_queue(good, std::vector<double>{10'001}, 10).error().what, "arrivals");
    EXPECT_EQ(forecast_queue(good, std::vector<double>(9, 1.0), 10).error().what, "arrivals");
    EXPECT_EQ(forecast_queue(good, some, -1).error().what, "within_min");
    EXPECT_EQ(forecast_queue(good, some, nan_value).error().what, "within_min");
}

TEST(QueueForecast, MakesSoundNumbersOfAnythingInRange) {
    std::mt19937 random(11);
    const auto up_to = [&](double most) { return static_cast<double>(random() % 1'000'000) / 1e6 * most; };
    const auto whole = [&](double most) { return static_cast<std::uint32_t>(up_to(most)); };
    for (int i = 0; i < 60; ++i) {
        const double scale = std::pow(10.0, -up_to(3));
        const QueueNow now{whole(2'000 * scale), whole(200 * scale), whole(200 * scale),
                           std::pow(1'440.0, up_to(1) * 2 - 1) / 2 + least_service_min};
        const std::vector<double> arrivals{up_to(900 * scale), 0, up_to(10 * scale)};
        const auto forecast = forecast_queue(now, arrivals, up_to(40));
        if (!forecast) {
            EXPECT_EQ(forecast.error().what, "service_min");
            continue;
        }
        double all = now.waiting + std::min(now.serving, now.counters);
        for (const QueueStep& step : forecast->steps) {
            all += step.arrivals;
            EXPECT_TRUE(step.waiting >= 0 && step.waiting <= all * (1 + 1e-9)) << i;
            EXPECT_TRUE(step.p_within >= 0 && step.p_within <= 1) << i;
            EXPECT_EQ(step.wait_min.has_value(), now.counters > 0);
            EXPECT_TRUE(!step.wait_min || (std::isfinite(*step.wait_min) && *step.wait_min >= 0));
        }
    }
}

}  // namespace
}  // namespace jiaohao::stats
