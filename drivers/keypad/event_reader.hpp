// Records of an input event node, taken apart: keys that went down and up.
//
// Repeats (value 2) and NumLock, which many keypads send around each key, are counted and left out. When the kernel had
// to drop records (SYN_DROPPED), everything up to the next report is left out too and the owner says which keys are down
// now: sync().
// Source: Linux Documentation/input/event-codes.rst, include/uapi/linux/input.h.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <set>
#include <vector>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::keypad {

/// `at`: the record's own time (CLOCK_MONOTONIC), so that a loop that was busy does not move two presses together.
struct KeyChange {
    std::uint16_t code = 0;
    bool down = false;
    std::chrono::microseconds at{0};
    friend bool operator==(const KeyChange&, const KeyChange&) = default;
};

struct ReaderCounts {
    std::uint64_t repeats = 0;
    std::uint64_t numlocks = 0;
    /// Times the kernel dropped records.
    std::uint64_t dropped = 0;
    /// Records that no keyboard sends.
    std::uint64_t bad = 0;
};

class EventReader {
  public:
    /// A record cut anywhere is kept until the rest comes. Appends to `out`.
    void feed(ByteView bytes, std::vector<KeyChange>& out);
    /// Records were dropped: the keys that are down now are wanted.
    [[nodiscard]] bool wants_sync() const { return wants_sync_; }
    /// Keys that went down unseen are presses; those that are not down any more were let go.
    void sync(const std::vector<std::uint16_t>& keys_down, std::vector<KeyChange>& out);
    /// At opening: what is down already is no press.
    void begin(const std::vector<std::uint16_t>& keys_down);

    [[nodiscard]] const std::set<std::uint16_t>& down() const { return down_; }
    [[nodiscard]] const ReaderCounts& counts() const { return counts_; }

  private:
    void record(std::uint16_t type, std::uint16_t code, std::int32_t value, std::vector<KeyChange>& out);
    void change(std::uint16_t code, bool down, std::vector<KeyChange>& out);

    Bytes part_;
    std::set<std::uint16_t> down_;
    std::chrono::microseconds at_{0};
    bool dropping_ = false;
    bool wants_sync_ = false;
    ReaderCounts counts_;
};

}  // namespace jiaohao::drivers::keypad
