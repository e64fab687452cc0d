// How an expected wait is told to people: "about X, almost surely within Y", both rounded up to five minutes,
// because nobody can use the minutes that an estimate does not know. The one place where waits are rounded: paper,
// screens and kioskctl all ask here.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace jiaohao {

struct ToldWait {
    /// The customer is called at once: a counter is idle and nobody waits before. Both figures are 0.
    bool next = false;
    std::uint32_t about_min = 0;
    std::uint32_t within_min = 0;
    bool operator==(const ToldWait&) const = default;
};

inline constexpr std::chrono::minutes told_step{5};
inline constexpr std::chrono::minutes longest_told{24 * 60};

/// 5, 10, ... up to a day; below 0 counts as 0.
[[nodiscard]] constexpr std::uint32_t told_minutes(std::chrono::seconds wait) {
    const auto held = std::clamp<std::chrono::seconds>(wait, std::chrono::seconds{0}, longest_told);
    const auto steps = (held + told_step - std::chrono::seconds{1}) / told_step;
    return static_cast<std::uint32_t>(std::max<std::int64_t>(1, steps) * told_step.count());
}

/// Nobody's wait is 0 and 0 but of who is next. `within_min` is never below `about_min`.
[[nodiscard]] constexpr ToldWait told_wait(std::chrono::seconds p50, std::chrono::seconds p90) {
    if (p50.count() == 0 && p90.count() == 0) {
        return {true, 0, 0};
    }
    const std::uint32_t about = told_minutes(p50);
    return {false, about, std::max(about, told_minutes(p90))};
}

}  // namespace jiaohao
