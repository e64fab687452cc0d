// Numbers that are lent to satellites for when they are alone.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/satellite_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

struct Lease : ::testing::Test {
    Lease() { hall.open_hall(); }
    NumberBlock take(std::uint32_t spent, const TerminalId& to = t2, const RangeId& range = range_a) {
        const Answer answer = hall.must(TakeLease{to, range, spent});
        EXPECT_EQ(answer.lease_day, hall.state.day);
        return answer.lease.value_or(NumberBlock{});
    }
    std::string next_number() { return hall.ticket(hall.issue(mobile)).number; }
    TestHall hall = owner_of_satellites();
};

TEST_F(Lease, IsOfTheUpperHalfSoThatTheHallsOwnNumbersHaveNoHoles) {
    EXPECT_EQ(next_number(), "A001");
    EXPECT_EQ(take(0), (NumberBlock{500, 509}));
    EXPECT_EQ(hall.last(), "lease.granted");
    EXPECT_EQ(take(0, t3), (NumberBlock{510, 559}));
    EXPECT_EQ(next_number(), "A002");
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Lease, IsPassedOverByTheHallsOwnNumbersWhereTheyMeet) {
    take(0, t3);
    hall.state.last_ordinal[range_a] = 498;
    EXPECT_EQ(next_number(), "A499");
    EXPECT_EQ(next_number(), "A550") << "500 to 549 are lent";
    EXPECT_EQ(take(0), (NumberBlock{551, 560})) << "none that the hall has given";
    EXPECT_EQ(next_number(), "A561");
    hall.state.last_ordinal[range_a] = 999;
    EXPECT_EQ(hall.refused(TakeLease{t2, range_a, 560}), RefusalCode::range_exhausted);
}

TEST_F(Lease, IsOfTheNextNumbersWhereTheHallsOwnHavePassedTheMiddle) {
    hall.state.last_ordinal[range_a] = 700;
    EXPECT_EQ(take(0), (NumberBlock{701, 710}));
    EXPECT_EQ(next_number(), "A711");
}

TEST_F(Lease, StaysWithTheSatelliteWhenTheRangeIsMadeLongerOrShorter) {
    take(0);
    hall.config.ranges[0].last = 9999;
    EXPECT_EQ(next_number(), "A0510") << "below it might lie what is lent: nobody knows where that began";
    EXPECT_EQ(take(509), (NumberBlock{511, 520}));
    hall.config.ranges[0].last = 600;
    EXPECT_EQ(next_number(), "A521");
}

const EpochId one_journal{"6f1c2a7e-0000-4000-8000-000000000001"};
const EpochId other_journal{"6f1c2a7e-0000-4000-8000-000000000002"};

TEST_F(Lease, IsOneJournalsAlone) {
    const auto take_as = [&](const EpochId& journal, const RangeId& range = range_a) {
        return hall.must(TakeLease{t2, range, 0, journal}).lease.value_or(NumberBlock{});
    };
    EXPECT_EQ(take_as(one_journal), (NumberBlock{500, 509}));
    const RangeId range_c{"c"};
    const NumberBlock c = take_as(one_journal, range_c);
    EXPECT_EQ(take_as(one_journal), (NumberBlock{500, 509}));
    EXPECT_EQ(hall.last(), "") << "nothing new to write";
    EXPECT_EQ(take_as(other_journal), (NumberBlock{510, 519}))
        << "another machine with its token, or another disk";
    EXPECT_EQ(take_as(other_journal), (NumberBlock{510, 519}));
    EXPECT_GT(take_as(other_journal, range_c).first, c.last) << "of no range what the first one has";
    EXPECT_EQ(take_as(one_journal), (NumberBlock{520, 529})) << "it asks only when it has spent its own";
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Lease, OfBeforeIsOfTheJournalThatHasGivenNumbersOfIt) {
    EXPECT_EQ(take(0), (NumberBlock{500, 509}));
    EXPECT_EQ(hall.must(TakeLease{t2, range_a, 501, one_journal}).lease, (NumberBlock{500, 509}));
    EXPECT_EQ(hall.last(), "lease.granted") << "from now on it is known whose it is";
    EXPECT_EQ(hall.must(TakeLease{t2, range_a, 0, other_journal}).lease, (NumberBlock{510, 519}));
    EXPECT_EQ(take(0), (NumberBlock{510, 519})) << "a satellite that tells none";
}

TEST_F(Lease, OfBeforeIsNotOfAJournalThatMayBeginAnew) {
    EXPECT_EQ(take(0), (NumberBlock{500, 509}));
    EXPECT_EQ(hall.must(TakeLease{t2, range_a, 0, one_journal}).lease, (NumberBlock{510, 519}))
        << "the first ones may have been given under another one";
}

TEST_F(Lease, StaysTheSameUntilHalfOfItIsSpent) {
    EXPECT_EQ(take(0), (NumberBlock{500, 509}));
    for (const std::uint32_t spent : {0U, 499U, 500U, 503U}) {
        EXPECT_EQ(take(spent), (NumberBlock{500, 509})) << spent;
        EXPECT_EQ(hall.last(), "") << "nothing new to write";
    }
    EXPECT_EQ(take(504), (NumberBlock{510, 519}));
    EXPECT_EQ(take(504), (NumberBlock{510, 519})) << "asked again because the answer was lost";
    EXPECT_EQ(take(619), (NumberBlock{520, 529})) << "a satellite that has given more than it was lent";
    EXPECT_EQ(hall.refused(TakeLease{t2, range_a, 630}), RefusalCode::bad_arguments)
        << "or says so, to use the range up";
    EXPECT_EQ(take(629), (NumberBlock{530, 539}));
}

TEST_F(Lease, LeavesTheOthersTheirNumbers) {
    const RangeId small{"c"};
    for (std::uint32_t given = 2; given < 5; ++given) {
        EXPECT_EQ(take(given, t3, small), (NumberBlock{given + 1, given + 1})) << "a quarter of five or less";
    }
    EXPECT_EQ(hall.refused(TakeLease{t3, small, 5}), RefusalCode::range_exhausted);
    const IssueTicket issue{complaints, {}, Channel::touch, "", true, ""};
    for (const char* const number : {"C1", "C2"}) {
        EXPECT_EQ(hall.must(issue).number, number);
    }
    EXPECT_EQ(hall.refused(issue), RefusalCode::range_exhausted) << "the other three are lent";
}

TEST_F(Lease, IsAQuarterOfWhatIsLeftButNeverBeyondTheRange) {
    hall.config.ranges[0].last = 99;
    EXPECT_EQ(take(0, t3), (NumberBlock{50, 73})) << "99 / 4";
    EXPECT_EQ(take(73, t3), (NumberBlock{74, 91})) << "75 / 4";
    EXPECT_EQ(take(91, t3), (NumberBlock{92, 99})) << "57 / 4 would be 14";
}

TEST_F(Lease, EndsBeforeANumberThatSomebodyStillHolds) {
    hall.config.services[0].at_closing = ClosingRule::keep;
    hall.state.last_ordinal[range_a] = 499;
    const TicketId first = hall.issue(mobile);
    hall.issue(mobile);
    const TicketId third = hall.issue(mobile);
    hall.issue(mobile);
    hall.must(CancelTicket{first, Channel::page});
    hall.must(CancelTicket{third, Channel::page});
    hall.must(CloseDay{});
    hall.pass(std::chrono::hours{72});
    hall.open_hall_on(day_two);
    EXPECT_EQ(take(0), (NumberBlock{500, 500}));
    EXPECT_EQ(take(500), (NumberBlock{502, 502}));
    EXPECT_EQ(take(502), (NumberBlock{504, 513}));
    hall.state.last_ordinal[range_a] = 499;
    EXPECT_EQ(next_number(), "A514") << "past those that are held and those that are lent";
}

TEST_F(Lease, IsPassedOverBehindTheNumbersThatSomebodyStillHoldsToo) {
    hall.config.services[0].at_closing = ClosingRule::keep;
    hall.state.last_ordinal[range_a] = 498;
    EXPECT_EQ(next_number(), "A499");
    hall.must(CloseDay{});
    hall.pass(std::chrono::hours{72});
    hall.open_hall_on(day_two);
    EXPECT_EQ(take(0, t3), (NumberBlock{500, 549}));
    hall.state.last_ordinal[range_a] = 498;
    EXPECT_EQ(next_number(), "A550") << "499 is held, and behind it numbers are lent";
}

TEST_F(Lease, IsOfOneDay) {
    hall.must(TakeLease{t2, range_a, 0, one_journal});
    hall.must(CloseDay{});
    EXPECT_EQ(hall.refused(TakeLease{t2, range_a, 0}), RefusalCode::day_not_open);
    hall.pass(std::chrono::hours{72});
    hall.open_hall_on(day_two);
    EXPECT_TRUE(hall.state.leases.empty());
    EXPECT_TRUE(hall.state.lease_holders.empty());
    EXPECT_EQ(next_number(), "A001");
    EXPECT_EQ(take(0), (NumberBlock{500, 509})) << "none is lent out any more";
}

TEST_F(Lease, IsOnlyForSatellitesAndRangesOfTheHall) {
    EXPECT_EQ(hall.refused(TakeLease{TerminalId("t9"), range_a, 0}), RefusalCode::satellite_unknown);
    EXPECT_EQ(hall.refused(TakeLease{t2, RangeId("z"), 0}), RefusalCode::bad_arguments);
    EXPECT_EQ(hall.refused(NoteLease{range_a, {1, 10}, day_one}), RefusalCode::adoption_other_day)
        << "an owner is lent nothing";
}

struct LentTo : ::testing::Test {
    LentTo() { alone.open_hall(); }
    TestHall alone = satellite_of(owner_of_satellites());
};

TEST_F(LentTo, ASatelliteGivesTheNumbersThatItWasLentAndNoOthers) {
    const IssueTicket issue{mobile, {}, Channel::touch, "", true, ""};
    EXPECT_EQ(alone.refused(issue), RefusalCode::lease_spent);
    alone.must(NoteLease{range_a, {101, 102}, day_one});
    EXPECT_EQ(alone.last(), "lease.granted");
    EXPECT_EQ(alone.all_of<LeaseGranted>().back(), (LeaseGranted{t2, range_a, 101, 102}));
    alone.must(NoteLease{range_a, {101, 102}, day_one});
    EXPECT_EQ(alone.last(), "");
    EXPECT_EQ(alone.must(issue).number, "A101");
    EXPECT_EQ(alone.must(issue).number, "A102");
    EXPECT_EQ(alone.refused(issue), RefusalCode::lease_spent);
    alone.must(NoteLease{range_a, {140, 149}, day_one});
    EXPECT_EQ(alone.must(issue).number, "A140");
    EXPECT_EQ(alone.refused(IssueTicket{complaints, {}, Channel::touch, "", true, ""}),
              RefusalCode::lease_spent)
        << "of the other range it was lent none";
    EXPECT_TRUE(replay(alone.log) == alone.state);
}

TEST_F(LentTo, AloneNoWaitIsToldAndNobodyIsKeptOutByOne) {
    alone.must(NoteLease{range_a, {101, 110}, day_one});
    const Answer answer = alone.must(IssueTicket{mobile, {}, Channel::touch, "", true, ""});
    EXPECT_FALSE(answer.promised) << "which admission::too_late() would go by";
    EXPECT_FALSE(alone.all_of<TicketIssued>().back().promised);
}

TEST_F(LentTo, ALeaseOfAnotherDayIsNotUsed) {
    EXPECT_EQ(alone.refused(NoteLease{range_a, {101, 110}, day_two}), RefusalCode::adoption_other_day);
    alone.must(NoteLease{range_a, {101, 110}, day_one});
    alone.must(CloseDay{});
    alone.pass(std::chrono::hours{72});
    alone.open_hall_on(day_two);
    EXPECT_EQ(alone.refused(IssueTicket{mobile, {}, Channel::touch, "", true, ""}), RefusalCode::lease_spent);
}

TEST_F(LentTo, ItsDayClosesWithoutSendingAnybodyHome) {
    alone.must(NoteLease{range_a, {101, 110}, day_one});
    const TicketId held = alone.issue(mobile);
    alone.must(CloseDay{});
    EXPECT_TRUE(alone.all_of<TicketExpired>().empty());
    EXPECT_EQ(alone.ticket(held).status, TicketStatus::waiting) << "its owner ends it";
    alone.pass(std::chrono::hours{72});
    alone.open_hall_on(day_two);
    EXPECT_EQ(alone.ticket(held).from_day, day_one);
    alone.must(HandOver{held});
    EXPECT_EQ(alone.last(), "ticket.handed_over");
    EXPECT_TRUE(alone.state.tickets.empty());
    EXPECT_TRUE(alone.state.carried.empty()) << "its number may be given again";
    EXPECT_EQ(alone.refused(HandOver{held}), RefusalCode::ticket_unknown);
    EXPECT_TRUE(replay(alone.log) == alone.state);
}

TEST_F(LentTo, WhoWasHandedOverIsGoneFromTheRows) {
    alone.must(NoteLease{range_a, {101, 110}, day_one});
    const TicketId held = alone.issue(mobile);
    alone.must(HandOver{held});
    const HallView rows = delta(alone.state, alone.config, {alone.context.now, true, {}}, {alone.log.back()});
    EXPECT_EQ(rows.tickets_gone, std::vector{held});
    ASSERT_FALSE(rows.services.empty());
    EXPECT_EQ(rows.services[0].waiting, 0U);
}

}  // namespace
}  // namespace jiaohao::domain::testing
