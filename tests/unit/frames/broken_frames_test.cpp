// One table: a broken frame of each shape, why its first byte was rejected, and that the sound frame behind it
// is found.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/frames/sample_shapes.hpp"

namespace jiaohao::drivers::frames {
namespace {

using sample::operator+;

struct Broken {
    std::string name;
    Shape shape;
    Bytes bytes;
    RejectCause cause;
    /// A sound frame of the shape.
    Frame behind;
};

Shape ranged_hall_bus() {
    Shape shape = sample::hall_bus();
    shape.parts[4].least_value = 1;
    shape.parts[4].most_value = 32;
    return shape;
}

Part digits(std::size_t least, std::size_t most) {
    Part part = sample::data(least, most);
    part.allowed.reset();
    for (std::size_t digit = '0'; digit <= '9'; ++digit) {
        part.allowed.set(digit);
    }
    return part;
}
/// 01 addr key 07 with a digit for a key.
Shape digit_button() {
    Shape shape = sample::button();
    shape.parts[2] = digits(1, 1);
    return shape;
}
/// The length tells where the digits end.
Shape digit_hall_bus() {
    Shape shape = sample::hall_bus();
    shape.parts[6] = digits(0, 16);
    return shape;
}
/// 02 text , digit digit 03.
Shape text_and_digits() {
    return {"text-and-digits",
            Sender::both,
            {sample::constant({0x02}), sample::data_without(1, 8, {','}), sample::constant({','}),
             digits(2, 2), sample::constant({0x03})},
            std::nullopt,
            16};
}

/// Data that may not hold any byte: of fixed size, told by a length, behind data that varies.
std::vector<Broken> restricted() {
    return {{"a letter for a key",
             digit_button(),
             {0x01, 9, 'A', 0x07},
             RejectCause::bad_data,
             {0, 9, 0, {0x31}}},
            {"a letter among counted digits",
             digit_hall_bus(),
             {0xFF, 0x68, 4, 4, 0x68, 7, 1, '1', 'A', 0x7A, 0x16},
             RejectCause::bad_data,
             {0, 7, 1, sample::text("12")}},
            {"a letter among the digits behind a text",
             text_and_digits(),
             {0x02, 'A', ',', '1', 'x', 0x03},
             RejectCause::bad_data,
             {0, 0, 0, sample::text("AB27")}}};
}

std::vector<Broken> table() {
    const Shape hall = ranged_hall_bus();
    const Frame press{0, 7, 1, {0x0C}};
    const Frame word{0, 0, 0, sample::text("AB")};
    const Frame line{0, 1, 0, sample::text("27")};
    const Frame stuffed{0, 5, 1, {0x10, 0xAA}};
    const Frame flagged{0, 1, 0, {0x7E}};
    return {
        {"noise", hall, {0x55}, RejectCause::noise, press},
        {"second start byte",
         hall,
         {0xFF, 0x69, 3, 3, 0x68, 7, 1, 12, 0x14, 0x16},
         RejectCause::bad_constant,
         press},
        {"second mark",
         hall,
         {0xFF, 0x68, 3, 3, 0x69, 7, 1, 12, 0x14, 0x16},
         RejectCause::bad_constant,
         press},
        {"address of no device",
         hall,
         {0xFF, 0x68, 3, 3, 0x68, 33, 1, 12, 0x2E, 0x16},
         RejectCause::bad_value,
         press},
        {"lengths that differ",
         hall,
         {0xFF, 0x68, 3, 4, 0x68, 7, 1, 12, 0x14, 0x16},
         RejectCause::bad_length,
         press},
        {"length below the least",
         hall,
         {0xFF, 0x68, 1, 1, 0x68, 7, 7, 0x16},
         RejectCause::bad_length,
         press},
        {"length above the most",
         hall,
         {0xFF, 0x68, 99, 99, 0x68, 7, 7, 0x16},
         RejectCause::bad_length,
         press},
        {"check", hall, {0xFF, 0x68, 3, 3, 0x68, 7, 1, 12, 0x15, 0x16}, RejectCause::bad_check, press},
        {"end byte", hall, {0xFF, 0x68, 3, 3, 0x68, 7, 1, 12, 0x14, 0x17}, RejectCause::bad_end, press},
        {"end byte of a fixed frame",
         sample::button(),
         {0x01, 9, 0x31, 0x08},
         RejectCause::bad_constant,
         {0, 9, 0, {0x31}}},
        {"exclusive or", sample::xor_text(), {0x02, 'A', 'B', 0x04, 0x03}, RejectCause::bad_check, word},
        {"text cut by the next frame", sample::xor_text(), {0x02, 'A', 'B'}, RejectCause::bad_data, word},
        {"text without end", sample::xor_text(), Bytes(1, 0x02) + Bytes(40, 'A'), RejectCause::bad_end, word},
        {"address that is no number", sample::ascii(), sample::text("$0x1,27#"), RejectCause::bad_value,
         line},
        {"hexadecimal check",
         sample::hex_ascii(),
         sample::text(":1F030AB4\r\n"),
         RejectCause::bad_check,
         {0, 1, 2, sample::text("xy")}},
        {"check that is no number",
         sample::hex_ascii(),
         sample::text(":1F030AZZ\r\n"),
         RejectCause::bad_check,
         {0, 1, 2, sample::text("xy")}},
        {"unescaped start byte within",
         sample::stuffed(),
         {0xAA, 0xBB, 4, 0, 5, 1, 0xAA, 0x10},
         RejectCause::bad_escape,
         stuffed},
        {"start byte in the length",
         sample::stuffed(),
         {0xAA, 0xBB, 4, 0xAA},
         RejectCause::bad_escape,
         stuffed},
        {"check of an escaped frame",
         sample::stuffed(),
         {0xAA, 0xBB, 4, 0, 5, 1, 0x10, 0xAA, 0x00, 1},
         RejectCause::bad_check,
         stuffed},
        {"unknown escape", sample::flagged(), {0x7E, 1, 0x7D, 0x31, 0x7E}, RejectCause::bad_escape, flagged},
        {"check over travelling bytes",
         sample::flagged(),
         {0x7E, 1, 2, 3, 4, 5, 0x7E},
         RejectCause::bad_check,
         flagged},
        {"modbus check",
         sample::modbus_reply(),
         {0x01, 0x03, 0x02, 0x00, 0x05, 0x78, 0x48},
         RejectCause::bad_check,
         {0, 1, 3, {0x00, 0x05}}},
    };
}

TEST(BrokenFrames, AreRejectedForTheirCauseAndCostOnlyThemselves) {
    std::vector<Broken> rows = table();
    for (Broken& row : restricted()) {
        rows.push_back(std::move(row));
    }
    for (const Broken& row : rows) {
        Deframer deframer({row.shape}, Deframer::Hear::both);
        std::optional<RejectCause> first;
        deframer.on_reject([&first](RejectCause cause, std::uint8_t) { first = first.value_or(cause); });
        const Bytes behind = encode(row.shape, row.behind).value();
        const auto frames = sample::hear(deframer, row.bytes + behind);
        ASSERT_TRUE(first) << row.name;
        EXPECT_EQ(code(*first), code(row.cause)) << row.name;
        ASSERT_FALSE(frames.empty()) << row.name;
        EXPECT_EQ(frames.back(), row.behind) << row.name;
    }
}

TEST(BrokenFrames, WithAnEndMarkAreRejectedAtThatMarkAndNotOnlyWhenTheLineFallsSilent) {
    Deframer deframer({sample::flagged()}, Deframer::Hear::both);
    sample::hear(deframer, {0x7E, 1, 2, 3, 4, 5, 0x7E}, false);
    EXPECT_EQ(deframer.rejected(RejectCause::bad_check), 1U);
}

TEST(BrokenFrames, WithAnImpossibleLengthAreRejectedAtThatLength) {
    Deframer deframer({sample::hall_bus()}, Deframer::Hear::both);
    sample::hear(deframer, {0xFF, 0x68, 0x63}, false);
    EXPECT_EQ(deframer.rejected(RejectCause::bad_length), 1U);
}

TEST(BrokenFrames, NeverReachTheSinkWhateverBitOfACheckedFrameFlips) {
    // One bit, anywhere: sums, exclusive ors and CRCs find every one of them.
    for (const Shape& shape :
         {sample::hall_bus(), sample::modbus_reply(), sample::xor_text(), sample::stuffed()}) {
        const bool modbus = shape.name == "modbus-reply";
        const Frame frame{0,
                          modbus || shape.name == "hall-bus" || shape.name == "stuffed" ? 7U : 0U,
                          modbus                         ? 3U
                          : shape.has(PartKind::command) ? 1U
                                                         : 0U,
                          {0x41, 0x42, 0x44, 0x48}};
        const Bytes sound = encode(shape, frame).value();
        for (std::size_t bit = 0; bit < sound.size() * 8; ++bit) {
            Bytes broken = sound;
            broken[bit / 8] = static_cast<std::uint8_t>(broken[bit / 8] ^ (1U << (bit % 8)));
            Deframer deframer({shape}, Deframer::Hear::both);
            EXPECT_TRUE(sample::hear(deframer, broken).empty()) << shape.name << " bit " << bit;
        }
    }
}

TEST(BrokenFrames, OfEveryLengthAreFollowedByTheSoundOne) {
    for (const Shape& shape : sample::all()) {
        const bool modbus = shape.name == "modbus-reply";
        const Frame frame{0, shape.has(PartKind::address) ? 7U : 0U,
                          modbus                         ? 3U
                          : shape.has(PartKind::command) ? 1U
                                                         : 0U,
                          shape.name == "button" ? Bytes{0x31} : Bytes{0x31, 0x32}};
        const Bytes sound = encode(shape, frame).value();
        for (std::size_t cut = 1; cut < sound.size(); ++cut) {
            Deframer deframer({shape}, Deframer::Hear::both);
            sample::hear(deframer, Bytes(sound.begin(), sound.begin() + static_cast<std::ptrdiff_t>(cut)),
                         true);
            EXPECT_EQ(sample::hear(deframer, sound), std::vector{frame}) << shape.name << " cut at " << cut;
        }
    }
}

}  // namespace
}  // namespace jiaohao::drivers::frames
