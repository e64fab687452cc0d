// A hall that opens and closes by the clock on its wall.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "kiosk/domain/schedule.hpp"
#include "tests/unit/service/hall_fixture.hpp"

namespace jiaohao::testing {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Its clock begins on Monday, 6 January 2020, at 08:00 in a zone without an offset.
class TimedHall : public HallFixture {
  protected:
    TimedHall() {
        local_ = [](WallTime at) {
            const auto date = std::chrono::floor<std::chrono::days>(at);
            return domain::LocalTime{domain::BusinessDay{date}, std::chrono::floor<seconds>(at - date)};
        };
        today_ = [](WallTime at) { return domain::BusinessDay{std::chrono::floor<std::chrono::days>(at)}; };
        config_.hours.week.emplace();
        config_.hours.week->fill({{hours{9}, hours{12}}, {hours{13}, hours{17}}});
        config_.hours.day_opens = hours{8} + minutes{30};
        config_.hours.day_closes = hours{18};
        config_.ranges[0].last = 9999;
    }
    [[nodiscard]] bool seen(std::string_view type, std::size_t times) {
        return watcher_.wait([&](const Watcher& watcher) { return watcher.count(type) >= times; });
    }
    /// A question that the hall answers says that it has taken up everything before, and what was due then.
    void settle() {
        for (int round = 0; round < 2; ++round) {
            ASSERT_TRUE(run(domain::NoteConfig{"settled"}));
        }
    }
    void open_at_nine() {
        open_hall();
        clock_.turn(minutes{60});
        ASSERT_TRUE(seen("service.opened", 1));
        ASSERT_TRUE(run(domain::OpenCounter{domain::CounterId{"c1"}}));
    }
    /// Of the last row of the only service that was shown.
    template <class Condition>
    [[nodiscard]] bool shown(Condition condition) {
        return watcher_.wait([&](const Watcher& watcher) {
            return !watcher.service_rows_.empty() && condition(watcher.service_rows_.back());
        });
    }
};

TEST_F(TimedHall, OpensAndClosesByItself) {
    open_hall();
    settle();
    EXPECT_EQ(watcher_.count("day.opened"), 0U);
    clock_.turn(minutes{30});
    ASSERT_TRUE(seen("day.opened", 1));
    settle();
    EXPECT_EQ(watcher_.count("service.opened"), 0U);
    for (const auto& [type, times, span] : {std::tuple{"service.opened", 1U, 30},
                                            {"service.closed", 1U, 180},
                                            {"service.opened", 2U, 60},
                                            {"service.closed", 2U, 240},
                                            {"day.closed", 1U, 60}}) {
        clock_.turn(minutes{span});
        ASSERT_TRUE(seen(type, times)) << type << " " << times;
    }
    clock_.turn(hours{2});
    settle();
    EXPECT_EQ(watcher_.count("day.opened"), 1U);
    EXPECT_EQ(watcher_.count("alert.raised"), 0U);
    clock_.turn(hours{13});
    EXPECT_TRUE(seen("day.opened", 2));
}

TEST_F(TimedHall, GoesOnAfterARestartWhereItWas) {
    open_at_nine();
    hall_->stop();
    open_hall();
    settle();
    clock_.turn(minutes{10});
    settle();
    EXPECT_EQ(watcher_.count("day.opened"), 1U);
    EXPECT_EQ(watcher_.count("service.opened"), 1U);
    EXPECT_TRUE(run(ticket()));
}

TEST_F(TimedHall, WhatAFailedCommitLostIsDoneAgain) {
    open_hall();
    settle();
    journal_.break_with(ports::JournalError::failed);
    clock_.turn(minutes{30});
    ASSERT_TRUE(watcher_.wait([](const Watcher& watcher) { return watcher.resets_ > 0; }));
    journal_.mend();
    EXPECT_TRUE(seen("day.opened", 1));
    EXPECT_EQ(watcher_.count("day.opened"), 1U);
}

TEST_F(TimedHall, AClockThatJumpsWhilePeopleWorkClosesNothing) {
    open_at_nine();
    ASSERT_TRUE(run(ticket()));
    clock_.jump(hours{10});
    ASSERT_TRUE(seen("alert.raised", 1));
    settle();
    EXPECT_EQ(watcher_.count("day.closed"), 0U);
    EXPECT_EQ(watcher_.count("service.closed"), 0U);
    EXPECT_TRUE(run(ticket())) << "work goes on";
    const auto alert = [&] {
        for (const auto& one : journal_.events()) {
            if (const auto* raised = std::get_if<domain::AlertRaised>(&one.event)) {
                return *raised;
            }
        }
        return domain::AlertRaised{};
    }();
    EXPECT_EQ(alert.alert, domain::schedule::clock_alert());
    EXPECT_EQ(alert.params.at("from"), "2020-01-06 09:00");
    EXPECT_EQ(alert.params.at("to"), "2020-01-06 19:00");
    clock_.jump(-hours{10});
    ASSERT_TRUE(seen("alert.resolved", 1));
    settle();
    EXPECT_EQ(watcher_.count("service.closed"), 0U);
    EXPECT_EQ(watcher_.count("alert.raised"), 1U);
}

TEST_F(TimedHall, AClockThatJumpsInSmallStepsJumpsAllTheSame) {
    open_at_nine();
    ASSERT_TRUE(run(ticket()));
    for (int i = 1; i <= 2; ++i) {
        clock_.jump(minutes{9});
        ASSERT_TRUE(seen("clock.adjusted", static_cast<std::size_t>(i)));
    }
    ASSERT_TRUE(seen("alert.raised", 1));
    for (const auto& one : journal_.events()) {
        if (const auto* raised = std::get_if<domain::AlertRaised>(&one.event)) {
            EXPECT_EQ(raised->params.at("from"), "2020-01-06 09:00");
            EXPECT_EQ(raised->params.at("to"), "2020-01-06 09:18");
        }
    }
}

TEST_F(TimedHall, StepsThatLieFarApartAreNoJump) {
    open_at_nine();
    ASSERT_TRUE(run(ticket()));
    for (int i = 1; i <= 4; ++i) {
        clock_.jump(minutes{9});
        ASSERT_TRUE(seen("clock.adjusted", static_cast<std::size_t>(i)));
        clock_.turn(minutes{61});
        settle();
    }
    EXPECT_FALSE(state().alerts.contains(domain::schedule::clock_alert()));
}

TEST_F(TimedHall, AClockThatSomebodySaysIsRightIsFollowed) {
    open_at_nine();
    ASSERT_TRUE(run(ticket()));
    clock_.jump(hours{10});
    ASSERT_TRUE(seen("alert.raised", 1));
    ASSERT_TRUE(run(domain::ResolveAlert{domain::schedule::clock_alert(), "right"}));
    EXPECT_TRUE(seen("day.closed", 1));
}

TEST_F(TimedHall, AClockThatIsSetBeforeAnybodyCameIsBelieved) {
    open_hall();
    settle();
    clock_.jump(hours{2});
    ASSERT_TRUE(seen("service.opened", 1));
    EXPECT_EQ(watcher_.count("alert.raised"), 0U);
}

TEST_F(TimedHall, AClockThatIsSetAfterARestartMovesNothingOfBefore) {
    open_at_nine();
    ASSERT_TRUE(run(ticket()));
    clock_.turn(minutes{20});
    ASSERT_TRUE(run(ticket()));
    const domain::HallState before = state();
    hall_->stop();
    const WallTime off = clock_.wall();
    // Without a battery, and with a clock that was kept on the disk.
    for (const WallTime wrong : {WallTime{seconds{30}}, off - minutes{10}}) {
        clock_.reboot(wrong);
        open_hall();
        settle();
        clock_.turn(minutes{1});
        ASSERT_TRUE(run(ticket())) << "somebody comes before the clock is set";
        const std::size_t jumps = watcher_.count("clock.adjusted");
        clock_.jump(off + minutes{4} - clock_.wall());
        ASSERT_TRUE(seen("clock.adjusted", jumps + 1));
        const domain::HallState after = state();
        for (const auto& [id, ticket] : before.tickets) {
            EXPECT_EQ(after.tickets.at(id).waiting_since, ticket.waiting_since) << ticket.number;
            EXPECT_EQ(after.tickets.at(id).issued_at, ticket.issued_at) << ticket.number;
        }
        const auto newest = std::max_element(after.tickets.begin(), after.tickets.end(),
                                             [](auto& a, auto& b) { return a.first.seq < b.first.seq; });
        EXPECT_EQ(newest->second.waiting_since, clock_.wall()) << "told by the wrong clock";
        hall_->stop();
    }
    open_hall();
}

TEST_F(TimedHall, AClockThatStartsBehindTheLastWorkIsBelievedWhenItIsSet) {
    open_at_nine();
    clock_.turn(minutes{1});
    ASSERT_TRUE(run(ticket()));
    // Without a battery, and with a clock that was kept on the disk; nobody comes before it is set.
    for (const bool battery : {false, true}) {
        hall_->stop();
        const WallTime off = clock_.wall();
        clock_.reboot(battery ? off - minutes{10} : WallTime{seconds{30}});
        open_hall();
        settle();
        const std::size_t jumps = watcher_.count("clock.adjusted");
        clock_.jump(off + minutes{4} - clock_.wall());
        ASSERT_TRUE(seen("clock.adjusted", jumps + 1));
        settle();
        EXPECT_EQ(watcher_.count("alert.raised"), 0U) << battery;
    }
    clock_.turn(hours{3});
    EXPECT_TRUE(seen("service.closed", 1)) << "a clock in doubt closes nothing";
}

TEST_F(TimedHall, AClockThatIsSetWhileTheProcessIsNotThereMovesWhatItTold) {
    config_.calling.expire_after = hours{4};
    open_at_nine();
    ASSERT_TRUE(run(ticket()));
    const domain::HallState before = state();
    for (const auto off : {hours{-50 * 365 * 24}, hours{50 * 365 * 24}}) {
        hall_->stop();
        clock_.turn(minutes{5});
        clock_.jump(off);
        const std::size_t jumps = watcher_.count("clock.adjusted");
        open_hall();
        ASSERT_TRUE(seen("clock.adjusted", jumps + 1));
        settle();
    }
    EXPECT_EQ(watcher_.count("ticket.expired"), 0U);
    const auto& [id, ticket] = *before.tickets.begin();
    EXPECT_EQ(state().tickets.at(id).waiting_since, ticket.waiting_since) << "there and back";
    hall_->stop();
    clock_.turn(minutes{5});
    open_hall();
    settle();
    EXPECT_EQ(watcher_.count("clock.adjusted"), 2U) << "nobody set it this time";
}

TEST_F(TimedHall, AClockThatIsSetWhileTheProcessIsNotThereClosesNothingEither) {
    open_at_nine();
    clock_.turn(minutes{1});
    ASSERT_TRUE(run(ticket()));
    hall_->stop();
    clock_.jump(hours{10});
    open_hall();
    ASSERT_TRUE(seen("alert.raised", 1));
    settle();
    EXPECT_EQ(watcher_.count("day.closed"), 0U);
    EXPECT_EQ(watcher_.count("service.closed"), 0U);
    // Another start does not know how far it is off: a small step is not the way back.
    hall_->stop();
    open_hall();
    const std::size_t adjusted = watcher_.count("clock.adjusted");
    clock_.jump(seconds{5});
    ASSERT_TRUE(seen("clock.adjusted", adjusted + 1));
    settle();
    EXPECT_EQ(watcher_.count("alert.resolved"), 0U);
    EXPECT_EQ(watcher_.count("day.closed"), 0U);
    EXPECT_EQ(state().tickets.begin()->second.status, domain::TicketStatus::waiting);
}

TEST_F(TimedHall, AKeyRepeatedAfterARestartIsThatKeyAlsoWhenTheClockWasSetMeanwhile) {
    const domain::PauseCounter key{domain::CounterId{"c1"}, "", true};
    const auto paused = [&] { return state().counters.at(domain::CounterId{"c1"}).paused_since.has_value(); };
    open_at_nine();
    for (const auto off : {minutes{5}, minutes{-5}}) {
        ASSERT_TRUE(run(key));
        ASSERT_TRUE(paused());
        hall_->stop();
        clock_.jump(off);
        open_hall();
        ASSERT_TRUE(run(key));
        EXPECT_TRUE(paused()) << "nobody had confirmed it";
        ASSERT_TRUE(run(key));
        EXPECT_FALSE(paused());
    }
}

TEST_F(TimedHall, WhatAStartDecidesIsNotMovedByAClockThatWasSetBeforeIt) {
    open_at_nine();
    hall_->stop();
    clock_.jump(minutes{-10});
    config_.counters.erase(config_.counters.begin());
    open_hall();
    ASSERT_TRUE(seen("clock.adjusted", 1));
    settle();
    EXPECT_EQ(state().counters.at(domain::CounterId{"c1"}).closed_at, clock_.wall())
        << "gone from the configuration";
}

TEST_F(TimedHall, AClockOfAnotherStartOfTheMachineIsNotCompared) {
    open_at_nine();
    ASSERT_TRUE(run(ticket()));
    hall_->stop();
    clock_.reboot(clock_.wall() + hours{3});
    clock_.turn(hours{2});
    open_hall();
    settle();
    EXPECT_EQ(watcher_.count("clock.adjusted"), 0U);
}

TEST_F(TimedHall, SendsHomeAThousandInManyCommits) {
    config_.services[0].at_closing = domain::ClosingRule::expire;
    open_at_nine();
    std::vector<std::future<service::Outcome>> tickets;
    for (int i = 0; i < 1000; ++i) {
        tickets.push_back(ask(ticket()));
    }
    for (auto& one : tickets) {
        ASSERT_TRUE(one.get());
    }
    const std::size_t commits = journal_.batch_sizes().size();
    const std::uint64_t before = hall_->health().commands;
    journal_.hold();
    clock_.turn(hours{8});
    // The first commit is held up while the rest is due: it must not all wait for the second one.
    while (hall_->health().commands < before + 200) {
        std::this_thread::yield();
    }
    for (int turn = 0; turn < 20; ++turn) {
        std::promise<void> taken;
        hall_->ping([&] { taken.set_value(); });
        taken.get_future().wait();
    }
    journal_.release();
    ASSERT_TRUE(seen("ticket.expired", 1000));
    const auto sizes = journal_.batch_sizes();
    EXPECT_LE(*std::max_element(sizes.begin() + static_cast<std::ptrdiff_t>(commits), sizes.end()), 300U);
}

TEST_F(TimedHall, ShowsWhenTheLastTicketOfTheDayWasGiven) {
    config_.services[0].last_ticket = minutes{20};
    open_at_nine();
    clock_.turn(hours{7} + minutes{39});
    settle();
    ASSERT_TRUE(shown([](const domain::ServiceView& row) { return !row.refused && row.closes == "17:00"; }));
    clock_.turn(minutes{1});
    EXPECT_TRUE(shown([](const domain::ServiceView& row) {
        return row.refused == domain::RefusalCode::service_ends_soon;
    }));
    EXPECT_EQ(run(ticket()).error().code, domain::RefusalCode::service_ends_soon);
}

TEST_F(TimedHall, TakesANoShowOffTheScreensWhenTheTimeToComeBackIsOver) {
    open_at_nine();
    const auto missed = run(ticket())->ticket;
    ASSERT_TRUE(run(domain::CallNext{domain::CounterId{"c1"}, domain::Channel::page}));
    ASSERT_TRUE(run(domain::MarkNoShow{domain::CounterId{"c1"}}));
    clock_.turn(minutes{29});
    settle();
    EXPECT_TRUE(watcher_.wait([](const Watcher& watcher) { return watcher.tickets_gone_.empty(); }));
    clock_.turn(minutes{1});
    EXPECT_TRUE(
        watcher_.wait([&](const Watcher& watcher) { return watcher.tickets_gone_ == std::vector{*missed}; }));
}

}  // namespace
}  // namespace jiaohao::testing
