// How many lines clients may cause in the log. Pure: the time is handed in. Not thread-safe.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>

#include "kiosk/base/clock.hpp"

namespace jiaohao::api {

/// At most `most` in each window that begins with its first line; what is left out is counted, so that the
/// log can say so: a client that comes and goes in a loop must not push everything else out of it.
class LogBudget {
  public:
    LogBudget(std::uint32_t most, std::chrono::nanoseconds window) : most_(most), window_(window) {}

    /// Whether one more line may be written now.
    [[nodiscard]] bool take(BootTime now) {
        if (now - begun_ >= window_ && left_out_ == 0) {
            begun_ = now;
            taken_ = 0;
        }
        if (taken_ < most_) {
            ++taken_;
            return true;
        }
        ++left_out_;
        return false;
    }
    /// Lines left out in a window that is over; zero while it lasts. To be asked now and then.
    [[nodiscard]] std::uint64_t left_out(BootTime now) {
        return now - begun_ >= window_ ? std::exchange(left_out_, 0) : 0;
    }

  private:
    const std::uint32_t most_;
    const std::chrono::nanoseconds window_;
    BootTime begun_{};
    std::uint32_t taken_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace jiaohao::api
