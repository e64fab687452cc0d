// People who wait where nobody can call them, and numbers that come to their end.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/shortage.hpp"
#include "tests/unit/domain/test_hall.hpp"

namespace jiaohao::domain::testing {
namespace {

struct Shortage : ::testing::Test {
    TestHall hall;
    const AlertId nobody = shortage::counter_alert(complaints);
    const AlertId numbers = shortage::range_alert(range_a);

    Shortage() {
        hall.config.targets.alert_no_counter = minutes{10};
        hall.config.targets.alert_numbers_percent = 10;
        hall.open_hall();
    }
    bool told(const AlertId& id) { return hall.state.alerts.contains(id); }
    void after(std::chrono::milliseconds span) {
        hall.pass(span);
        hall.run_due();
    }
    void close_c2() {
        hall.must(SignOut{c2});
        hall.must(CloseCounter{c2});
    }
};

TEST_F(Shortage, TellsOfPeopleWhomNoOpenCounterMayCall) {
    hall.issue(complaints);
    after(minutes{5});
    EXPECT_FALSE(told(nobody)) << "c2 is open";
    close_c2();
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), hall.context.now + minutes{10});
    after(minutes{10} - 1s);
    EXPECT_FALSE(told(nobody)) << "somebody may come back";
    hall.issue(complaints);
    after(1s);
    ASSERT_TRUE(told(nobody));
    const auto& alert = hall.state.alerts.at(nobody);
    EXPECT_EQ(alert.code, "no_counter");
    EXPECT_EQ(alert.subject, "complaints");
    EXPECT_EQ(alert.params.at("count"), "2");
    EXPECT_EQ(alert.params.at("minutes"), "10");
    hall.must(SignIn{wang, c2});
    after(1s);
    EXPECT_FALSE(told(nobody));
    EXPECT_EQ(hall.all_of<AlertResolved>().back().done, "over");
}

TEST_F(Shortage, CountsFromWhenSomebodyWaited) {
    close_c2();
    after(minutes{60});
    EXPECT_FALSE(told(nobody));
    hall.issue(complaints);
    after(minutes{10});
    EXPECT_TRUE(told(nobody));
    for (const auto& [id, ticket] : hall.state.tickets) {
        hall.must(CancelTicket{id, Channel::page});
    }
    after(1s);
    EXPECT_FALSE(told(nobody)) << "nobody waits";
}

TEST_F(Shortage, APausedCounterServesTheOneItHas) {
    hall.issue(complaints);
    hall.must(CallNext{c2, Channel::page});
    hall.issue(complaints);
    hall.must(PauseCounter{c2, "lunch"});
    after(minutes{20});
    EXPECT_FALSE(told(nobody));
    hall.must(FinishServing{c2, {}, false});
    after(minutes{10});
    EXPECT_TRUE(told(nobody));
    hall.must(ResumeCounter{c2});
    after(1s);
    EXPECT_FALSE(told(nobody));
}

TEST_F(Shortage, WhoWasSentToACounterThatIsOpenIsServedThere) {
    hall.issue(complaints);
    hall.must(CallNext{c2, Channel::page});
    hall.must(TransferTicket{c2, std::nullopt, c1});
    close_c2();
    after(minutes{30});
    EXPECT_FALSE(told(nobody)) << "c1 calls, although it does not serve complaints";
}

TEST_F(Shortage, OnceSeenToItComesAgainOnlyForAnotherTimeWithoutACounter) {
    close_c2();
    hall.issue(complaints);
    after(minutes{10});
    hall.must(ResolveAlert{nobody, "guided"});
    after(minutes{60});
    EXPECT_FALSE(told(nobody));
    hall.must(SignIn{wang, c2});
    after(minutes{1});
    close_c2();
    after(minutes{10});
    EXPECT_TRUE(told(nobody));
    EXPECT_TRUE(replay(hall.log) == hall.state);
}

TEST_F(Shortage, CanBeSwitchedOff) {
    hall.config.targets.alert_no_counter = minutes{0};
    hall.config.targets.alert_numbers_percent = 0;
    close_c2();
    for (int i = 0; i < 5; ++i) {
        hall.issue(complaints);
    }
    after(minutes{60});
    EXPECT_TRUE(hall.state.alerts.empty());
}

TEST_F(Shortage, TellsOnceADayThatNumbersComeToTheirEnd) {
    for (int i = 0; i < 17; ++i) {
        hall.issue(mobile);
    }
    after(1s);
    EXPECT_FALSE(told(numbers)) << "three of twenty are left";
    hall.issue(mobile);
    after(1s);
    ASSERT_TRUE(told(numbers));
    EXPECT_EQ(hall.state.alerts.at(numbers).params.at("left"), "2");
    EXPECT_EQ(hall.state.alerts.at(numbers).params.at("last"), "A20");
    hall.must(ResolveAlert{numbers, "no_need"});
    hall.issue(mobile);
    after(1s);
    EXPECT_FALSE(told(numbers)) << "somebody knows";
    hall.must(CloseDay{});
    hall.must(OpenDay{day_two});
    for (int i = 0; i < 18; ++i) {
        hall.issue(mobile);
    }
    after(1s);
    EXPECT_TRUE(told(numbers));
    hall.must(CloseDay{});
    hall.run_due();
    EXPECT_FALSE(told(numbers)) << "it ends with the day";
}

TEST_F(Shortage, NumbersLentToSatellitesAreNotTheHallsOwn) {
    hall.config.satellites = {{TerminalId{"t2"}, 8}};
    const NumberRange& range = hall.config.ranges.front();
    EXPECT_EQ(shortage::numbers_left(hall.state, range), 20u);
    const auto lease = hall.must(TakeLease{TerminalId{"t2"}, range_a, 0}).lease;
    ASSERT_TRUE(lease);
    const std::uint64_t own = 20 - (lease->last - lease->first + 1);
    EXPECT_EQ(shortage::numbers_left(hall.state, range), own);
    for (std::uint64_t i = 2; i < own; ++i) {
        hall.issue(mobile);
        EXPECT_EQ(shortage::numbers_left(hall.state, range), own - i + 1);
    }
    after(1s);
    EXPECT_TRUE(told(numbers));
}

TEST_F(Shortage, OfAServiceOrRangeThatIsConfiguredNoMoreEnds) {
    close_c2();
    hall.issue(complaints);
    for (int i = 0; i < 18; ++i) {
        hall.issue(mobile);
    }
    after(minutes{10});
    ASSERT_TRUE(told(nobody) && told(numbers));
    std::erase_if(hall.config.services, [](const ServiceConfig& one) { return one.id == complaints; });
    hall.config.ranges.front().id = RangeId{"other"};
    after(1s);
    EXPECT_FALSE(told(nobody) || told(numbers));
}

}  // namespace
}  // namespace jiaohao::domain::testing
