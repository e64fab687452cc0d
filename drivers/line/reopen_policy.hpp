// When a lost line is tried again: 250 ms, doubling to 5 s, for ever; real time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "kiosk/base/log.hpp"

namespace jiaohao::drivers {

class ReopenPolicy {
  public:
    static constexpr std::chrono::milliseconds kFirst{250};
    static constexpr std::chrono::milliseconds kLongest{5000};

    /// Counts a failure or loss and gives the pause before the next try.
    [[nodiscard]] std::chrono::milliseconds failed() {
        ++failures_;
        const auto pause = next_;
        next_ = std::min(next_ * 2, kLongest);
        return pause;
    }
    void opened() {
        failures_ = 0;
        next_ = kFirst;
    }
    /// A device that is away for a night must not fill the log.
    [[nodiscard]] bool worth_logging() const { return first_and_every_tenth(failures_); }
    [[nodiscard]] std::uint64_t failures() const { return failures_; }

  private:
    std::chrono::milliseconds next_ = kFirst;
    std::uint64_t failures_ = 0;
};

}  // namespace jiaohao::drivers
