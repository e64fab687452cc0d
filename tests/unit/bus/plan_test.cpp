// The pure parts: who is asked next, own echo, round times, settings.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "drivers/bus/echo_filter.hpp"
#include "drivers/bus/poll_plan.hpp"
#include "tests/unit/bus/bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

constexpr BootTime at(std::chrono::milliseconds when) {
    return BootTime{when};
}

TEST(PollPlan, AsksInTurnAndMeasuresTheRound) {
    PollPlan plan;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(plan.add(0ns), static_cast<std::size_t>(i));
    }
    std::vector<std::size_t> asked;
    for (int i = 0; i < 7; ++i) {
        const auto now = at(i * 20ms);
        asked.push_back(*plan.next(now));
        plan.answered(asked.back(), now, false);
    }
    EXPECT_EQ(asked, (std::vector<std::size_t>{0, 1, 2, 0, 1, 2, 0}));
    EXPECT_EQ(plan.rounds().rounds(), 2U);
    EXPECT_EQ(plan.rounds().last(), 60ms);
}

TEST(PollPlan, RestsUntilARoundHasLastedItsLeastTime) {
    PollPlan plan;
    plan.rest(100ms);
    static_cast<void>(plan.add(0ns));
    static_cast<void>(plan.add(0ns));
    std::vector<std::chrono::milliseconds> asked;
    for (auto when = 0ms; when <= 200ms; when += 20ms) {
        if (const auto place = plan.next(at(when))) {
            plan.answered(*place, at(when), false);
            asked.push_back(when);
        } else {
            EXPECT_GT(*plan.due(at(when)), at(when)) << "else it would be asked for all the time";
            EXPECT_EQ(*plan.due(at(when)), at((when / 100ms + 1) * 100ms));
        }
    }
    EXPECT_EQ(asked, (std::vector<std::chrono::milliseconds>{0ms, 20ms, 100ms, 120ms, 200ms}));
    EXPECT_EQ(plan.rounds().last(), 40ms) << "the rest is no part of it";
}

TEST(PollPlan, ALongRoundHasNoRest) {
    PollPlan plan;
    plan.rest(100ms);
    for (int i = 0; i < 6; ++i) {
        static_cast<void>(plan.add(0ns));
    }
    for (int i = 0; i < 13; ++i) {
        EXPECT_TRUE(plan.next(at(i * 20ms))) << i;
    }
}

TEST(PollPlan, AHotDeviceIsAskedWhileTheOthersRest) {
    PollPlan plan;
    plan.rest(100ms);
    static_cast<void>(plan.add(0ns));
    static_cast<void>(plan.add(0ns));
    plan.await_press(1, true);
    static_cast<void>(plan.next(at(0ms)));
    static_cast<void>(plan.next(at(20ms)));
    EXPECT_EQ(plan.next(at(40ms)), 1U);
    EXPECT_EQ(*plan.due(at(41ms)), at(40ms)) << "at once";
}

TEST(PollPlan, AnAwaitedDeviceIsAskedAfterEveryThirdQuestion) {
    PollPlan plan;
    for (int i = 0; i < 9; ++i) {
        static_cast<void>(plan.add(0ns));
    }
    plan.await_press(8, true);
    std::vector<std::size_t> asked;
    for (int i = 0; i < 8; ++i) {
        asked.push_back(*plan.next(at(i * 20ms)));
    }
    EXPECT_EQ(asked, (std::vector<std::size_t>{0, 1, 2, 8, 3, 4, 5, 8}));
}

TEST(PollPlan, ADeviceThatPressedIsHotForTwoSeconds) {
    PollPlan plan;
    for (int i = 0; i < 9; ++i) {
        static_cast<void>(plan.add(0ns));
    }
    plan.answered(8, at(0ms), true);
    static_cast<void>(plan.next(at(1ms)));
    static_cast<void>(plan.next(at(2ms)));
    static_cast<void>(plan.next(at(3ms)));
    EXPECT_EQ(plan.next(at(4ms)), 8U);
    static_cast<void>(plan.next(at(2100ms)));
    static_cast<void>(plan.next(at(2101ms)));
    static_cast<void>(plan.next(at(2102ms)));
    EXPECT_EQ(plan.next(at(2103ms)), 6U);
}

TEST(PollPlan, SilentOnesBackOffAndAreNeverForgotten) {
    PollPlan plan;
    static_cast<void>(plan.add(0ns));
    static_cast<void>(plan.add(0ns));
    int asked_silent = 0;
    for (auto when = 0ms; when < 120s; when += 20ms) {
        const auto place = plan.next(at(when));
        ASSERT_TRUE(place.has_value());
        if (*place == 1) {
            ++asked_silent;
            plan.missed(1, at(when));
        } else {
            plan.answered(0, at(when), false);
        }
    }
    EXPECT_GE(asked_silent, 3 + 120 / 16);
    EXPECT_LE(asked_silent, 3 + 5 + 120 / 15);
}

TEST(PollPlan, OneSilentDeviceIsAskedInARoundHoweverManyAreDue) {
    PollPlan plan;
    for (int i = 0; i < 3; ++i) {
        static_cast<void>(plan.add(0ns));
    }
    for (std::uint32_t i = 0; i < PollPlan::kSilentAfter; ++i) {
        plan.missed(1, at(0ms));
        plan.missed(2, at(0ms));
    }
    std::vector<std::size_t> asked;
    for (int i = 0; i < 4; ++i) {
        asked.push_back(plan.next(at(20s)).value());
        asked.back() == 0 ? plan.answered(0, at(20s), false) : plan.missed(asked.back(), at(20s));
    }
    EXPECT_EQ(asked, (std::vector<std::size_t>{0, 1, 0, 2}));
}

TEST(PollPlan, NoDeviceIsAskedSoonerThanItBears) {
    PollPlan plan;
    static_cast<void>(plan.add(100ms));
    EXPECT_EQ(plan.next(at(0ms)), 0U);
    EXPECT_FALSE(plan.next(at(50ms)).has_value());
    EXPECT_EQ(plan.due(at(0ms)), at(100ms));
    EXPECT_EQ(plan.next(at(100ms)), 0U);
}

TEST(EchoFilter, TakesOutWhatTheLineGivesBack) {
    EchoFilter echo;
    Bytes rest;
    static_cast<void>(echo.expect(Bytes{1, 2, 3}, false));
    echo.feed(Bytes{9, 1, 2}, rest);
    EXPECT_EQ(rest, Bytes{9});
    EXPECT_TRUE(echo.holding());
    echo.feed(Bytes{3, 7}, rest);
    EXPECT_EQ(rest, (Bytes{9, 7}));
    EXPECT_EQ(echo.echoes(), 1U);
    EXPECT_TRUE(echo.known());
}

TEST(EchoFilter, LosesNothingOfWhatOnlyBeginsLikeAnEcho) {
    EchoFilter echo;
    Bytes rest;
    static_cast<void>(echo.expect(Bytes{1, 1, 2}, false));
    echo.feed(Bytes{1, 1, 1, 2, 1}, rest);
    EXPECT_EQ(rest, (Bytes{1, 1}));
    EXPECT_EQ(echo.echoes(), 1U);
}

TEST(EchoFilter, WhatWasHeldBackComesOutWhenTheLineFallsSilent) {
    EchoFilter echo;
    Bytes rest;
    static_cast<void>(echo.expect(Bytes{1, 1, 2}, false));
    echo.feed(Bytes{1, 1}, rest);
    EXPECT_EQ(rest, Bytes{});
    echo.release(rest);
    EXPECT_EQ(rest, (Bytes{1, 1}));
    EXPECT_FALSE(echo.holding());
}

TEST(EchoFilter, WhatADeviceMayHaveSaidIsKeptUntilTheEchoIsKnown) {
    EchoFilter echo;
    Bytes rest;
    static_cast<void>(echo.expect(Bytes{1, 2}, true));
    echo.feed(Bytes{1, 2}, rest);
    EXPECT_EQ(rest, (Bytes{1, 2}));
    echo.known(true);
    rest.clear();
    echo.feed(Bytes{1, 2}, rest);
    EXPECT_EQ(rest, Bytes{});
}

TEST(EchoFilter, AnEchoThatDidNotComeIsForgotten) {
    EchoFilter echo;
    Bytes rest;
    const auto nth = echo.expect(Bytes{1, 2}, false);
    echo.forget(nth);
    echo.feed(Bytes{1, 2}, rest);
    EXPECT_EQ(rest, (Bytes{1, 2}));
}

TEST(BusSettingsCheck, TheShippedHallIsSound) {
    EXPECT_EQ(settings_faults(bench_settings()), std::vector<std::string>{});
}

TEST(BusSettingsCheck, WhatCannotShareALineIsNamed) {
    auto settings = bench_settings();
    settings.profiles.push_back(load_shipped("bus-hall-b"));
    const auto contains = [](const std::vector<std::string>& faults, const char* part) {
        return std::any_of(faults.begin(), faults.end(), [part](const std::string& fault) {
            return fault.find(part) != std::string::npos;
        });
    };
    EXPECT_TRUE(
        contains(settings_faults(settings), "bus-hall-a needs 9600 8N1 and bus-hall-b needs 57600 8N1"));
    settings.baud = 9600;
    EXPECT_EQ(settings_faults(settings), std::vector<std::string>{});
    settings.devices.push_back({domain::DeviceId{"x"}, DeviceKind::pad, 300, 0});
    settings.devices.push_back({domain::DeviceId{"y"}, DeviceKind::handset, 7, 1});
    settings.devices.push_back({domain::DeviceId{"z"}, DeviceKind::display, 9, 0});
    const auto faults = settings_faults(settings);
    EXPECT_TRUE(contains(faults, "x: address 300 is outside 0 to 255"));
    EXPECT_TRUE(contains(faults, "y: another handset has address 7"));
    EXPECT_TRUE(contains(faults, "y: address 7 is spoken to by the rules of bus-hall-a already"));
    EXPECT_TRUE(contains(faults, "z: bus-hall-a is no profile of a display"));
}

}  // namespace
}  // namespace jiaohao::drivers::bus
