// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/bus/bench.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::bus {
namespace {

using ports::HandsetKey;

class BusPresses : public BusBench {};

TEST_F(BusPresses, EveryHandsetKeyReachesTheListener) {
    const std::vector<std::pair<Bytes, HandsetKey>> keys{
        {{0x0C}, HandsetKey::call},       {{0x0D}, HandsetKey::recall},
        {{0x0B}, HandsetKey::ask_rating}, {{0x12}, HandsetKey::pause},
        {{0x13}, HandsetKey::transfer},   {{0x06, 0x0F}, HandsetKey::no_show},
        {{0x00, 0x0F}, HandsetKey::park}, {{0x03, 0x0F}, HandsetKey::resume},
    };
    heard.acknowledge_to = driver.get();
    for (const auto& [data, key] : keys) {
        line.feed(frame(7, 0x01, data));
        ASSERT_FALSE(heard.handsets.empty());
        EXPECT_EQ(heard.handsets.back().key, key);
        EXPECT_EQ(said(), frame(7, 0x01, data));
    }
    EXPECT_EQ(heard.handsets.size(), keys.size());
}

TEST_F(BusPresses, NoEchoBeforeThePressIsSafe) {
    line.feed(call7);
    ASSERT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(said(400ms), Bytes{});
    driver->acknowledge(heard.handsets[0].id);
    EXPECT_EQ(said(), call7);
}

TEST_F(BusPresses, AFrameRepeatedWhileUnansweredIsTheSamePress) {
    line.feed(call7);
    timers.advance(500ms);
    line.feed(call7);
    timers.advance(500ms);
    line.feed(call7);
    ASSERT_EQ(heard.handsets.size(), 1U);
    driver->acknowledge(heard.handsets[0].id);
    EXPECT_EQ(said(), call7);
    EXPECT_EQ(driver->counts().repeats, 2U);
}

TEST_F(BusPresses, ARepeatAfterALostEchoIsAnsweredAgainWithoutANewPress) {
    heard.acknowledge_to = driver.get();
    line.feed(call7);
    EXPECT_EQ(said(500ms), call7);
    line.feed(call7);
    EXPECT_EQ(said(), call7);
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(BusPresses, APersonsSecondPressComesThrough) {
    heard.acknowledge_to = driver.get();
    line.feed(call7);
    EXPECT_EQ(said(800ms), call7);
    line.feed(call7);
    EXPECT_EQ(said(), call7);
    ASSERT_EQ(heard.handsets.size(), 2U);
    EXPECT_NE(heard.handsets[0].id, heard.handsets[1].id);
}

TEST_F(BusPresses, AnotherKeyIsANewPressAtOnceAndThenTheFirstKeyToo) {
    heard.acknowledge_to = driver.get();
    line.feed(call7);
    line.feed(frame(7, 0x01, {0x0B}));
    line.feed(call7);
    ASSERT_EQ(heard.handsets.size(), 3U);
    EXPECT_EQ(heard.handsets[2].key, HandsetKey::call);
}

TEST_F(BusPresses, AForgottenPressIsANewTryWhenTheDeviceRepeats) {
    line.feed(call7);
    driver->forget(heard.handsets.at(0).id);
    line.feed(call7);
    ASSERT_EQ(heard.handsets.size(), 2U);
    EXPECT_NE(heard.handsets[0].id, heard.handsets[1].id);
    EXPECT_EQ(said(), Bytes{});
}

TEST_F(BusPresses, AStuckKeyIsOnePressAndAFaultUntilItIsReleased) {
    heard.acknowledge_to = driver.get();
    for (int i = 0; i < 40; ++i) {
        line.feed(call7);
        timers.advance(300ms);
    }
    EXPECT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(heard.states.back(),
              (Heard::State{"h7", DeviceKind::handset, DeviceState::fault, "stuck_key"}));
    timers.advance(1s);
    EXPECT_EQ(heard.states.back(), (Heard::State{"h7", DeviceKind::handset, DeviceState::ready, ""}));
    line.feed(call7);
    EXPECT_EQ(heard.handsets.size(), 2U);
}

TEST_F(BusPresses, AnotherKeyEndsTheFaultOfAStuckOne) {
    heard.acknowledge_to = driver.get();
    for (int i = 0; i < 40; ++i) {
        line.feed(call7);
        timers.advance(300ms);
    }
    ASSERT_EQ(heard.states.back().fault, "stuck_key");
    line.feed(frame(7, 0x01, {0x0B}));
    EXPECT_EQ(heard.handsets.size(), 2U);
    EXPECT_EQ(heard.states.back(), (Heard::State{"h7", DeviceKind::handset, DeviceState::ready, ""}));
}

TEST_F(BusPresses, ALateAnswerToAnOvertakenPressIsNotSaid) {
    line.feed(call7);
    line.feed(frame(7, 0x01, {0x0D}));
    driver->acknowledge(heard.handsets.at(0).id);
    EXPECT_EQ(said(), Bytes{});
    driver->acknowledge(heard.handsets.at(1).id);
    EXPECT_EQ(said(), frame(7, 0x01, {0x0D}));
}

TEST_F(BusPresses, APressNeverAnsweredDoesNotKillTheKey) {
    line.feed(call7);
    timers.advance(31s);
    line.feed(call7);
    EXPECT_EQ(heard.handsets.size(), 2U);
    EXPECT_EQ(driver->counts().never_answered, 1U);
}

TEST_F(BusPresses, APressThatIsSaidAtEachPollIsTheSameHoweverLateItsAnswer) {
    BusSettings settings = bench_settings();
    settings.profiles[0].talk.turn = engine::Turn::poll;
    make(std::move(settings));
    line.feed(call7);
    timers.advance(31s);
    line.feed(call7);
    EXPECT_EQ(heard.handsets.size(), 1U) << "the hall has it and will answer";
    EXPECT_EQ(driver->counts().never_answered, 1U);
    driver->acknowledge(heard.handsets.at(0).id);
    EXPECT_EQ(said(), call7);
}

TEST_F(BusPresses, PadKeysBecomeLevelsAndAreAnsweredAsTheTableSays) {
    heard.acknowledge_to = driver.get();
    for (std::uint8_t key = 0; key < 4; ++key) {
        line.feed(frame(107, 0x11, {key}));
        EXPECT_EQ(heard.pads.back().key, key);
        EXPECT_EQ(heard.pads.back().level, 4U - key);
        EXPECT_EQ(said(), frame(107, 0x01, {key}));
    }
    line.feed(frame(107, 0x11, {9}));
    EXPECT_EQ(heard.pads.back().level, 0U);
}

TEST_F(BusPresses, StrayPressesAreToldWithLevelZeroAndCounted) {
    heard.acknowledge_to = driver.get();
    line.feed(frame(55, 0x11, {0}));
    ASSERT_EQ(heard.pads.size(), 1U);
    EXPECT_EQ(heard.pads[0].level, 0U);
    EXPECT_EQ(heard.pads[0].id.address, 55U);
    EXPECT_EQ(said(), frame(55, 0x01, {0}));
    line.feed(frame(56, 0x01, {0x0C}));
    ASSERT_EQ(heard.pads.size(), 2U);
    EXPECT_EQ(heard.pads[1].key, 0x10CU);
    EXPECT_TRUE(heard.handsets.empty());
    EXPECT_EQ(driver->counts().strays, 2U);
}

TEST_F(BusPresses, AHandsetAndAPadMayShareAnAddress) {
    auto settings = bench_settings();
    settings.devices.push_back({domain::DeviceId{"p7"}, DeviceKind::pad, 7, 0});
    make(settings);
    line.feed(call7);
    line.feed(frame(7, 0x11, {1}));
    ASSERT_EQ(heard.handsets.size(), 1U);
    ASSERT_EQ(heard.pads.size(), 1U);
    driver->acknowledge(heard.handsets[0].id);
    driver->acknowledge(heard.pads[0].id);
    EXPECT_EQ(said(), call7 + frame(7, 0x01, {1}));
}

TEST_F(BusPresses, UnknownKeysAreCountedAndNotEchoed) {
    heard.acknowledge_to = driver.get();
    line.feed(frame(7, 0x01, {0x05}));
    line.feed(frame(7, 0x77, {0x05}));
    EXPECT_EQ(said(), Bytes{});
    EXPECT_EQ(driver->counts().unknown_keys, 1U);
    EXPECT_EQ(driver->counts().unexpected, 1U);
}

TEST_F(BusPresses, ATruncatedFrameEndsByTimeAndTheNextOneIsHeard) {
    heard.acknowledge_to = driver.get();
    line.feed({0xFF, 0x68, 0x12, 0x12, 0x68, 0x07, 0x01});
    timers.advance(60ms);
    EXPECT_EQ(driver->counts().rejected.at(frames::RejectCause::truncated), 1U);
    line.feed(call7);
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(BusPresses, AFrameIsNotCutOffWhileTheLineRestsForIt) {
    line.feed(Bytes(call7.begin(), call7.begin() + 7));
    ASSERT_FALSE(line.rests.empty());
    EXPECT_EQ(line.rests.back(), call7.size() - 7) << "its length is known";
    line.drop();
    line.bring_up();
    line.resting = 40ms;
    line.feed(Bytes(call7.begin(), call7.begin() + 7));
    timers.advance(60ms);
    line.feed(Bytes(call7.begin() + 7, call7.end()));
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(BusPresses, APressWhoseAnswerFellIntoALossOfTheLineIsNotTakenTwice) {
    line.feed(call7);
    line.drop();
    driver->acknowledge(heard.handsets.at(0).id);
    timers.advance(1200ms);
    line.bring_up();
    line.feed(call7);
    EXPECT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(said(), call7);
}

TEST_F(BusPresses, NumbersOfPressesGoOnAfterARestart) {
    line.feed(call7);
    auto settings = bench_settings();
    settings.first_press = 0;
    timers.advance(10s);
    make(settings);
    line.feed(call7);
    const auto first = heard.handsets.at(1).id.press;
    timers.advance(10s);
    make(settings);
    line.feed(call7);
    EXPECT_GT(heard.handsets.at(2).id.press, first);
}

}  // namespace
}  // namespace jiaohao::drivers::bus
