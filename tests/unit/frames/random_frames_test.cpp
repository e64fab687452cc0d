// Noise, sound frames and truncated ones in a row, cut into random pieces: what a burst's end separates from the
// rest is found whatever went before.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "tests/unit/frames/sample_shapes.hpp"

namespace jiaohao::drivers::frames {
namespace {

class Scenario {
  public:
    Scenario(Shape shape, std::uint32_t seed)
        : shape_(std::move(shape)), random_(seed), deframer_({shape_}, Deframer::Hear::both) {}

    /// True when all sound frames were found.
    bool run(int steps) {
        std::size_t place = 0;
        for (int i = 0; i < steps; ++i) {
            const unsigned kind = number(0, 3);
            if (kind == 0) {
                feed(noise());
                end();
            } else if (kind == 1) {
                Bytes cut = encode(shape_, frame()).value();
                cut.resize(number(1, static_cast<unsigned>(cut.size()) - 1));
                feed(cut);
                end();
            } else {
                const Frame sent = frame();
                feed(encode(shape_, sent).value());
                // Noise may be a sound frame by chance; only the order of those sent counts.
                while (place < heard_.size() && heard_[place] != sent) {
                    ++place;
                }
                if (place++ >= heard_.size()) {
                    return false;
                }
            }
            EXPECT_LE(deframer_.held(), shape_.most_bytes);
        }
        end();
        return fed_ == heard_bytes() + deframer_.rejected();
    }

  private:
    unsigned number(unsigned least, unsigned most) {
        return std::uniform_int_distribution<unsigned>(least, most)(random_);
    }
    std::uint8_t byte() { return static_cast<std::uint8_t>(number(0, 255)); }
    Bytes noise() {
        Bytes bytes(number(1, 60));
        for (auto& b : bytes) {
            b = number(0, 2) == 0 ? shape_.parts.front().kind == PartKind::constant
                                        ? shape_.parts.front().bytes.front()
                                        : byte()
                                  : byte();
        }
        return bytes;
    }
    Frame frame() {
        Frame made;
        for (const Part& part : shape_.parts) {
            if (part.kind == PartKind::address) {
                made.address = number(0, 255);
            } else if (part.kind == PartKind::command) {
                made.command = part.values.empty() ? number(0, 255) : part.values.front();
            } else if (part.kind == PartKind::data) {
                Bytes data(number(static_cast<unsigned>(part.least), static_cast<unsigned>(part.most)));
                for (auto& b : data) {
                    do {
                        b = byte();
                    } while (!part.allowed.test(b));
                }
                made.data.insert(made.data.end(), data.begin(), data.end());
            }
        }
        return made;
    }
    void feed(const Bytes& bytes) {
        fed_ += bytes.size();
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t size = std::min<std::size_t>(number(1, 20), bytes.size() - at);
            deframer_.feed(ByteView{bytes}.subspan(at, size),
                           [this](const Frame& f) { heard_.push_back(f); });
            at += size;
        }
    }
    void end() {
        deframer_.end_of_burst([this](const Frame& f) { heard_.push_back(f); });
    }
    [[nodiscard]] std::size_t heard_bytes() const {
        std::size_t bytes = 0;
        for (const Frame& f : heard_) {
            bytes += encode(shape_, f).value().size();
        }
        return bytes;
    }

    Shape shape_;
    std::mt19937 random_;
    Deframer deframer_;
    std::vector<Frame> heard_;
    std::size_t fed_ = 0;
};

TEST(RandomFrames, EverySoundFrameIsFoundAndEveryOtherByteIsCounted) {
    for (const Shape& shape : sample::all()) {
        for (std::uint32_t seed = 1; seed <= 20; ++seed) {
            EXPECT_TRUE(Scenario(shape, seed).run(300)) << shape.name << " seed " << seed;
        }
    }
}

TEST(RandomFrames, NoiseOfAnyKindIsConsumedByAllShapesTogether) {
    std::mt19937 random(7);
    Deframer deframer(sample::all(), Deframer::Hear::both);
    for (int i = 0; i < 3000; ++i) {
        Bytes bytes(random() % 64);
        const Bytes likely{0xFF, 0x68, 0x01, 0x07, 0x02, 0x03, 0xAA, 0xBB,
                           0x00, 0x7E, 0x7D, '$',  ',',  '#',  ':'};
        for (auto& b : bytes) {
            b = random() % 2 == 0 ? likely[random() % likely.size()] : static_cast<std::uint8_t>(random());
        }
        sample::hear(deframer, bytes, random() % 4 == 0);
        ASSERT_LT(deframer.held(), 128U);
    }
}

}  // namespace
}  // namespace jiaohao::drivers::frames
