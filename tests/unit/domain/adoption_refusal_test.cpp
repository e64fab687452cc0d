// What an owner does not take over from a satellite as it is told.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/satellite_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

TEST_F(Adoption, ANumberLentToAnotherTerminalIsNotItsOwn) {
    ASSERT_EQ(owner.must(TakeLease{t3, range_a, 0}).lease, (NumberBlock{510, 559}));
    AdoptTicket adopt = adoption_of(satellite, alone());
    adopt.ticket.ordinal = 510;
    adopt.ticket.number = "A510";
    EXPECT_EQ(owner.refused(adopt), RefusalCode::number_taken);
}

TEST_F(Adoption, ToldAgainInOtherWordsItIsAnsweredWithWhatWasTaken) {
    AdoptTicket adopt = adoption_of(satellite, alone());
    owner.must(adopt);
    adopt.ticket.ordinal = 501;
    adopt.ticket.number = "A501";
    const Answer again = owner.must(adopt);
    EXPECT_TRUE(again.again);
    EXPECT_EQ(again.number, "A500");
}

TEST_F(Adoption, OfAServiceWithOtherNumbersIsRefused) {
    AdoptTicket adopt = adoption_of(satellite, alone());
    adopt.ticket.service = complaints;
    EXPECT_EQ(owner.refused(adopt), RefusalCode::bad_arguments);
}

TEST_F(Adoption, WhatThisHallHasNotIsLeftOutOfTheVisit) {
    owner.config.calling.longest_journey = 3;
    AdoptTicket adopt = adoption_of(satellite, alone());
    adopt.ticket.customer_class = CustomerClass::appointment;
    adopt.ticket.then = {mobile, complaints, ServiceId("nowhere"), complaints, mobile, complaints};
    owner.must(adopt);
    const Ticket& taken = owner.ticket(adopt.ticket.ticket);
    EXPECT_EQ(taken.then, (std::vector{complaints, mobile})) << "three steps, none twice in a row";
    EXPECT_EQ(taken.customer_class, CustomerClass::ordinary) << "nobody checked in";
    EXPECT_TRUE(replay(owner.log) == owner.state);
}

TEST_F(Adoption, MoreWithdrawnNamesThanAreKeptAreRefused) {
    for (std::size_t i = 0; i < most_withdrawn; ++i) {
        owner.state.withdrawn.insert(RequestId("t2:" + std::to_string(i)));
    }
    EXPECT_EQ(owner.refused(WithdrawAsked{RequestId("t2:new")}), RefusalCode::overloaded);
    owner.must(WithdrawAsked{RequestId("t2:7")});
}

TEST_F(Adoption, WhatCannotBeIsRefusedByName) {
    const AdoptTicket good = adoption_of(satellite, alone());
    AdoptTicket bad = good;
    bad.day = day_two;
    EXPECT_EQ(owner.refused(bad), RefusalCode::adoption_other_day);
    bad = good;
    bad.ticket.ticket.terminal = TerminalId("t9");
    EXPECT_EQ(owner.refused(bad), RefusalCode::satellite_unknown);
    bad = good;
    bad.ticket.service = ServiceId("nowhere");
    EXPECT_EQ(owner.refused(bad), RefusalCode::service_unknown);
    bad = good;
    bad.ticket.number = "A77";
    EXPECT_EQ(owner.refused(bad), RefusalCode::bad_arguments);
    bad = good;
    bad.ticket.ordinal = 1000;
    bad.ticket.number = "A1000";
    EXPECT_EQ(owner.refused(bad), RefusalCode::bad_arguments);
    bad = good;
    bad.ticket.range = RangeId("z");
    EXPECT_EQ(owner.refused(bad), RefusalCode::bad_arguments);
    owner.must(CloseDay{});
    EXPECT_EQ(owner.refused(good), RefusalCode::day_not_open);
}

TEST_F(Adoption, ANumberThatAnotherCustomerHoldsIsNotTakenTwice) {
    const AdoptTicket good = adoption_of(satellite, alone());
    owner.must(good);
    AdoptTicket twice = good;
    twice.ticket.ticket.epoch = EpochId("e2");
    EXPECT_EQ(owner.refused(twice), RefusalCode::number_taken) << "of its own lease: it lost its journal";
    const TicketId here = owner.issue(mobile);
    AdoptTicket foreign = good;
    foreign.ticket.ticket.seq = Seq(999);
    foreign.ticket.number = owner.ticket(here).number;
    foreign.ticket.ordinal = 1;
    EXPECT_EQ(owner.refused(foreign), RefusalCode::number_taken);
    foreign.ticket.number = "A400";
    foreign.ticket.ordinal = 400;
    EXPECT_EQ(owner.refused(foreign), RefusalCode::number_taken) << "the hall's own sequence will give it";
}

TEST_F(Adoption, ANumberBeyondAnyLeaseIsNotGivenAgain) {
    AdoptTicket adopt = adoption_of(satellite, alone());
    adopt.ticket.ordinal = 520;
    adopt.ticket.number = "A520";
    EXPECT_EQ(owner.refused(adopt), RefusalCode::number_taken) << "one word would use the range up";
    adopt.ticket.ordinal = 519;
    adopt.ticket.number = "A519";
    owner.must(adopt);
    EXPECT_EQ(owner.ticket(owner.issue(mobile)).number, "A001") << "the hall's own go on as they were";
    EXPECT_EQ(owner.must(TakeLease{t3, range_a, 0}).lease, (NumberBlock{520, 569}))
        << "and it is lent to nobody";
}

}  // namespace
}  // namespace jiaohao::domain::testing
