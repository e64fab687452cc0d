// Counters needed in this half hour and the next against counters open.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/stats/staffing.hpp"

namespace jiaohao::stats {

struct WorkAhead {
    /// Mean number of busy counters that arrivals keep (erlangs), 0 to most_load.
    double load = 0;
    /// Mean number who wait at the half hour's start, 0 to 1e6.
    double waiting = 0;
    /// Above 0, up to a day.
    double service_min = 5;
};

struct CountersNeeded {
    double load = 0;
    /// For arrivals alone: fewest that reach the goal (square-root rule, then exact steps of Erlang C).
    std::uint32_t for_load = 0;
    /// With what it takes to work off, within the half hour, who waits beyond the steady state's own queue:
    /// load + beyond x service / 30 min; never more than one counter for each of them.
    std::uint32_t counters = 0;
    /// P(wait <= within) in steady state with `for_load`; 1 without load.
    double p_within = 1;
};

/// `goal.within` in minutes. Customers are taken to be patient: the cautious model.
[[nodiscard]] StatResult<CountersNeeded> counters_needed(const WorkAhead& work, const StaffingGoal& goal);

/// Load of each coming half hour by lag-SIPP (staffing.hpp): arrivals one mean service earlier, which begins in
/// the past. `past` is newest first, `coming` oldest first, customers per half hour, at most 48 each. A service
/// longer than the past that is given lags by that.
[[nodiscard]] StatResult<std::vector<double>> lagged_loads(std::span<const double> past,
                                                           std::span<const double> coming,
                                                           double service_min);

enum class StaffAdvice : std::uint8_t {
    enough,
    /// `by` more are needed now.
    short_of,
    /// `by` may go and are not needed in the next half hour either.
    spare,
};

struct StaffMatch {
    /// Open / needed now: below 1 too few, above 1 more than needed; 0 to 10, and 1 where none are open or
    /// needed. Where none are needed, open ones count against one.
    double index = 1;
    StaffAdvice advice{};
    std::uint32_t by = 0;
    friend bool operator==(const StaffMatch&, const StaffMatch&) = default;
};

[[nodiscard]] StaffMatch staff_match(std::uint32_t open, std::uint32_t needed_now, std::uint32_t needed_next);

}  // namespace jiaohao::stats
