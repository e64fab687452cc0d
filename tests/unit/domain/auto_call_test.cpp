// Counters for which the hall calls: who, when, and once.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kiosk/base/random.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

struct AutoCall : ::testing::Test {
    TestHall hall;

    AutoCall() {
        for (CounterConfig& counter : hall.config.counters) {
            counter.auto_call = true;
        }
        hall.config.calling.auto_call_after = 5s;
        hall.open_hall();
    }
    void settle() {
        for (auto commands = due(hall.state, hall.config, hall.context.now); !commands.empty();
             commands = due(hall.state, hall.config, hall.context.now)) {
            for (const Command& command : commands) {
                hall.must(command);
            }
        }
    }
    std::optional<TicketId> at(const CounterId& counter) { return hall.counter(counter).ticket; }
};

TEST_F(AutoCall, CallsForACounterThatHasNobody) {
    hall.pass(minutes{1});
    const TicketId id = hall.issue(bills);
    settle();
    EXPECT_EQ(at(c1), id);
    EXPECT_EQ(hall.last(), "ticket.called");
    EXPECT_EQ(hall.all_of<TicketCalled>().back().channel, Channel::system);
    EXPECT_EQ(hall.all_of<TicketCalled>().back().why, CallReason::longest_waiting);
}

TEST_F(AutoCall, WaitsAMomentAfterTheLastCustomer) {
    hall.issue(bills);
    const TicketId second = hall.issue(bills);
    hall.must(CallNext{c1, Channel::page});
    hall.must(FinishServing{c1, {}, false});
    EXPECT_EQ(next_due(hall.state, hall.config), hall.context.now + 5s);
    hall.pass(5s - Milliseconds{1});
    settle();
    EXPECT_EQ(at(c1), std::nullopt);
    hall.pass(Milliseconds{1});
    settle();
    EXPECT_EQ(at(c1), second);
}

TEST_F(AutoCall, DoesNotWaitForAClockThatIsBehindSinceTheStart) {
    const TicketId id = hall.issue(bills);
    hall.context.now -= std::chrono::hours{9};
    settle();
    EXPECT_EQ(at(c1), id);
}

TEST_F(AutoCall, WaitsAlsoWhenTheClockWasSetBackALittle) {
    hall.issue(bills);
    hall.issue(bills);
    hall.must(CallNext{c1, Channel::page});
    hall.must(FinishServing{c1, {}, false});
    hall.context.now -= Milliseconds{500};
    settle();
    EXPECT_EQ(at(c1), std::nullopt) << "the clerk is finishing up";
}

TEST_F(AutoCall, TheOneIdleLongestGoesFirst) {
    hall.pass(minutes{1});
    hall.issue(complaints);
    settle();
    ASSERT_TRUE(at(c2).has_value());
    hall.must(FinishServing{c2, {}, false});
    hall.pass(minutes{1});
    const TicketId id = hall.issue(mobile);
    settle();
    EXPECT_EQ(at(c1), id) << "c1 has nobody since the hall opened";
    EXPECT_EQ(at(c2), std::nullopt);
}

TEST_F(AutoCall, ACounterWithNobodyToCallDoesNotHoldUpTheOthers) {
    hall.pass(minutes{1});
    const TicketId id = hall.issue(complaints);
    settle();
    EXPECT_EQ(at(c2), id) << "c1 is idle as long and does not call complaints";
}

TEST_F(AutoCall, NeverDuringWrapUp) {
    hall.config.calling.wrap_up = 60s;
    hall.issue(bills);
    const TicketId second = hall.issue(bills);
    hall.must(CallNext{c1, Channel::page});
    hall.must(FinishServing{c1, {}, false});
    hall.pass(64s);
    settle();
    EXPECT_EQ(at(c1), std::nullopt);
    EXPECT_EQ(next_due(hall.state, hall.config), hall.context.now + 1s);
    hall.pass(1s);
    settle();
    EXPECT_EQ(at(c1), second);
}

TEST_F(AutoCall, SoonerWhenTheClerkIsReadySooner) {
    hall.config.calling.wrap_up = 60s;
    hall.issue(bills);
    const TicketId second = hall.issue(bills);
    hall.must(CallNext{c1, Channel::page});
    hall.must(FinishServing{c1, {}, false});
    hall.pass(10s);
    hall.must(ReadyCounter{c1});
    hall.pass(5s);
    settle();
    EXPECT_EQ(at(c1), second);
}

TEST_F(AutoCall, NeverWhilePausedOrClosedOrWithoutAClerk) {
    hall.must(PauseCounter{c1, "lunch", false});
    hall.must(SignOut{c2});
    hall.pass(minutes{5});
    hall.issue(mobile);
    settle();
    EXPECT_EQ(hall.all_of<TicketCalled>().size(), 0u);
    EXPECT_EQ(next_due(hall.state, hall.config), std::nullopt);
    hall.state.counters[c1].clerk.reset();
    hall.must(ResumeCounter{c1});
    hall.pass(minutes{5});
    settle();
    EXPECT_EQ(hall.all_of<TicketCalled>().size(), 0u) << "nobody is there";
}

TEST_F(AutoCall, ForAHandsetOnlyCounterWithoutAClerk) {
    hall.must(OpenCounter{c3});
    hall.must(PauseCounter{c1, "lunch", false});
    hall.pass(minutes{1});
    const TicketId id = hall.issue(bills);
    settle();
    EXPECT_EQ(at(c3), id);
}

TEST_F(AutoCall, OnlyForCountersThatAreSetSo) {
    hall.config.counters[0].auto_call = false;
    hall.pass(minutes{1});
    hall.issue(bills);
    settle();
    EXPECT_EQ(at(c1), std::nullopt);
}

TEST_F(AutoCall, APressThatCrossesItMeansThatCall) {
    hall.pass(minutes{1});
    const TicketId first = hall.issue(bills);
    hall.issue(bills);
    settle();
    for (const Channel channel : {Channel::handset, Channel::page}) {
        hall.pass(1s);
        const Answer answer = hall.must(CallNext{c1, channel});
        EXPECT_TRUE(answer.again);
        EXPECT_EQ(answer.ticket, first);
        EXPECT_EQ(hall.last(), "") << "nobody is served because two calls met";
    }
    hall.pass(1s);
    EXPECT_NE(hall.must(CallNext{c1, Channel::page}).ticket, first) << "now the clerk means the next one";
}

/// The row of the call came after the click: who was called is on the way and must not be done before sitting down.
TEST_F(AutoCall, APickOrAResumeThatCrossesItIsRefusedByName) {
    const TicketId parked = hall.issue(bills);
    settle();
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1});
    hall.pass(minutes{1});
    const TicketId called = hall.issue(bills);
    const TicketId wanted = hall.issue(bills);
    settle();
    ASSERT_EQ(at(c1), called);
    hall.pass(2s);
    EXPECT_EQ(hall.refused(CallTicket{c1, wanted, Channel::page}), RefusalCode::call_crossed);
    EXPECT_EQ(hall.refused(ResumeTicket{c1, parked, Channel::page}), RefusalCode::call_crossed);
    EXPECT_EQ(hall.run(ResumeTicket{c1, std::nullopt, Channel::handset}).error().params.at("ticket"),
              hall.ticket(called).number);
    EXPECT_TRUE(hall.must(CallTicket{c1, called, Channel::page}).again) << "just what the clerk wanted";
    hall.pass(1s);
    EXPECT_EQ(hall.must(CallTicket{c1, wanted, Channel::page}).ticket, wanted) << "now the clerk means it";
}

TEST_F(AutoCall, APressAfterSomethingWasDoneMeansTheNextOne) {
    hall.pass(minutes{1});
    hall.issue(bills);
    const TicketId second = hall.issue(bills);
    settle();
    hall.must(StartServing{c1});
    EXPECT_EQ(hall.refused(CallNext{c1, Channel::page}), RefusalCode::called_just_now)
        << "nobody is served in a moment";
    hall.pass(3s);
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, second);
}

TEST_F(AutoCall, AfterAFailedCommitTheSameIsDueAgain) {
    hall.pass(minutes{1});
    hall.issue(bills);
    const HallState before = hall.state;
    const auto commands = due(hall.state, hall.config, hall.context.now);
    ASSERT_EQ(commands.size(), 1u);
    settle();
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now).empty());
    hall.state = before;
    EXPECT_EQ(due(hall.state, hall.config, hall.context.now).size(), 1u);
}

/// Nobody calls by hand: everybody is served once, and no counter that could call somebody is passed over by one that
/// has been free for a shorter time.
class FairCalls : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(FairCalls, GoToTheCounterThatIsFreeLongestAndHappenOnce) {
    SeededRandom random(GetParam());
    TestHall hall;
    for (CounterConfig& counter : hall.config.counters) {
        counter.auto_call = true;
    }
    hall.config.ranges[0].last = 9999;
    hall.config.ranges[1].last = 9999;
    hall.config.calling.wrap_up = 15s;
    hall.open_hall();
    hall.must(OpenCounter{c3});
    const std::vector<ServiceId> services{mobile, bills, complaints};
    std::set<TicketId> called;
    const auto free_since = [&](const CounterId& id) {
        const CounterState& counter = hall.counter(id);
        return std::max(*counter.idle_since, counter.wrap_up_until.value_or(*counter.idle_since));
    };
    for (int i = 0; i < 1'000 && !::testing::Test::HasFailure(); ++i) {
        hall.pass(Milliseconds{static_cast<int>(random.below(9'000))});
        if (random.below(3) == 0) {
            hall.issue(services[random.below(3)]);
        }
        const CounterId counter = std::vector{c1, c2, c3}[random.below(3)];
        if (hall.counter(counter).ticket && random.below(2) == 0) {
            hall.must(FinishServing{counter, {}, false});
        }
        const auto next = next_due(hall.state, hall.config);
        const auto commands = due(hall.state, hall.config, hall.context.now);
        EXPECT_EQ(commands.empty(), !next || *next > hall.context.now) << "asked too late or in vain";
        ASSERT_LE(commands.size(), 1u);
        if (commands.empty()) {
            continue;
        }
        const CounterId chosen = std::get<CallNext>(commands[0]).counter;
        const WallTime since = free_since(chosen);
        hall.must(commands[0]);
        const Ticket& ticket = hall.ticket(*hall.counter(chosen).ticket);
        EXPECT_TRUE(called.insert(ticket.id).second) << "called twice";
        for (const CounterConfig& other : hall.config.counters) {
            const bool could = std::ranges::find(other.services, ticket.service) != other.services.end();
            if (other.id != chosen && could && !hall.counter(other.id).ticket) {
                EXPECT_LE(since, free_since(other.id)) << other.id.get() << " is free for longer";
            }
        }
    }
    EXPECT_GT(called.size(), 150u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, FairCalls, ::testing::Values(5u, 55u, 555u));

}  // namespace
}  // namespace jiaohao::domain::testing
