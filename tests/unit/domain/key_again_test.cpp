// Keys of a handset that heard no answer because the process died: the press repeated is the same press.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

PauseCounter pause_key() {
    return {c1, "", true};
}
ResumeTicket resume_key() {
    return {c1, std::nullopt, Channel::handset};
}

/// The process died and came back; the handset has not been heard since.
void restart(TestHall& hall) {
    hall.context.last_at_before_start = hall.state.last_at;
    hall.context.handset_unheard_since_start = true;
}

struct KeyAgain : public ::testing::Test {
    KeyAgain() { hall.open_hall(); }
    TestHall hall;
};

TEST_F(KeyAgain, APauseRepeatedAfterARestartDoesNotResume) {
    hall.must(pause_key());
    restart(hall);
    const Answer answer = hall.must(pause_key());
    EXPECT_EQ(hall.last(), "");
    EXPECT_TRUE(answer.again);
    EXPECT_EQ(answer.counter, c1);
    EXPECT_EQ(hall.counter(c1).status, CounterStatus::paused);
    hall.context.handset_unheard_since_start = false;
    hall.must(pause_key());
    EXPECT_EQ(hall.counter(c1).status, CounterStatus::open);
}

TEST_F(KeyAgain, AResumeRepeatedAfterARestartDoesNotPause) {
    hall.must(pause_key());
    hall.must(pause_key());
    restart(hall);
    EXPECT_TRUE(hall.must(pause_key()).again);
    EXPECT_EQ(hall.counter(c1).status, CounterStatus::open);
}

TEST_F(KeyAgain, APauseLongBeforeTheRestartIsResumedByTheNextPress) {
    hall.must(pause_key());
    hall.pass(seconds{21});
    hall.record(ConfigApplied{"h"});
    restart(hall);
    EXPECT_FALSE(hall.must(pause_key()).again);
    EXPECT_EQ(hall.counter(c1).status, CounterStatus::open);
}

TEST_F(KeyAgain, APauseOnAPageIsAsked) {
    hall.must(pause_key());
    restart(hall);
    hall.must(PauseCounter{c1, "lunch", false});
    EXPECT_EQ(hall.counter(c1).pause_reason, "lunch");
    hall.must(ResumeCounter{c1});
    EXPECT_EQ(hall.counter(c1).status, CounterStatus::open);
}

TEST_F(KeyAgain, AnotherFactOfTheCounterShowsThatThePauseWasHeard) {
    hall.issue(mobile);
    hall.must(pause_key());
    hall.must(pause_key());
    hall.must(CallNext{c1, Channel::handset});
    restart(hall);
    EXPECT_FALSE(hall.must(pause_key()).again);
    EXPECT_EQ(hall.counter(c1).status, CounterStatus::paused);
}

TEST_F(KeyAgain, AResumeOfATicketRepeatedAfterARestartEndsNobodysService) {
    for (int i = 0; i < 2; ++i) {
        hall.issue(mobile);
        hall.must(CallNext{c1, Channel::handset});
        hall.must(ParkTicket{c1});
    }
    const auto resumed = hall.must(resume_key()).ticket;
    restart(hall);
    const Answer answer = hall.must(resume_key());
    EXPECT_EQ(hall.last(), "");
    EXPECT_TRUE(answer.again);
    EXPECT_EQ(answer.ticket, resumed);
    hall.context.handset_unheard_since_start = false;
    hall.must(resume_key());
    EXPECT_EQ(hall.last(), "serving.finished ticket.resumed");
}

TEST_F(KeyAgain, APressMovesWithAClockThatJumpedBeforeTheRestart) {
    hall.must(pause_key());
    const WallTime before = hall.context.now;
    hall.pass(std::chrono::hours{-5});
    hall.record(ClockAdjusted{before, hall.context.now});
    restart(hall);
    EXPECT_TRUE(hall.must(pause_key()).again);
}

}  // namespace
}  // namespace jiaohao::domain::testing
