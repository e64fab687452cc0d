// What is handed over, when, and what is not.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/satellite/satellite_fixture.hpp"

namespace jiaohao::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_F(Satellite, ATicketThatTheOwnerTookIsHandedOverAlsoByAProcessThatKnowsLessOfIt) {
    go_away();
    auto command = ticket();
    command.channel = domain::Channel::page;
    const auto answer = good(ask(command, "k1"));
    printed();
    line.there = true;
    lose_the_answer_to("satellite.adopt");
    ASSERT_EQ(owner.count("ticket.adopted"), 1U);
    // It no longer knows how the ticket was asked for.
    kill_satellite();
    link();
    pass(seconds{2});
    EXPECT_EQ(own.count("ticket.handed_over"), 1U);
    EXPECT_EQ(own.count("alert.raised"), 0U);
    EXPECT_EQ(own.count("ticket.cancelled"), 0U);
    EXPECT_EQ(status(*answer.ticket), domain::TicketStatus::waiting);
}

TEST_F(Satellite, AVisitForSeveralServicesIsOneForTheOwnerToo) {
    auto several = ticket();
    several.then = {domain::ServiceId{"desk"}};
    const auto linked = good(ask(several, "k1"));
    printed();
    EXPECT_EQ(owner.state().tickets.at(*linked.ticket).then, several.then);
    go_away();
    EXPECT_EQ(snapshot().view.hall.value().longest_journey, 8U) << "a screen may offer it";
    const auto alone = good(ask(several, "k2"));
    printed();
    EXPECT_EQ(own.state().tickets.at(*alone.ticket).then, several.then);
    link();
    pass(seconds{2});
    EXPECT_EQ(owner.count("ticket.adopted"), 1U);
    EXPECT_EQ(owner.state().tickets.at(*alone.ticket).then, several.then);
}

TEST_F(Satellite, TicketsOfTodayWaitForAnOwnerWhoseDayIsNotOpenYet) {
    ASSERT_TRUE(owner.decide({}, domain::CloseDay{}));
    pass(seconds{2});
    go_away();
    clock.turn(std::chrono::hours{24});
    // Its hours open the day by themselves.
    ASSERT_TRUE(own.decide({}, domain::OpenDay{own.today()}));
    ASSERT_TRUE(own.decide({}, domain::NoteLease{domain::RangeId{"a"}, {500, 509}, own.today()}));
    settle();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    link();
    pass(seconds{5});
    EXPECT_EQ(own.count("ticket.expired"), 0U) << "the owner has just been switched on";
    EXPECT_EQ(satellite->status().to_hand_over, 1U);
    ASSERT_TRUE(owner.decide({}, domain::OpenDay{owner.today()}));
    pass(seconds{2});
    EXPECT_EQ(owner.count("ticket.adopted"), 1U);
    EXPECT_EQ(status(*answer.ticket), domain::TicketStatus::waiting);
}

TEST_F(Satellite, ATicketThatIsCancelledHereIsNotTakenByTheOwner) {
    go_away();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    pass(seconds{1});
    own.hold_pictures = true;
    EXPECT_EQ(refusal(ask(domain::CancelTicket{*answer.ticket})), "none");
    link();
    pass(seconds{1});
    EXPECT_EQ(owner.count("ticket.adopted"), 0U);
    own.release_pictures();
    pass(seconds{2});
    EXPECT_EQ(owner.count("ticket.adopted"), 0U);
    EXPECT_EQ(own.count("ticket.handed_over"), 0U);
    EXPECT_EQ(satellite->status().to_hand_over, 0U);
}

TEST_F(Satellite, ATicketIsNotHandedOverWhileACopyOfItIsAskedForHere) {
    go_away();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    pass(seconds{1});
    own.hold_pictures = true;
    good(ask(domain::ReprintTicket{*answer.ticket}));
    link();
    EXPECT_EQ(owner.count("ticket.adopted"), 0U);
    own.release_pictures();
    settle();
    EXPECT_EQ(owner.count("ticket.adopted"), 0U) << "what becomes of the copy is not known yet";
    printed();
    pass(seconds{2});
    EXPECT_EQ(owner.count("ticket.adopted"), 1U);
    EXPECT_EQ(own.count("ticket.handed_over"), 1U);
}

TEST_F(Satellite, WhoCancelsWhileTheTicketGoesOverIsHeardAfterIt) {
    go_away();
    const auto answer = good(ask(ticket(), "k1"));
    printed();
    line.there = true;
    line.mute_at = "satellite.adopt";
    for (int i = 0; i < 400 && !line.mute; ++i) {
        pass(milliseconds{50});
    }
    ASSERT_TRUE(line.mute);
    line.mute_at.clear();
    const auto cancelled = ask(domain::CancelTicket{*answer.ticket});
    line.mute = false;
    pass(seconds{2});
    EXPECT_EQ(refusal(cancelled), "none");
    EXPECT_EQ(status(*answer.ticket), domain::TicketStatus::cancelled);
    EXPECT_EQ(own.count("ticket.cancelled"), 0U) << "it ends once";
    EXPECT_EQ(own.count("ticket.handed_over"), 1U);
}

TEST_F(Satellite, AnOrderlyEndTellsWhatBecameOfThePapers) {
    const auto first = good(ask(ticket(), "k1"));
    const auto second = good(ask(ticket(), "k2"));
    line.refused["satellite.printed"] = domain::RefusalCode::journal_full;
    printed();
    printed();
    line.refused.clear();
    line.last_words = true;
    satellite->stop();
    settle();
    for (const auto& answer : {first, second}) {
        EXPECT_EQ(owner.state().tickets.at(*answer.ticket).paper.state, domain::Paper::State::printed);
    }
}

}  // namespace
}  // namespace jiaohao::test
