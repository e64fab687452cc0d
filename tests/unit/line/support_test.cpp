// The tests' own line and timers, and what is built on them alone.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/one_shot.hpp"
#include "drivers/line/reopen_policy.hpp"
#include "drivers/line/serial_setting.hpp"
#include "tests/support/fake_line.hpp"
#include "tests/support/manual_timers.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers {
namespace {

using namespace std::chrono_literals;
using testing::ManualTimers;

TEST(ManualTimersOfTests, FireInOrderAlsoThoseStartedWhileFiring) {
    ManualTimers timers;
    std::string seen;
    static_cast<void>(timers.start(2s, 0s, [&] { seen += 'b'; }));
    static_cast<void>(timers.start(1s, 0s, [&] {
        seen += 'a';
        static_cast<void>(timers.start(500ms, 0s, [&] { seen += 'x'; }));
    }));
    timers.advance(3s);
    EXPECT_EQ(seen, "axb");
    EXPECT_EQ(timers.pending(), 0U);
}

TEST(ManualTimersOfTests, HonourTheLeastRealWait) {
    ManualTimers timers;
    bool fired = false;
    static_cast<void>(timers.start(1ms, kLeastRealWait, [&] { fired = true; }));
    timers.advance(249ms);
    EXPECT_FALSE(fired);
    timers.advance(1ms);
    EXPECT_TRUE(fired);
}

TEST(OneShotTimer, IsReplacedByANewStartAndCancelledWithItsOwner) {
    ManualTimers timers;
    int fired = 0;
    {
        OneShot timer(timers);
        timer.start(1s, 0s, [&] { fired += 1; });
        timer.start(2s, 0s, [&] { fired += 10; });
        timers.advance(3s);
        EXPECT_EQ(fired, 10);
        timer.start(1s, 0s, [&] { fired += 100; });
    }
    timers.advance(3s);
    EXPECT_EQ(fired, 10);
}

TEST(ReopeningALine, DoublesThePauseUpToFiveSecondsAndStartsOverOnceOpen) {
    ReopenPolicy policy;
    std::vector<std::int64_t> pauses;
    for (int i = 0; i < 7; ++i) {
        pauses.push_back(policy.failed().count());
    }
    EXPECT_EQ(pauses, (std::vector<std::int64_t>{250, 500, 1000, 2000, 4000, 5000, 5000}));
    policy.opened();
    EXPECT_EQ(policy.failed(), 250ms);
}

TEST(ReopeningALine, IsLoggedFirstAndEveryTenthTime) {
    ReopenPolicy policy;
    std::string logged;
    for (int i = 1; i <= 21; ++i) {
        static_cast<void>(policy.failed());
        logged += policy.worth_logging() ? std::to_string(i) + " " : "";
    }
    EXPECT_EQ(logged, "1 10 20 ");
}

TEST(TravelTime, CountsStartDataParityAndStopBits) {
    SerialSetting setting;
    EXPECT_EQ(travel_time(setting, 960), 1s);
    setting.parity = Parity::even;
    setting.stop_bits = 2;
    EXPECT_EQ(travel_time(setting, 800), 1s);
}

}  // namespace
}  // namespace jiaohao::drivers
