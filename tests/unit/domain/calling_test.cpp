// Parked with a time, called in vain, waited too long, called by the hall itself.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

using ms = Milliseconds;

struct Calling : ::testing::Test {
    TestHall hall;

    Calling() { hall.open_hall(); }

    TicketId call(const CounterId& counter = c1) {
        return hall.must(CallNext{counter, Channel::page}).ticket.value_or(TicketId{});
    }
    /// What is due now, one command after the other as the hall takes them.
    int run_all_due() {
        int rounds = 0;
        for (auto commands = due(hall.state, hall.config, hall.context.now);
             !commands.empty() && rounds < 100; commands = due(hall.state, hall.config, hall.context.now)) {
            for (const Command& command : commands) {
                hall.must(command);
            }
            ++rounds;
        }
        return rounds;
    }
    std::optional<WallTime> next() { return next_due(hall.state, hall.config); }
};

using Parked = Calling;

TEST_F(Parked, WithATimeGoesBackIntoLineForTheCounterThatParkedIt) {
    const TicketId first = hall.issue(mobile);
    hall.issue(mobile);
    call(c1);
    hall.must(ParkTicket{c1, minutes{10}});
    EXPECT_EQ(hall.ticket(first).parked_until, hall.context.now + minutes{10});
    EXPECT_EQ(next(), hall.context.now + minutes{10});
    hall.pass(minutes{10} - ms(1));
    EXPECT_EQ(run_all_due(), 0);
    hall.pass(ms(1));
    EXPECT_EQ(run_all_due(), 1);
    EXPECT_EQ(hall.last(), "ticket.unparked");
    EXPECT_EQ(hall.all_of<TicketUnparked>().back().parked_ms, ms(minutes{10}));
    EXPECT_NE(call(c2), first) << "it waits for its own counter";
    EXPECT_EQ(call(c1), first);
}

TEST_F(Parked, IsCalledByAnotherCounterWhenItsOwnHasClosed) {
    const TicketId first = hall.issue(mobile);
    call(c1);
    hall.must(ParkTicket{c1, minutes{10}});
    hall.must(SignOut{c1});
    hall.pass(minutes{11});
    run_all_due();
    EXPECT_EQ(call(c2), first);
}

TEST_F(Parked, WithoutATimeStaysUntilSomebodyResumesIt) {
    const TicketId first = hall.issue(mobile);
    call();
    hall.must(ParkTicket{c1});
    EXPECT_EQ(hall.ticket(first).parked_until, std::nullopt);
    hall.pass(std::chrono::hours{5});
    EXPECT_EQ(run_all_due(), 0);
    hall.must(ResumeTicket{c1, first});
    EXPECT_EQ(hall.all_of<TicketResumed>().back().parked_ms, ms(std::chrono::hours{5}));
}

TEST_F(Parked, ForTheUsualTimeWhenNobodySays) {
    hall.config.park.usual = minutes{15};
    hall.issue(mobile);
    call();
    hall.must(ParkTicket{c1});
    EXPECT_EQ(hall.all_of<TicketParked>().back().until, hall.context.now + minutes{15});
}

TEST_F(Parked, ForLongerThanAllowedIsRefusedByName) {
    hall.issue(mobile);
    call();
    EXPECT_EQ(hall.refused(ParkTicket{c1, minutes{121}}), RefusalCode::park_too_long);
    EXPECT_EQ(hall.run(ParkTicket{c1, minutes{121}}).error().params.at("limit"), "120");
    EXPECT_EQ(hall.refused(ParkTicket{c1, minutes{0}}), RefusalCode::bad_arguments);
    EXPECT_EQ(hall.refused(ParkTicket{c1, minutes{-3}}), RefusalCode::bad_arguments);
    hall.must(ParkTicket{c1, minutes{120}});
}

TEST_F(Parked, CanBeTakenBackIntoItsLineByHand) {
    const TicketId id = hall.issue(mobile);
    EXPECT_EQ(hall.refused(UnparkTicket{id}), RefusalCode::ticket_not_parked);
    call();
    hall.must(ParkTicket{c1, minutes{10}});
    hall.must(UnparkTicket{id});
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::waiting);
    EXPECT_EQ(hall.ticket(id).parked_until, std::nullopt);
    EXPECT_EQ(hall.refused(UnparkTicket{TicketId{TerminalId("t1"), EpochId("e1"), Seq(99)}}),
              RefusalCode::ticket_unknown);
}

TEST_F(Parked, ResumedInTimeIsNotTakenBackLater) {
    const TicketId id = hall.issue(mobile);
    call();
    hall.must(ParkTicket{c1, minutes{10}});
    hall.must(ResumeTicket{c1, id});
    hall.pass(minutes{20});
    EXPECT_EQ(run_all_due(), 0);
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::called);
}

TEST_F(Parked, TheTimeMovesWithAClockThatIsSet) {
    const TicketId id = hall.issue(mobile);
    call();
    hall.must(ParkTicket{c1, minutes{10}});
    const WallTime from = hall.context.now;
    hall.context.now += std::chrono::hours{3};
    hall.must(NoteClock{from, hall.context.now});
    EXPECT_EQ(run_all_due(), 0) << "ten minutes have not gone by";
    hall.pass(minutes{10});
    EXPECT_EQ(run_all_due(), 1);
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::waiting);
}

using CalledInVain = Calling;

TEST_F(CalledInVain, IsWhoWasCalledOftenEnough) {
    hall.config.calling.no_show_after_calls = 3;
    const TicketId id = hall.issue(mobile);
    call();
    hall.pass(20s);
    EXPECT_FALSE(hall.must(Recall{c1}).no_show);
    hall.pass(20s);
    EXPECT_FALSE(hall.must(Recall{c1}).no_show);
    hall.pass(20s);
    const Answer answer = hall.must(Recall{c1});
    EXPECT_TRUE(answer.no_show);
    EXPECT_EQ(hall.last(), "ticket.no_show");
    EXPECT_EQ(hall.all_of<TicketNoShow>().back().calls, 3u);
    EXPECT_EQ(hall.all_of<TicketNoShow>().back().walk_ms, ms(60s));
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::no_show);
}

TEST_F(CalledInVain, IsNobodyBecauseTheRecallKeyWasPressedTwice) {
    hall.config.calling.no_show_after_calls = 2;
    const TicketId id = hall.issue(mobile);
    call();
    hall.pass(20s);
    hall.must(Recall{c1});
    hall.pass(1s);
    const Answer again = hall.must(Recall{c1});
    EXPECT_TRUE(again.again);
    EXPECT_FALSE(again.no_show);
    EXPECT_EQ(hall.last(), "");
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::called);
    hall.pass(2s);
    EXPECT_TRUE(hall.must(Recall{c1}).no_show);
}

TEST_F(CalledInVain, OnlyByHandUnlessTheHallSaysAfterHowManyCalls) {
    hall.issue(mobile);
    call();
    for (int i = 0; i < 3; ++i) {
        hall.pass(20s);
        hall.must(Recall{c1});
    }
    EXPECT_EQ(hall.refused(Recall{c1}), RefusalCode::recall_limit);
    hall.must(MarkNoShow{c1});
    EXPECT_EQ(hall.all_of<TicketNoShow>().back().calls, std::nullopt);
}

TEST_F(CalledInVain, ReturnsWithinTheGraceAndIsAwayMeanwhile) {
    hall.config.calling.no_show_after_calls = 1;
    const TicketId id = hall.issue(mobile);
    call();
    hall.pass(20s);
    hall.must(Recall{c1});
    hall.pass(minutes{7});
    hall.must(ReturnTicket{id});
    EXPECT_EQ(hall.all_of<TicketReturned>().back().away_ms, ms(minutes{7}));
    EXPECT_EQ(call(), id);
    hall.pass(20s);
    hall.must(Recall{c1});
    hall.pass(hall.config.return_grace + 1s);
    EXPECT_EQ(hall.refused(ReturnTicket{id}), RefusalCode::return_too_late);
}

using WaitedTooLong = Calling;

TEST_F(WaitedTooLong, ExpiresInTheOrderOfArrival) {
    hall.config.calling.expire_after = minutes{90};
    hall.config.ranges[0].last = 200;
    std::vector<TicketId> ids;
    for (int i = 0; i < 30; ++i) {
        ids.push_back(hall.issue(mobile));
        hall.pass(1s);
    }
    EXPECT_EQ(next(), hall.ticket(ids[0]).issued_at + minutes{90});
    hall.pass(minutes{90} - 21s);
    EXPECT_LE(due(hall.state, hall.config, hall.context.now).size(), 4u) << "a round is bounded";
    run_all_due();
    for (int i = 0; i < 30; ++i) {
        EXPECT_EQ(hall.ticket(ids[static_cast<std::size_t>(i)]).status,
                  i < 10 ? TicketStatus::expired : TicketStatus::waiting)
            << i;
    }
    EXPECT_EQ(hall.all_of<TicketExpired>().back().cause, ExpiryCause::waited_too_long);
}

TEST_F(WaitedTooLong, CountsFromWhenItCameIntoItsLineAndNeverByAClockThatWasSet) {
    hall.config.calling.expire_after = minutes{30};
    const TicketId id = hall.issue(mobile);
    hall.pass(minutes{20});
    call();
    hall.must(TransferTicket{c1, complaints});
    hall.pass(minutes{20});
    EXPECT_EQ(run_all_due(), 0) << "it waits here since 20 minutes";
    const WallTime from = hall.context.now;
    hall.context.now += std::chrono::hours{20};
    hall.must(NoteClock{from, hall.context.now});
    EXPECT_EQ(run_all_due(), 0);
    hall.pass(minutes{10});
    EXPECT_EQ(run_all_due(), 1);
    EXPECT_EQ(hall.ticket(id).status, TicketStatus::expired);
}

TEST_F(WaitedTooLong, IsNobodyWhoseAppointmentIsStillToCome) {
    hall.config.calling.expire_after = minutes{30};
    IssueTicket early{mobile, CustomerClass::appointment, Channel::api, "", false, ""};
    early.due_at = hall.context.now + minutes{50};
    hall.must(early);
    hall.pass(minutes{60});
    EXPECT_EQ(run_all_due(), 0);
    hall.pass(minutes{20});
    EXPECT_EQ(run_all_due(), 1);
}

TEST_F(WaitedTooLong, IsNobodyUnlessTheHallSaysSo) {
    hall.issue(mobile);
    hall.pass(std::chrono::hours{12});
    EXPECT_EQ(run_all_due(), 0);
    EXPECT_EQ(hall.refused(ExpireTicket{TicketId{}, {}}), RefusalCode::ticket_unknown);
}

}  // namespace
}  // namespace jiaohao::domain::testing
