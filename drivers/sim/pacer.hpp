// A pty carries bytes as fast as memory; a serial wire does not. The pacer says how many bytes have really
// travelled by now at the baud rate, on the (scaled) clock.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "kiosk/base/clock.hpp"

namespace jiaohao::drivers::sim {

class Pacer {
  public:
    /// Ten bits a byte (8N1).
    explicit Pacer(int baud) : byte_time_(std::chrono::nanoseconds{10'000'000'000LL / baud}) {}

    /// Bytes of `waiting` that may be taken at `now`.
    [[nodiscard]] std::size_t allowance(BootTime now, std::size_t waiting);
    /// `count` bytes were taken; `left` still wait.
    void took(std::size_t count, std::size_t left);
    [[nodiscard]] std::chrono::nanoseconds byte_time() const { return byte_time_; }

  private:
    std::chrono::nanoseconds byte_time_;
    BootTime wire_at_{};
    bool busy_ = false;
};

}  // namespace jiaohao::drivers::sim
