// Many customers at once, each at a terminal of its own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "tests/bench/hall.hpp"

namespace jiaohao::bench {

struct ThroughputPlan {
    std::vector<std::size_t> clients{1, 4, 16};
    /// Of every number of clients, by turns; the median counts.
    std::size_t passes = 3;
    /// In a pass, over all its clients.
    std::size_t tickets = 2000;
    /// No ticket of a pass begins later; a slow disk gives fewer.
    std::chrono::milliseconds budget{3'500};
};

struct Throughput {
    std::size_t clients = 0;
    double tickets_per_s = 0;
    double tickets_per_commit = 0;
    /// Of kioskd.
    double cpu_us_per_ticket = 0;
    double switches_per_ticket = 0;
    Spread answer;
};

[[nodiscard]] std::vector<Throughput> measure_throughput(Hall& hall, const ThroughputPlan& plan);

}  // namespace jiaohao::bench
