// A satellite that comes back: killed, cut off over the end of a day, with what it gave meanwhile.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/satellite/satellite_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_F(Satellite, AKilledSatelliteHandsOverWhatItsJournalHolds) {
    go_away();
    const auto first = good(ask(ticket(), "k1"));
    printed();
    const auto second = good(ask(ticket(), "k2"));
    kill_satellite();
    settle();
    EXPECT_EQ(own.state().tickets.at(*second.ticket).paper.state, domain::Paper::State::unknown);
    const auto third = good(ask(ticket(), "k3"));
    EXPECT_EQ(third.number, "A502") << "no number twice";
    printed();
    link();
    EXPECT_EQ(owner.count("ticket.adopted"), 3U);
    EXPECT_EQ(status(*first.ticket), domain::TicketStatus::waiting);
    EXPECT_EQ(owner.state().tickets.at(*second.ticket).paper.state, domain::Paper::State::unknown);
}

TEST_F(Satellite, PapersOfAKilledSatelliteAreDoubtedByTheOwner) {
    const auto answer = good(ask(ticket(), "k1"));
    kill_satellite();
    link();
    EXPECT_EQ(owner.state().tickets.at(*answer.ticket).paper.state, domain::Paper::State::unknown);
    EXPECT_TRUE(good(ask(ticket(), "k1")).again);
    EXPECT_TRUE(printer.jobs.empty()) << "nothing is printed a second time by itself";
}

TEST_F(Satellite, AHandOverWhoseAnswerIsLostIsNotDoneTwice) {
    go_away();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    line.there = true;
    lose_the_answer_to("satellite.adopt");
    ASSERT_EQ(owner.count("ticket.adopted"), 1U);
    kill_satellite();
    ASSERT_EQ(own.count("ticket.handed_over"), 0U);
    line.away();
    settle();
    EXPECT_EQ(refusal(ask(domain::CancelTicket{*answer.ticket})), "owner_away")
        << "it may be the owner's already";
    link();
    pass(seconds{2});
    EXPECT_EQ(owner.count("ticket.adopted"), 1U);
    EXPECT_EQ(own.count("ticket.handed_over"), 1U);
    EXPECT_EQ(status(*answer.ticket), domain::TicketStatus::waiting);
}

TEST_F(Satellite, TicketsOfADayThatIsOverEndHere) {
    go_away();
    good(ask(ticket(), "k1"));
    printed();
    ASSERT_TRUE(owner.decide({}, domain::CloseDay{}));
    link();
    pass(seconds{2});
    EXPECT_EQ(own.count("ticket.expired"), 1U);
    EXPECT_EQ(owner.count("ticket.adopted"), 0U);
    EXPECT_FALSE(own.state().day_open) << "closed after its tickets have ended";
}

TEST_F(Satellite, TicketsKeptOverTheNightEndWhenTheOwnerHasAnotherDay) {
    go_away();
    good(ask(ticket(), "k1"));
    printed();
    ASSERT_TRUE(owner.decide({}, domain::CloseDay{}));
    ASSERT_TRUE(own.decide({}, domain::CloseDay{}));
    EXPECT_EQ(own.count("ticket.expired"), 0U);
    clock.turn(std::chrono::hours{24});
    ASSERT_TRUE(owner.decide({}, domain::OpenDay{owner.today()}));
    link();
    pass(seconds{2});
    EXPECT_EQ(own.count("ticket.expired"), 1U);
    EXPECT_TRUE(own.state().day_open);
    EXPECT_EQ(own.state().day, owner.state().day);
    EXPECT_EQ(satellite->status().numbers_left, 20U) << "numbers of the new day";
}

TEST_F(Satellite, AHandOverWhoseAnswerWasLostIsNotLostOverTheNight) {
    go_away();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    line.there = true;
    lose_the_answer_to("satellite.adopt");
    ASSERT_EQ(owner.count("ticket.adopted"), 1U);
    ASSERT_TRUE(owner.decide({}, domain::CloseDay{}));
    clock.turn(std::chrono::hours{24});
    ASSERT_TRUE(owner.decide({}, domain::OpenDay{owner.today()}));
    link();
    pass(seconds{2});
    EXPECT_EQ(own.count("ticket.handed_over"), 1U);
    EXPECT_EQ(own.count("ticket.expired"), 0U) << "it ended at the owner's";
    EXPECT_EQ(owner.count("ticket.expired"), 1U);
}

TEST_F(Satellite, ATicketThatTheOwnerWillNeverTakeEndsWithAWordToPeople) {
    go_away();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    line.refused["satellite.adopt"] = domain::RefusalCode::number_taken;
    link();
    pass(seconds{2});
    EXPECT_EQ(own.count("ticket.cancelled"), 1U);
    EXPECT_EQ(own.count("alert.raised"), 1U);
    EXPECT_EQ(satellite->status().not_taken, 1U);
    EXPECT_EQ(own.state().alerts.begin()->second.params.at("number"), answer.number);
    const auto tries = std::count(line.commands.begin(), line.commands.end(), "satellite.adopt");
    pass(seconds{60});
    EXPECT_EQ(std::count(line.commands.begin(), line.commands.end(), "satellite.adopt"), tries);
}

TEST_F(Satellite, AHandOverThatCannotBeNowIsTriedAgain) {
    go_away();
    good(ask(ticket(), "k1"));
    printed();
    line.refused["satellite.adopt"] = domain::RefusalCode::journal_full;
    link();
    pass(seconds{5});
    EXPECT_EQ(satellite->status().to_hand_over, 1U);
    line.refused.clear();
    pass(seconds{5});
    EXPECT_EQ(owner.count("ticket.adopted"), 1U);
}

TEST_F(Satellite, ALateTicketForSomebodyWhoWasSentAwayIsCancelled) {
    go_away();
    for (int i = 0; i < 10; ++i) {
        good(ask(ticket()));
        printed();
    }
    line.refused["satellite.lease"] = domain::RefusalCode::range_exhausted;
    link();
    pass(seconds{2});
    line.deaf = true;
    const auto answer = ask(ticket(), "k1");
    keep_talking(seconds{4});
    ASSERT_EQ(refusal(answer), "lease_spent");
    ASSERT_TRUE(satellite->status().linked);
    line.deaf = false;
    pass(seconds{1});
    EXPECT_EQ(owner.count("ticket.cancelled"), 1U);
    EXPECT_TRUE(printer.jobs.empty());
}

TEST_F(Satellite, AnOwnerThatDoesNotKnowItIsNotTakenForItsOwner) {
    go_away();
    line.refused["satellite.hello"] = domain::RefusalCode::forbidden;
    line.there = true;
    pass(seconds{30});
    EXPECT_FALSE(satellite->status().linked);
    EXPECT_EQ(satellite->status().link.code, "forbidden");
    EXPECT_LT(line.tries, 20U) << "ever rarer";
    EXPECT_EQ(good(ask(ticket(), "k1")).ticket->terminal, domain::TerminalId{"t2"});
}

TEST_F(Satellite, ARequestIdHoldsForWhatIsPassedOnToo) {
    const domain::NoteVisit visit{"question"};
    EXPECT_FALSE(good(ask(visit, "v1")).again);
    good(ask(visit, "v1"));
    EXPECT_EQ(owner.count("visit.noted"), 1U);
    // The second comes while the first is under way.
    line.deaf = true;
    const auto first = ask(visit, "v2");
    const auto second = ask(visit, "v2");
    EXPECT_EQ(refusal(first), "no answer");
    line.deaf = false;
    line.flow();
    settle();
    good(first);
    good(second);
    EXPECT_EQ(owner.count("visit.noted"), 2U);
    const auto given = good(ask(ticket()));
    printed();
    const domain::ReprintTicket reprint{*given.ticket};
    EXPECT_EQ(good(ask(reprint, "r1")).copy, 2U);
    printed();
    // Which printer is ready now is no part of the question.
    satellite->printer_ready(domain::DeviceId{"front"}, false, domain::PrintCause::paper_out);
    EXPECT_EQ(good(ask(reprint, "r1")).copy, 2U);
    EXPECT_EQ(owner.count("ticket.print_started"), 2U);
}

TEST_F(Satellite, AMissingMessageMakesItAskForEverythingAgain) {
    line.skip_one = true;
    ASSERT_TRUE(owner.decide({}, ticket()));
    settle();
    EXPECT_FALSE(satellite->status().linked);
    EXPECT_EQ(satellite->status().link.code, "gap");
    link();
    EXPECT_EQ(snapshot().view.services.at(0).waiting, 1U);
}

TEST_F(Satellite, WithTheTokenOfAnotherTerminalItIsNotLinked) {
    own_name = domain::TerminalId{"t9"};
    kill_satellite();
    pass(seconds{10});
    EXPECT_FALSE(satellite->status().linked);
    EXPECT_EQ(satellite->status().link.code, "forbidden");
    EXPECT_EQ(satellite->status().link.detail, "the token is that of terminal t2, this one is t9");
}

TEST_F(Satellite, OfAnotherHallItIsNotLinked) {
    own_hall = domain::HallId{"other"};
    kill_satellite();
    pass(seconds{10});
    EXPECT_FALSE(satellite->status().linked);
    EXPECT_EQ(satellite->status().link.code, "other_hall");
    EXPECT_EQ(satellite->status().link.detail, "there the hall is hall, here other");
}

TEST_F(Satellite, WhoseNameAnotherOneUsesGivesNoNumbersAndRests) {
    line.end("replaced");
    settle();
    EXPECT_EQ(refusal(ask(ticket(), "k1")), "owner_away") << "the other one gives the same numbers";
    EXPECT_EQ(own.count("ticket.issued"), 0U);
    const auto tries = line.tries;
    pass(seconds{59});
    EXPECT_EQ(line.tries, tries) << "two that end each other's link would do nothing else";
    pass(seconds{7});
    EXPECT_TRUE(satellite->status().linked);
    EXPECT_TRUE(good(ask(ticket(), "k1")).ticket);
}

TEST_F(Satellite, LeasesAreTakenAgainWhenHalfIsSpent) {
    go_away();
    for (int i = 0; i < 5; ++i) {
        good(ask(ticket()));
        printed();
    }
    EXPECT_EQ(satellite->status().numbers_left, 15U);
    link();
    pass(seconds{2});
    EXPECT_EQ(satellite->status().numbers_left, 20U);
    const auto& lease = owner.state().leases.at(domain::TerminalId{"t2"}).at(domain::RangeId{"a"});
    EXPECT_EQ(lease.first, 510U) << "the rest of the first one is given up";
    EXPECT_EQ(good(ask(ticket())).number, "A001") << "the hall's own numbers know nothing of it";
}

}  // namespace
}  // namespace jiaohao::test
