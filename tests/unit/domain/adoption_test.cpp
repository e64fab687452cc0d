// Tickets that a satellite issued alone come into the owner's queue: each once, at its place, with one ticket for each
// customer.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/lines.hpp"
#include "tests/unit/domain/satellite_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

TEST_F(Adoption, ATicketStandsWhereItsCustomerCame) {
    const TicketId before = owner.issue(mobile);
    pass(minutes{5});
    const TicketId there = alone();
    pass(minutes{5});
    const TicketId after = owner.issue(mobile);
    const Answer answer = owner.must(adoption_of(satellite, there));
    EXPECT_EQ(answer.ticket, there);
    EXPECT_EQ(answer.number, "A500");
    EXPECT_EQ(owner.last(), "ticket.adopted");
    EXPECT_EQ(owner.ticket(there).paper.state, Paper::State::printed);
    EXPECT_EQ(owner.ticket(there).paper.copies, 1U);
    EXPECT_EQ(owner.ticket(there).waiting_since, satellite.log.at(there.seq.get() - 1).envelope.at);
    for (const TicketId& expected : {before, there, after}) {
        EXPECT_EQ(owner.must(CallNext{c1, Channel::page}).ticket, expected);
    }
    EXPECT_TRUE(replay(owner.log) == owner.state);
}

TEST_F(Adoption, IsShownAndCountedAsACustomerWhoCame) {
    const auto issued = owner.state.services[mobile].issued;
    const auto tickets = owner.state.asked.tickets;
    const TicketId there = alone();
    owner.must(adoption_of(satellite, there));
    EXPECT_EQ(owner.state.services[mobile].issued, issued + 1);
    EXPECT_EQ(owner.state.asked.tickets, tickets + 1);
    const HallView rows = delta(owner.state, owner.config, {owner.context.now, true, {}}, {owner.log.back()});
    ASSERT_EQ(rows.tickets.size(), 1U);
    EXPECT_EQ(rows.tickets[0].number, "A500");
    ASSERT_FALSE(rows.services.empty());
    EXPECT_EQ(rows.services[0].waiting, 1U);
    EXPECT_TRUE(rows.visitors);
}

TEST_F(Adoption, HappensOnce) {
    const AdoptTicket adopt = adoption_of(satellite, alone());
    EXPECT_FALSE(owner.must(adopt).again);
    EXPECT_TRUE(owner.must(adopt).again) << "the first answer was lost";
    EXPECT_EQ(owner.last(), "");
    owner.must(CancelTicket{adopt.ticket.ticket, Channel::page});
    EXPECT_TRUE(owner.must(adopt).again) << "whatever became of it";
    EXPECT_EQ(owner.last(), "");
}

TEST_F(Adoption, AWrongClockOfTheSatelliteMovesNobodyAhead) {
    pass(minutes{1});
    const TicketId first = owner.issue(mobile);
    AdoptTicket early = adoption_of(satellite, alone("t2:early"));
    early.age = std::chrono::hours{48};
    AdoptTicket late = adoption_of(satellite, alone("t2:late"));
    late.age = std::chrono::hours{-5};
    pass(minutes{10});
    owner.must(early);
    owner.must(late);
    EXPECT_EQ(owner.ticket(early.ticket.ticket).issued_at, owner.state.day_opened_at);
    EXPECT_EQ(owner.ticket(late.ticket.ticket).issued_at, owner.context.now);
    pass(minutes{1});
    const TicketId last = owner.issue(mobile);
    for (const TicketId& expected : {early.ticket.ticket, first, late.ticket.ticket, last}) {
        EXPECT_EQ(owner.must(CallNext{c1, Channel::page}).ticket, expected);
    }
}

TEST_F(Adoption, WhoAskedBothHasOneTicketInTheEnd) {
    const TicketId orphan = owner.must(asked_issue(mobile, "t2:k")).ticket.value_or(TicketId{});
    const TicketId held = alone("t2:k");
    owner.must(adoption_of(satellite, held));
    EXPECT_EQ(owner.last(), "ticket.cancelled ticket.adopted") << "nobody holds the first one";
    EXPECT_EQ(owner.ticket(orphan).status, TicketStatus::cancelled);
    EXPECT_EQ(owner.all_of<TicketCancelled>().back().channel, Channel::system);
    const Answer late = owner.must(asked_issue(mobile, "t2:k"));
    EXPECT_EQ(late.ticket, held);
    EXPECT_TRUE(late.again);
    EXPECT_EQ(late.printing, false);
    EXPECT_EQ(owner.last(), "");
    HallState read = owner.state;
    restore_lines(read);
    EXPECT_TRUE(read == owner.state) << "as a snapshot would give it back";
}

TEST_F(Adoption, ALateQuestionIsAnsweredWithTheAdoptedTicket) {
    const TicketId held = alone("t2:k");
    owner.must(adoption_of(satellite, held));
    const Answer late = owner.must(asked_issue(mobile, "t2:k"));
    EXPECT_EQ(late.ticket, held);
    EXPECT_FALSE(late.ahead) << "nobody knew it";
    EXPECT_EQ(owner.last(), "");
}

TEST_F(Adoption, WhoIsAlreadyServedKeepsThatTicket) {
    const TicketId first = owner.must(asked_issue(mobile, "t2:1")).ticket.value_or(TicketId{});
    const TicketId second = owner.must(asked_issue(mobile, "t2:2")).ticket.value_or(TicketId{});
    owner.must(CallNext{c1, Channel::page});
    owner.must(StartServing{c1});
    owner.must(CallNext{c2, Channel::page});
    owner.must(adoption_of(satellite, alone("t2:1")));
    EXPECT_EQ(owner.last(), "ticket.adopted");
    EXPECT_EQ(owner.ticket(first).status, TicketStatus::serving);
    owner.must(adoption_of(satellite, alone("t2:2")));
    EXPECT_EQ(owner.ticket(second).status, TicketStatus::cancelled) << "called, but nobody can come";
    EXPECT_FALSE(owner.counter(c2).ticket);
}

/// Its customer went without a ticket: the owner's answer came too late, and alone the satellite could give none.
struct Withdrawn : Adoption {
    TicketId given(const char* asked) {
        return owner.must(asked_issue(mobile, asked)).ticket.value_or(TicketId{});
    }
    TicketStatus after_withdrawal(const char* asked, const TicketId& id) {
        owner.must(WithdrawAsked{RequestId(asked)});
        return owner.ticket(id).status;
    }
};

TEST_F(Withdrawn, TheTicketThatNobodyHoldsIsCancelled) {
    const TicketId id = given("t2:k");
    EXPECT_EQ(after_withdrawal("t2:k", id), TicketStatus::cancelled);
    EXPECT_EQ(owner.last(), "ticket.cancelled asking.withdrawn");
    EXPECT_EQ(owner.all_of<TicketCancelled>().back().channel, Channel::system);
    owner.must(WithdrawAsked{RequestId("t2:k")});
    EXPECT_EQ(owner.last(), "") << "told again because the answer was lost";
    const TicketId called = given("t2:called");
    const TicketId parked = given("t2:parked");
    const TicketId serving = given("t2:serving");
    ASSERT_EQ(owner.must(CallNext{c2, Channel::page}).ticket, called);
    for (const TicketId& one : {parked, serving}) {
        ASSERT_EQ(owner.must(CallNext{c1, Channel::page}).ticket, one);
        owner.must(StartServing{c1});
        if (one == parked) {
            owner.must(ParkTicket{c1});
        }
    }
    EXPECT_EQ(after_withdrawal("t2:called", called), TicketStatus::cancelled);
    EXPECT_EQ(after_withdrawal("t2:parked", parked), TicketStatus::cancelled);
    EXPECT_EQ(after_withdrawal("t2:serving", serving), TicketStatus::serving) << "somebody came for it";
    EXPECT_TRUE(owner.must(asked_issue(mobile, "t2:serving")).again) << "who is there has it";
    EXPECT_TRUE(replay(owner.log) == owner.state);
}

TEST_F(Withdrawn, AQuestionThatArrivesLaterGetsNone) {
    owner.must(WithdrawAsked{RequestId("t2:k")});
    EXPECT_EQ(owner.last(), "asking.withdrawn") << "nothing was given yet, and it is answered all the same";
    EXPECT_EQ(owner.refused(asked_issue(mobile, "t2:k")), RefusalCode::asking_withdrawn);
    const TicketId id = given("t2:other");
    EXPECT_EQ(after_withdrawal("t2:other", id), TicketStatus::cancelled);
    EXPECT_EQ(owner.refused(asked_issue(mobile, "t2:other")), RefusalCode::asking_withdrawn)
        << "not the one that was cancelled";
}

TEST_F(Withdrawn, WhoHasATicketOfTheSatelliteIsTakenOverAllTheSame) {
    owner.must(WithdrawAsked{RequestId("t2:k")});
    const TicketId held = alone("t2:k");
    owner.must(adoption_of(satellite, held));
    EXPECT_EQ(owner.ticket(held).status, TicketStatus::waiting);
    EXPECT_EQ(owner.must(asked_issue(mobile, "t2:k")).ticket, held);
    EXPECT_EQ(after_withdrawal("t2:k", held), TicketStatus::cancelled)
        << "its customer has it cancelled there";
}

TEST_F(Withdrawn, IsRememberedForItsDay) {
    owner.must(CloseDay{});
    owner.must(WithdrawAsked{RequestId("t2:k")});
    EXPECT_TRUE(owner.state.withdrawn.contains(RequestId("t2:k")))
        << "a day that is closed may be opened again";
    owner.pass(std::chrono::hours{72});
    owner.open_hall_on(day_two);
    EXPECT_TRUE(owner.state.withdrawn.empty());
    EXPECT_FALSE(owner.must(asked_issue(mobile, "t2:k")).again);
}

TEST_F(Withdrawn, ThoseRememberedHaveABound) {
    for (std::size_t i = 0; i <= most_withdrawn; ++i) {
        owner.state.withdrawn.insert(RequestId("t2:" + std::to_string(i)));
    }
    const auto before = owner.state.withdrawn.size();
    const TicketId id = given("t2:k");
    EXPECT_EQ(after_withdrawal("t2:k", id), TicketStatus::cancelled);
    EXPECT_EQ(owner.state.withdrawn.size(), before);
}

struct FarPapers : ::testing::Test {
    FarPapers() { hall.open_hall(); }
    TicketId far(const char* asked, const TerminalId& at = t2) {
        return hall.must(asked_issue(mobile, asked, at)).ticket.value_or(TicketId{});
    }
    TestHall hall = owner_of_satellites();
};

TEST_F(FarPapers, AskedTwiceIsGivenOnce) {
    const Answer first = hall.must(asked_issue(mobile, "t2:k"));
    EXPECT_FALSE(first.again);
    Answer second = hall.must(asked_issue(bills, "t2:k"));
    EXPECT_EQ(hall.last(), "");
    EXPECT_TRUE(second.again);
    EXPECT_EQ(second.printing, true) << "nobody told yet how the paper came out";
    second.again = false;
    second.promised = first.promised;
    EXPECT_EQ(second, first);
    hall.must(PrintSucceeded{*first.ticket, 1, {}, {}, t2});
    EXPECT_EQ(hall.must(asked_issue(mobile, "t2:k")).printing, false);
    EXPECT_NE(far("t2:other"), first.ticket);
    hall.must(CloseDay{});
    hall.pass(std::chrono::hours{72});
    hall.open_hall_on(day_two);
    HallState read = hall.state;
    restore_lines(read);
    EXPECT_TRUE(read == hall.state) << "as a snapshot would give it back";
    EXPECT_FALSE(hall.must(asked_issue(mobile, "t2:k")).again) << "of another day";
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(FarPapers, ComeOutAtTheSatellite) {
    hall.context.printer.reset();
    const TicketId id = far("t2:k");
    EXPECT_EQ(hall.all_of<TicketPrintStarted>().back(), (TicketPrintStarted{id, 1, DeviceId("front"), t2}));
    EXPECT_EQ(hall.ticket(id).paper.at, t2);
    hall.must(PrintSucceeded{id, 1, {}, {}, t2});
    EXPECT_FALSE(hall.ticket(id).paper.at);
    const Answer again = hall.must(ReprintTicket{id, FarPaper{t2, DeviceId("back")}});
    EXPECT_EQ(again.copy, 2U);
    EXPECT_EQ(hall.all_of<TicketPrintStarted>().back(), (TicketPrintStarted{id, 2, DeviceId("back"), t2}));
}

TEST_F(FarPapers, NobodyElseKnowsWhatBecameOfThem) {
    const TicketId there = far("t2:k");
    const TicketId here = hall.issue(mobile);
    for (const std::optional<TerminalId>& other : {std::optional(t3), std::optional<TerminalId>()}) {
        EXPECT_EQ(hall.refused(PrintSucceeded{there, 1, {}, {}, other}), RefusalCode::print_not_pending);
        EXPECT_EQ(hall.refused(PrintRefused{there, 1, {}, other}), RefusalCode::print_not_pending);
        EXPECT_EQ(hall.refused(PrintDoubtful{there, 1, {}, other}), RefusalCode::print_not_pending);
    }
    EXPECT_EQ(hall.refused(PrintSucceeded{here, 1, {}, {}, t2}), RefusalCode::print_not_pending);
    hall.must(PrintRefused{there, 1, PrintCause::cutter, t2});
    hall.must(PrintSucceeded{here, 1});
}

TEST_F(FarPapers, WhoAsksWhereItIsUnderWayGetsThatOneAndWhoAsksElsewhereACopy) {
    const TicketId there = far("t2:k");
    Answer answer = hall.must(ReprintTicket{there, FarPaper{t2, DeviceId("front")}});
    EXPECT_TRUE(answer.again);
    EXPECT_EQ(answer.printing, true);
    EXPECT_EQ(answer.copy, 1U);
    EXPECT_EQ(hall.last(), "");
    hall.context.printer.reset();
    answer = hall.must(ReprintTicket{there});
    EXPECT_EQ(answer.printing, false) << "nothing comes out at the owner";
    EXPECT_EQ(hall.ticket(there).paper.pending_copy, 1U) << "and the other one is awaited";
    hall.context.printer = printer;
    answer = hall.must(ReprintTicket{there});
    EXPECT_FALSE(answer.again);
    EXPECT_EQ(answer.copy, 2U) << "marked: the first one may come out yet";
    EXPECT_EQ(hall.last(), "ticket.print_unknown ticket.print_started");
    EXPECT_EQ(hall.refused(PrintSucceeded{there, 1, {}, {}, t2}), RefusalCode::print_not_pending);
    answer = hall.must(ReprintTicket{there, FarPaper{t3, DeviceId("front")}});
    EXPECT_EQ(answer.copy, 3U) << "the other way round too";
    hall.must(PrintSucceeded{there, 3, {}, {}, t3});
    EXPECT_EQ(hall.ticket(there).paper.pending_copy, 0U);
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(FarPapers, OfASatelliteWithoutAPrinterThereIsNoneAndItIsSaidWhy) {
    IssueTicket issue = asked_issue(mobile, "t2:k");
    issue.far_paper = FarPaper{t2, std::nullopt, PrintCause::paper_out};
    const Answer answer = hall.must(issue);
    EXPECT_EQ(answer.printing, false);
    EXPECT_EQ(answer.not_printing, PrintCause::paper_out) << "although a printer stands at the owner";
    EXPECT_EQ(hall.last(), "ticket.issued ticket.not_printed");
    const Answer again =
        hall.must(ReprintTicket{*answer.ticket, FarPaper{t2, std::nullopt, PrintCause::cutter}});
    EXPECT_EQ(again.not_printing, PrintCause::cutter);
}

TEST_F(FarPapers, GoOnWhileTheOwnerIsRestarted) {
    const TicketId there = far("t2:k");
    const TicketId here = hall.issue(mobile);
    const auto commands = after_restart(hall.state);
    ASSERT_EQ(commands.size(), 1U);
    EXPECT_EQ(std::get<PrintDoubtful>(commands[0]).ticket, here);
    EXPECT_EQ(hall.ticket(there).paper.pending_copy, 1U);
}

TEST_F(FarPapers, AreSettledWhenTheSatelliteIsBack) {
    const TicketId done = far("t2:1");
    const TicketId lost = far("t2:2");
    const TicketId others = far("t3:1", t3);
    const TicketId here = hall.issue(mobile);
    hall.must(CloseDay{});
    hall.must(SettlePapers{t2, PrintCause::link_lost, {done}});
    EXPECT_EQ(hall.last(), "ticket.not_printed");
    EXPECT_EQ(hall.all_of<TicketNotPrinted>().back(), (TicketNotPrinted{lost, 1, PrintCause::link_lost}));
    EXPECT_EQ(hall.ticket(lost).paper.pending_copy, 0U);
    for (const TicketId& id : {done, others, here}) {
        EXPECT_EQ(hall.ticket(id).paper.pending_copy, 1U) << to_string(id);
    }
    EXPECT_EQ(hall.refused(PrintSucceeded{lost, 1}), RefusalCode::print_not_pending);
    hall.must(PrintSucceeded{done, 1, {}, {}, t2});
    hall.must(SettlePapers{t3, PrintCause::restart, {}});
    EXPECT_EQ(hall.all_of<TicketPrintUnknown>().back(), (TicketPrintUnknown{others, 1, PrintCause::restart}));
    hall.must(SettlePapers{t3, PrintCause::restart, {}});
    EXPECT_EQ(hall.last(), "");
}

}  // namespace
}  // namespace jiaohao::domain::testing
