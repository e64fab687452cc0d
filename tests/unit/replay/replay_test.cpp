// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "tests/bench/replay_populations.hpp"
#include "tests/bench/replay_report.hpp"

namespace jiaohao::bench {
namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day_ms = 1440 * minute;

TicketRecord ticket(std::int64_t ordinal, std::int64_t issued, std::optional<std::int64_t> called) {
    return {"a", ordinal, issued * minute, called ? std::optional(*called * minute) : std::nullopt, 2, 5};
}

/// Days of a hall with three counters for two lines, a rush at ten: what QL knows nothing of.
HallDays simulated(std::uint64_t seed, std::int64_t first_day, int days) {
    std::mt19937_64 random(seed);
    HallDays hall;
    for (std::int64_t day = first_day; day < first_day + days; ++day) {
        std::vector<std::int64_t> free(3, day * day_ms + 480 * minute);
        double at = 480;
        for (std::int64_t n = 1; n <= 220; ++n) {
            const double gap = at > 560 && at < 660 ? 1.2 : 2.6;
            at += std::exponential_distribution<double>(1 / gap)(random);
            TicketRecord one;
            one.line = random() % 3 == 0 ? "b" : "a";
            one.ordinal = n;
            one.issued_ms = day * day_ms + static_cast<std::int64_t>(at * minute);
            auto counter = std::ranges::min_element(free);
            one.called_ms = std::max(one.issued_ms, *counter);
            *counter = *one.called_ms + static_cast<std::int64_t>(
                                            minute * std::exponential_distribution<double>(1 / 6.0)(random));
            one.counters = 3;
            one.configured_min = 10;
            hall[day].push_back(one);
        }
    }
    return hall;
}

TEST(ReplayTickets, ATicketIsIssuedBeforeAnotherIsCalledAtTheSameInstant) {
    const auto outcomes = replay(HallDays{{0, {ticket(1, 10, 20), ticket(2, 20, 30), ticket(3, 30, 30)}}});
    ASSERT_EQ(outcomes.size(), 3u);
    EXPECT_EQ(outcomes[1].ahead, 1u);
    EXPECT_EQ(outcomes[2].ahead, 1u);
    EXPECT_DOUBLE_EQ(outcomes[1].wait, 10);
}

TEST(ReplayTickets, WhoHasNobodyAheadIsToldNoWaitAndTeachesNothing) {
    const auto outcomes =
        replay(HallDays{{0, {ticket(1, 10, 400), ticket(2, 401, 402), ticket(3, 410, 411)}}});
    ASSERT_EQ(outcomes.size(), 3u);
    for (const TicketOutcome& outcome : outcomes) {
        EXPECT_EQ(outcome.ahead, 0u);
        EXPECT_EQ(outcome.told.back(), stats::next_forecast);
    }
}

TEST(ReplayTickets, WhoWasNeverCalledWaitsUntilTheDayEnds) {
    const auto outcomes =
        replay(HallDays{{0, {ticket(1, 10, {}), ticket(2, 20, 30)}}, {1, {ticket(1, 1450, 1460)}}});
    ASSERT_EQ(outcomes.size(), 2u);
    EXPECT_EQ(outcomes[0].ahead, 1u);
    EXPECT_EQ(outcomes[1].ahead, 0u);
}

TEST(ReplayTickets, NothingIsToldByWhatCameAfterIt) {
    const HallDays all = simulated(3, 0, 6);
    HallDays changed = all;
    const std::int64_t change = 3 * day_ms + 600 * minute;
    for (auto& [day, tickets] : changed) {
        for (TicketRecord& one : tickets) {
            one.called_ms = *one.called_ms > change ? *one.called_ms + 50 * minute : *one.called_ms;
        }
    }
    const auto before = replay(all);
    const auto after = replay(changed);
    std::size_t same = 0;
    while (same < before.size() && before[same].wait == after[same].wait) {
        EXPECT_EQ(before[same].told, after[same].told) << same;
        ++same;
    }
    EXPECT_GT(same, 600u);
    EXPECT_LT(same, 1'000u);
}

TEST(ReplayTickets, InAHallItHasLearntTheEstimatorBeatsEveryOtherMethodAndKeepsItsBound) {
    Halls halls;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        halls["hall " + std::to_string(seed)] = simulated(seed, 18'000, 30);
    }
    const auto scored = score_tickets(halls, {});
    ASSERT_TRUE(scored);
    const Tally& learnt = scored->at(0).tally;
    const Figures ours = learnt.figures(Method::estimator);
    EXPECT_GT(ours.n, 5'000u);
    for (std::size_t i = 0; i + 1 < methods; ++i) {
        EXPECT_LT(ours.mae, learnt.figures(static_cast<Method>(i)).mae) << name_of(static_cast<Method>(i));
    }
    EXPECT_NEAR(ours.coverage, 0.9, 0.03);
}

TEST(ReplayTickets, PopulationsAreCutByDay) {
    const Halls halls{{"h", simulated(5, 18'000, 9)}};
    const auto cold = score_tickets(halls, {});
    ASSERT_TRUE(cold);
    ASSERT_EQ(cold->size(), 3u);
    EXPECT_EQ(cold->at(0).title, "Tickets from 2019-04-21 on, learnt from the days before");
    const auto all = cold->at(2).tally.size();
    EXPECT_GT(cold->at(0).tally.size(), all / 6);
    EXPECT_LT(cold->at(0).tally.size(), all / 3);
    EXPECT_LT(cold->at(1).tally.size(), all / 6);

    const auto warm = score_tickets(halls, {{"h", simulated(6, 17'980, 15)}});
    ASSERT_TRUE(warm);
    EXPECT_EQ(warm->at(0).tally.size(), all);
    EXPECT_EQ(warm->at(1).tally.figures(Method::estimator).mae,
              cold->at(1).tally.figures(Method::estimator).mae)
        << "the first day is cold whatever is learnt from first";
    EXPECT_LT(warm->at(0).tally.figures(Method::estimator).mae,
              warm->at(2).tally.figures(Method::estimator).mae);

    const auto late = score_tickets(halls, {{"h", simulated(6, 17'990, 11)}});
    ASSERT_FALSE(late);
    EXPECT_NE(late.error().find("goes up to 2019-04-14, but what is scored begins on 2019-04-14"),
              std::string::npos);
}

TEST(ReplayTickets, OtherHallsMayBeLearntFromAtAnyTime) {
    const Halls halls{{"h", simulated(5, 18'000, 3)}};
    const auto warm = score_tickets(halls, {{"other", simulated(6, 18'000, 3)}});
    ASSERT_TRUE(warm);
    EXPECT_EQ(warm->at(0).tally.size(), warm->at(2).tally.size());
    EXPECT_EQ(warm->at(0).tally.figures(Method::estimator).mae,
              warm->at(2).tally.figures(Method::estimator).mae);
}

CallRecord call(std::int64_t queued_s, std::int64_t left_s, bool served, bool priority = false) {
    return {0,
            priority,
            served,
            queued_s * 1000,
            left_s * 1000,
            served ? left_s * 1000 : 0,
            served ? (left_s + 100) * 1000 : 0,
            "c"};
}

TEST(ReplayCalls, ScoresServedCallsThatQueued) {
    const auto outcomes = replay({call(100, 160, true), call(110, 115, false), call(400, 400, true)});
    ASSERT_EQ(outcomes.size(), 1u);
    EXPECT_DOUBLE_EQ(outcomes[0].wait, 1.0);
}

TEST(ReplayCalls, PriorityCountsAsComingNinetySecondsEarlier) {
    const std::vector<CallRecord> three{call(100, 900, true), call(110, 910, true), call(120, 920, true)};
    std::vector<CallRecord> first = three;
    first[2].priority = true;
    std::vector<CallRecord> last = three;
    last[2] = call(195, 920, true, true);
    const auto ql_of = [](const std::vector<CallRecord>& calls) {
        return replay(calls).at(2).told[static_cast<std::size_t>(Method::ql)].p50;
    };
    EXPECT_NEAR(ql_of(first), ql_of(three) / 3, 1e-9);
    EXPECT_NEAR(ql_of(last), ql_of(three) * 2 / 3, 1e-9);
}

TEST(ReplayReport, FiguresAreThoseOfTheWaits) {
    Population population{
        "x", "X", false, Tally(5), {{Limit::Figure::mae, 0, 3.5}, {Limit::Figure::coverage, 0.9, 1}}};
    EXPECT_EQ(verdict(population, population.limits[0]), "no data");
    const double waits[] = {4, 10, 20};
    const double p50s[] = {6, 9, 13};
    for (int i = 0; i < 3; ++i) {
        Told told{};
        told.back() = {p50s[i], 15};
        population.tally.add(waits[i], told);
    }
    const Figures f = population.tally.figures(Method::estimator);
    EXPECT_EQ(f.n, 3u);
    EXPECT_DOUBLE_EQ(f.mae, 10.0 / 3);
    EXPECT_DOUBLE_EQ(f.rmse, std::sqrt(54.0 / 3));
    EXPECT_EQ(f.relative_n, 2u);
    EXPECT_DOUBLE_EQ(f.median_relative, (0.1 + 0.35) / 2);
    EXPECT_DOUBLE_EQ(f.coverage, 2.0 / 3);
    EXPECT_DOUBLE_EQ(f.over_p50, 2.0 / 3);
    EXPECT_DOUBLE_EQ(f.over_rounded, 1.0 / 3);
    EXPECT_EQ(verdict(population, population.limits[0]), "met");
    EXPECT_EQ(verdict(population, population.limits[1]), "missed");
}

std::string data_file(const char* name) {
    const char* folder = std::getenv("JIAOHAO_DATA");
    return folder == nullptr ? "" : std::string(folder) + "/" + name;
}

void expect_limits(const std::vector<Population>& populations) {
    for (const Population& population : populations) {
        for (const Limit& limit : population.limits) {
            EXPECT_EQ(verdict(population, limit), "met")
                << population.title << " "
                << value_of(population, population.tally.figures(Method::estimator), limit.figure);
        }
    }
}

TEST(ReplayPublicData, HallsReachTheirLimits) {
    if (data_file("").empty()) {
        GTEST_SKIP() << "JIAOHAO_DATA names no folder with recorded days";
    }
    Halls halls;
    Dropped dropped;
    ASSERT_TRUE(read_tickets(data_file("warsaw_tickets_dev.csv.gz"), halls, dropped));
    EXPECT_TRUE(dropped.causes.empty());
    const auto scored = score_tickets(halls, {});
    ASSERT_TRUE(scored);
    EXPECT_EQ(scored->at(0).tally.size(), 21'160u);
    EXPECT_EQ(scored->at(1).tally.size(), 7'639u);
    expect_limits(*scored);
}

TEST(ReplayPublicData, CallsReachTheirLimits) {
    if (data_file("").empty()) {
        GTEST_SKIP() << "JIAOHAO_DATA names no folder with recorded days";
    }
    Pools january;
    Pools february;
    Dropped dropped;
    ASSERT_TRUE(read_calls(data_file("bank_calls_1999_01.txt.gz"), january, dropped));
    ASSERT_TRUE(read_calls(data_file("bank_calls_1999_02.txt.gz"), february, dropped));
    const auto scored = score_calls(february, january);
    ASSERT_TRUE(scored);
    EXPECT_EQ(scored->at(0).tally.size(), 12'453u);
    EXPECT_EQ(scored->at(1).tally.size(), 1'451u);
    expect_limits(*scored);
}

}  // namespace
}  // namespace jiaohao::bench
