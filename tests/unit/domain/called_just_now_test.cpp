// Two presses a moment apart are not two customers, whoever called the first one.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

struct CalledJustNow : ::testing::Test {
    TestHall hall;
    TicketId first, second;
    CalledJustNow() {
        hall.open_hall();
        first = hall.issue(mobile);
        second = hall.issue(mobile);
    }
    void expect_refused(const Command& command, const char* seconds) {
        const auto outcome = hall.run(command);
        ASSERT_FALSE(outcome.has_value()) << hall.last();
        EXPECT_EQ(outcome.error().code, RefusalCode::called_just_now);
        EXPECT_EQ(outcome.error().params.at("ticket"), "A01");
        EXPECT_EQ(outcome.error().params.at("seconds"), seconds);
        EXPECT_EQ(hall.counter(c1).ticket, first);
    }
};

TEST_F(CalledJustNow, ASecondPressCallsNobodyAndEndsNoVisit) {
    hall.must(CallNext{c1, Channel::page});
    for (const Channel channel : {Channel::page, Channel::handset, Channel::api}) {
        expect_refused(CallNext{c1, channel}, "3");
    }
    hall.pass(std::chrono::milliseconds{2'500});
    expect_refused(CallNext{c1, Channel::page}, "1");
    hall.must(StartServing{c1});
    expect_refused(CallNext{c1, Channel::page}, "1");
    hall.pass(std::chrono::milliseconds{500});
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, second);
    EXPECT_EQ(hall.last(), "serving.finished ticket.called");
}

TEST_F(CalledJustNow, WithAClockThatIsBehindSinceTheStartIsNotForEver) {
    hall.must(CallNext{c1, Channel::page});
    hall.context.now -= std::chrono::hours{9};
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, second);
    EXPECT_EQ(hall.last(), "serving.finished ticket.called");
}

TEST_F(CalledJustNow, ALastRecallWithAClockThatIsBehindIsANoShow) {
    hall.config.calling.no_show_after_calls = 1;
    hall.must(CallNext{c1, Channel::page});
    hall.context.now -= std::chrono::hours{9};
    EXPECT_TRUE(hall.must(Recall{c1}).no_show);
}

TEST_F(CalledJustNow, OnceSomethingBecameOfItTheNextMayBeCalled) {
    hall.must(CallNext{c1, Channel::page});
    hall.must(FinishServing{c1, {}, false});
    EXPECT_EQ(hall.run(CallNext{c1, Channel::page})->answer.ticket, second);
    hall.must(MarkNoShow{c1});
    const TicketId third = hall.issue(mobile);
    EXPECT_EQ(hall.run(CallNext{c1, Channel::page})->answer.ticket, third);
}

TEST_F(CalledJustNow, NobodyElseIsPickedOrResumed) {
    const TicketId parked = hall.issue(bills);
    hall.must(CallTicket{c1, parked, Channel::page});
    hall.must(ParkTicket{c1});
    hall.pass(minutes{1});
    hall.must(CallTicket{c1, first, Channel::page});
    expect_refused(CallTicket{c1, second, Channel::page}, "3");
    expect_refused(ResumeTicket{c1, parked, Channel::page}, "3");
    EXPECT_TRUE(hall.must(CallTicket{c1, first, Channel::page}).again);
    EXPECT_EQ(hall.last(), "");
    hall.pass(3s);
    EXPECT_EQ(hall.run(ResumeTicket{c1, parked, Channel::page})->answer.ticket, parked);
    EXPECT_EQ(hall.refused(CallNext{c1, Channel::page}), RefusalCode::called_just_now) << "called back";
}

TEST_F(CalledJustNow, WhereNobodyWaitsThatIsWhatIsSaid) {
    hall.must(CallNext{c1, Channel::page});
    hall.must(CancelTicket{second, Channel::page});
    EXPECT_EQ(hall.refused(CallNext{c1, Channel::page}), RefusalCode::nobody_waiting);
}

TEST_F(CalledJustNow, ARecallIsNoNewCall) {
    hall.must(CallNext{c1, Channel::page});
    hall.pass(minutes{1});
    hall.must(Recall{c1});
    EXPECT_EQ(hall.run(CallNext{c1, Channel::page})->answer.ticket, second) << "who does not come is over";
}

TEST_F(CalledJustNow, AClockThatIsSetBackHoldsNoCounterUp) {
    hall.must(CallNext{c1, Channel::page});
    hall.must(NoteClock{hall.context.now, hall.context.now - std::chrono::hours{1}});
    hall.pass(-std::chrono::hours{1} + 3s);
    EXPECT_EQ(hall.run(CallNext{c1, Channel::page})->answer.ticket, second);
}

}  // namespace
}  // namespace jiaohao::domain::testing
