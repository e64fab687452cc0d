// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/registers.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::engine {
namespace {

TEST(PressCounter, TakesTheFirstReadingAsItsBaseline) {
    PressCounter counter(65536);
    EXPECT_EQ(counter.hear(40), (PressCounter::Reading{0, false, false}));
    EXPECT_EQ(counter.hear(40), (PressCounter::Reading{0, false, false}));
    EXPECT_EQ(counter.hear(43), (PressCounter::Reading{3, false, false}));
}

TEST(PressCounter, CountsOnAcrossTheEndOfItsRange) {
    PressCounter counter(65536);
    EXPECT_EQ(counter.hear(65534).presses, 0U);
    EXPECT_EQ(counter.hear(1), (PressCounter::Reading{3, false, false}));
    PressCounter digit(10);
    EXPECT_EQ(digit.hear(8).presses, 0U);
    EXPECT_EQ(digit.hear(1).presses, 3U);
    EXPECT_EQ(digit.hear(0).presses, 9U);
}

TEST(PressCounter, CountsFromZeroAfterTheDeviceWasSwitchedOffAndOn) {
    PressCounter counter(65536);
    static_cast<void>(counter.hear(1000));
    EXPECT_EQ(counter.hear(2), (PressCounter::Reading{2, true, false}));
    EXPECT_EQ(counter.hear(3).presses, 1U);
}

TEST(PressCounter, DoesNotBelieveAJumpAndGoesOnFromThere) {
    PressCounter counter(65536);
    static_cast<void>(counter.hear(10));
    EXPECT_EQ(counter.hear(10 + PressCounter::kMostAtOnce).presses, PressCounter::kMostAtOnce);
    EXPECT_EQ(counter.hear(5000), (PressCounter::Reading{0, false, true}));
    EXPECT_EQ(counter.hear(5001), (PressCounter::Reading{1, false, false}));
}

TEST(PressCounter, BringsPressesAgainThatTheHallCouldNotTake) {
    PressCounter counter(65536);
    static_cast<void>(counter.hear(10));
    EXPECT_EQ(counter.hear(12).presses, 2U);
    counter.give_back(2);
    EXPECT_EQ(counter.hear(13).presses, 3U);
    EXPECT_EQ(counter.hear(13).presses, 0U);
    counter.give_back(4000000000U);
    counter.give_back(4000000000U);
    EXPECT_EQ(counter.hear(13).presses, PressCounter::kMostAtOnce);
}

TEST(PressCounter, GoesOnWhereAnEarlierProcessLeftItAndInventsNoPress) {
    const auto first = [](std::uint64_t position, std::uint32_t value, std::uint64_t modulus = 65536) {
        return PressCounter(modulus, position).hear(value);
    };
    EXPECT_EQ(first(40, 40), (PressCounter::Reading{0, false, false}));
    EXPECT_EQ(first(40, 43), (PressCounter::Reading{3, false, false}));
    EXPECT_EQ(first(40, 40 + PressCounter::kMostWhileAway).presses, PressCounter::kMostWhileAway);
    EXPECT_EQ(first(40, 41 + PressCounter::kMostWhileAway), (PressCounter::Reading{0, false, true}))
        << "another box, or hours of somebody's finger";
    EXPECT_EQ(first(40, 2), (PressCounter::Reading{0, true, false})) << "switched off and on";
    EXPECT_EQ(first(65534, 1), (PressCounter::Reading{0, true, false}))
        << "wrapped or switched off: who knows";
    EXPECT_EQ(first(12, 3, 10), (PressCounter::Reading{1, false, false})) << "a position beyond the range";
    PressCounter counter(65536, 40);
    static_cast<void>(counter.hear(2));
    EXPECT_EQ(counter.hear(3).presses, 1U) << "from the new baseline on as ever";
}

TEST(PressCounter, TellsHowFarItWasReadWithoutWhatTheHallCouldNotTake) {
    PressCounter counter(65536);
    EXPECT_EQ(counter.position(), std::nullopt);
    static_cast<void>(counter.hear(65535));
    static_cast<void>(counter.hear(1));
    EXPECT_EQ(counter.position(), 1U);
    counter.give_back(2);
    EXPECT_EQ(counter.position(), 65535U);
    static_cast<void>(counter.hear(1));
    EXPECT_EQ(counter.position(), 1U);
}

TEST(LatchedBits, MakesEachSetBitOnePressAlsoAtTheFirstReading) {
    LatchedBits bits;
    EXPECT_EQ(bits.hear(0b101), 0b101U);
    EXPECT_EQ(bits.hear(0b101), 0U);
    EXPECT_EQ(bits.hear(0b111), 0b010U);
}

TEST(LatchedBits, ClearsABitOnlyAfterItsPressIsSafe) {
    LatchedBits bits;
    static_cast<void>(bits.hear(0b11));
    EXPECT_EQ(bits.to_clear(), 0U);
    bits.acknowledge(0);
    EXPECT_EQ(bits.to_clear(), 0b01U);
    EXPECT_EQ(bits.rest(), 0b10U);
    // The clear got no reply: the same again, and the same press.
    EXPECT_EQ(bits.hear(0b11), 0U);
    EXPECT_EQ(bits.to_clear(), 0b01U);
    bits.cleared(0b01);
    EXPECT_EQ(bits.to_clear(), 0U);
    EXPECT_EQ(bits.rest(), 0b10U);
    EXPECT_EQ(bits.hear(0b10), 0U);
    EXPECT_EQ(bits.hear(0b11), 0b01U);
}

TEST(LatchedBits, TakesABitThatIsGoneForCleared) {
    LatchedBits bits;
    static_cast<void>(bits.hear(0b1));
    bits.acknowledge(0);
    EXPECT_EQ(bits.hear(0b0), 0U);
    EXPECT_EQ(bits.to_clear(), 0U);
    EXPECT_EQ(bits.hear(0b1), 0b1U);
}

TEST(LatchedBits, BringsAPressAgainThatTheHallCouldNotTake) {
    LatchedBits bits;
    static_cast<void>(bits.hear(0b1));
    bits.give_back(0);
    EXPECT_EQ(bits.hear(0b1), 0b1U);
    bits.give_back(40);
    bits.acknowledge(40);
    EXPECT_EQ(bits.to_clear(), 0U);
}

TEST(InputBits, MakesABitThatBecomesSetAPress) {
    InputBits bits;
    EXPECT_EQ(bits.hear(0b1), 0U);
    EXPECT_EQ(bits.hear(0b11), 0b10U);
    EXPECT_EQ(bits.hear(0b11), 0U);
    bits.give_back(1);
    EXPECT_EQ(bits.hear(0b11), 0b10U);
    EXPECT_EQ(bits.hear(0b00), 0U);
    EXPECT_EQ(bits.hear(0b01), 0b01U);
}

}  // namespace
}  // namespace jiaohao::drivers::engine
