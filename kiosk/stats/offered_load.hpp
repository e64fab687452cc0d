// Load through a day when arrivals vary: the mean number of busy counters if there were enough for everybody,
// M_t/M/infinity (Eick, Massey and Whitt 1993). Staffing for it is the modified offered load (MOL) method.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "kiosk/stats/staffing.hpp"

namespace jiaohao::stats {

/// Arrivals at mean_rate (1 + amplitude sin(2 pi t / period)); one unit of time throughout.
struct SineArrivals {
    /// 0 to 1e6.
    double mean_rate = 0;
    /// 0 to 1.
    double amplitude = 0;
    /// Above 0.
    double period = 1;
};

/// In steady rhythm; `service` (the mean) above 0.
[[nodiscard]] StatResult<double> sine_load(const SineArrivals& arrivals, double service, double t);

/// By how much the load's peak is later than that of arrivals: about one mean service where that is short
/// against the period.
[[nodiscard]] StatResult<double> sine_lag(const SineArrivals& arrivals, double service);

/// Largest load within each interval of a day that begins empty.
[[nodiscard]] StatResult<std::vector<double>> offered_load(const DayLoad& day);

}  // namespace jiaohao::stats
