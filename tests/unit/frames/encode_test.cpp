// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/encode.hpp"

#include <gtest/gtest.h>

#include "drivers/frames/number.hpp"
#include "tests/unit/frames/sample_shapes.hpp"

namespace jiaohao::drivers::frames {
namespace {

std::string hex_of(const Shape& shape, const Frame& frame) {
    const auto bytes = encode(shape, frame);
    return bytes ? to_hex(*bytes) : std::string(code(bytes.error()));
}

TEST(Encode, MakesTheFramesOfTheDocumentedShapes) {
    EXPECT_EQ(hex_of(sample::hall_bus(), {0, 7, 1, {0x0C}}), "ff 68 03 03 68 07 01 0c 14 16");
    EXPECT_EQ(hex_of(sample::button(), {0, 9, 0, {0x31}}), "01 09 31 07");
    EXPECT_EQ(hex_of(sample::modbus_reply(), {0, 1, 3, {0x00, 0x05}}), "01 03 02 00 05 78 47");
    EXPECT_EQ(hex_of(sample::xor_text(), {0, 0, 0, sample::text("AB")}), "02 41 42 03 03");
    EXPECT_EQ(hex_of(sample::ascii(), {0, 1, 0, sample::text("27")}), to_hex(sample::text("$001,27#")));
    EXPECT_EQ(hex_of(sample::hex_ascii(), {0, 0x1F, 3, sample::text("0A")}),
              // LRC over the characters "1F030A".
              to_hex(sample::text(":1F030AB5\r\n")));
}

TEST(Encode, EscapesWithinTheEscapedPartsOnly) {
    EXPECT_EQ(hex_of(sample::stuffed(), {0, 0xAA, 1, {0xAA, 0x00}}), "aa bb 04 00 aa 00 01 aa 00 00 05");
    // 7E and 7D within, flags outside; the check goes over the bytes as they travel.
    const Bytes travelling{0x01, 0x7D, 0x5E, 0x7D, 0x5D, 0x33};
    const std::uint32_t crc = check_value(CheckKind::crc16_ccitt, travelling);
    Bytes tail;
    write_number(NumberForm::big, 2, crc, tail);
    EXPECT_EQ(hex_of(sample::flagged(), {0, 1, 0, {0x7E, 0x7D, 0x33}}),
              "7e 01 7d 5e 7d 5d 33 " + to_hex(tail) + " 7e");
}

TEST(Encode, CountsRegistersAndAddsWhatTheShapeSays) {
    Shape shape{"units",
                Sender::host,
                {sample::constant({0x10}), sample::length(2, 2, 1, NumberForm::big, 3, 2), sample::data(0, 8),
                 sample::check(CheckKind::sum8, 0, 2, NumberForm::hex, -0x10)},
                std::nullopt,
                32};
    EXPECT_EQ(hex_of(shape, {0, 0, 0, {1, 2, 3, 4}}), "10 05 01 02 03 04 30 46");
    EXPECT_EQ(hex_of(shape, {0, 0, 0, {1, 2, 3}}), "length_too_large");
}

TEST(Encode, ComputesACheckThatCoversAnotherCheckAfterIt) {
    // 55, exclusive or of everything behind it (the sum too), data, sum of the data.
    const Shape shape{"two-checks",
                      Sender::both,
                      {sample::constant({0x55}), sample::check(CheckKind::xor8, 2, 3), sample::data(2, 2),
                       sample::check(CheckKind::sum8, 2, 2)},
                      std::nullopt,
                      8};
    EXPECT_EQ(hex_of(shape, {0, 0, 0, {0x10, 0x22}}), "55 00 10 22 32");
    EXPECT_EQ(hex_of(shape, {0, 0, 0, {0x10, 0xFF}}), "55 e0 10 ff 0f");
}

TEST(Encode, RefusesByNameWhatTheShapeCannotHold) {
    Shape ranged = sample::hall_bus();
    ranged.parts[4].most_value = 32;
    EXPECT_EQ(hex_of(ranged, {0, 33, 1, {}}), "bad_address");
    EXPECT_EQ(hex_of(sample::hall_bus(), {0, 256, 1, {}}), "bad_address");
    EXPECT_EQ(hex_of(sample::hall_bus(), {0, 1, 300, {}}), "bad_command");
    EXPECT_EQ(hex_of(sample::hall_bus(), {0, 1, 1, Bytes(17, 0)}), "data_too_long");
    EXPECT_EQ(hex_of(sample::button(), {0, 1, 0, {}}), "data_too_short");
    EXPECT_EQ(hex_of(sample::button(), {0, 1, 0, {1, 2}}), "data_too_long");
    EXPECT_EQ(hex_of(sample::xor_text(), {0, 0, 0, {0x03}}), "bad_data");
    Shape narrow = sample::stuffed();
    narrow.most_bytes = 12;
    EXPECT_EQ(hex_of(narrow, {0, 1, 1, {0xAA, 0xAA, 0xAA}}), "data_too_long");
}

TEST(Encode, TakesTheOnlyValueAPartAllowsWhateverTheFrameSays) {
    Frame frame{0, 1, 99, {0x00, 0x05}};
    EXPECT_EQ(hex_of(sample::modbus_reply(), frame), "01 03 02 00 05 78 47");
}

TEST(Number, IsReadAsItWasWrittenInEveryForm) {
    for (const NumberForm form :
         {NumberForm::big, NumberForm::little, NumberForm::decimal, NumberForm::hex}) {
        for (std::size_t width = 1; width <= 4; ++width) {
            for (const std::uint32_t value : {0U, 1U, 9U, greatest(form, width) / 3, greatest(form, width)}) {
                Bytes bytes;
                write_number(form, width, value, bytes);
                EXPECT_EQ(bytes.size(), width);
                EXPECT_EQ(read_number(form, bytes), value) << code(form) << " " << width;
            }
        }
    }
    EXPECT_EQ(read_number(NumberForm::decimal, sample::text("1A")), std::nullopt);
    EXPECT_EQ(read_number(NumberForm::hex, sample::text("1a")), 0x1AU);
    EXPECT_EQ(read_number(NumberForm::hex, sample::text("1G")), std::nullopt);
    EXPECT_EQ(read_number(NumberForm::little, Bytes{0x34, 0x12}), 0x1234U);
}

}  // namespace
}  // namespace jiaohao::drivers::frames
