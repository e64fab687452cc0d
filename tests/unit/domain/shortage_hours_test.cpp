// A counter is expected only while the hours of a service last.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/schedule.hpp"
#include "kiosk/domain/shortage.hpp"
#include "tests/unit/domain/clocked_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

/// Open from 9 to 12 and 13 to 17; c2 alone calls complaints.
struct ShortageHours : ::testing::Test {
    ClockedHall hall = with_hours();
    const AlertId nobody = shortage::counter_alert(complaints);

    ShortageHours() { hall.config.targets.alert_no_counter = minutes{10}; }
    bool told(std::chrono::seconds time) {
        hall.turn_to(monday, time);
        return hall.state.alerts.contains(nobody);
    }
    std::optional<WallTime> next() {
        return shortage::next_due(hall.state, hall.config, {hall.context.now, hall.context.local});
    }
    static WallTime clock(std::chrono::seconds time) {
        return WallTime{std::chrono::sys_days{monday}} + time;
    }
    /// Somebody waits from `time` on, and nobody sits at c2.
    void wait_alone(std::chrono::seconds time) {
        hall.open_at(monday, time);
        hall.issue(complaints);
        hall.must(SignOut{c2});
        hall.must(CloseCounter{c2});
    }
};

TEST_F(ShortageHours, NobodyIsToldInABreak) {
    wait_alone(11h + minutes{55});
    EXPECT_EQ(next(), clock(12h + minutes{5}));
    EXPECT_FALSE(told(12h));
    EXPECT_EQ(next(), std::nullopt);
    EXPECT_FALSE(told(13h - 1s));
    EXPECT_FALSE(told(13h));
    EXPECT_EQ(next(), clock(13h + minutes{10}));
    EXPECT_FALSE(told(13h + minutes{10} - 1s));
    ASSERT_TRUE(told(13h + minutes{10}));
    EXPECT_EQ(hall.state.alerts.at(nobody).params.at("minutes"), "10");
}

TEST_F(ShortageHours, WhatWasToldBeforeABreakStands) {
    wait_alone(11h + minutes{45});
    EXPECT_TRUE(told(11h + minutes{55}));
    EXPECT_TRUE(told(12h + minutes{30}));
    hall.must(ResolveAlert{nobody, "guided"});
    EXPECT_FALSE(told(13h + minutes{10} - 1s));
    EXPECT_TRUE(told(13h + minutes{10})) << "a counter was expected anew";
}

TEST_F(ShortageHours, NobodyIsToldBeforeTheyBegin) {
    hall.config.services[2].at_closing = ClosingRule::keep;
    wait_alone(16h);
    hall.turn_to(monday, 18h);
    hall.must(CloseDay{});
    hall.at(tuesday, 8h);
    hall.must(OpenDay{tuesday});
    for (const minutes time : {minutes{8h}, minutes{8h + minutes{30}}, minutes{9h}}) {
        hall.turn_to(tuesday, time);
        EXPECT_FALSE(hall.state.alerts.contains(nobody)) << time.count();
    }
    hall.turn_to(tuesday, 9h + minutes{10} - 1s);
    EXPECT_FALSE(hall.state.alerts.contains(nobody));
    hall.turn_to(tuesday, 9h + minutes{10});
    EXPECT_TRUE(hall.state.alerts.contains(nobody));
}

TEST_F(ShortageHours, AfterTheLastOfThemWhoeverIsStillToBeServedCounts) {
    wait_alone(16h + minutes{55});
    EXPECT_FALSE(told(17h + minutes{5} - 1s));
    EXPECT_TRUE(told(17h + minutes{5}));
}

TEST_F(ShortageHours, AfterTheLastOfThemWhoeverIsKeptForTomorrowDoesNot) {
    hall.config.services[2].at_closing = ClosingRule::keep;
    wait_alone(16h + minutes{55});
    EXPECT_FALSE(told(17h + minutes{30}));
    EXPECT_EQ(next(), std::nullopt);
}

TEST_F(ShortageHours, AServiceOpenedByHandExpectsACounter) {
    hall.config.hours.holidays = {{monday, {}, {}}};
    hall.at(monday, 10h);
    hall.must(OpenDay{monday});
    hall.must(OpenService{complaints});
    hall.issue(complaints);
    EXPECT_EQ(next(), clock(10h + minutes{10}));
    hall.must(CloseService{complaints});
    EXPECT_EQ(next(), std::nullopt) << "and a day without hours none";
    EXPECT_FALSE(told(11h));
    hall.must(OpenService{complaints});
    EXPECT_TRUE(told(11h));
}

TEST_F(ShortageHours, ThatAreNotFollowedEndNothing) {
    wait_alone(11h + minutes{55});
    hall.must(RaiseAlert{schedule::clock_alert(), "clock_jumped", "clock", {}});
    EXPECT_EQ(next(), clock(12h + minutes{5}));
    EXPECT_TRUE(told(12h + minutes{5})) << "nobody knows what time it is";
}

TEST_F(ShortageHours, WithoutAClockAllTimeCounts) {
    wait_alone(11h + minutes{55});
    hall.at(monday, 12h + minutes{5});
    hall.context.local.reset();
    hall.run_due();
    EXPECT_TRUE(hall.state.alerts.contains(nobody));
}

TEST_F(ShortageHours, WhatIsNextIsNeverOverAndThenThereIsSomethingToDo) {
    hall.config.ranges[1].last = 99;
    wait_alone(9h);
    hall.issue(mobile);
    int times = 0;
    for (minutes time{9h}; time < minutes{18h}; time += minutes{1}) {
        const auto at = next();
        if (at && *at <= clock(time)) {
            hall.at(monday, std::chrono::duration_cast<seconds>(*at - clock(0s)));
            std::vector<Command> commands;
            shortage::due(hall.state, hall.config, {hall.context.now, hall.context.local}, commands);
            EXPECT_FALSE(commands.empty());
            ++times;
        }
        hall.turn_to(monday, time);
        EXPECT_GT(next().value_or(WallTime::max()), hall.context.now);
        if (time.count() % 25 == 0 && hall.state.alerts.contains(nobody)) {
            hall.must(ResolveAlert{nobody, "guided"});
        }
        if (time.count() % 40 == 0 && hall.open(complaints)) {
            hall.issue(complaints);
        }
    }
    EXPECT_GT(times, 5);
}

}  // namespace
}  // namespace jiaohao::domain::testing
