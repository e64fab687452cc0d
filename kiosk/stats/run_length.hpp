// How long control charts run until they alarm, of independent standard normal values whose mean has shifted by
// `shift` (in standard deviations): mean run lengths from the charts' start, by Markov chains (Brook and Evans
// 1972 for CUSUM; Lucas and Saccucci 1990 for EWMA). With shift 0 that is the time between false alarms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {

/// Shifts from -10 to 10. A run length beyond 1e9 is `no_answer`.
inline constexpr double most_shift = 10;

/// Limits at +-`sigmas`, above 0, up to 6.
[[nodiscard]] StatResult<double> shewhart_run_length(double sigmas, double shift);

/// Both sides: S+ = max(0, S+ + x - k), S- = max(0, S- - x - k), alarm above `h`. `k` from 0 to 5, `h` above 0, up
/// to 20.
[[nodiscard]] StatResult<double> cusum_run_length(double k, double h, double shift);

enum class Sides : std::uint8_t { both, lower };

struct EwmaChart {
    /// Weight of the newest value, 0.01 to 1.
    double weight = 0.1;
    /// Limit in standard deviations of the settled EWMA, above 0, up to 6.
    double limit = 2.7;
    Sides sides = Sides::both;
};
[[nodiscard]] StatResult<double> ewma_run_length(const EwmaChart& chart, double shift);

}  // namespace jiaohao::stats
