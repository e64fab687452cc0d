// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/frames/sample_shapes.hpp"

namespace jiaohao::drivers::frames {
namespace {

struct Case {
    CheckKind kind;
    std::uint32_t value;
};

TEST(Check, GivesThePublishedValueOfEveryKindOverTheDigitsOneToNine) {
    // CRC catalogue: MODBUS 4B37, ARC BB3D, CCITT-FALSE (IBM-3740) 29B1, XMODEM 31C3. Sum of 31..39 = 1DD.
    const std::vector<Case> cases{
        {CheckKind::sum8, 0xDD},        {CheckKind::negated_sum8, 0x23},  {CheckKind::inverted_sum8, 0x22},
        {CheckKind::xor8, 0x31},        {CheckKind::sum16, 0x01DD},       {CheckKind::crc16_modbus, 0x4B37},
        {CheckKind::crc16_arc, 0xBB3D}, {CheckKind::crc16_ccitt, 0x29B1}, {CheckKind::crc16_xmodem, 0x31C3},
    };
    const Bytes digits = sample::text("123456789");
    for (const Case& c : cases) {
        EXPECT_EQ(check_value(c.kind, digits), c.value) << code(c.kind);
        EXPECT_LE(check_value(c.kind, digits), check_width(c.kind) == 1 ? 0xFFU : 0xFFFFU);
    }
}

TEST(Check, OfTheWholeIsThatOfItsBitsOneByOneWhateverItsLength) {
    // By the definition: polynomial 8005 reflected, bit by bit.
    Bytes bytes;
    for (unsigned length = 0; length < 70; ++length) {
        unsigned crc = 0xFFFF;
        for (const std::uint8_t byte : bytes) {
            crc ^= byte;
            for (int bit = 0; bit < 8; ++bit) {
                crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0xA001U : crc >> 1U;
            }
        }
        EXPECT_EQ(check_value(CheckKind::crc16_modbus, bytes), crc) << length;
        bytes.push_back(static_cast<std::uint8_t>(length * 37U + 11U));
    }
}

TEST(Check, OfOverlappingPiecesIsThatOfEachPiece) {
    std::mt19937 random(7);
    Bytes buffer(5000);
    for (const CheckKind kind :
         {CheckKind::crc16_modbus, CheckKind::crc16_arc, CheckKind::crc16_ccitt, CheckKind::sum8}) {
        OverlappingCrc crc(kind);
        for (int turn = 0; turn < 3; ++turn) {
            std::generate(buffer.begin(), buffer.end(), [&] { return static_cast<std::uint8_t>(random()); });
            crc.forget();
            for (std::size_t at = 0; at + 300 < buffer.size(); at += 1 + random() % (turn == 0 ? 3 : 400)) {
                const ByteView piece = ByteView{buffer}.subspan(at, random() % 300);
                ASSERT_EQ(crc.value(piece), check_value(kind, piece))
                    << code(kind) << " at " << at << " of " << piece.size();
            }
        }
        const ByteView all{buffer};
        EXPECT_EQ(crc.value(all.subspan(4900)), check_value(kind, all.subspan(4900)));
        EXPECT_EQ(crc.value(all.subspan(1)), check_value(kind, all.subspan(1)))
            << "one that begins before what is known";
    }
}

TEST(Check, GivesTheStartValueOverNothing) {
    EXPECT_EQ(check_value(CheckKind::crc16_modbus, {}), 0xFFFFU);
    EXPECT_EQ(check_value(CheckKind::crc16_arc, {}), 0U);
    EXPECT_EQ(check_value(CheckKind::crc16_ccitt, {}), 0xFFFFU);
    EXPECT_EQ(check_value(CheckKind::crc16_xmodem, {}), 0U);
    EXPECT_EQ(check_value(CheckKind::negated_sum8, {}), 0U);
    EXPECT_EQ(check_value(CheckKind::inverted_sum8, {}), 0xFFU);
}

TEST(Check, IsNamedInProfilesAndFoundByThatName) {
    for (unsigned i = 0; i < 9; ++i) {
        const auto kind = static_cast<CheckKind>(i);
        EXPECT_EQ(check_from_code(code(kind)), kind);
    }
    EXPECT_EQ(check_from_code("lrc"), CheckKind::negated_sum8);
    EXPECT_EQ(check_from_code("crc32"), std::nullopt);
}

TEST(Check, IsThatOfModbusFramesOfTheSpecification) {
    // The request of the Modbus over serial line guide's example: 11 03 00 6B 00 03 76 87, check low byte first.
    EXPECT_EQ(check_value(CheckKind::crc16_modbus, Bytes{0x11, 0x03, 0x00, 0x6B, 0x00, 0x03}), 0x8776U);
}

}  // namespace
}  // namespace jiaohao::drivers::frames
