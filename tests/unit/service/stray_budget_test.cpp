// Presses at addresses nobody configured: some are recorded, the rest is counted, whatever the noise.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/service/stray_budget.hpp"
#include "tests/unit/service/hall_fixture.hpp"

namespace jiaohao::testing {
namespace {

using domain::PressStray;
using service::StrayBudget;
using std::chrono::minutes;
using std::chrono::seconds;

PressStray stray(std::uint32_t address) {
    return {domain::DeviceId{"bus"}, address, 1};
}

int passed(StrayBudget& budget, std::uint32_t address, int times) {
    int let_through = 0;
    for (int i = 0; i < times; ++i) {
        let_through += budget.pass(stray(address)) ? 1 : 0;
    }
    return let_through;
}

std::uint64_t told(const std::optional<domain::Gap>& gap) {
    return gap ? gap->dropped.at("press.stray") : 0;
}

TEST(StrayBudget, LetsTwentyOfAnAddressThroughAndOneMoreEveryMinute) {
    AtomicClock clock;
    StrayBudget budget(clock);
    EXPECT_EQ(passed(budget, 99, 500), 20);
    clock.turn(seconds{59});
    EXPECT_EQ(passed(budget, 99, 10), 0);
    clock.turn(seconds{1});
    EXPECT_EQ(passed(budget, 99, 10), 1);
    EXPECT_EQ(passed(budget, 98, 5), 5) << "each address has its own share";
    PressStray elsewhere = stray(99);
    elsewhere.line = domain::DeviceId{"bus2"};
    EXPECT_TRUE(budget.pass(elsewhere));
}

TEST(StrayBudget, BoundsAllAddressesTogether) {
    AtomicClock clock;
    StrayBudget budget(clock);
    int let_through = 0;
    for (std::uint32_t address = 0; address < 10'000; ++address) {
        let_through += passed(budget, address, 3);
    }
    EXPECT_EQ(let_through, 120);
    clock.turn(minutes{60});
    let_through = 0;
    for (std::uint32_t address = 0; address < 10'000; ++address) {
        let_through += passed(budget, address, 3);
    }
    EXPECT_EQ(let_through, 120);
}

TEST(StrayBudget, AddressesBeyondThoseItKeepsShareOneShare) {
    AtomicClock clock;
    StrayBudget budget(clock);
    for (std::uint32_t address = 0; address < StrayBudget::most_addresses; ++address) {
        EXPECT_EQ(passed(budget, address, 1), 1);
    }
    int let_through = 0;
    for (std::uint32_t address = 100; address < 200; ++address) {
        let_through += passed(budget, address, 1);
    }
    EXPECT_EQ(let_through, 20);
    clock.turn(minutes{30});
    EXPECT_EQ(passed(budget, 300, 20) + passed(budget, 301, 20), 40) << "addresses long quiet make room";
}

TEST(StrayBudget, TellsWhatItCountedEveryTenMinutesAndAtTheEnd) {
    AtomicClock clock;
    StrayBudget budget(clock);
    static_cast<void>(passed(budget, 99, 20));
    EXPECT_FALSE(budget.pending());
    const WallTime from = clock.wall();
    static_cast<void>(passed(budget, 99, 30));
    clock.turn(minutes{9});
    EXPECT_FALSE(budget.tell(false));
    const WallTime to = clock.wall();
    static_cast<void>(passed(budget, 99, 49));
    clock.turn(minutes{1});
    const auto gap = budget.tell(false);
    EXPECT_EQ(told(gap), 70U) << "nine of the later ones had their minute";
    EXPECT_EQ(gap->from, from);
    EXPECT_EQ(gap->to, to);
    EXPECT_FALSE(budget.pending());
    EXPECT_EQ(passed(budget, 99, 3), 1);
    EXPECT_EQ(told(budget.tell(true)), 2U);
}

TEST(StrayBudget, AGapThatDidNotBecomeDurableIsToldAgain) {
    AtomicClock clock;
    StrayBudget budget(clock);
    static_cast<void>(passed(budget, 99, 30));
    const auto gap = budget.tell(true);
    ASSERT_TRUE(gap);
    EXPECT_TRUE(budget.put_back(*gap));
    static_cast<void>(passed(budget, 99, 5));
    EXPECT_EQ(told(budget.tell(true)), 15U);
    EXPECT_FALSE(budget.put_back({{{"press.raw", 3}}, {}, {}}))
        << "raw presses shed for want of room are another's";
    EXPECT_FALSE(budget.pending());
}

class StrayPresses : public HallFixture {
  protected:
    void press(int times) {
        for (int i = 0; i < times; ++i) {
            const auto answer = run(stray(static_cast<std::uint32_t>(i % 3)));
            ASSERT_TRUE(answer);
            ASSERT_EQ(answer->press, domain::PressFate::unsolicited);
        }
    }
    [[nodiscard]] std::uint64_t told_in_journal() {
        std::uint64_t sum = 0;
        for (const auto& one : journal_.events()) {
            const auto* gap = std::get_if<domain::Gap>(&one.event);
            sum += gap != nullptr ? gap->dropped.at("press.stray") : 0;
        }
        return sum;
    }
};

TEST_F(StrayPresses, AreAnsweredAndCountedButNotAllRecorded) {
    open_hall();
    open_day();
    press(300);
    EXPECT_EQ(watcher_.count("press.raw"), 60U);
    EXPECT_EQ(watcher_.count("gap"), 0U);
    clock_.turn(minutes{10});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("gap") == 1; }));
    EXPECT_EQ(told_in_journal(), 240U);
    EXPECT_EQ(watcher_.count("alert.raised"), 0U) << "nothing was dropped for want of room";
    press(90);
    hall_->stop();
    EXPECT_EQ(watcher_.count("press.raw") + told_in_journal(), 390U);
}

TEST_F(StrayPresses, ThatWereCountedAreStillToldAfterAFailedCommit) {
    open_hall();
    open_day();
    press(100);
    journal_.break_with(ports::JournalError::failed);
    clock_.turn(minutes{10});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 0; }));
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("config.applied") == 1; }));
    clock_.turn(minutes{10});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("gap") == 1; }));
    hall_->stop();
    EXPECT_EQ(watcher_.count("press.raw") + told_in_journal(), 100U);
    const bool room_ended =
        std::any_of(watcher_.events_.begin(), watcher_.events_.end(), [](const auto& one) {
            const auto* alert = std::get_if<domain::AlertRaised>(&one.event);
            return alert != nullptr && alert->code == "events_dropped";
        });
    EXPECT_FALSE(room_ended) << "nothing was dropped for want of room";
}

}  // namespace
}  // namespace jiaohao::testing
