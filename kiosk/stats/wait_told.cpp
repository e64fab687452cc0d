// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_told.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::stats {
namespace {

std::chrono::seconds seconds_up(double minutes) {
    const double held = std::isnan(minutes) ? longest_wait_min : std::clamp(minutes, 0.0, longest_wait_min);
    return std::chrono::ceil<std::chrono::seconds>(std::chrono::duration<double, std::ratio<60>>(held));
}

}  // namespace

WaitTold told(const WaitForecast& forecast) {
    if (forecast == next_forecast) {
        return {.next = true};
    }
    return {.next = false,
            .about_min = told_minutes(seconds_up(forecast.p50)),
            .within_min =
                std::max(told_minutes(seconds_up(forecast.p50)), told_minutes(seconds_up(forecast.p90)))};
}

}  // namespace jiaohao::stats
