// Presses: which keys are one, whom they reach, what the keypad shows.
// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/keypad/bench.hpp"

namespace jiaohao::drivers::keypad {
namespace {

using ports::HandsetKey;
using Keys = std::vector<HandsetKey>;
using KeypadPresses = KeypadBench;

TEST_F(KeypadPresses, EachReachesTheHallOnceWithANumberOfItsOwn) {
    make_plugged();
    press(KEY_KPENTER);
    press(KEY_KPENTER);
    EXPECT_EQ(keys(), (Keys{HandsetKey::call, HandsetKey::call}));
    ASSERT_EQ(heard.handsets.size(), 2U);
    EXPECT_EQ(heard.handsets[0].id, (ports::PressId{domain::DeviceId{"k1"}, KeypadDriver::kAddress, 100}));
    EXPECT_EQ(heard.handsets[1].id.press, 101U);
}

TEST_F(KeypadPresses, APadsKeysAreLevels) {
    make_plugged("keypad-faces-5");
    press(KEY_KP1);
    press(KEY_5);
    press(KEY_8);
    ASSERT_EQ(heard.pads.size(), 2U);
    EXPECT_EQ(heard.pads[0].level, 1U);
    EXPECT_EQ(heard.pads[0].key, std::uint32_t{KEY_KP1});
    EXPECT_EQ(heard.pads[1].level, 5U);
    EXPECT_EQ(driver->counts().unknown_keys, 1U);
    EXPECT_EQ(heard.kinds.back(), DeviceKind::pad);
}

TEST_F(KeypadPresses, DigitsCountWhenEnterEndsThem) {
    make_plugged();
    press(KEY_KP6);
    EXPECT_TRUE(heard.handsets.empty());
    press(KEY_KPENTER);
    EXPECT_EQ(keys(), Keys{HandsetKey::no_show});
}

TEST_F(KeypadPresses, DigitsThatNobodyEndsAreDroppedAfterAWhile) {
    make_plugged();
    press(KEY_KP6);
    timers.advance(4900ms);
    press(KEY_KP6);
    timers.advance(4900ms);
    EXPECT_EQ(driver->counts().given_up, 0U);
    timers.advance(200ms);
    EXPECT_EQ(driver->counts().given_up, 1U);
    press(KEY_KPENTER);
    EXPECT_EQ(keys(), Keys{HandsetKey::call});
}

TEST_F(KeypadPresses, RepeatsReleasesAndNumLockAreNone) {
    make_plugged();
    for (int i = 0; i < 3; ++i) {
        record(KEY_NUMLOCK, 1);
        record(KEY_NUMLOCK, 0);
    }
    record(KEY_KPENTER, 1);
    for (int i = 0; i < 20; ++i) {
        at += 33ms;
        record(KEY_KPENTER, 2);
    }
    record(KEY_KPENTER, 0);
    record(KEY_NUMLOCK, 1);
    EXPECT_EQ(keys().size(), 1U);
    EXPECT_EQ(driver->counts().read.repeats, 20U);
    EXPECT_EQ(driver->counts().read.numlocks, 7U);
}

TEST_F(KeypadPresses, AKeyThatBouncesOrShowsOnTwoNodesIsOnePress) {
    opener.devices["b"];
    make_plugged();
    record(KEY_KPENTER, 1);
    at += 1ms;
    record(KEY_KPENTER, 1, "b");
    at += 5ms;
    record(KEY_KPENTER, 0);
    at += 5ms;
    record(KEY_KPENTER, 1);
    at += 40ms;
    record(KEY_KPENTER, 0);
    record(KEY_KPENTER, 0, "b");
    EXPECT_EQ(keys().size(), 1U);
    EXPECT_EQ(driver->counts().bounces, 2U);
}

TEST_F(KeypadPresses, TwoFingersInARowAreTwoEvenIfTheLoopWasBusy) {
    make_plugged();
    const int end = opener.devices["a"].write_end;
    for (int i = 0; i < 2; ++i) {
        put(end, EV_KEY, KEY_KPENTER, 1, at);
        put(end, EV_KEY, KEY_KPENTER, 0, at + 80ms);
        at += 160ms;
    }
    notifier.run();
    EXPECT_EQ(keys().size(), 2U);
}

TEST_F(KeypadPresses, DroppedRecordsAreMadeUpFromTheKeysThatAreDown) {
    make_plugged();
    opener.devices["a"].down = {KEY_KPENTER};
    const int end = opener.devices["a"].write_end;
    put(end, EV_SYN, SYN_DROPPED, 0, at);
    put(end, EV_KEY, KEY_KPMINUS, 1, at);
    put(end, EV_SYN, SYN_REPORT, 0, at);
    notifier.run();
    EXPECT_EQ(keys(), Keys{HandsetKey::call});
    EXPECT_EQ(driver->counts().read.dropped, 1U);
}

TEST_F(KeypadPresses, AStuckKeyIsToldAndTheOthersGoOn) {
    make_plugged();
    record(KEY_KPENTER, 1);
    timers.advance(9900ms);
    EXPECT_EQ(heard.states.back(), (KeypadDriver::State{DeviceState::ready, ""}));
    timers.advance(200ms);
    EXPECT_EQ(heard.states.back(), (KeypadDriver::State{DeviceState::fault, "stuck_key"}));
    press(KEY_KPMINUS);
    EXPECT_EQ(keys(), (Keys{HandsetKey::call, HandsetKey::recall}));
    at += 20s;
    record(KEY_KPENTER, 0);
    EXPECT_EQ(heard.states.back(), (KeypadDriver::State{DeviceState::ready, ""}));
}

TEST_F(KeypadPresses, ALampBlinksAndABellRingsWhenThePressIsSafe) {
    make_plugged();
    press(KEY_KPENTER);
    Device& device = opener.devices["a"];
    EXPECT_FALSE(device.lamps[LED_SCROLLL]);
    driver->acknowledge(heard.handsets.at(0).id);
    EXPECT_TRUE(device.lamps[LED_SCROLLL]);
    EXPECT_EQ(device.rings, 1);
    timers.advance(KeypadDriver::kBlink);
    EXPECT_FALSE(device.lamps[LED_SCROLLL]);
    driver->acknowledge(heard.handsets.at(0).id);
    EXPECT_EQ(device.rings, 1);
}

TEST_F(KeypadPresses, TheLampShinesWhileAPadAsks) {
    make_plugged("keypad-faces-4");
    Device& device = opener.devices["a"];
    driver->start_rating(1);
    EXPECT_TRUE(device.lamps[LED_SCROLLL]);
    press(KEY_4);
    driver->acknowledge(heard.pads.at(0).id);
    EXPECT_FALSE(device.lamps[LED_SCROLLL]);
    timers.advance(KeypadDriver::kBlink);
    EXPECT_TRUE(device.lamps[LED_SCROLLL]);
    driver->stop_rating(1);
    EXPECT_FALSE(device.lamps[LED_SCROLLL]);
}

TEST_F(KeypadPresses, AForgottenOneGivesNoSignAndTheNextIsNew) {
    make_plugged();
    press(KEY_KPENTER);
    driver->forget(heard.handsets.at(0).id);
    driver->acknowledge(heard.handsets.at(0).id);
    EXPECT_EQ(opener.devices["a"].rings, 0);
    press(KEY_KPENTER);
    EXPECT_NE(heard.handsets.at(1).id, heard.handsets.at(0).id);
}

TEST_F(KeypadPresses, WhatTheHallNeverAnswersIsForgottenAndBounded) {
    make_plugged();
    for (std::size_t i = 0; i < KeypadDriver::kMostUnanswered + 6; ++i) {
        press(KEY_KPENTER);
    }
    EXPECT_EQ(driver->counts().never_answered, 6U);
    timers.advance(KeypadDriver::kAnswerPatience);
    EXPECT_EQ(driver->counts().never_answered, KeypadDriver::kMostUnanswered + 6);
    driver->acknowledge(heard.handsets.back().id);
    EXPECT_EQ(opener.devices["a"].rings, 0);
}

TEST_F(KeypadPresses, ACallPostedAfterTheDriverIsGoneDoesNothing) {
    opener.devices["a"];
    std::vector<std::function<void()>> posted;
    driver = std::make_unique<KeypadDriver>(
        KeypadSettings{domain::DeviceId{"k1"}, "a", shipped("keypad-numpad"), 100}, opener, notifier, timers,
        heard, [&posted](std::function<void()> call) { posted.push_back(std::move(call)); },
        Log(sink, "test"));
    driver->start();
    driver->beep(1);
    driver.reset();
    ASSERT_EQ(posted.size(), 1U);
    posted.front()();
    EXPECT_EQ(timers.pending(), 0U);
}

}  // namespace
}  // namespace jiaohao::drivers::keypad
