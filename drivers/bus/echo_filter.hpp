// Takes out of what is heard what the line gives back of our own words. Pure.
//
// A two-wire line without receiver switching returns every byte the host sends. What no device says itself is
// recognised whenever it comes back; what a device may say too (a handset's answer is its own frame) only on a
// line of which the echo is known.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::bus {

class EchoFilter {
  public:
    /// How many frames back an echo is looked for; a line this far behind is lost anyway.
    static constexpr std::size_t kMostExpected = 64;

    /// `bytes` were sent. `sayable`: a device may say the same. Returns its number, for forget().
    std::uint64_t expect(ByteView bytes, bool sayable);
    /// Its echo would have come by now.
    void forget(std::uint64_t nth);
    /// Appends to `rest` what is no echo. What may still become one is held back until release().
    void feed(ByteView bytes, Bytes& rest);
    /// The line is silent: what is held back is no echo.
    void release(Bytes& rest);
    [[nodiscard]] bool holding() const { return !held_.empty(); }
    /// The line went down.
    void clear();

    /// The line gives everything back.
    void known(bool is_known) { known_ = is_known; }
    [[nodiscard]] bool known() const { return known_; }
    [[nodiscard]] std::uint64_t echoes() const { return echoes_; }

  private:
    struct Expected {
        Bytes bytes;
        bool sayable = false;
        std::uint64_t nth = 0;
    };
    enum class Fit : std::uint8_t { none, begins, whole };
    [[nodiscard]] Fit fit();

    std::deque<Expected> expected_;
    Bytes held_;
    bool known_ = false;
    std::uint64_t last_ = 0;
    std::uint64_t echoes_ = 0;
};

}  // namespace jiaohao::drivers::bus
