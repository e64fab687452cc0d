// Who is called next, and why.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

class Order : public ::testing::Test {
  protected:
    Order() {
        hall_.open_hall();
        hall_.config.order.turn_after = 3;
        hall_.config.order.most_overtakes = 10;
        hall_.config.order.longest_overtaken = minutes{30};
    }

    TicketId take(CustomerClass customer_class, const ServiceId& service = mobile,
                  std::optional<WallTime> due_at = std::nullopt) {
        hall_.pass(1s);
        return *hall_.must(IssueTicket{service, customer_class, Channel::touch, "", true, "", due_at}).ticket;
    }
    TicketId ordinary(const ServiceId& service = mobile) { return take(CustomerClass::ordinary, service); }
    TicketId vip(const ServiceId& service = mobile) { return take(CustomerClass::vip, service); }

    /// Who is called at the counter, and why: told in the event as in the answer.
    std::pair<TicketId, CallReason> call(const CounterId& counter = c1) {
        hall_.pass(1s);
        const Answer answer = hall_.must(CallNext{counter, Channel::page});
        EXPECT_EQ(hall_.all_of<TicketCalled>().back().why, answer.why);
        params_ = answer.why_params;
        return {answer.ticket.value_or(TicketId{}), answer.why.value_or(CallReason::picked)};
    }
    using Called = std::pair<TicketId, CallReason>;

    TestHall hall_;
    std::map<std::string, std::string> params_;
};

TEST_F(Order, WhoWaitedLongestOverAllServicesOfTheCounterIsNext) {
    const auto first = ordinary(bills);
    const auto second = ordinary(mobile);
    EXPECT_EQ(call(), Called(first, CallReason::longest_waiting));
    EXPECT_EQ(call(), Called(second, CallReason::longest_waiting));
}

TEST_F(Order, AClassThatGoesFirstIsCalledBeforeThoseWhoCameEarlier) {
    const auto early = ordinary();
    const auto elderly = take(CustomerClass::priority);
    const auto important = vip();
    EXPECT_EQ(call(), Called(important, CallReason::class_first));
    EXPECT_EQ(params_["class"], "vip");
    EXPECT_EQ(call(), Called(elderly, CallReason::class_first));
    EXPECT_EQ(call(), Called(early, CallReason::longest_waiting));
}

TEST_F(Order, AHallMaySayThatNobodyGoesFirst) {
    hall_.config.order.first.clear();
    const auto early = ordinary();
    vip();
    EXPECT_EQ(call(), Called(early, CallReason::longest_waiting));
}

TEST_F(Order, ALinePassedOverThreeTimesInARowHasItsTurn) {
    const auto early = ordinary();
    const auto next = ordinary();
    for (int i = 0; i < 5; ++i) {
        vip();
    }
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(call().second, CallReason::class_first) << i;
    }
    EXPECT_EQ(call(), Called(early, CallReason::turn));
    EXPECT_EQ(params_["in_row"], "3");
    EXPECT_EQ(call().second, CallReason::class_first) << "three more before the next one's turn";
    EXPECT_EQ(call().second, CallReason::class_first);
    EXPECT_EQ(call(), Called(next, CallReason::longest_waiting));
}

TEST_F(Order, NobodyIsPassedOverMoreOftenThanTheHallAllows) {
    hall_.config.order.turn_after = 100;
    hall_.config.order.most_overtakes = 2;
    const auto early = ordinary();
    const auto later = ordinary();
    for (int i = 0; i < 4; ++i) {
        vip();
    }
    call();
    call();
    EXPECT_EQ(call(), Called(early, CallReason::overtaken_enough));
    EXPECT_EQ(params_["n"], "2");
    EXPECT_EQ(call(), Called(later, CallReason::overtaken_enough)) << "the same two went before this one";
    const auto fresh = ordinary();
    EXPECT_EQ(call().second, CallReason::longest_waiting) << "the VIPs came before " << to_string(fresh);
}

TEST_F(Order, ATurnIsForThoseWhoWerePassedOverOnly) {
    const auto early = ordinary();
    for (int i = 0; i < 4; ++i) {
        vip();
    }
    const auto late = ordinary();
    for (int i = 0; i < 3; ++i) {
        call();
    }
    hall_.must(CancelTicket{early, Channel::page});
    EXPECT_NE(call().first, late) << "the fourth VIP came before this one, whom nobody passed over";
}

TEST_F(Order, NobodyIsPassedOverForLongerThanTheHallAllows) {
    const auto early = ordinary();
    vip();
    vip();
    vip();
    call();
    hall_.pass(minutes{29} + 58s);
    EXPECT_EQ(call().second, CallReason::class_first) << "one second before the half hour";
    EXPECT_EQ(call(), Called(early, CallReason::overtaken_long));
    EXPECT_EQ(params_["minutes"], "30");
}

TEST_F(Order, WhoIsNextAnywayNeedsNoGuarantee) {
    hall_.config.order.most_overtakes = 1;
    const auto first = vip();
    ordinary();
    hall_.must(CallTicket{c1, ordinary(), Channel::page});
    EXPECT_EQ(call(), Called(first, CallReason::longest_waiting));
}

TEST_F(Order, WhoWaitsForACounterAloneIsNotPassedOverByOthers) {
    hall_.config.order.most_overtakes = 1;
    const auto sent = ordinary();
    call(c1);
    hall_.must(TransferTicket{c1, std::nullopt, c2});
    const auto other = ordinary();
    hall_.must(CallTicket{c1, vip(), Channel::page});
    vip();
    hall_.must(CloseCounter{c2});
    EXPECT_EQ(call(c1), Called(other, CallReason::overtaken_enough)) << "and not " << to_string(sent);
    EXPECT_EQ(hall_.all_of<TicketCalled>().back().passed_sent, std::vector{mobile});
    EXPECT_EQ(call(c1), Called(sent, CallReason::overtaken_enough))
        << "by the one before, since c2 is closed";
}

TEST_F(Order, WhoWasSentToACounterThatHasClosedIsPassedOverNoMoreOftenThanOthers) {
    hall_.config.order.turn_after = 100;
    hall_.config.order.most_overtakes = 2;
    const auto sent = ordinary();
    call(c1);
    hall_.must(TransferTicket{c1, std::nullopt, c2});
    hall_.must(CloseCounter{c2});
    for (int i = 0; i < 3; ++i) {
        vip();
    }
    call(c1);
    call(c1);
    EXPECT_EQ(call(c1), Called(sent, CallReason::overtaken_enough));
    EXPECT_EQ(params_["n"], "2");
    EXPECT_TRUE(replay(hall_.log) == hall_.state);
}

TEST_F(Order, WhoWasSentToACounterThatHasClosedHasTheirTurn) {
    const auto sent = ordinary();
    call(c1);
    hall_.must(TransferTicket{c1, std::nullopt, std::nullopt, wang});
    hall_.must(SignOut{c2});
    for (int i = 0; i < 4; ++i) {
        vip();
    }
    call(c1);
    call(c1);
    call(c1);
    EXPECT_EQ(call(c1), Called(sent, CallReason::turn));
}

TEST_F(Order, WhoWasSentToACounterThatHasClosedIsHelpedOutWithInTime) {
    hall_.config.counters[0].services = {bills};
    hall_.config.counters[0].also = {mobile};
    const auto sent = ordinary(mobile);
    call(c1);
    hall_.must(TransferTicket{c1, std::nullopt, c2});
    hall_.must(CloseCounter{c2});
    ordinary(bills);
    ordinary(bills);
    EXPECT_EQ(call(c1).second, CallReason::longest_waiting);
    hall_.pass(minutes{30});
    EXPECT_EQ(call(c1), Called(sent, CallReason::overtaken_long)) << "although its own have somebody";
}

TEST_F(Order, EventsOfBeforeSaidNothingOfThoseWhoWereSentAndNothingIsCountedForThem) {
    ordinary();
    call(c1);
    hall_.must(TransferTicket{c1, std::nullopt, c2});
    hall_.must(CloseCounter{c2});
    vip();
    call(c1);
    auto older = hall_.log;
    std::get<TicketCalled>(older.back().event).passed_sent.reset();
    EXPECT_EQ(hall_.state.services.at(mobile).lines.at(0).overtaken.size(), 1U);
    EXPECT_TRUE(replay(older).services.at(mobile).lines.at(0).overtaken.empty());
}

TEST_F(Order, WhoComesBackBeginsAnewAndThoseWhoStayedDoNot) {
    hall_.config.order.turn_after = 100;
    hall_.config.order.most_overtakes = 2;
    const auto back = ordinary();
    const auto stayed = ordinary();
    hall_.must(CallTicket{c1, back, Channel::page, "unwell"});
    hall_.must(MarkNoShow{c1});
    for (int i = 0; i < 3; ++i) {
        hall_.must(CallTicket{c1, vip(), Channel::page, "unwell"});
    }
    hall_.must(ReturnTicket{back});
    vip();
    vip();
    EXPECT_EQ(call(), Called(stayed, CallReason::overtaken_enough)) << "whom nobody may go before any more";
    EXPECT_EQ(params_["n"], "3");
    EXPECT_EQ(call().second, CallReason::class_first) << "only one went before the other";
    EXPECT_EQ(call(), Called(back, CallReason::overtaken_enough)) << "and two are enough";
    EXPECT_EQ(params_["n"], "2");
    EXPECT_TRUE(replay(hall_.log) == hall_.state);
}

TEST_F(Order, AClockThatIsSetRightLeavesNobodyOvertakenForLongerOrShorter) {
    const auto early = ordinary();
    for (int i = 0; i < 3; ++i) {
        vip();
    }
    call();
    const WallTime before = hall_.context.now;
    hall_.context.now = before + minutes{40};
    hall_.must(NoteClock{before, hall_.context.now});
    EXPECT_EQ(call().second, CallReason::class_first) << "since a second, not since 40 minutes";
    hall_.must(NoteClock{hall_.context.now, before});
    hall_.context.now = before + minutes{30};
    EXPECT_EQ(call(), Called(early, CallReason::overtaken_long));
}

TEST_F(Order, TheGuaranteeHoldsAcrossServicesAndCounters) {
    hall_.config.order.turn_after = 100;
    hall_.config.order.most_overtakes = 1;
    const auto early = ordinary(bills);
    vip(mobile);
    vip(mobile);
    EXPECT_EQ(call(c1).second, CallReason::class_first);
    EXPECT_EQ(call(c2).second, CallReason::longest_waiting)
        << "c2 may not call bills: nobody is passed over there";
    vip(mobile);
    EXPECT_EQ(call(c1), Called(early, CallReason::overtaken_enough));
}

TEST_F(Order, AnAppointmentIsDueAtItsTimeAndEarlierOnlyWhenNobodyElseWaits) {
    const WallTime ten = hall_.context.now + minutes{10};
    const auto booked = take(CustomerClass::appointment, mobile, ten);
    const auto walk_in = ordinary();
    EXPECT_EQ(call(), Called(walk_in, CallReason::longest_waiting));
    const auto second = ordinary();
    hall_.pass(minutes{10});
    EXPECT_EQ(call(), Called(booked, CallReason::appointment_due));
    const auto early = take(CustomerClass::appointment, mobile, hall_.context.now + minutes{20});
    EXPECT_EQ(call().first, second);
    EXPECT_EQ(call(), Called(early, CallReason::appointment_early));
}

TEST_F(Order, ACounterHelpsOutWhenNobodyWaitsForItsOwn) {
    hall_.config.counters[1].also = {bills};
    const auto bill = ordinary(bills);
    const auto own = ordinary(complaints);
    EXPECT_EQ(call(c2).first, own);
    EXPECT_EQ(call(c2), Called(bill, CallReason::helping));
    EXPECT_EQ(hall_.refused(CallNext{c2, Channel::page}), RefusalCode::nobody_waiting);
}

TEST_F(Order, WhoIsSentToACounterWaitsForThatCounterAlone) {
    const auto sent = ordinary();
    const auto other = ordinary();
    EXPECT_EQ(call(c1).first, sent);
    hall_.must(TransferTicket{c1, std::nullopt, c2});
    EXPECT_EQ(hall_.ticket(sent).service, mobile) << "keeps its service";
    EXPECT_EQ(call(c1).first, other) << "although the other one came later";
    hall_.must(PauseCounter{c2, "lunch"});
    EXPECT_EQ(hall_.refused(CallNext{c1, Channel::page}), RefusalCode::nobody_waiting) << "a pause ends";
    hall_.must(ResumeCounter{c2});
    EXPECT_EQ(call(c2), Called(sent, CallReason::directed));
}

TEST_F(Order, WhoIsSentToAClerkIsFreeWhenTheClerkLeaves) {
    const auto sent = ordinary();
    call(c1);
    hall_.must(TransferTicket{c1, std::nullopt, std::nullopt, wang});
    EXPECT_EQ(hall_.refused(CallNext{c1, Channel::page}), RefusalCode::nobody_waiting);
    hall_.must(SignOut{c2});
    EXPECT_EQ(call(c1), Called(sent, CallReason::longest_waiting));
}

TEST_F(Order, NobodyIsSentWhereNobodyIs) {
    ordinary();
    call(c1);
    EXPECT_EQ(hall_.refused(TransferTicket{c1, std::nullopt, c3}), RefusalCode::counter_not_open);
    EXPECT_EQ(hall_.refused(TransferTicket{c1, std::nullopt, CounterId("c9")}), RefusalCode::counter_unknown);
    EXPECT_EQ(hall_.refused(TransferTicket{c1, std::nullopt, std::nullopt, ClerkId("x")}),
              RefusalCode::clerk_unknown);
    hall_.must(SignOut{c2});
    EXPECT_EQ(hall_.refused(TransferTicket{c1, std::nullopt, std::nullopt, wang}),
              RefusalCode::clerk_not_here);
}

TEST_F(Order, APickIsRecordedWithItsReasonAndCountsForThoseItPassedOver) {
    hall_.config.order.turn_after = 100;
    hall_.config.order.most_overtakes = 1;
    const auto early = ordinary();
    const auto picked = ordinary();
    EXPECT_EQ(hall_.refused(CallTicket{c1, picked, Channel::page, "bribe"}),
              RefusalCode::pick_reason_unknown);
    const Answer answer = hall_.must(CallTicket{c1, picked, Channel::page, "unwell"});
    EXPECT_EQ(answer.why, CallReason::picked);
    const auto called = hall_.all_of<TicketCalled>().back();
    EXPECT_EQ(called.pick_reason, "unwell");
    EXPECT_EQ(called.passed, std::vector{mobile});
    vip();
    EXPECT_EQ(call(), Called(early, CallReason::overtaken_enough));
}

TEST_F(Order, AHallMayWantAReasonForEveryPick) {
    hall_.config.order.pick_reason_needed = true;
    const auto one = ordinary();
    EXPECT_EQ(hall_.refused(CallTicket{c1, one, Channel::page}), RefusalCode::pick_reason_needed);
    hall_.must(CallTicket{c1, one, Channel::page, "manager"});
}

TEST_F(Order, PeopleAheadAreThoseWhoWillBeCalledBefore) {
    hall_.config.order.turn_after = 2;
    for (int i = 0; i < 6; ++i) {
        ordinary();
    }
    const auto ahead = [&](CustomerClass customer_class) {
        hall_.pass(1s);
        return hall_.must(IssueTicket{mobile, customer_class, Channel::touch, "", true, ""}).ahead;
    };
    EXPECT_EQ(ahead(CustomerClass::vip), 0U);
    EXPECT_EQ(ahead(CustomerClass::vip), 1U);
    EXPECT_EQ(ahead(CustomerClass::vip), 3U) << "two VIPs and one whose turn comes after them";
    EXPECT_EQ(ahead(CustomerClass::priority), 4U);
    EXPECT_EQ(ahead(CustomerClass::ordinary), 10U);
}

TEST_F(Order, WhatWasPassedOverIsKnownAgainFromTheEventsAndAfterLinesAreRestored) {
    ordinary();
    ordinary();
    vip();
    call();
    EXPECT_TRUE(replay(hall_.log) == hall_.state);
    HallState stored = hall_.state;
    for (auto& [id, service] : stored.services) {
        for (Line& line : service.lines) {
            line.places.clear();
        }
    }
    restore_lines(stored);
    EXPECT_TRUE(stored == hall_.state);
    HallState older = hall_.state;
    for (auto& [id, service] : older.services) {
        service.lines.clear();
    }
    restore_lines(older);
    EXPECT_EQ(inconsistencies(older), std::vector<std::string>{}) << "a snapshot that knew of no lines";
}

TEST_F(Order, WhoWasPickedAndCameBackWasNotOvertakenByThemselves) {
    const auto first = ordinary();
    const auto picked = ordinary();
    hall_.must(CallTicket{c1, picked, Channel::page, "unwell"});
    hall_.must(MarkNoShow{c1});
    hall_.must(ReturnTicket{picked});
    hall_.must(CancelTicket{first, Channel::page});
    hall_.pass(minutes{31});
    const auto important = vip();
    EXPECT_EQ(call(), Called(important, CallReason::class_first));
    EXPECT_EQ(call(), Called(picked, CallReason::longest_waiting));
}

}  // namespace
}  // namespace jiaohao::domain::testing
