// What becomes of a line in the next hours: how many will wait, and how long, if counters stay as they are.
//
// Method. The M(t)/M/s queue is followed from the number that is here now, with arrivals that are Poisson and
// even within each half hour: its distribution is computed by randomization (uniformization; Grassmann 1977),
// which a comparison of seven methods found almost as accurate as solving the differential equations exactly,
// at half the cost (Ingolfsson et al. 2007). It knows what a stationary formula cannot: a backlog that is being
// worked off, and a load above capacity. Where more happens than any hall does, the fluid limit (Newell 1982)
// is taken, which then differs little. Nobody is taken to leave: the cautious model.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {

inline constexpr double forecast_step_min = 30;
inline constexpr std::size_t most_forecast_steps = 8;
inline constexpr std::uint32_t most_waiting = 5'000;
inline constexpr std::uint32_t most_open = 1'000;
inline constexpr double most_step_arrivals = 10'000;
/// One second to a day.
inline constexpr double least_service_min = 1.0 / 60;
inline constexpr double most_service_min = 24 * 60;

struct QueueNow {
    /// At most most_waiting.
    std::uint32_t waiting = 0;
    /// Customers at counters; more than `counters` count as that many.
    std::uint32_t serving = 0;
    /// Open for this line, at most most_open; those that serve others too count by their share.
    std::uint32_t counters = 0;
    /// Mean time a customer holds a counter, with walk and wrap-up; least_service_min to most_service_min.
    double service_min = 5;
};

struct QueueStep {
    double arrivals = 0;
    /// At the step's end: mean number waiting, and of who takes a ticket then the mean wait (none without
    /// counters) and the chance to wait no longer than the target.
    double waiting = 0;
    std::optional<double> wait_min;
    double p_within = 0;
};

enum class ForecastMethod : std::uint8_t { randomization, fluid };

struct QueueForecast {
    ForecastMethod method{};
    std::vector<QueueStep> steps;
};

/// `arrivals` expected in each half hour from now, at most most_forecast_steps, each 0 to most_step_arrivals;
/// `within_min` 0 to a day.
[[nodiscard]] StatResult<QueueForecast> forecast_queue(const QueueNow& now, std::span<const double> arrivals,
                                                       double within_min);

}  // namespace jiaohao::stats
