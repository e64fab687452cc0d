// People who wait where nobody can call them, and numbers that come to their end.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/domain/shortage.hpp"
#include "tests/unit/domain/clocked_hall.hpp"

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
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), std::nullopt) << "nothing to wait for";
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

TEST_F(Shortage, CountsFromWhenTheLastCounterStopped) {
    hall.issue(mobile);
    after(minutes{5});
    hall.must(PauseCounter{c2, "lunch"});
    after(minutes{2});
    hall.must(PauseCounter{c1, "lunch"});
    after(minutes{10} - 1s);
    EXPECT_TRUE(hall.state.alerts.empty());
    after(1s);
    EXPECT_TRUE(told(shortage::counter_alert(mobile)));
}

TEST_F(Shortage, OfTwoLinesTheOneThatHasWaitedLongerIsTold) {
    const TicketId first = hall.issue(complaints);
    close_c2();
    after(minutes{2});
    hall.must(IssueTicket{complaints, CustomerClass::vip, Channel::touch, "", true, ""});
    after(minutes{2});
    hall.issue(complaints);
    hall.must(CancelTicket{first, Channel::page});
    after(minutes{8});
    ASSERT_TRUE(told(nobody));
    EXPECT_EQ(hall.state.alerts.at(nobody).params.at("count"), "2");
    EXPECT_EQ(hall.state.alerts.at(nobody).params.at("minutes"), "10");
    hall.config.targets.alert_no_counter = minutes{0};
    after(1s);
    EXPECT_FALSE(told(nobody)) << "switched off";
}

TEST_F(Shortage, ASatelliteTellsNobody) {
    close_c2();
    hall.issue(complaints);
    hall.config.satellite = true;
    after(minutes{30});
    EXPECT_TRUE(hall.state.alerts.empty());
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), std::nullopt);
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

TEST_F(Shortage, OnceSeenToItComesAgainForThoseWhoHadHardlyWaited) {
    close_c2();
    hall.issue(complaints);
    after(minutes{2} + 30s);
    hall.issue(complaints);
    after(30s);
    hall.issue(complaints);
    after(minutes{7});
    ASSERT_TRUE(told(nobody));
    hall.must(ResolveAlert{nobody, "guided"});
    const WallTime third = hall.context.now + minutes{3};
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), third)
        << "the second had waited for seven and a half minutes, the third for less";
    after(minutes{3} - 1s);
    EXPECT_FALSE(told(nobody));
    after(1s);
    ASSERT_TRUE(told(nobody));
    EXPECT_EQ(hall.state.alerts.at(nobody).params.at("count"), "3");
    EXPECT_EQ(hall.state.alerts.at(nobody).params.at("minutes"), "13");
    hall.must(ResolveAlert{nobody, "guided"});
    after(minutes{60});
    EXPECT_FALSE(told(nobody)) << "all of them were seen to";
}

TEST_F(Shortage, WhoWasSeenToHidesNobody) {
    hall.config.ranges[1].last = 99;
    for (int i = 0; i < 40; ++i) {
        hall.issue(complaints);
        hall.pass(1s);
    }
    close_c2();
    after(minutes{10});
    hall.must(ResolveAlert{nobody, "guided"});
    hall.pass(minutes{30});
    hall.issue(complaints);
    after(minutes{10} - 1s);
    EXPECT_FALSE(told(nobody));
    after(1s);
    EXPECT_TRUE(told(nobody));
}

TEST_F(Shortage, NorAfterAClockThatWasSetBack) {
    hall.config.ranges[1].last = 99;
    for (int i = 0; i < 40; ++i) {
        hall.issue(complaints);
        hall.pass(1s);
    }
    close_c2();
    after(minutes{10});
    hall.must(ResolveAlert{nobody, "guided"});
    const WallTime back = hall.context.now - std::chrono::hours{2};
    hall.must(NoteClock{hall.context.now, back});
    hall.context.now = back + minutes{30};
    hall.issue(complaints);
    after(minutes{10});
    EXPECT_TRUE(told(nobody));
}

TEST_F(Shortage, NorWhoCameBackToAnEarlyPlace) {
    hall.config.ranges[1].last = 99;
    hall.issue(complaints);
    hall.must(CallNext{c2, Channel::page});
    const TicketId early = *hall.counter(c2).ticket;
    for (int i = 0; i < 40; ++i) {
        hall.issue(complaints);
    }
    hall.must(MarkNoShow{c2});
    close_c2();
    after(minutes{10});
    hall.must(ResolveAlert{nobody, "guided"});
    after(minutes{15});
    hall.must(ReturnTicket{early});
    after(minutes{10});
    EXPECT_TRUE(told(nobody));
}

TEST_F(Shortage, WhoWasSentToACounterThatPausesHasNone) {
    hall.issue(complaints);
    hall.must(CallNext{c2, Channel::page});
    hall.issue(complaints);
    hall.must(TransferTicket{c2, std::nullopt, c1});
    hall.must(PauseCounter{c1, "lunch"});
    after(minutes{10} - 1s);
    EXPECT_FALSE(told(nobody));
    after(1s);
    ASSERT_TRUE(told(nobody)) << "c2 is open, but calls them not";
    EXPECT_EQ(hall.state.alerts.at(nobody).params.at("count"), "1") << "the other one c2 may call";
    hall.must(CloseCounter{c1});
    after(1s);
    EXPECT_FALSE(told(nobody)) << "now c2 may";
}

TEST_F(Shortage, WhoWasSentToAClerkWhoPausesHasNoCounter) {
    hall.issue(complaints);
    hall.must(CallNext{c2, Channel::page});
    hall.must(TransferTicket{c2, std::nullopt, std::nullopt, li});
    after(minutes{20});
    EXPECT_FALSE(told(nobody)) << "c1 is open";
    hall.must(PauseCounter{c1, "lunch"});
    after(minutes{10});
    EXPECT_TRUE(told(nobody));
    hall.must(SignOut{c1});
    after(1s);
    EXPECT_FALSE(told(nobody)) << "now c2 may";
}

/// Of a day that was closed by mistake.
struct ShortageAgain : Shortage {
    ShortageAgain() {
        hall.config.services[2].at_closing = ClosingRule::keep;
        hall.context.today = day_one;
        hall.issue(complaints);
        hall.pass(minutes{30});
        hall.must(CloseDay{});
        hall.pass(minutes{5});
        EXPECT_TRUE(hall.must(OpenDay{day_one}).goes_on);
    }
};

TEST_F(ShortageAgain, CountsFromWhenTheDayWentOn) {
    EXPECT_EQ(next_due(hall.state, hall.config, hall.context.now), hall.context.now + minutes{10});
    after(minutes{10} - 1s);
    EXPECT_FALSE(told(nobody));
    after(1s);
    ASSERT_TRUE(told(nobody));
    EXPECT_EQ(hall.state.alerts.at(nobody).params.at("minutes"), "10");
}

TEST_F(ShortageAgain, WhateverTheClockDoes) {
    hall.pass(minutes{1});
    hall.must(NoteClock{hall.context.now, hall.context.now + std::chrono::hours{1}});
    after(std::chrono::hours{1} + minutes{9} - 1s);
    EXPECT_FALSE(told(nobody));
    after(1s);
    EXPECT_TRUE(told(nobody));
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

TEST_F(Shortage, OfARangeThatWasMadeShorterNoneAreLeft) {
    for (int i = 0; i < 5; ++i) {
        hall.issue(mobile);
    }
    hall.config.ranges.front().last = 3;
    EXPECT_EQ(shortage::numbers_left(hall.state, hall.config.ranges.front()), 0u);
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
