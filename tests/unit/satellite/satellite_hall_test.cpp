// A satellite beside its owner: linked, alone, and back again.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/satellite/satellite_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_F(Satellite, ATicketIsTheOwnersAndComesOutHere) {
    const auto answer = good(ask(ticket(), "k1"));
    EXPECT_EQ(answer.number, "A001") << "what is lent leaves no hole";
    EXPECT_EQ(answer.ticket->terminal, domain::TerminalId{"t1"});
    EXPECT_EQ(answer.ahead, 0U);
    ASSERT_EQ(printer.jobs.size(), 1U);
    EXPECT_EQ(printer.jobs[0].paper.qr, "A001");
    EXPECT_EQ(owner.state().tickets.at(*answer.ticket).paper.at, domain::TerminalId{"t2"});
    printed();
    EXPECT_EQ(owner.state().tickets.at(*answer.ticket).paper.state, domain::Paper::State::printed);
    EXPECT_EQ(own.count("ticket.issued"), 0U);
    EXPECT_EQ(std::count(shown.types.begin(), shown.types.end(), "ticket.printed"), 1)
        << "its own screen learns it from the owner";
}

TEST_F(Satellite, ARepeatedQuestionGetsTheSameTicketAndOnePaper) {
    const auto first = good(ask(ticket(), "k1#f"));
    const auto again = good(ask(ticket(), "k1#f"));
    EXPECT_EQ(first.ticket, again.ticket);
    EXPECT_TRUE(again.again);
    EXPECT_EQ(printer.jobs.size(), 1U);
    go_away();
    const auto alone = good(ask(ticket(), "k2#f"));
    const auto alone_again = good(ask(ticket(), "k2#f"));
    EXPECT_EQ(alone.ticket, alone_again.ticket);
    EXPECT_EQ(printer.jobs.size(), 2U);
    printed();
    printed();
    link();
    EXPECT_EQ(good(ask(ticket(), "k2#f")).ticket, alone.ticket) << "also after it was handed over";
    EXPECT_EQ(owner.count("ticket.issued") + owner.count("ticket.adopted"), 2U);
}

TEST_F(Satellite, APaperWhoseOutcomeTheOwnerDoesNotKnowYetIsNotPrintedAgain) {
    good(ask(ticket(), "k1#f"));
    line.refused["satellite.printed"] = domain::RefusalCode::journal_full;
    printed();
    const auto again = good(ask(ticket(), "k1#f"));
    EXPECT_EQ(again.printing, true) << "as the owner knows it";
    EXPECT_TRUE(printer.jobs.empty());
    line.refused.clear();
    pass(seconds{2});
    EXPECT_EQ(owner.count("ticket.printed"), 1U);
}

TEST_F(Satellite, AQuestionRepeatedAtOnceIsAnsweredWhereItWasAnsweredFirst) {
    owner.refusing = domain::RefusalCode::journal_stalled;
    own.hold_pictures = true;
    std::vector<domain::TicketId> got;
    const domain::RequestId id{"k1#f"};
    const auto keep = [&got](const service::Outcome& outcome) {
        ASSERT_TRUE(outcome);
        got.push_back(*outcome->ticket);
    };
    EXPECT_TRUE(satellite->submit(id, ticket(), [&](const service::Outcome& outcome) {
        keep(outcome);
        owner.refusing.reset();
        EXPECT_TRUE(satellite->submit(id, ticket(), keep));
    }));
    settle();
    ASSERT_EQ(got.size(), 2U);
    EXPECT_EQ(got[0], got[1]);
    EXPECT_EQ(owner.count("ticket.issued"), 0U);
    own.release_pictures();
}

TEST_F(Satellite, AloneItGivesNumbersOfItsLeaseAndSaysSo) {
    EXPECT_EQ(satellite->status().numbers_left, 20U);
    go_away();
    const auto view = snapshot().view;
    ASSERT_TRUE(view.hall);
    EXPECT_TRUE(view.hall->alone);
    EXPECT_FALSE(view.services.at(0).expected);
    const auto answer = good(ask(ticket(), "k1"));
    EXPECT_EQ(answer.number, "A500") << "the first that was lent";
    EXPECT_EQ(answer.ticket->terminal, domain::TerminalId{"t2"});
    EXPECT_FALSE(answer.ahead) << "nobody knows";
    EXPECT_EQ(printer.jobs.size(), 1U);
    EXPECT_EQ(refusal(ask(domain::NoteVisit{"question"})), "owner_away");
    EXPECT_EQ(refusal(ask(domain::CallNext{domain::CounterId{"c1"}})), "owner_away");
    domain::CheckIn check_in;
    check_in.code = "4711";
    EXPECT_EQ(refusal(ask(check_in)), "owner_away");
    for (int i = 0; i < 9; ++i) {
        good(ask(ticket()));
    }
    EXPECT_EQ(refusal(ask(ticket())), "lease_spent");
    EXPECT_EQ(good(ask(ticket("desk"))).number, "B500");
}

TEST_F(Satellite, WhatItGaveAloneIsHandedOverOnceInItsOrder) {
    go_away();
    const auto first = good(ask(ticket()));
    clock.turn(seconds{5});
    const auto second = good(ask(ticket()));
    clock.turn(seconds{5});
    ASSERT_TRUE(owner.decide({}, ticket())) << "somebody at the main terminal";
    printed();
    link();
    EXPECT_EQ(owner.count("ticket.adopted"), 1U) << "what became of the other paper is not known yet";
    printed();
    pass(seconds{1});
    EXPECT_EQ(owner.count("ticket.adopted"), 2U);
    EXPECT_EQ(own.count("ticket.handed_over"), 2U);
    EXPECT_TRUE(own.state().tickets.empty());
    EXPECT_EQ(satellite->status().handed_over, 2U);
    pass(seconds{30});
    EXPECT_EQ(owner.count("ticket.adopted"), 2U);
    const auto called = owner.decide({}, domain::CallNext{domain::CounterId{"c1"}, domain::Channel::page});
    ASSERT_TRUE(called);
    EXPECT_EQ(called->ticket, first.ticket);
    ASSERT_TRUE(owner.decide({}, domain::FinishServing{domain::CounterId{"c1"}}));
    EXPECT_EQ(owner.decide({}, domain::CallNext{domain::CounterId{"c1"}, domain::Channel::page})->ticket,
              second.ticket);
}

TEST_F(Satellite, AnOwnerThatDoesNotAnswerIsNotWaitedForLonger) {
    line.deaf = true;
    const auto answer = ask(ticket(), "k1");
    EXPECT_FALSE(answer->has_value());
    pass(milliseconds{2750});
    EXPECT_FALSE(answer->has_value());
    pass(milliseconds{500});
    EXPECT_EQ(good(answer).ticket->terminal, domain::TerminalId{"t2"});
    EXPECT_FALSE(satellite->status().linked) << "not a word: the next one does not wait";
    EXPECT_EQ(good(ask(ticket(), "k2")).ticket->terminal, domain::TerminalId{"t2"});
}

TEST_F(Satellite, TheAnswerThatIsLostLeavesNoSecondTicketInLine) {
    line.mute = true;
    const auto answer = ask(ticket(), "k1");
    ASSERT_EQ(owner.count("ticket.issued"), 1U);
    pass(seconds{4});
    const auto held = good(answer);
    EXPECT_EQ(held.ticket->terminal, domain::TerminalId{"t2"});
    ASSERT_EQ(printer.jobs.size(), 1U) << "one paper";
    printed();
    link();
    EXPECT_EQ(owner.count("ticket.adopted"), 1U);
    EXPECT_EQ(owner.count("ticket.cancelled"), 1U) << "the one that nobody holds";
    EXPECT_EQ(status(*held.ticket), domain::TicketStatus::waiting);
    EXPECT_EQ(printer.jobs.size(), 0U);
}

TEST_F(Satellite, AnAnswerThatComesLateIsNotPrinted) {
    line.deaf = true;
    const auto answer = ask(ticket(), "k1");
    keep_talking(milliseconds{3250});
    ASSERT_TRUE(satellite->status().linked);
    EXPECT_EQ(good(answer).ticket->terminal, domain::TerminalId{"t2"});
    EXPECT_EQ(good(ask(ticket(), "k2")).ticket->terminal, domain::TerminalId{"t2"}) << "at once";
    line.deaf = false;
    settle();
    EXPECT_EQ(printer.jobs.size(), 2U) << "the papers of the tickets given here";
    printed();
    printed();
    pass(seconds{2});
    EXPECT_EQ(satellite->status().orphans, 1U);
    EXPECT_EQ(owner.count("ticket.not_printed"), 1U);
    EXPECT_EQ(owner.count("ticket.cancelled"), 1U);
    EXPECT_EQ(owner.count("ticket.adopted"), 2U);
    EXPECT_EQ(good(ask(ticket(), "k3")).ticket->terminal, domain::TerminalId{"t1"}) << "nothing is owed";
}

TEST_F(Satellite, OutcomesOfPapersWaitForTheLink) {
    const auto first = good(ask(ticket(), "k1"));
    const auto second = good(ask(ticket(), "k2"));
    go_away();
    printed();
    EXPECT_EQ(satellite->status().outcomes_to_tell, 1U);
    link();
    EXPECT_EQ(owner.state().tickets.at(*first.ticket).paper.state, domain::Paper::State::printed);
    EXPECT_EQ(owner.state().tickets.at(*second.ticket).paper.state, domain::Paper::State::printing)
        << "it is still under way";
    printed();
    EXPECT_EQ(owner.state().tickets.at(*second.ticket).paper.state, domain::Paper::State::printed);
}

TEST_F(Satellite, APrinterThatCannotIsToldToTheOwnerBeforehand) {
    satellite->printer_ready(domain::DeviceId{"front"}, false, domain::PrintCause::paper_out);
    const auto answer = good(ask(ticket(), "k1"));
    EXPECT_EQ(answer.printing, false);
    EXPECT_EQ(answer.not_printing, domain::PrintCause::paper_out);
    EXPECT_TRUE(printer.jobs.empty());
    satellite->report(domain::ReportDevice{domain::DeviceId{"front"}, domain::DeviceKind::printer,
                                           domain::DeviceState::fault, "paper_out"});
    settle();
    const auto& device = owner.state().devices.at(domain::DeviceId{"t2-front"});
    EXPECT_EQ(device.fault, "paper_out");
}

TEST_F(Satellite, ServicesOpenAndCloseWithTheOwners) {
    ASSERT_TRUE(owner.decide({}, domain::CloseService{domain::ServiceId{"desk"}}));
    settle();
    EXPECT_FALSE(own.state().services.at(domain::ServiceId{"desk"}).open);
    go_away();
    EXPECT_EQ(refusal(ask(ticket("desk"))), "service_closed");
}

TEST_F(Satellite, ACancelledTicketEndsOnceWhereverItIs) {
    go_away();
    const auto here = good(ask(ticket(), "k1"));
    printed();
    EXPECT_EQ(refusal(ask(domain::CancelTicket{*here.ticket})), "none");
    link();
    EXPECT_EQ(owner.count("ticket.adopted"), 0U) << "nobody waits with it";
    const auto there = good(ask(ticket(), "k2"));
    EXPECT_EQ(refusal(ask(domain::CancelTicket{*there.ticket})), "none");
    EXPECT_EQ(status(*there.ticket), domain::TicketStatus::cancelled);
}

TEST_F(Satellite, ClientsSeeTheOwnersRowsWithThePrintersOfThisTerminal) {
    const auto view = snapshot().view;
    EXPECT_FALSE(view.hall->alone);
    EXPECT_TRUE(view.hall->paper) << "ours";
    ASSERT_EQ(view.devices.size(), 1U);
    EXPECT_EQ(view.devices[0].id, domain::DeviceId{"front"});
    ASSERT_TRUE(owner.decide({}, ticket()));
    settle();
    ASSERT_EQ(shown.rows.view().services.size(), 2U);
    EXPECT_EQ(snapshot().view.services.at(0).waiting, 1U);
    const int before = shown.resets;
    go_away();
    EXPECT_GT(shown.resets, before) << "whatever was shown is no longer so";
    EXPECT_EQ(refusal(ask(domain::CallNext{domain::CounterId{"c1"}})), "owner_away");
    link();
    const auto there = ask(domain::CallNext{domain::CounterId{"c1"}});
    EXPECT_EQ(refusal(there), "forbidden");
    EXPECT_EQ((*there)->error().params.at("where"), "main_terminal");
}

TEST_F(Satellite, ATicketIsLookedUpWhereItIs) {
    const auto there = good(ask(ticket(), "k1"));
    std::vector<std::string> seen;
    const auto look = [&](const domain::TicketId& id) {
        EXPECT_TRUE(satellite->look_up(id, [&](const Result<service::TicketLook, domain::Refusal>& found) {
            seen.push_back(found ? found->row.number : std::string(domain::code(found.error().code)));
        }));
        settle();
    };
    look(*there.ticket);
    go_away();
    look(*there.ticket);
    const auto here = good(ask(ticket(), "k2"));
    look(*here.ticket);
    EXPECT_EQ(seen, (std::vector<std::string>{there.number, "owner_away", here.number}));
    EXPECT_NE(there.number, here.number);
}

TEST_F(Satellite, AReprintOfTheOwnersTicketComesOutHere) {
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    const auto again = good(ask(domain::ReprintTicket{*answer.ticket}));
    EXPECT_EQ(again.copy, 2U);
    ASSERT_EQ(printer.jobs.size(), 1U);
    EXPECT_EQ(printer.jobs[0].copy, 2U);
    printed();
    EXPECT_EQ(owner.count("ticket.reprinted"), 1U);
}

TEST_F(Satellite, AnOwnerThatCannotWriteIsAsGoodAsAway) {
    owner.refusing = domain::RefusalCode::journal_stalled;
    EXPECT_EQ(good(ask(ticket(), "k1")).ticket->terminal, domain::TerminalId{"t2"});
    owner.refusing = domain::RefusalCode::service_closed;
    EXPECT_EQ(refusal(ask(ticket(), "k2")), "service_closed") << "its word holds";
}

TEST_F(Satellite, TooManyQuestionsAreRefusedAtTheDoor) {
    line.deaf = true;
    std::size_t taken = 0;
    for (int i = 0; i < 400; ++i) {
        taken += satellite->submit({}, ticket(), [](const service::Outcome&) {}) ? 1 : 0;
    }
    EXPECT_EQ(taken, 256U);
    pass(seconds{4});
}

}  // namespace
}  // namespace jiaohao::test
