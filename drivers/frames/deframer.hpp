// Bytes in, sound frames out, for any set of shapes.
//
// At each place all shapes are tried. A sound frame with a check wins over one without (then the longer one,
// then the one that stands first); a sound one without a check waits while one with a check may still come of
// the same bytes. A bad frame costs ONE byte: the search goes on behind its first byte, so that a sound frame
// behind or inside it is found.
// A sound frame with a check does not wait for a longer one. Only where both directions are heard can it begin one
// (Modbus: a response of two bytes and a NUL are a sound request); which it is then depends on how the bytes come.
// Pure: no clock, no I/O. Not thread-safe. No allocation per byte.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "drivers/frames/shape.hpp"

namespace jiaohao::drivers::frames {

/// Why a byte was rejected; of several shapes tried, the one that came furthest tells.
/// noise: no shape begins with this byte.
enum class RejectCause : std::uint8_t {
    noise,
    bad_constant,
    bad_value,   ///< address or command that no device has
    bad_length,  ///< impossible, or two that differ
    bad_escape,
    bad_data,  ///< a byte that may not occur
    bad_end,   ///< a constant behind the data
    bad_check,
    truncated,  ///< the line fell silent within a frame
};
constexpr std::size_t kRejectCauses = 9;
[[nodiscard]] std::string_view code(RejectCause cause);

class Deframer {
  public:
    /// Must not call the deframer. The frame is valid during the call only.
    using Sink = std::function<void(const Frame&)>;
    /// For captures and decoders: each rejected byte.
    using RejectSink = std::function<void(RejectCause, std::uint8_t byte)>;
    /// Whose frames are looked for. `device`: shapes of devices and of both (the driver). `host`: the other way
    /// round (simulators, decoders). `both`: all (decoders, lines with own echo).
    enum class Hear : std::uint8_t { device, host, both };

    /// shape_faults() is empty for every shape; at most kMostShapes. Frame::shape counts in `shapes` as given.
    Deframer(std::vector<Shape> shapes, Hear hear);
    ~Deframer();
    Deframer(Deframer&&) noexcept;
    Deframer& operator=(Deframer&&) noexcept;

    /// Calls `sink` for every frame that is complete now.
    void feed(ByteView bytes, const Sink& sink);
    /// The line was silent for the inter-byte time-out: what has begun will not be finished. A frame without a
    /// check that had waited, and sound frames inside what had begun, still reach `sink`.
    void end_of_burst(const Sink& sink);
    /// The line went down: what had begun is dropped and counted as truncated.
    void drop();
    void on_reject(RejectSink sink);

    /// Something has begun and is not complete: start the inter-byte time-out.
    [[nodiscard]] bool pending() const;
    /// Of what has begun: fewer bytes more than this complete nothing. 0 when nothing has begun.
    [[nodiscard]] std::size_t wanting() const;
    /// Bytes held; never more than the longest frame.
    [[nodiscard]] std::size_t held() const;
    /// Bytes rejected so far.
    [[nodiscard]] std::uint64_t rejected(RejectCause cause) const {
        return rejected_.at(static_cast<std::size_t>(cause));
    }
    [[nodiscard]] std::uint64_t rejected() const;
    [[nodiscard]] std::uint64_t frames() const { return frames_; }
    [[nodiscard]] const std::vector<Shape>& shapes() const { return shapes_; }

  private:
    struct Parsers;
    void scan(const Sink& sink, bool ended);
    void reject(RejectCause cause, std::size_t count);

    std::vector<Shape> shapes_;
    std::unique_ptr<Parsers> parsers_;
    /// Held bytes stand from begin_ on. Between calls no longer than the longest frame.
    Bytes bytes_;
    std::size_t begin_ = 0;
    /// With fewer held bytes than this nothing new can be said of what has begun.
    std::size_t need_ = 0;
    Frame frame_;
    RejectSink reject_sink_;
    std::array<std::uint64_t, kRejectCauses> rejected_{};
    std::uint64_t frames_ = 0;
};

}  // namespace jiaohao::drivers::frames
