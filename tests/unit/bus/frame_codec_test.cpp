// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/frame_codec.hpp"

#include <gtest/gtest.h>

#include "kiosk/base/random.hpp"

namespace jiaohao::drivers {
namespace {

const Bytes kCall{0xFF, 0x68, 0x03, 0x03, 0x68, 0x07, 0x01, 0x0C, 0x14, 0x16};

struct Ear {
    FrameDecoder decoder{FrameShape{}};
    std::vector<BusFrame> frames;

    void feed(const Bytes& bytes) {
        decoder.feed(bytes, [this](const BusFrame& frame) { frames.push_back(frame); });
    }
    void silence() {
        decoder.end_of_burst([this](const BusFrame& frame) { frames.push_back(frame); });
    }
};

Bytes changed(std::size_t at, std::uint8_t value) {
    Bytes bytes = kCall;
    bytes.at(at) = value;
    return bytes;
}

TEST(FrameCodec, EncodesTheFrameOfThePublicTable) {
    EXPECT_EQ(encode(FrameShape{}, {7, 0x01, {0x0C}}), kCall);
}

TEST(FrameCodec, DecodesByteByByte) {
    Ear ear;
    for (const std::uint8_t byte : kCall) {
        ear.feed({byte});
    }
    ASSERT_EQ(ear.frames.size(), 1U);
    EXPECT_EQ(ear.frames[0], (BusFrame{7, 0x01, {0x0C}}));
    EXPECT_EQ(ear.decoder.rejected(), 0U);
    EXPECT_FALSE(ear.decoder.pending());
}

TEST(FrameCodec, RejectsEveryFieldThatIsWrongAndSaysWhich) {
    const std::vector<std::pair<Bytes, RejectCause>> cases{
        {changed(1, 0x67), RejectCause::bad_mark},     {changed(2, 0x04), RejectCause::bad_length},
        {changed(3, 0x04), RejectCause::bad_length},   {changed(4, 0x00), RejectCause::bad_mark},
        {changed(7, 0x0D), RejectCause::bad_checksum}, {changed(8, 0x15), RejectCause::bad_checksum},
        {changed(9, 0x17), RejectCause::bad_end},
    };
    for (const auto& [bytes, cause] : cases) {
        Ear ear;
        ear.feed(bytes);
        ear.silence();
        EXPECT_TRUE(ear.frames.empty()) << to_hex(ByteView{bytes});
        EXPECT_EQ(ear.decoder.rejected(cause), 1U) << to_hex(ByteView{bytes}) << " " << code(cause);
        EXPECT_EQ(ear.decoder.rejected(), bytes.size());
    }
}

TEST(FrameCodec, FindsTheFrameBehindABrokenOneWithoutAGap) {
    for (std::size_t cut = 1; cut < kCall.size(); ++cut) {
        Ear ear;
        Bytes bytes(kCall.begin(), kCall.begin() + static_cast<std::ptrdiff_t>(cut));
        bytes.insert(bytes.end(), kCall.begin(), kCall.end());
        ear.feed(bytes);
        ear.silence();
        EXPECT_EQ(ear.frames.size(), 1U) << "cut after " << cut;
        EXPECT_EQ(ear.decoder.rejected(), cut);
    }
}

TEST(FrameCodec, FindsAFrameSwallowedByAFalseLengthWhenTheLineFallsSilent) {
    Ear ear;
    Bytes bytes{0xFF, 0x68, 0x12, 0x12, 0x68};
    bytes.insert(bytes.end(), kCall.begin(), kCall.end());
    ear.feed(bytes);
    EXPECT_TRUE(ear.frames.empty());
    EXPECT_TRUE(ear.decoder.pending());
    ear.silence();
    EXPECT_EQ(ear.frames.size(), 1U);
    EXPECT_EQ(ear.decoder.rejected(), 5U);
    EXPECT_FALSE(ear.decoder.pending());
}

TEST(FrameCodec, RefusesAClaimedLengthBeyondTheBoundAtOnce) {
    Ear ear;
    ear.feed({0xFF, 0x68, 0xFA});
    EXPECT_FALSE(ear.decoder.pending());
    EXPECT_EQ(ear.decoder.rejected(RejectCause::bad_length), 1U);
    EXPECT_EQ(ear.decoder.rejected(RejectCause::noise), 2U);
}

TEST(FrameCodec, CountsEveryByteExactlyOnceInRandomNoise) {
    SeededRandom random(20260102);
    Ear ear;
    std::uint64_t fed = 0;
    for (int round = 0; round < 20000; ++round) {
        Bytes bytes(random.below(12));
        for (std::uint8_t& byte : bytes) {
            // Half of it looks like frames, so that every branch is reached.
            const std::array<std::uint8_t, 6> likely{0xFF, 0x68, 0x03, 0x68, 0x16, 0x02};
            byte =
                random.below(2) == 0 ? likely.at(random.below(6)) : static_cast<std::uint8_t>(random.next());
        }
        ear.feed(bytes);
        fed += bytes.size();
        if (random.below(10) == 0) {
            ear.silence();
        }
    }
    ear.silence();
    std::uint64_t in_frames = 0;
    for (const BusFrame& frame : ear.frames) {
        in_frames += encode(FrameShape{}, frame).size();
    }
    EXPECT_EQ(ear.decoder.rejected() + in_frames, fed);
}

TEST(FrameCodec, FindsEveryFrameThatSilenceSetsApartFromNoise) {
    SeededRandom random(7);
    for (int round = 0; round < 3000; ++round) {
        Ear ear;
        Bytes noise(random.below(40));
        for (std::uint8_t& byte : noise) {
            byte = random.below(3) == 0   ? 0xFF
                   : random.below(3) == 0 ? 0x68
                                          : static_cast<std::uint8_t>(random.next());
        }
        ear.feed(noise);
        ear.silence();
        ear.frames.clear();
        const BusFrame sent{static_cast<std::uint8_t>(random.next()),
                            static_cast<std::uint8_t>(random.next()),
                            Bytes(random.below(17), static_cast<std::uint8_t>(random.next()))};
        ear.feed(encode(FrameShape{}, sent));
        ASSERT_EQ(ear.frames.size(), 1U) << "round " << round;
        EXPECT_EQ(ear.frames[0], sent);
    }
}

TEST(FrameCodec, FindsAFrameBehindNoiseOnceTheLineIsSilent) {
    SeededRandom random(11);
    for (int round = 0; round < 3000; ++round) {
        Ear ear;
        Bytes bytes(random.below(20), 0);
        for (std::uint8_t& byte : bytes) {
            byte = static_cast<std::uint8_t>(random.next() | 1U);
        }
        const Bytes frame = encode(FrameShape{}, {9, 0x11, {2}});
        bytes.insert(bytes.end(), frame.begin(), frame.end());
        ear.feed(bytes);
        ear.silence();
        ASSERT_FALSE(ear.frames.empty()) << to_hex(ByteView{bytes});
        EXPECT_EQ(ear.frames.back(), (BusFrame{9, 0x11, {2}}));
    }
}

}  // namespace
}  // namespace jiaohao::drivers
