// SPDX-License-Identifier: Apache-2.0
#include "showroom/plan.hpp"

#include <gtest/gtest.h>
#include <algorithm>

#include "showroom/faults.hpp"
#include "showroom/synthetic_day.hpp"

namespace jiaohao::showroom {
namespace {

RecordedDay two_queues() {
    RecordedDay day{"H", "2020-01-07", {}};
    for (int i = 0; i < 40; ++i) {
        RecordedTicket ticket;
        ticket.queue = i % 2 == 0 ? "168" : "169";
        ticket.letter = i % 2 == 0 ? "K" : "L";
        ticket.number = std::to_string(i);
        ticket.issued_min = 480 + i;
        ticket.called_min = 485 + i * 1.5;
        ticket.open_counters = i % 2 == 0 ? 3 : 0;
        day.tickets.push_back(ticket);
    }
    return day;
}

TEST(DayPlan, CountersOfAQueueAreTheMostThatWereEverOpenAndAtLeastOne) {
    const auto plan = make_plan(two_queues(), 1);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->counters.size(), 4U);
    EXPECT_EQ(std::count_if(plan->counters.begin(), plan->counters.end(),
                            [](const auto& c) { return c.service == "q168"; }),
              3);
}

TEST(DayPlan, EveryRecordedCallIsMadeOnceAtItsTime) {
    const RecordedDay day = two_queues();
    const auto plan = make_plan(day, 1);
    std::vector<double> planned;
    for (const auto& [counter, turns] : plan->turns) {
        for (const PlannedTurn& turn : turns) {
            planned.push_back(turn.call_min);
        }
    }
    std::vector<double> recorded;
    for (const RecordedTicket& ticket : day.tickets) {
        recorded.push_back(ticket.called_min);
    }
    std::sort(planned.begin(), planned.end());
    std::sort(recorded.begin(), recorded.end());
    EXPECT_EQ(planned, recorded);
}

TEST(DayPlan, AServiceEndsFiveSecondsBeforeTheNextCallOfItsCounter) {
    const auto plan = make_plan(make_synthetic_day({.seed = 5, .tickets = 400}), 5);
    int finished = 0;
    for (const auto& [counter, turns] : plan->turns) {
        for (std::size_t i = 0; i < turns.size(); ++i) {
            if (!turns[i].finish_min) {
                EXPECT_FALSE(turns[i].no_show);
                EXPECT_FALSE(turns[i].rating_key.has_value());
                continue;
            }
            ++finished;
            EXPECT_GE(*turns[i].finish_min, turns[i].call_min);
            if (i + 1 < turns.size() && *turns[i].finish_min > turns[i].call_min) {
                EXPECT_LE(*turns[i].finish_min, turns[i + 1].call_min - 5.0 / 60 + 1e-9);
            }
        }
    }
    EXPECT_GT(finished, 300);
}

TEST(DayPlan, TheSameSeedGivesTheSamePeople) {
    const auto one = make_plan(two_queues(), 7);
    const auto two = make_plan(two_queues(), 7);
    const auto other = make_plan(two_queues(), 8);
    const auto first_finish = [](const DayPlan& plan) {
        return *plan.turns.begin()->second.front().finish_min;
    };
    EXPECT_EQ(first_finish(*one), first_finish(*two));
    EXPECT_NE(first_finish(*one), first_finish(*other));
}

TEST(DayPlan, TheLongestIdleCounterCalls) {
    RecordedDay day = two_queues();
    day.tickets.resize(1);
    for (int i = 1; i < 4; ++i) {
        RecordedTicket ticket = day.tickets.front();
        ticket.issued_min = 500 + i * 60;
        ticket.called_min = 501 + i * 60;
        day.tickets.push_back(ticket);
    }
    const auto plan = make_plan(day, 1);
    // While one is idle it calls: the first three calls go to three counters.
    ASSERT_EQ(plan->turns.size(), 3U);
    std::vector<double> first;
    for (const auto& [counter, turns] : plan->turns) {
        first.push_back(turns.front().call_min);
    }
    std::sort(first.begin(), first.end());
    EXPECT_EQ(first, (std::vector<double>{485, 561, 621}));
}

TEST(DayPlan, TwoQueuesWithOneLetterPrintDifferentNumbers) {
    RecordedDay day = two_queues();
    for (RecordedTicket& ticket : day.tickets) {
        ticket.letter = "K";
    }
    const auto plan = make_plan(day, 1);
    ASSERT_EQ(plan->services.size(), 2U);
    EXPECT_NE(plan->services[0].prefix, plan->services[1].prefix);
}

TEST(DayPlan, MoreCountersThanALineHasAddressesForAreRefused) {
    RecordedDay day = two_queues();
    day.tickets.front().open_counters = 150;
    EXPECT_NE(make_plan(day, 1).error().find("100"), std::string::npos);
}

TEST(Faults, AreSortedAndNameWhatTheyDoNotKnow) {
    const auto all = plan_faults("all");
    ASSERT_TRUE(all);
    EXPECT_EQ(std::count_if(all->begin(), all->end(),
                            [](const auto& f) { return f.kind == FaultKind::hall_killed; }),
              20);
    EXPECT_TRUE(std::is_sorted(all->begin(), all->end(),
                               [](const auto& a, const auto& b) { return a.share < b.share; }));
    EXPECT_TRUE(plan_faults("none")->empty());
    EXPECT_NE(plan_faults("fire").error().find("'fire'"), std::string::npos);
    EXPECT_FALSE(plan_faults("kill=x"));
    EXPECT_FALSE(plan_faults("kill=100000"));
}

}  // namespace
}  // namespace jiaohao::showroom
