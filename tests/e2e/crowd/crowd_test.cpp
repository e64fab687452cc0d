// Many clients at once against the real daemon: what each was told, and what the journal says, are the same thing, and
// no promise is broken.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "tests/e2e/crowd/actors.hpp"

namespace jiaohao::test {
namespace {

using Actors = std::vector<std::unique_ptr<Actor>>;

/// `./test --full` and a release build take the whole crowd; the sanitizers make every client ten times as slow.
std::size_t size_of(std::size_t whole, std::size_t usual) {
    const char* const set = std::getenv("JIAOHAO_WHOLE_CROWD");
    return set != nullptr && *set == '1' ? whole : usual;
}

std::vector<std::size_t> share_of(std::size_t who, std::size_t among, std::size_t counters) {
    std::vector<std::size_t> own;
    for (std::size_t i = who; i < counters; i += among) {
        own.push_back(i);
    }
    return own;
}

/// Everything the actors were told, added up.
Told together(const Actors& actors) {
    Told sum;
    for (const auto& actor : actors) {
        const Told& told = actor->told();
        EXPECT_EQ(told.problem, "");
        for (const auto& [seq, number] : told.issued) {
            EXPECT_TRUE(sum.issued.emplace(seq, number).second) << number << " was given to two people";
        }
        for (const auto& [seq, times] : told.calls) {
            sum.calls[seq] += times;
        }
        for (const auto& [code, times] : told.refused) {
            sum.refused[code] += times;
        }
        sum.commands += told.commands;
    }
    return sum;
}

void expect_what_was_told(const Told& told, const Audit& audit) {
    for (const std::string& problem : audit.problems()) {
        ADD_FAILURE() << problem;
    }
    EXPECT_EQ(told.issued.size(), audit.issued());
    for (const auto& [seq, number] : told.issued) {
        EXPECT_EQ(audit.number_of(seq), number);
    }
    EXPECT_EQ(told.calls, audit.calls()) << "a call that two were told, or nobody";
}

/// A person may be too late or ask for what is not there; nothing else is refused.
void expect_only_these_refusals(const Told& told, const std::set<std::string>& expected) {
    for (const auto& [code, times] : told.refused) {
        EXPECT_TRUE(expected.contains(code)) << code << " " << times << " times";
    }
}

const std::set<std::string> in_a_crowd{
    "nobody_waiting", "ticket_not_called", "ticket_not_waiting",    "counter_has_no_ticket",
    "recall_limit",   "ticket_not_parked", "ticket_not_returnable", "counter_not_serving_service",
    "called_just_now"};

TEST(Crowd, SixteenClientsThatDoAnythingAtOnceAreEachToldTheTruth) {
    const CrowdHall hall({4, 12, 2});
    Actors actors;
    std::vector<std::jthread> threads;
    constexpr std::size_t terminals = 4;
    constexpr std::size_t clerks = 12;
    const std::size_t each = size_of(400, 80);
    const std::size_t actions = size_of(1000, 250);
    for (std::size_t i = 0; i < terminals + clerks; ++i) {
        Actor& actor = *actors.emplace_back(std::make_unique<Actor>(hall, 100 + i));
        if (i < terminals) {
            threads.emplace_back([&actor, each] { actor.take_tickets(each, true); });
        } else {
            threads.emplace_back([&actor, i, actions, &hall] {
                actor.work(share_of(i - terminals, clerks, hall.size().counters), actions);
            });
        }
    }
    threads.clear();
    const Told told = together(actors);
    const Audit audit = hall.audit();
    expect_what_was_told(told, audit);
    expect_only_these_refusals(told, in_a_crowd);
    EXPECT_EQ(audit.issued(), terminals * each);
    EXPECT_GT(audit.count("ticket.called"), each);
    for (const auto* rare :
         {"ticket.recalled", "ticket.no_show", "ticket.returned", "ticket.parked", "ticket.resumed",
          "ticket.transferred", "ticket.cancelled", "rating.requested"}) {
        EXPECT_GT(audit.count(rare), 0U) << rare << " was never tried";
    }
    RecordProperty("commands", static_cast<int>(told.commands));
}

TEST(Crowd, ADayOfThousandsOverFortyCountersIsCorrectToTheLastTicket) {
    const CrowdHall hall({8, 40, 3});
    constexpr std::size_t terminals = 6;
    constexpr std::size_t clerks = 10;
    const std::size_t tickets = size_of(5000, 800);
    Actors actors;
    std::atomic<bool> all_came = false;
    {
        std::vector<std::jthread> serving;
        std::vector<std::jthread> coming;
        for (std::size_t i = 0; i < terminals; ++i) {
            Actor& actor = *actors.emplace_back(std::make_unique<Actor>(hall, 200 + i));
            const std::size_t own = tickets / terminals + (i < tickets % terminals ? 1 : 0);
            coming.emplace_back([&actor, own] { actor.take_tickets(own, false); });
        }
        for (std::size_t i = 0; i < clerks; ++i) {
            Actor& actor = *actors.emplace_back(std::make_unique<Actor>(hall, 300 + i));
            serving.emplace_back(
                [&, i] { actor.serve(share_of(i, clerks, hall.size().counters), all_came); });
        }
        coming.clear();
        all_came = true;
    }
    const Told told = together(actors);
    const Audit audit = hall.audit();
    expect_what_was_told(told, audit);
    expect_only_these_refusals(told, {"nobody_waiting"});
    EXPECT_EQ(audit.issued(), tickets);
    EXPECT_EQ(audit.count("ticket.called"), tickets);
    EXPECT_EQ(audit.count("serving.finished"), tickets);
    EXPECT_EQ(audit.count("ticket.expired"), 0U);
}

}  // namespace
}  // namespace jiaohao::test
