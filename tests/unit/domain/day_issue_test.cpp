// The business day, numbers and papers.
// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/domain/test_hall.hpp"

#include <gtest/gtest.h>

namespace jiaohao::domain::testing {
namespace {

TEST(BusinessDay, TakesNoTicketBeforeItIsOpen) {
    TestHall hall;
    EXPECT_EQ(hall.refused(IssueTicket{mobile, {}, {}, "", true, ""}), RefusalCode::day_not_open);
    EXPECT_EQ(hall.refused(SignIn{li, c1}), RefusalCode::day_not_open);
    EXPECT_EQ(hall.refused(CloseDay{}), RefusalCode::day_not_open);
}

TEST(BusinessDay, TakesDeviceAndAlertFactsWhileClosed) {
    TestHall hall;
    hall.must(ReportDevice{printer, DeviceKind::printer, DeviceState::fault, "paper_out"});
    hall.must(RaiseAlert{AlertId("x"), "paper_out", "printer", {}});
    hall.must(NoteConfig{"h"});
    hall.must(NoteClock{hall.context.now, hall.context.now});
    EXPECT_EQ(hall.must(PressPad{c1, 4, line, 1, 0}).press, PressFate::unsolicited);
}

TEST(BusinessDay, OpensOnceAndOpensEveryService) {
    TestHall hall;
    hall.must(OpenDay{day_one});
    EXPECT_EQ(hall.last(), "day.opened service.opened service.opened service.opened");
    EXPECT_EQ(hall.refused(OpenDay{day_two}), RefusalCode::day_already_open);
}

TEST(BusinessDay, NeverRunsBackwards) {
    TestHall hall;
    hall.must(OpenDay{day_two});
    hall.must(CloseDay{});
    EXPECT_EQ(hall.refused(OpenDay{day_one}), RefusalCode::day_in_past);
    EXPECT_EQ(hall.refused(OpenDay{day_two}), RefusalCode::day_in_past);
    EXPECT_EQ(hall.refused(OpenDay{std::chrono::year{2026} / 13 / 1}), RefusalCode::bad_arguments);
}

TEST(BusinessDay, ClosingEndsEverythingThatIsStillOpen) {
    TestHall hall;
    hall.open_hall();
    const auto rated = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(FinishServing{c1});
    const auto served = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(StartServing{c1});
    const auto called = hall.issue(mobile);
    hall.must(CallNext{c2, Channel::page});
    hall.must(ParkTicket{c2});
    const auto also_called = hall.issue(mobile);
    hall.must(CallNext{c2, Channel::page});
    const auto waiting = hall.issue(bills);
    hall.must(CloseDay{});
    EXPECT_EQ(hall.ticket(served).status, TicketStatus::done);
    for (const auto& id : {called, also_called, waiting}) {
        EXPECT_EQ(hall.ticket(id).status, TicketStatus::expired);
    }
    EXPECT_TRUE(hall.ticket(rated).rating_missed);
    EXPECT_EQ(hall.all_of<RatingMissed>().back().cause, RatingMissedCause::day_closed);
    EXPECT_TRUE(hall.all_of<ServingFinished>().back().implied);
    EXPECT_EQ(hall.all_of<ClerkSignedOut>().size(), 2u);
    EXPECT_EQ(hall.all_of<CounterClosed>().size(), 2u);
    EXPECT_TRUE(std::holds_alternative<DayClosed>(hall.log.back().event));
}

TEST(Numbers, AreUniqueAcrossTheServicesOfARange) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    hall.issue(bills);
    hall.issue(mobile);
    EXPECT_EQ(hall.all_of<TicketIssued>()[1].number, "A02");
    EXPECT_EQ(hall.all_of<TicketIssued>()[2].number, "A03");
}

TEST(Numbers, StartAnewTheNextDay) {
    TestHall hall;
    hall.open_hall();
    hall.issue(mobile);
    hall.must(CloseDay{});
    hall.must(OpenDay{day_two});
    hall.issue(mobile);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().number, "A01");
}

TEST(Numbers, EndWithTheirRange) {
    TestHall hall;
    hall.open_hall();
    for (int i = 0; i < 5; ++i) {
        hall.must(CancelTicket{hall.issue(complaints), Channel::touch});
    }
    EXPECT_EQ(hall.refused(IssueTicket{complaints, {}, {}, "", true, ""}), RefusalCode::range_exhausted);
    hall.issue(mobile);
}

TEST(Numbers, DoNotWrapAtTheEndOfTheirType) {
    TestHall hall;
    hall.config.ranges[0].last = UINT32_MAX;
    hall.open_hall();
    hall.record(EpochStarted{EpochReason::damaged, std::nullopt, {{range_a, UINT32_MAX}}});
    EXPECT_EQ(hall.refused(IssueTicket{mobile, {}, {}, "", true, ""}), RefusalCode::range_exhausted);
}

TEST(Floors, OfTheOpenDayHoldAtOnceAndEndWithIt) {
    TestHall hall;
    hall.open_hall();
    hall.record(EpochStarted{EpochReason::damaged, std::nullopt, {{range_a, 10}}});
    hall.issue(mobile);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 11u);
    hall.must(CloseDay{});
    hall.must(OpenDay{day_two});
    hall.issue(mobile);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 1u);
}

TEST(Floors, WithoutADayHoldForTheNextDayOpened) {
    TestHall hall;
    hall.record(EpochStarted{EpochReason::damaged, std::nullopt, {{range_a, 10}}});
    hall.must(OpenDay{day_one});
    hall.issue(mobile);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 11u);
}

TEST(Floors, RefuseADayBeforeTheirs) {
    TestHall hall;
    hall.state.day = day_two;  // what the envelope of the new epoch then says
    hall.record(EpochStarted{EpochReason::damaged, std::nullopt, {{range_a, 10}}});
    hall.state.day.reset();
    EXPECT_EQ(hall.refused(OpenDay{day_one}), RefusalCode::day_in_past);
    hall.must(OpenDay{day_two});
    hall.issue(mobile);
    EXPECT_EQ(hall.all_of<TicketIssued>().back().ordinal, 11u);
}

TEST(Issue, NamesWhatIsWrong) {
    TestHall hall;
    hall.open_hall();
    EXPECT_EQ(hall.refused(IssueTicket{ServiceId("x"), {}, {}, "", true, ""}), RefusalCode::service_unknown);
    EXPECT_EQ(hall.refused(IssueTicket{mobile, {}, {}, "tlh", true, ""}), RefusalCode::bad_arguments);
    hall.must(CloseService{mobile});
    EXPECT_EQ(hall.refused(IssueTicket{mobile, {}, {}, "", true, ""}), RefusalCode::service_closed);
    EXPECT_EQ(hall.refused(OpenService{ServiceId("x")}), RefusalCode::service_unknown);
    hall.must(OpenService{mobile});
    hall.issue(mobile);
}

TEST(Issue, AnswersWithTheTicketThatItsEventBecomes) {
    TestHall hall;
    hall.open_hall();
    const auto answer = hall.must(IssueTicket{mobile, CustomerClass::vip, Channel::touch, "en", true, "r7"});
    const Ticket& ticket = hall.ticket(answer.ticket.value());
    EXPECT_EQ(ticket.number, answer.number);
    EXPECT_EQ(ticket.customer_class, CustomerClass::vip);
    EXPECT_EQ(ticket.language, "en");
    EXPECT_EQ(ticket.reference, "r7");
    EXPECT_EQ(ticket.promised, answer.promised);
}

TEST(Issue, CountsThoseAheadOverTheCountersThatMayCallIt) {
    TestHall hall;
    hall.must(OpenDay{day_one});
    hall.issue(bills);
    hall.issue(complaints);
    // Nobody is open: every counter that may call mobile counts, so bills (c1) and complaints (c2) compete.
    EXPECT_EQ(hall.must(IssueTicket{mobile, {}, {}, "", true, ""}).ahead, 2u);
    // Only c1 is open: complaints are not called before a mobile ticket.
    hall.must(SignIn{li, c1});
    EXPECT_EQ(hall.must(IssueTicket{mobile, {}, {}, "", true, ""}).ahead, 2u);
    EXPECT_EQ(hall.must(IssueTicket{complaints, {}, {}, "", true, ""}).ahead, 3u);
}

TEST(Paper, IsStartedWithTheTicketOrRefusedWithItsCause) {
    TestHall hall;
    hall.open_hall();
    EXPECT_EQ(hall.must(IssueTicket{mobile, {}, {}, "", true, ""}).printing, true);
    EXPECT_EQ(hall.last(), "ticket.issued ticket.print_started");
    hall.context.printer.reset();
    hall.context.no_paper = PrintCause::paper_out;
    EXPECT_EQ(hall.must(IssueTicket{mobile, {}, {}, "", true, ""}).not_printing, PrintCause::paper_out);
    EXPECT_EQ(hall.last(), "ticket.issued ticket.not_printed");
    EXPECT_EQ(hall.must(IssueTicket{mobile, {}, {}, "", false, ""}).printing, false);
    EXPECT_EQ(hall.last(), "ticket.issued");
}

TEST(Paper, HasOneOutcomeAndRefusesLateAnswers) {
    TestHall hall;
    hall.open_hall();
    const auto id = hall.issue(mobile);
    EXPECT_EQ(hall.refused(PrintSucceeded{id, 2, {}, {}}), RefusalCode::print_not_pending);
    hall.must(PrintDoubtful{id, 1, PrintCause::silent});
    EXPECT_EQ(hall.last(), "ticket.print_unknown");
    EXPECT_EQ(hall.refused(PrintSucceeded{id, 1, {}, {}}), RefusalCode::print_not_pending);
    EXPECT_EQ(hall.refused(PrintRefused{id, 1, {}}), RefusalCode::print_not_pending);
    EXPECT_EQ(hall.refused(PrintSucceeded{TicketId{}, 1, {}, {}}), RefusalCode::print_not_pending);
    EXPECT_EQ(hall.ticket(id).paper.state, Paper::State::unknown);
}

TEST(Issuing, RefusesWordsThatNobodyCanMean) {
    TestHall hall;
    hall.open_hall();
    const auto argument = [&](const IssueTicket& command) {
        const auto outcome = hall.run(command);
        return outcome || outcome.error().code != RefusalCode::bad_arguments
                   ? std::string{}
                   : outcome.error().params.at("argument");
    };
    EXPECT_EQ(argument({mobile, CustomerClass::appointment, Channel::api, "", false, ""}), "class")
        << "it would go before everybody";
    IssueTicket offered{mobile, {}, Channel::api, "", false, ""};
    offered.after_offer = OfferId{"anything"};
    EXPECT_EQ(argument(offered), "after_offer");
    offered.after_offer =
        OfferId{to_string(TicketId{hall.context.terminal, hall.state.epoch, Seq{hall.log.size() + 100}})};
    EXPECT_EQ(argument(offered), "after_offer") << "still to come";
    offered.after_offer = OfferId{to_string(TicketId{hall.context.terminal, hall.state.epoch, Seq{2}})};
    hall.must(offered);
    EXPECT_FALSE(hall.all_of<TicketIssued>().back().after_offer.has_value()) << "forgotten is no mistake";
}

TEST(Paper, IsReprintedMarkedUpToALimit) {
    TestHall hall;
    hall.open_hall();
    const auto id = hall.issue(mobile);
    hall.must(PrintSucceeded{id, 1, {}, {}});
    EXPECT_EQ(hall.last(), "ticket.printed");
    for (std::uint32_t copy = 2; copy <= 4; ++copy) {
        EXPECT_EQ(hall.must(ReprintTicket{id}).copy, copy);
        EXPECT_EQ(hall.must(ReprintTicket{id}).copy, copy) << "asked for twice";
        EXPECT_EQ(hall.last(), "");
        hall.must(PrintSucceeded{id, copy, {}, {}});
        EXPECT_EQ(hall.last(), "ticket.reprinted");
    }
    EXPECT_EQ(hall.refused(ReprintTicket{id}), RefusalCode::reprint_limit);
    EXPECT_EQ(hall.refused(ReprintTicket{TicketId{}}), RefusalCode::ticket_unknown);
}

TEST(Paper, OfATicketThatIsOverIsNotPrintedAgain) {
    TestHall hall;
    hall.open_hall();
    const auto given = [&] {
        const auto id = hall.issue(mobile);
        hall.must(PrintSucceeded{id, 1, {}, {}});
        return id;
    };
    const TicketId cancelled = given();
    hall.must(CancelTicket{cancelled, Channel::page});
    const TicketId served = given();
    hall.must(CallNext{c1, Channel::page});
    EXPECT_EQ(hall.must(ReprintTicket{served}).copy, 2U) << "called, but not over";
    hall.must(PrintSucceeded{served, 2, {}, {}});
    hall.must(StartServing{c1});
    hall.must(FinishServing{c1, {}, false});
    for (const TicketId& id : {cancelled, served}) {
        EXPECT_EQ(hall.refused(ReprintTicket{id}), RefusalCode::ticket_not_waiting);
    }
}

TEST(Paper, OfATicketOnTheScreenIsItsFirst) {
    TestHall hall;
    hall.open_hall();
    const auto id = hall.must(IssueTicket{mobile, {}, {}, "", false, ""}).ticket.value();
    hall.context.printer.reset();
    EXPECT_EQ(hall.must(ReprintTicket{id}).printing, false);
    EXPECT_EQ(hall.last(), "");
    hall.context.printer = printer;
    EXPECT_EQ(hall.must(ReprintTicket{id}).copy, 1u);
}

TEST(Paper, PendingWhenTheProcessDiedBecomesUnknown) {
    TestHall hall;
    hall.open_hall();
    const auto id = hall.issue(mobile);
    const auto commands = after_restart(hall.state);
    ASSERT_EQ(commands.size(), 1u);
    hall.must(commands[0]);
    EXPECT_EQ(hall.all_of<TicketPrintUnknown>().back().cause, PrintCause::restart);
    EXPECT_EQ(hall.ticket(id).paper.pending_copy, 0u);
    EXPECT_TRUE(after_restart(hall.state).empty());
}

TEST(Paper, OfADayGoneByIsSettledBeforeTheNextOpens) {
    TestHall hall;
    hall.open_hall();
    const auto printed = hall.issue(mobile);
    const auto silent = hall.issue(mobile);
    hall.must(CloseDay{});
    hall.must(PrintSucceeded{printed, 1, {}, {}});
    hall.must(OpenDay{day_two});
    ASSERT_EQ(hall.all_of<TicketPrintUnknown>().size(), 1u);
    EXPECT_EQ(hall.all_of<TicketPrintUnknown>()[0].ticket, silent);
    EXPECT_EQ(hall.refused(PrintSucceeded{silent, 1, {}, {}}), RefusalCode::print_not_pending);
}

}  // namespace
}  // namespace jiaohao::domain::testing
