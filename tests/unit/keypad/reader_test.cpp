// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <linux/input.h>

#include <cstring>
#include <limits>

#include "drivers/keypad/event_reader.hpp"

namespace jiaohao::drivers::keypad {
namespace {

using namespace std::chrono_literals;

Bytes record(std::uint16_t type, std::uint16_t code, std::int32_t value) {
    input_event event{};
    event.input_event_sec = 5;
    event.type = type;
    event.code = code;
    event.value = value;
    Bytes bytes(sizeof event);
    std::memcpy(bytes.data(), &event, sizeof event);
    return bytes;
}

struct Reading {
    EventReader reader;
    std::vector<KeyChange> changes;
    void feed(std::uint16_t type, std::uint16_t code, std::int32_t value) {
        reader.feed(record(type, code, value), changes);
    }
};

TEST(EventReader, TellsKeysThatGoDownAndUp) {
    Reading one;
    one.feed(EV_KEY, KEY_KP1, 1);
    one.feed(EV_SYN, SYN_REPORT, 0);
    one.feed(EV_KEY, KEY_KP1, 0);
    EXPECT_EQ(one.changes, (std::vector<KeyChange>{{KEY_KP1, true, 5s}, {KEY_KP1, false, 5s}}));
}

TEST(EventReader, PutsARecordTogetherThatIsCutAtAnyByte) {
    const Bytes whole = record(EV_KEY, KEY_KP7, 1);
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        Reading one;
        one.reader.feed(ByteView(whole.data(), cut), one.changes);
        one.reader.feed(ByteView(whole.data() + cut, whole.size() - cut), one.changes);
        EXPECT_EQ(one.changes, (std::vector<KeyChange>{{KEY_KP7, true, 5s}})) << cut;
    }
}

TEST(EventReader, LeavesOutRepeatsNumLockAndWhatNoKeyboardSends) {
    Reading one;
    one.feed(EV_KEY, KEY_NUMLOCK, 1);
    one.feed(EV_KEY, KEY_NUMLOCK, 0);
    one.feed(EV_KEY, KEY_KP2, 2);
    one.feed(EV_KEY, KEY_KP2, 7);
    one.feed(EV_KEY, KEY_MAX + 1, 1);
    one.feed(EV_KEY, 0, 1);
    one.feed(EV_MSC, MSC_SCAN, 0x70059);
    one.feed(EV_LED, LED_NUML, 1);
    EXPECT_TRUE(one.changes.empty());
    EXPECT_EQ(one.reader.counts().numlocks, 2U);
    EXPECT_EQ(one.reader.counts().repeats, 1U);
    EXPECT_EQ(one.reader.counts().bad, 3U);
}

TEST(EventReader, AfterDroppedRecordsTakesTheKeysFromTheDevicesState) {
    Reading one;
    one.feed(EV_KEY, KEY_KP1, 1);
    one.feed(EV_SYN, SYN_DROPPED, 0);
    one.feed(EV_KEY, KEY_KP3, 1);
    EXPECT_FALSE(one.reader.wants_sync());
    one.feed(EV_SYN, SYN_REPORT, 0);
    ASSERT_TRUE(one.reader.wants_sync());
    one.changes.clear();
    one.reader.sync({KEY_KP2, KEY_NUMLOCK}, one.changes);
    EXPECT_EQ(one.changes, (std::vector<KeyChange>{{KEY_KP1, false, 5s}, {KEY_KP2, true, 5s}}));
    EXPECT_FALSE(one.reader.wants_sync());
    one.feed(EV_KEY, KEY_KP3, 1);
    ASSERT_FALSE(one.changes.empty());
    EXPECT_EQ(one.changes.back(), (KeyChange{KEY_KP3, true, 5s}));
}

TEST(EventReader, WhatIsDownAtOpeningIsNoPress) {
    Reading one;
    one.reader.begin({KEY_KP5});
    one.feed(EV_KEY, KEY_KP5, 1);
    EXPECT_TRUE(one.changes.empty());
    one.feed(EV_KEY, KEY_KP5, 0);
    one.feed(EV_KEY, KEY_KP5, 1);
    EXPECT_EQ(one.changes.size(), 2U);
}

TEST(EventReader, ARecordOfNoTimeIsLeftOut) {
    Reading one;
    for (const std::int64_t seconds : {std::int64_t{-1}, std::numeric_limits<std::int64_t>::max()}) {
        Bytes bytes = record(EV_KEY, KEY_KP1, 1);
        std::memcpy(bytes.data(), &seconds, sizeof seconds);
        one.reader.feed(bytes, one.changes);
    }
    EXPECT_TRUE(one.changes.empty());
    EXPECT_EQ(one.reader.counts().bad, 2U);
}

TEST(EventReader, AnyBytesLeaveItBounded) {
    Reading one;
    std::uint32_t noise = 1;
    for (int i = 0; i < 20000; ++i) {
        noise = noise * 1664525U + 1013904223U;
        const Bytes bytes(1 + (noise >> 28U), static_cast<std::uint8_t>(noise >> 16U));
        one.reader.feed(bytes, one.changes);
        if (one.reader.wants_sync()) {
            one.reader.sync({}, one.changes);
        }
    }
    EXPECT_LE(one.reader.down().size(), std::size_t{KEY_MAX});
}

}  // namespace
}  // namespace jiaohao::drivers::keypad
