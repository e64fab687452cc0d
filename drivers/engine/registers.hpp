// Presses out of what a polled device remembers: values in, presses out. One object per register (or bit group)
// of one device; it lives as long as the driver, through line losses.
// Pure: no clock. Not thread-safe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace jiaohao::drivers::engine {

/// A number that the device counts up by one with each press.
///
/// The first reading is the baseline. A line loss keeps the baseline: presses made meanwhile come out with the
/// next reading. A small value where the difference would be absurd is a device that was switched off and on
/// and counts from 0 again; any other jump is not believed: it becomes the new baseline and is told.
class PressCounter {
  public:
    struct Reading {
        /// Presses since the last reading.
        std::uint32_t presses = 0;
        /// The device had restarted.
        bool restarted = false;
        /// The value cannot follow from the last one.
        bool jumped = false;
        friend bool operator==(const Reading&, const Reading&) = default;
    };
    /// More presses than that between two readings are not believed.
    static constexpr std::uint32_t kMostAtOnce = 50;
    /// Nor more than that between the last reading of one process and the first of the next.
    static constexpr std::uint32_t kMostWhileAway = 10;

    /// `modulus`: 65536 for a 16-bit register; at least 2.
    explicit PressCounter(std::uint64_t modulus) : modulus_(modulus) {}
    /// An earlier process had read it up to `position`. The first reading is judged more strictly than later ones: a
    /// value that has fallen may be a counter that wrapped, one that was switched off and on, or another box, so it
    /// is a new baseline and nobody's press. One that has grown counts: a box that was switched off and on has then
    /// been pressed at least as often.
    PressCounter(std::uint64_t modulus, std::uint64_t position)
        : modulus_(modulus), last_(position % modulus), away_(true) {}
    [[nodiscard]] Reading hear(std::uint32_t value);
    /// The hall could not take so many of the presses: the next reading brings them again. Held within
    /// kMostAtOnce.
    void give_back(std::uint32_t presses);
    /// How far it was read: the last reading less what the hall could not take. Nothing before the first.
    [[nodiscard]] std::optional<std::uint64_t> position() const;

  private:
    [[nodiscard]] Reading first_after_absence(std::uint64_t now) const;

    std::uint64_t modulus_;
    std::optional<std::uint64_t> last_;
    std::uint32_t owed_ = 0;
    bool away_ = false;
};

/// Bits that stay set in the device until the host clears them. Each bit that is set is one press, whenever it
/// was set: also at the first reading. It is cleared only after its press is safe.
///
///   hear() -> presses to deliver -> acknowledge(bit) -> to_clear() -> say clear_latch -> cleared() on its reply
class LatchedBits {
  public:
    /// Bits that are new presses.
    [[nodiscard]] std::uint32_t hear(std::uint32_t bits);
    /// The press is safe: its bit may be cleared.
    void acknowledge(unsigned bit);
    /// The hall could not take the press: the next reading brings it again.
    void give_back(unsigned bit);
    /// Bits to clear now (Values::bits) and the other bits of the last reading (Values::rest). The same until
    /// cleared() says so: a clear that got no reply is said again.
    [[nodiscard]] std::uint32_t to_clear() const { return safe_; }
    [[nodiscard]] std::uint32_t rest() const { return last_ & ~safe_; }
    /// The device took the clear of `bits`: set in a later reading, they are new presses.
    void cleared(std::uint32_t bits);

  private:
    std::uint32_t last_ = 0;
    /// Delivered, not yet safe.
    std::uint32_t waiting_ = 0;
    /// Safe, not yet cleared.
    std::uint32_t safe_ = 0;
};

/// Bits that show the keys as they are now. A bit that becomes set is a press; the first reading is the
/// baseline. Presses shorter than a polling round are lost: prefer latched bits or counters.
class InputBits {
  public:
    [[nodiscard]] std::uint32_t hear(std::uint32_t bits);
    /// The hall could not take the press: while the key is held, the next reading brings it again.
    void give_back(unsigned bit);

  private:
    std::optional<std::uint32_t> last_;
};

}  // namespace jiaohao::drivers::engine
