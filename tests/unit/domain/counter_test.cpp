// Clerks at counters, calling and the ways of a ticket.
// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/test_hall.hpp"

#include <gtest/gtest.h>

namespace jiaohao::domain::testing {
namespace {

TEST(Counter, TakesOneClerkAndAClerkOneCounter) {
    TestHall hall;
    hall.must(OpenDay{day_one});
    hall.must(SignIn{li, c1});
    EXPECT_EQ(hall.last(), "clerk.signed_in counter.opened");
    EXPECT_EQ(hall.refused(SignIn{wang, c1}), RefusalCode::counter_taken);
    EXPECT_EQ(hall.refused(SignIn{li, c2}), RefusalCode::clerk_elsewhere);
    EXPECT_EQ(hall.run(SignIn{li, c2}).error().params.at("label"), "1");
    EXPECT_EQ(hall.refused(SignIn{ClerkId("x"), c2}), RefusalCode::clerk_unknown);
    EXPECT_EQ(hall.refused(SignIn{wang, CounterId("x")}), RefusalCode::counter_unknown);
    hall.must(SignIn{li, c1});
    EXPECT_EQ(hall.last(), "") << "signing in again where one is changes nothing";
    hall.must(SignOut{c1});
    EXPECT_EQ(hall.last(), "counter.closed clerk.signed_out");
    EXPECT_EQ(hall.refused(SignOut{c1}), RefusalCode::not_signed_in);
    hall.must(SignIn{wang, c1});
}

TEST(Counter, OpensOnlyWithAClerkUnlessItIsHandsetOnly) {
    TestHall hall;
    hall.must(OpenDay{day_one});
    EXPECT_EQ(hall.refused(OpenCounter{c1}), RefusalCode::not_signed_in);
    hall.must(OpenCounter{c3});
    EXPECT_EQ(hall.last(), "counter.opened");
    hall.must(OpenCounter{c3});
    EXPECT_EQ(hall.last(), "");
}

TEST(Counter, ClosesAndOpensAgainWithTheSameClerk) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(CloseCounter{c1});
    EXPECT_EQ(hall.last(), "serving.finished counter.closed");
    EXPECT_EQ(hall.refused(CallNext{c1, Channel::page}), RefusalCode::counter_not_open);
    EXPECT_EQ(hall.refused(PauseCounter{c1, "", false}), RefusalCode::counter_not_open);
    EXPECT_EQ(hall.refused(ResumeCounter{c1}), RefusalCode::counter_not_open);
    hall.must(CloseCounter{c1});
    EXPECT_EQ(hall.last(), "");
    hall.must(OpenCounter{c1});
    EXPECT_EQ(hall.counter(c1).clerk, li);
}

TEST(Counter, PausedDoesNotCallFromAPageButNamesItsReason) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    hall.must(PauseCounter{c1, "lunch", false});
    const auto outcome = hall.run(CallNext{c1, Channel::page});
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, RefusalCode::counter_paused);
    EXPECT_EQ(outcome.error().params.at("reason"), "lunch");
    hall.must(PauseCounter{c1, "lunch", false});
    EXPECT_EQ(hall.last(), "");
    hall.must(PauseCounter{c1, "meeting", false});
    EXPECT_EQ(hall.last(), "counter.paused");
    hall.must(ResumeCounter{c1});
    EXPECT_EQ(hall.last(), "counter.resumed");
    hall.must(CallNext{c1, Channel::page});
}

TEST(Handset, ItsOnePauseKeyTogglesAndItsCallKeyResumes) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    hall.must(PauseCounter{c1, "", true});
    EXPECT_EQ(hall.last(), "counter.paused");
    hall.must(PauseCounter{c1, "", true});
    EXPECT_EQ(hall.last(), "counter.resumed");
    hall.must(PauseCounter{c1, "", true});
    hall.must(CallNext{c1, Channel::handset});
    EXPECT_EQ(hall.last(), "counter.resumed ticket.called");
}

TEST(Handset, OpensItsOwnCounterWithItsFirstCall) {
    TestHall hall;
    hall.must(OpenDay{day_one});
    EXPECT_EQ(hall.refused(CallNext{c3, Channel::handset}), RefusalCode::nobody_waiting);
    hall.issue(bills);
    EXPECT_EQ(hall.refused(CallNext{c3, Channel::page}), RefusalCode::counter_not_open);
    EXPECT_EQ(hall.refused(CallNext{c1, Channel::handset}), RefusalCode::counter_not_open);
    hall.must(CallNext{c3, Channel::handset});
    EXPECT_EQ(hall.last(), "counter.opened ticket.called");
    EXPECT_EQ(hall.all_of<TicketCalled>().back().clerk, std::nullopt);
    EXPECT_EQ(hall.all_of<TicketCalled>().back().counters_open, 1u);
}

TEST(CallNext, TakesTheOneWhoWaitedLongestOverTheCountersServices) {
    TestHall hall;
    hall.open_hall();
    const auto first = hall.issue(complaints);
    const auto second = hall.issue(bills);
    const auto third = hall.issue(mobile);
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, second);
    EXPECT_EQ(hall.must(CallNext{c2, Channel::page}).ticket, first);
    EXPECT_EQ(hall.must(CallNext{c2, Channel::page}).ticket, third);
    EXPECT_EQ(hall.last(), "serving.finished ticket.called");
    EXPECT_EQ(hall.refused(CallNext{c2, Channel::page}), RefusalCode::nobody_waiting);
    EXPECT_EQ(hall.counter(c2).ticket, third) << "a refusal finishes nothing";
}

TEST(CallNext, KeepsTheOrderOfArrivalWhenTheClockGoesBack) {
    TestHall hall;
    hall.open_hall();
    const auto first = hall.issue(mobile);
    hall.pass(-minutes{60});
    const auto second = hall.issue(mobile);
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, first);
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, second);
}

TEST(CallNext, IsTheSameCallAgainAfterARestartThatSwallowedItsEcho) {
    TestHall hall;
    hall.open_hall();
    const auto first = hall.issue(mobile);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::handset});
    hall.context.handset_unheard_since_start = true;
    hall.context.last_at_before_start = hall.state.last_at + 20s;
    hall.pass(minutes{2});
    const auto again = hall.must(CallNext{c1, Channel::handset});
    EXPECT_TRUE(again.again);
    EXPECT_EQ(again.ticket, first);
    EXPECT_EQ(hall.last(), "");
    EXPECT_NE(hall.must(CallNext{c1, Channel::page}).ticket, first) << "a page knows what it was answered";
}

TEST(CallNext, IsANewCallOnceTheHandsetWasHeardOrTheWindowPassed) {
    for (int way = 0; way < 3; ++way) {
        TestHall hall;
        hall.open_hall();
        hall.issue(mobile);
        const auto second = hall.issue(mobile);
        hall.must(CallNext{c1, Channel::handset});
        hall.context.handset_unheard_since_start = way != 0;
        hall.context.last_at_before_start = hall.state.last_at + (way == 1 ? 21s : 1s);
        if (way == 2) {
            hall.must(Recall{c1});
        }
        EXPECT_EQ(hall.must(CallNext{c1, Channel::handset}).ticket, second) << way;
    }
}

TEST(CallTicket, TakesAWaitingTicketOutOfTurn) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    const auto second = hall.issue(mobile);
    const auto complaint = hall.issue(complaints);
    EXPECT_EQ(hall.must(CallTicket{c1, second, Channel::page}).ticket, second);
    EXPECT_EQ(hall.refused(CallTicket{c2, second, Channel::page}), RefusalCode::ticket_not_waiting);
    EXPECT_EQ(hall.refused(CallTicket{c1, complaint, Channel::page}),
              RefusalCode::counter_not_serving_service);
    EXPECT_EQ(hall.refused(CallTicket{c1, TicketId{}, Channel::page}), RefusalCode::ticket_unknown);
}

TEST(Recall, IsLimitedAndOnlyForACalledTicket) {
    TestHall hall;
    hall.open_hall();
    EXPECT_EQ(hall.refused(Recall{c1}), RefusalCode::counter_has_no_ticket);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    for (std::uint32_t nth = 1; nth <= 3; ++nth) {
        hall.must(Recall{c1});
        EXPECT_EQ(hall.all_of<TicketRecalled>().back().nth, nth);
    }
    EXPECT_EQ(hall.refused(Recall{c1}), RefusalCode::recall_limit);
    hall.must(StartServing{c1});
    EXPECT_EQ(hall.refused(Recall{c1}), RefusalCode::ticket_not_called);
    EXPECT_EQ(hall.refused(MarkNoShow{c1}), RefusalCode::ticket_not_called);
}

TEST(NoShow, MayReturnWithinTheGraceToItsOldPlace) {
    TestHall hall;
    hall.open_hall();
    const auto early = hall.issue(mobile);
    hall.pass(10s);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.refused(ReturnTicket{early}), RefusalCode::ticket_not_returnable);
    hall.must(MarkNoShow{c1});
    hall.pass(minutes{30});
    hall.must(ReturnTicket{early});
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, early);
    hall.must(MarkNoShow{c1});
    hall.pass(minutes{30} + 1s);
    EXPECT_EQ(hall.refused(ReturnTicket{early}), RefusalCode::return_too_late);
    EXPECT_EQ(hall.refused(ReturnTicket{TicketId{}}), RefusalCode::ticket_unknown);
}

TEST(Serving, IsTimedFromItsStartElseFromTheCall) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.pass(60s);
    hall.must(StartServing{c1});
    hall.must(StartServing{c1});
    EXPECT_EQ(hall.last(), "");
    hall.pass(90s);
    hall.must(CallNext{c1, Channel::page});
    hall.pass(45s);
    hall.must(FinishServing{c1, ServingOutcome::pending, false});
    const auto finished = hall.all_of<ServingFinished>();
    EXPECT_EQ(finished[0].service_ms, 90s);
    EXPECT_TRUE(finished[0].implied);
    EXPECT_EQ(finished[1].service_ms, 45s);
    EXPECT_FALSE(finished[1].implied);
    EXPECT_EQ(finished[1].outcome, ServingOutcome::pending);
    EXPECT_EQ(hall.refused(FinishServing{c1, {}, false}), RefusalCode::counter_has_no_ticket);
}

TEST(Parking, GivesBackTheOneParkedLastThenTheOneBefore) {
    TestHall hall;
    hall.open_hall();
    const auto first = hall.issue(mobile);
    const auto second = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1});
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1});
    EXPECT_EQ(hall.must(ResumeTicket{c1, std::nullopt}).ticket, second);
    EXPECT_EQ(hall.must(ResumeTicket{c1, std::nullopt}).ticket, first);
    EXPECT_EQ(hall.last(), "serving.finished ticket.resumed");
    EXPECT_EQ(hall.refused(ResumeTicket{c1, std::nullopt}), RefusalCode::ticket_not_parked);
    EXPECT_EQ(hall.refused(ResumeTicket{c1, first}), RefusalCode::ticket_not_parked);
}

TEST(Parking, MayEndAtAnotherCounterThatServesTheService) {
    TestHall hall;
    hall.open_hall();
    const auto phone = hall.issue(mobile);
    const auto bill = hall.issue(bills);
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1});
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1});
    EXPECT_EQ(hall.refused(ResumeTicket{c2, bill}), RefusalCode::counter_not_serving_service);
    hall.must(ResumeTicket{c2, phone});
    hall.must(PauseCounter{c1, "", false});
    EXPECT_EQ(hall.refused(ResumeTicket{c1, bill}), RefusalCode::counter_paused);
    hall.must(CloseCounter{c1});
    EXPECT_EQ(hall.refused(ResumeTicket{c1, bill}), RefusalCode::counter_not_open);
}

TEST(Transfer, KeepsNumberAndArrivalTime) {
    TestHall hall;
    hall.open_hall();
    const auto moved = hall.issue(bills);
    hall.pass(10s);
    hall.issue(complaints);
    hall.must(CallNext{c1, Channel::page});
    hall.must(TransferTicket{c1, std::nullopt});
    EXPECT_EQ(hall.all_of<TicketTransferred>()[0].to, complaints);
    EXPECT_EQ(hall.must(CallNext{c2, Channel::page}).ticket, moved);
    EXPECT_EQ(hall.must(Recall{c2}).number, "A01");
    EXPECT_EQ(hall.refused(TransferTicket{c2, std::nullopt}), RefusalCode::bad_arguments);
    EXPECT_EQ(hall.refused(TransferTicket{c2, ServiceId("x")}), RefusalCode::service_unknown);
    hall.must(CloseService{mobile});
    EXPECT_EQ(hall.refused(TransferTicket{c2, mobile}), RefusalCode::service_closed);
    EXPECT_EQ(hall.refused(TransferTicket{c1, mobile}), RefusalCode::counter_has_no_ticket);
}

TEST(Cancel, EndsATicketThatIsNotYetServed) {
    TestHall hall;
    hall.open_hall();
    const auto called = hall.issue(mobile);
    const auto waiting = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(CancelTicket{waiting, Channel::page});
    hall.must(CancelTicket{called, Channel::page});
    EXPECT_EQ(hall.counter(c1).ticket, std::nullopt);
    EXPECT_EQ(hall.refused(CancelTicket{called, Channel::page}), RefusalCode::ticket_not_waiting);
    EXPECT_EQ(hall.refused(CallNext{c1, Channel::page}), RefusalCode::nobody_waiting);
}

TEST(Facts, AreRecordedOnlyWhenTheyAreNew) {
    TestHall hall;
    hall.must(ReportDevice{printer, DeviceKind::printer, DeviceState::ready, ""});
    EXPECT_EQ(hall.last(), "device.changed");
    hall.must(ReportDevice{printer, DeviceKind::printer, DeviceState::ready, ""});
    EXPECT_EQ(hall.last(), "");
    hall.must(RaiseAlert{AlertId("x"), "paper_out", "printer", {}});
    hall.must(RaiseAlert{AlertId("x"), "paper_out", "printer", {}});
    EXPECT_EQ(hall.last(), "");
    hall.must(ResolveAlert{AlertId("x"), "new roll"});
    EXPECT_EQ(hall.refused(ResolveAlert{AlertId("x"), ""}), RefusalCode::alert_unknown);
    for (int i = 0; i < 500; ++i) {
        hall.must(RaiseAlert{AlertId(std::to_string(i)), "paper_out", "printer", {}});
    }
    EXPECT_EQ(hall.refused(RaiseAlert{AlertId("y"), "", "", {}}), RefusalCode::overloaded);
}

}  // namespace
}  // namespace jiaohao::domain::testing
