// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/deframer.hpp"

#include <gtest/gtest.h>

#include "tests/unit/frames/sample_shapes.hpp"

namespace jiaohao::drivers::frames {
namespace {

using sample::hear;
using sample::operator+;

struct Sample {
    Shape shape;
    Frame frame;
};

std::vector<Sample> samples() {
    return {{sample::hall_bus(), {0, 7, 1, {0x0C}}},
            {sample::hall_bus(), {0, 7, 3, {}}},
            {sample::button(), {0, 9, 0, {0x31}}},
            {sample::modbus_reply(), {0, 1, 3, {0, 5, 1, 2}}},
            {sample::xor_text(), {0, 0, 0, sample::text("AB")}},
            {sample::ascii(), {0, 1, 0, sample::text("8.8.8.8.")}},
            {sample::ascii(), {0, 1, 0, {}}},
            {sample::hex_ascii(), {0, 0x1F, 3, sample::text("0A")}},
            {sample::stuffed(), {0, 0xAA, 1, {0xAA, 0xAA, 0xBB, 0x00}}},
            {sample::flagged(), {0, 1, 0, {0x7E, 0x7D, 0x5E}}},
            {sample::flagged(), {0, 0x7E, 0, {}}}};
}

TEST(Deframer, ReadsBackEveryShapeAtOnceAndByteByByte) {
    for (const Sample& s : samples()) {
        const Bytes bytes = encode(s.shape, s.frame).value();
        Deframer deframer({s.shape}, Deframer::Hear::both);
        EXPECT_EQ(hear(deframer, bytes + bytes, false), (std::vector{s.frame, s.frame})) << s.shape.name;
        std::vector<Frame> one_by_one;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            EXPECT_TRUE(one_by_one.empty()) << s.shape.name;
            EXPECT_LE(deframer.wanting(), bytes.size() - i) << s.shape.name << ": a frame would be overslept";
            one_by_one = hear(deframer, {bytes[i]}, false);
        }
        EXPECT_EQ(deframer.wanting(), 0U);
        EXPECT_EQ(one_by_one, std::vector{s.frame}) << s.shape.name;
        EXPECT_EQ(deframer.rejected(), 0U);
        EXPECT_EQ(deframer.frames(), 3U);
        EXPECT_FALSE(deframer.pending());
    }
}

TEST(Deframer, SaysHowManyBytesAFrameOfKnownLengthStillWants) {
    const Shape shape = sample::modbus_reply();
    const Bytes bytes = encode(shape, {0, 1, 3, {0, 5, 1, 2}}).value();
    Deframer deframer({shape}, Deframer::Hear::both);
    EXPECT_EQ(deframer.wanting(), 0U);
    hear(deframer, Bytes(bytes.begin(), bytes.begin() + 3), false);
    EXPECT_EQ(deframer.wanting(), bytes.size() - 3) << "its third byte is its length";
    hear(deframer, {bytes[3]}, false);
    EXPECT_EQ(deframer.wanting(), bytes.size() - 4);
    deframer.drop();
    EXPECT_EQ(deframer.wanting(), 0U);
}

TEST(Deframer, ToleratesALastTextByteThatLooksLikeTheEnd) {
    // The exclusive or of "A" and "B" is 03, the end byte itself.
    EXPECT_EQ(hear(sample::xor_text(), {0x02, 'A', 'B', 0x03, 0x03}),
              (std::vector<Frame>{{0, 0, 0, sample::text("AB")}}));
}

TEST(Deframer, HearsOnlyThoseItWasAskedToHear) {
    const Bytes button{0x01, 0x09, 0x31, 0x07};
    Deframer host({sample::button()}, Deframer::Hear::host);
    EXPECT_TRUE(hear(host, button).empty());
    EXPECT_EQ(host.rejected(RejectCause::noise), 4U);
    Deframer device({sample::button()}, Deframer::Hear::device);
    EXPECT_EQ(hear(device, button).size(), 1U);
}

TEST(Deframer, NamesTheShapeByItsPlaceInTheList) {
    Deframer deframer({sample::hall_bus(), sample::ascii()}, Deframer::Hear::both);
    const auto frames = hear(deframer, sample::text("$001,27#"));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].shape, 1U);
}

/// 01 addr key 07 and, of the same beginning, 01 addr key 07 sum.
std::vector<Shape> with_and_without_check() {
    Shape checked{"checked",
                  Sender::device,
                  {sample::constant({0x01}), sample::number(PartKind::address), sample::data(1, 1),
                   sample::constant({0x07}), sample::check(CheckKind::sum8, 0, 3)},
                  std::nullopt,
                  5};
    return {sample::button(), checked};
}

TEST(Deframer, PrefersAFrameWithACheckToOneWithout) {
    Deframer deframer(with_and_without_check(), Deframer::Hear::device);
    const auto frames = hear(deframer, {0x01, 0x09, 0x31, 0x07, 0x42}, false);
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].shape, 1U);
}

TEST(Deframer, LetsAnUncheckedFrameWaitWhileACheckedOneMayStillCome) {
    Deframer deframer(with_and_without_check(), Deframer::Hear::device);
    EXPECT_TRUE(hear(deframer, {0x01, 0x09, 0x31, 0x07}, false).empty());
    EXPECT_TRUE(deframer.pending());
    const auto at_end = hear(deframer, {}, true);
    ASSERT_EQ(at_end.size(), 1U);
    EXPECT_EQ(at_end[0].shape, 0U);
    EXPECT_EQ(deframer.rejected(), 0U);
    // The check turns out wrong: the unchecked frame, and the byte behind it is noise.
    const auto wrong = hear(deframer, {0x01, 0x09, 0x31, 0x07, 0x43}, false);
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_EQ(wrong[0].shape, 0U);
    EXPECT_EQ(deframer.rejected(RejectCause::noise), 1U);
}

TEST(Deframer, EndsATruncatedFrameWhenTheLineFallsSilent) {
    Deframer deframer({sample::hall_bus()}, Deframer::Hear::device);
    EXPECT_TRUE(hear(deframer, {0xFF, 0x68, 0x03, 0x03, 0x68, 0x07}, false).empty());
    EXPECT_TRUE(deframer.pending());
    hear(deframer, {}, true);
    EXPECT_FALSE(deframer.pending());
    EXPECT_GE(deframer.rejected(RejectCause::truncated), 1U);
    EXPECT_EQ(deframer.rejected(), 6U);
    EXPECT_EQ(hear(deframer, {0xFF, 0x68, 0x02, 0x02, 0x68, 0x07, 0x03, 0x0A, 0x16}, false).size(), 1U);
}

TEST(Deframer, FindsASoundFrameInsideWhatHadBegun) {
    Deframer deframer({sample::hall_bus()}, Deframer::Hear::device);
    const Bytes head{0xFF, 0x68, 0x12, 0x12, 0x68};
    const Bytes inner = encode(sample::hall_bus(), {0, 7, 1, {0x0C}}).value();
    EXPECT_TRUE(hear(deframer, head + inner, false).empty());
    EXPECT_EQ(hear(deframer, {}, true).size(), 1U);
}

TEST(Deframer, DropsAndCountsWhatHadBegunWhenTheLineGoesDown) {
    Deframer deframer({sample::hall_bus()}, Deframer::Hear::device);
    hear(deframer, {0xFF, 0x68, 0x03}, false);
    deframer.drop();
    EXPECT_EQ(deframer.rejected(RejectCause::truncated), 3U);
    EXPECT_FALSE(deframer.pending());
    EXPECT_EQ(hear(deframer, {0x03, 0x68}).size(), 0U);
}

TEST(Deframer, TellsEveryRejectedByteToWhoeverAsks) {
    Deframer deframer({sample::hall_bus()}, Deframer::Hear::device);
    Bytes told;
    deframer.on_reject([&told](RejectCause, std::uint8_t byte) { told.push_back(byte); });
    const Bytes noise{0x55, 0xFF, 0x67, 0x31};
    hear(deframer, noise + encode(sample::hall_bus(), {0, 7, 3, {}}).value());
    EXPECT_EQ(told, noise);
}

TEST(Deframer, HoldsNoMoreThanTheLongestFrameWhateverComes) {
    std::size_t longest = 0;
    for (const Shape& shape : sample::all()) {
        longest = std::max(longest, shape.most_bytes);
    }
    for (const Bytes& piece :
         {Bytes{0xFF, 0x68}, Bytes{0x7E, 0x01}, Bytes{0xAA, 0xBB, 0x20, 0x00}, Bytes{0x7D},
          Bytes{'$', '0', '0', '1', ',', 'x'}, Bytes{0x02, 'a'}, Bytes{0x01, 0x03, 0x20}}) {
        Deframer deframer(sample::all(), Deframer::Hear::both);
        for (int i = 0; i < 2000; ++i) {
            hear(deframer, piece, false);
            ASSERT_LT(deframer.held(), longest);
        }
    }
}

}  // namespace
}  // namespace jiaohao::drivers::frames
