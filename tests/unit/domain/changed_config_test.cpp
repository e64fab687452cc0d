// Counters and services that are in the configuration no more when the hall starts again in mid-day.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

const CounterId c01{"c01"};
const AlertId mobile_gone{"service_gone-mobile"};

struct ChangedConfig : ::testing::Test {
    TestHall hall;

    ChangedConfig() { hall.open_hall(); }
    /// c1 is called c01 from now on.
    void rename_c1() {
        hall.config.counters[0].id = c01;
        hall.must(NoteConfig{"other"});
    }
    void drop_mobile() {
        hall.config.services.erase(hall.config.services.begin());
        hall.must(NoteConfig{"other"});
    }
    void TearDown() override { EXPECT_TRUE(replay(hall.log) == hall.state); }
};

TEST_F(ChangedConfig, TheSameOneChangesNothing) {
    hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(NoteConfig{"other"});
    EXPECT_EQ(hall.last(), "config.applied");
}

TEST_F(ChangedConfig, WhoIsServedAtACounterThatIsGoneIsDone) {
    const TicketId served = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(StartServing{c1});
    hall.pass(minutes{3});
    rename_c1();
    EXPECT_EQ(hall.last(), "config.applied serving.finished counter.closed clerk.signed_out");
    EXPECT_EQ(hall.ticket(served).status, TicketStatus::done);
    EXPECT_TRUE(hall.all_of<ServingFinished>().back().implied);
    EXPECT_EQ(hall.all_of<ServingFinished>().back().service_ms, minutes{3});
    hall.must(SignIn{li, c01});
    EXPECT_EQ(hall.refused(CallNext{c01, Channel::page}), RefusalCode::nobody_waiting);
}

TEST_F(ChangedConfig, WhoWasOnlyCalledThereWaitsAgainBeforeThoseWhoCameLater) {
    const TicketId called = hall.issue(mobile);
    const TicketId later = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    rename_c1();
    EXPECT_EQ(hall.ticket(called).status, TicketStatus::waiting);
    hall.must(SignIn{li, c01});
    EXPECT_EQ(hall.must(CallNext{c01, Channel::page}).ticket, called);
    EXPECT_EQ(hall.must(CallNext{c2, Channel::page}).ticket, later);
}

TEST_F(ChangedConfig, WhoIsParkedThereIsCalledByAnyOther) {
    const TicketId parked = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(ParkTicket{c1});
    rename_c1();
    EXPECT_EQ(hall.ticket(parked).status, TicketStatus::waiting);
    EXPECT_EQ(hall.must(CallNext{c2, Channel::page}).ticket, parked);
}

TEST_F(ChangedConfig, WhoWasSentThereIsCalledByAnyOther) {
    const TicketId sent = hall.issue(mobile);
    hall.must(CallNext{c2, Channel::page});
    hall.must(TransferTicket{c2, std::nullopt, c1});
    rename_c1();
    EXPECT_EQ(hall.must(CallNext{c2, Channel::page}).ticket, sent);
}

TEST_F(ChangedConfig, ARatingAskedThereIsMissed) {
    const TicketId rated = hall.issue(mobile);
    hall.must(CallNext{c1, Channel::page});
    hall.must(FinishServing{c1, ServingOutcome::served, true});
    rename_c1();
    EXPECT_TRUE(hall.ticket(rated).rating_missed);
    hall.must(CloseDay{});
}

TEST_F(ChangedConfig, WhoWaitsForAServiceThatIsGoneIsToldOfAndKeepsThePlace) {
    const ServiceConfig before = hall.config.services[0];
    const TicketId waits = hall.issue(mobile);
    hall.issue(mobile);
    drop_mobile();
    EXPECT_EQ(hall.last(), "config.applied alert.raised");
    EXPECT_EQ(hall.state.alerts.at(mobile_gone).code, "service_gone");
    EXPECT_EQ(hall.state.alerts.at(mobile_gone).params.at("count"), "2");
    hall.must(NoteConfig{"other"});
    EXPECT_EQ(hall.last(), "config.applied") << "told once";
    hall.config.services.push_back(before);
    hall.must(NoteConfig{"mended"});
    EXPECT_EQ(hall.last(), "config.applied alert.resolved");
    EXPECT_EQ(hall.must(CallNext{c1, Channel::page}).ticket, waits);
}

TEST_F(ChangedConfig, ANewDayForgetsThoseOfAServiceThatWasGone) {
    hall.issue(mobile);
    drop_mobile();
    hall.must(CloseDay{});
    hall.must(OpenDay{day_two});
    EXPECT_FALSE(hall.state.alerts.contains(mobile_gone));
}

TEST_F(ChangedConfig, OnAClosedDayThereIsNothingToEnd) {
    hall.must(CloseDay{});
    rename_c1();
    EXPECT_EQ(hall.last(), "config.applied");
}

}  // namespace
}  // namespace jiaohao::domain::testing
