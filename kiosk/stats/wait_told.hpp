// A forecast as it is told to people (kiosk/base/told_wait.hpp has the rounding).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/base/told_wait.hpp"
#include "kiosk/stats/wait_estimator.hpp"

namespace jiaohao::stats {

using WaitTold = ToldWait;

/// What is not a number is told as a day.
[[nodiscard]] WaitTold told(const WaitForecast& forecast);

}  // namespace jiaohao::stats
