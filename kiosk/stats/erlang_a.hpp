// Queues whose customers leave when their patience ends: M/M/s + M (Palm 1957; Garnett, Mandelbaum and Reiman
// 2002; Whitt 2005). Stable at any load.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kiosk/stats/erlang.hpp"

namespace jiaohao::stats {

/// Times in mean services.
struct ImpatientQueue {
    /// 0 to most_load.
    double load = 0;
    /// 1 to most_counters.
    std::uint32_t counters = 1;
    /// Mean patience, 1e-4 to 1e3.
    double patience = 1;
};

struct ImpatientFigures {
    double p_no_wait = 1;
    double p_abandon = 0;
    /// Customers waiting.
    double mean_queue = 0;
    /// Of those who were served.
    double mean_wait_served = 0;
};

[[nodiscard]] StatResult<ImpatientFigures> impatient_figures(const ImpatientQueue& queue);

/// P(wait <= t | served), `t` not negative. Whoever reports "served within t" of all arrivals multiplies by
/// 1 - p_abandon.
[[nodiscard]] StatResult<double> p_served_within(const ImpatientQueue& queue, double t);

}  // namespace jiaohao::stats
