// Frames of the hall bus A, as seen in public code of JackQ's CallSystem (frmMain.cs):
//
//   FF 68 L L 68 ADDR FUNC DATA... CS 16      9600 8N1, many addresses on one line
//
// L = 2 + length of DATA, sent twice; CS = (ADDR + FUNC + sum of DATA) mod 256. The known hosts never look at
// CS and the end byte; here both lengths, both marks, CS and the end byte are verified.
// Pure: no clock, no I/O.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers {

struct FrameShape {
    std::uint8_t lead = 0xFF;
    std::uint8_t mark = 0x68;
    std::uint8_t end = 0x16;
    /// A frame that claims more is noise: the bound on what one wrong length byte can swallow.
    std::size_t most_data = 16;
};

struct BusFrame {
    std::uint8_t address = 0;
    std::uint8_t function = 0;
    Bytes data;
    friend bool operator==(const BusFrame&, const BusFrame&) = default;
};

/// `frame.data` holds at most shape.most_data bytes.
[[nodiscard]] Bytes encode(const FrameShape& shape, const BusFrame& frame);

/// Why bytes were rejected. `noise`: not the lead byte where a frame should begin.
enum class RejectCause : std::uint8_t { noise, bad_mark, bad_length, bad_checksum, bad_end, truncated };
constexpr std::size_t kRejectCauses = 6;
[[nodiscard]] std::string_view code(RejectCause cause);

/// Bytes in, sound frames out. A bad frame costs its first byte; the search goes on at the next one, so a
/// sound frame behind (or inside) it is found.
class FrameDecoder {
  public:
    using Sink = std::function<void(const BusFrame&)>;

    explicit FrameDecoder(FrameShape shape) : shape_(shape) {}

    /// Calls `sink` for every frame that is complete now.
    void feed(ByteView bytes, const Sink& sink);
    /// The line was silent for the inter-byte time-out: what has begun will not be finished. Sound frames
    /// inside what was begun still reach `sink`.
    void end_of_burst(const Sink& sink);
    /// The line went down: what had begun is dropped and counted as truncated.
    void drop();

    /// A frame has begun and is not complete.
    [[nodiscard]] bool pending() const { return !held_.empty(); }
    /// Bytes rejected so far.
    [[nodiscard]] std::uint64_t rejected(RejectCause cause) const {
        return rejected_.at(static_cast<std::size_t>(cause));
    }
    [[nodiscard]] std::uint64_t rejected() const;
    [[nodiscard]] std::uint64_t frames() const { return frames_; }

  private:
    enum class Verdict : std::uint8_t { sound, incomplete, rejected };
    [[nodiscard]] Verdict judge(RejectCause& cause) const;
    void scan(const Sink& sink);
    void reject_first(RejectCause cause);

    FrameShape shape_;
    /// Never longer than the longest frame plus what one feed() brought.
    Bytes held_;
    std::array<std::uint64_t, kRejectCauses> rejected_{};
    std::uint64_t frames_ = 0;
};

}  // namespace jiaohao::drivers
