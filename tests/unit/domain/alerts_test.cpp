// How alerts about a moment end, and what becomes of many.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/schedule.hpp"
#include "kiosk/domain/shortage.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

const AlertId help_c1{"help-c1"};

struct Alerts : ::testing::Test {
    TestHall hall;

    Alerts() { hall.open_hall(); }
    /// As many as may be open, the first one the oldest.
    void fill() {
        for (int i = static_cast<int>(hall.state.alerts.size()); i < 500; ++i) {
            hall.must(RaiseAlert{AlertId("a" + std::to_string(1000 + i)), "line_lost", "bus", {}});
            hall.pass(Milliseconds{1});
        }
    }
    TicketId rated_badly() {
        const TicketId id = hall.issue(mobile);
        hall.must(CallNext{c1, Channel::page});
        hall.must(FinishServing{c1, ServingOutcome::served, true});
        hall.must(GiveRating{id, 1, Channel::touch});
        return id;
    }
    [[nodiscard]] bool open(const AlertId& alert) const { return hall.state.alerts.contains(alert); }
};

TEST_F(Alerts, ACallForHelpThatWasSeenOrForgottenCanBeMadeAgain) {
    hall.must(RequestHelp{c1});
    hall.pass(minutes{5} - seconds{1});
    hall.must(RequestHelp{c1});
    EXPECT_EQ(hall.last(), "") << "pressed twice, it is the same call";
    hall.pass(seconds{1});
    hall.must(RequestHelp{c1});
    EXPECT_EQ(hall.last(), "help.requested alert.raised") << "nobody came";
    EXPECT_EQ(hall.state.alerts.at(help_c1).at, hall.context.now);
    hall.must(AcknowledgeAlert{help_c1});
    hall.must(RequestHelp{c1});
    EXPECT_EQ(hall.last(), "help.requested alert.raised") << "who was seen to calls again";
    EXPECT_FALSE(hall.state.alerts.at(help_c1).acknowledged_at);
    hall.pass(-minutes{30});
    hall.must(RequestHelp{c1});
    EXPECT_EQ(hall.last(), "help.requested alert.raised") << "the clock went back";
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Alerts, ALockOutEndsByItselfAndAnotherOneIsToldAnew) {
    const AlertId locked{"sign_in_locked:li"};
    const auto lock = [&](const std::string& lasts) {
        hall.must(RaiseAlert{locked, "sign_in_locked", "li", {{"clerk", "li"}, {"seconds", lasts}}});
    };
    lock("60");
    const WallTime since = hall.context.now;
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), since + seconds{60});
    hall.must(AcknowledgeAlert{locked});
    hall.pass(seconds{59});
    hall.run_due();
    EXPECT_TRUE(open(locked)) << "seen, and still locked out";
    lock("120");
    EXPECT_EQ(hall.last(), "alert.raised");
    EXPECT_EQ(hall.state.alerts.at(locked).params.at("seconds"), "120");
    EXPECT_FALSE(hall.state.alerts.at(locked).acknowledged_at);
    hall.pass(seconds{119});
    hall.run_due();
    EXPECT_TRUE(open(locked)) << "the first lock is over, this one is not";
    hall.pass(seconds{1});
    hall.run_due();
    EXPECT_FALSE(open(locked));
    EXPECT_EQ(hall.all_of<AlertResolved>().back().done, "over");
    lock("60");
    hall.pass(-minutes{30});
    hall.run_due();
    EXPECT_FALSE(open(locked)) << "the clock went back";
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Alerts, ALockOutLastsNoLongerNorShorterForAClockThatIsSetAndNotOverARestart) {
    const AlertId locked{"sign_in_locked:li"};
    hall.must(RaiseAlert{locked, "sign_in_locked", "li", {{"seconds", "600"}}});
    const WallTime later = hall.context.now + minutes{60};
    hall.must(NoteClock{hall.context.now, later});
    hall.context.now = later + seconds{599};
    hall.run_due();
    EXPECT_TRUE(open(locked));
    const auto commands = after_restart(hall.state);
    ASSERT_EQ(commands.size(), 1U) << "who counted has forgotten";
    EXPECT_EQ(std::get<ResolveAlert>(commands[0]).alert, locked);
    hall.pass(seconds{1});
    hall.run_due();
    EXPECT_FALSE(open(locked));
}

TEST_F(Alerts, ALockOutIsToldAnewAmongAnyNumberOfAlerts) {
    const RaiseAlert lock{AlertId{"sign_in_locked:li"}, "sign_in_locked", "li", {{"seconds", "60"}}};
    hall.must(lock);
    fill();
    hall.must(lock);
    EXPECT_EQ(hall.last(), "alert.raised");
}

TEST_F(Alerts, ANewDayEndsTheMomentsOfTheOneBeforeAndNothingElse) {
    const AlertId bad = recovery::rating_alert(rated_badly());
    hall.must(RequestHelp{c1});
    hall.must(RaiseAlert{AlertId("printer:paper_out"), "paper_out", "printer", {}});
    hall.must(CloseDay{});
    EXPECT_TRUE(open(bad)) << "the evening is there to see to it";
    hall.open_hall_on(day_two);
    EXPECT_FALSE(open(bad));
    EXPECT_FALSE(open(help_c1));
    EXPECT_TRUE(open(AlertId("printer:paper_out")));
    for (const AlertResolved& one : hall.all_of<AlertResolved>()) {
        EXPECT_EQ(one.done, "day_over");
    }
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Alerts, WithAsManyAsMayBeOpenTheOldestOneSeenEnds) {
    fill();
    hall.must(AcknowledgeAlert{AlertId("a1007")});
    hall.must(AcknowledgeAlert{AlertId("a1003")});
    hall.must(RaiseAlert{AlertId("new"), "paper_out", "printer", {}});
    EXPECT_EQ(hall.last(), "alert.resolved alert.raised");
    EXPECT_EQ(hall.all_of<AlertResolved>().back().done, "made_room");
    EXPECT_FALSE(open(AlertId("a1003")));
    hall.must(RaiseAlert{AlertId("newer"), "paper_out", "printer", {}});
    EXPECT_FALSE(open(AlertId("a1007")));
    EXPECT_EQ(hall.refused(RaiseAlert{AlertId("newest"), "paper_out", "printer", {}}),
              RefusalCode::overloaded);
}

TEST_F(Alerts, BadRatingsHelpAndTheHallsOwnTroublesAreToldWhateverElseIsOpen) {
    fill();
    EXPECT_TRUE(open(recovery::rating_alert(rated_badly())));
    hall.must(RequestHelp{c1});
    EXPECT_TRUE(open(help_c1));
    hall.must(RaiseAlert{schedule::clock_alert(), "clock_jumped", "clock", {}});
    EXPECT_TRUE(open(schedule::clock_alert()));
    hall.must(RaiseAlert{AlertId("journal"), "journal_full", "journal", {}});
    EXPECT_TRUE(open(AlertId("journal")));
}

TEST_F(Alerts, TheOneThatKeepsHoursFromBeingFollowedNeverMakesRoom) {
    hall.must(RaiseAlert{schedule::clock_alert(), "clock_jumped", "clock", {}});
    hall.must(AcknowledgeAlert{schedule::clock_alert()});
    fill();
    EXPECT_EQ(hall.refused(RaiseAlert{AlertId("new"), "paper_out", "printer", {}}), RefusalCode::overloaded);
    rated_badly();
    EXPECT_TRUE(open(schedule::clock_alert()));
}

TEST_F(Alerts, ALongWaitThatCannotBeToldKeepsNobodyAwake) {
    hall.config.targets.alert_wait = minutes{30};
    hall.issue(mobile);
    fill();
    hall.pass(minutes{31});
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now).empty());
    const auto next = next_due(hall.state, hall.config, hall.context.now);
    EXPECT_FALSE(next && *next <= hall.context.now);
    hall.must(AcknowledgeAlert{AlertId("a1000")});
    hall.run_due();
    EXPECT_TRUE(open(recovery::wait_alert(mobile))) << "one that was seen made room";
}

TEST_F(Alerts, NorDoPeopleWithoutACounterWhoCannotBeToldOf) {
    hall.config.targets.alert_no_counter = minutes{10};
    hall.issue(complaints);
    hall.must(CloseCounter{c2});
    fill();
    hall.pass(minutes{11});
    EXPECT_TRUE(due(hall.state, hall.config, hall.context.now).empty());
    const auto next = next_due(hall.state, hall.config, hall.context.now);
    EXPECT_FALSE(next && *next <= hall.context.now);
    hall.must(AcknowledgeAlert{AlertId("a1000")});
    hall.run_due();
    EXPECT_TRUE(open(shortage::counter_alert(complaints)));
}

}  // namespace
}  // namespace jiaohao::domain::testing
