// How many counters a load needs. Phrased as "at most so many wait longer than T", with the model of patient
// customers (Erlang C) as the cautious one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/stats/erlang.hpp"

namespace jiaohao::stats {

/// Fewest counters with P(wait > 0) <= `p_wait` (1e-12 to 1 - 1e-12): begun at the square-root rule, which is
/// exact or one short, and finished by exact steps. `load` up to most_load.
[[nodiscard]] StatResult<std::uint32_t> counters_for_p_wait(double load, double p_wait);

struct StaffingGoal {
    /// At least `share` (0 to 1 - 1e-12) wait no longer than `within`, in mean services.
    double within = 0;
    double share = 0.8;
    /// Counters are busy at most this share of their time; above 0, at most 1.
    double most_occupancy = 1;
    /// Share of the paid time that is not at a counter (breaks, training); 0 to 0.9.
    double shrinkage = 0;
};

struct Staffing {
    /// At the counters, and to be planned for that.
    std::uint32_t counters = 0;
    std::uint32_t scheduled = 0;
    /// P(wait <= within), share of busy time and P(wait > 0) with that many.
    double service_level = 1;
    double occupancy = 0;
    double p_wait = 0;
};

/// Fewest counters that reach the goal; none for no load.
[[nodiscard]] StatResult<Staffing> staffing(double load, const StaffingGoal& goal);

/// Arrivals through a day in intervals of one length.
struct DayLoad {
    /// Arrivals per minute, at most 1,000 intervals, each at most 10,000.
    std::vector<double> per_minute;
    double interval_min = 30;
    /// Mean service with what belongs to it (wrap-up); up to a day.
    double service_min = 5;
};

/// Lag-SIPP (Green, Kolesar and Soares 2001): each interval is staffed for the mean rate of arrivals one mean
/// service earlier, because the load trails the arrivals by about that. Nothing arrives before the first
/// interval. `goal.within` is in minutes here. For long services against the interval take offered_load().
[[nodiscard]] StatResult<std::vector<Staffing>> lag_sipp(const DayLoad& day, const StaffingGoal& goal);

/// Mean arrivals per minute of each interval, one mean service earlier.
[[nodiscard]] StatResult<std::vector<double>> lagged_rates(const DayLoad& day);

}  // namespace jiaohao::stats
