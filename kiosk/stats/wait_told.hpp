// How an expected wait is told to people: "about X, almost surely within Y", both rounded up to five minutes,
// because nobody can use the minutes that an estimate does not know.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kiosk/stats/wait_estimator.hpp"

namespace jiaohao::stats {

struct WaitTold {
    /// Nobody waits and a counter is idle: the customer is next, both figures are 0.
    bool next = false;
    std::uint32_t about_min = 0;
    std::uint32_t within_min = 0;
    bool operator==(const WaitTold&) const = default;
};

/// At least 5 and 5 unless both are 0 ("next"); 5, 10, ... up to a day. `within_min` is never below
/// `about_min`. What is not a number is told as a day.
[[nodiscard]] WaitTold told(const WaitForecast& forecast);

}  // namespace jiaohao::stats
