// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_told.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::stats {
namespace {

constexpr double step = 5.0;

std::uint32_t rounded_up(double minutes) {
    const double held = std::isnan(minutes) ? longest_wait_min : std::clamp(minutes, 0.0, longest_wait_min);
    return static_cast<std::uint32_t>(std::max(1.0, std::ceil(held / step)) * step);
}

}  // namespace

WaitTold told(const WaitForecast& forecast) {
    if (forecast == next_forecast) {
        return {.next = true};
    }
    const std::uint32_t about = rounded_up(forecast.p50);
    return {.next = false, .about_min = about, .within_min = std::max(about, rounded_up(forecast.p90))};
}

}  // namespace jiaohao::stats
