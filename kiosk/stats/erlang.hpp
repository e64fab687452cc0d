// Queues with Poisson arrivals, exponential services, s equal counters and patient customers (Erlang 1917):
// M/M/s/s loss (B) and M/M/s delay (C). The load is arrivals x mean service, in erlangs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {

/// Loads from 0 to this, counters from 0 to most_counters; outside is an error.
inline constexpr double most_load = 10'000;
inline constexpr std::uint32_t most_counters = 20'000;

/// Share of arrivals that find all counters busy and leave. By Jagerman's recursion, which is stable.
[[nodiscard]] StatResult<double> erlang_b(double load, std::uint32_t counters);

/// Share of arrivals that wait; `overloaded` unless load < counters.
[[nodiscard]] StatResult<double> erlang_c(double load, std::uint32_t counters);

struct DelayFigures {
    double occupancy = 0;
    double p_wait = 0;
    /// Of all customers, in mean services.
    double mean_wait = 0;
    double mean_queue = 0;
};
[[nodiscard]] StatResult<DelayFigures> delay_figures(double load, std::uint32_t counters);

/// P(wait <= t), `t` in mean services, not negative.
[[nodiscard]] StatResult<double> p_wait_within(double load, std::uint32_t counters, double t);

}  // namespace jiaohao::stats
