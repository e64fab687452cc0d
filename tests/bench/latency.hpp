// One customer at a time: a bare commit, a ticket on the screen and a ticket on paper, by turns.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>

#include "tests/bench/hall.hpp"
#include "tests/bench/spread.hpp"

namespace jiaohao::bench {

struct LatencyPlan {
    /// Tickets and commits before anything counts: both write-ahead logs have then been round once.
    std::size_t warm_up = 600;
    std::size_t rounds = 25;
    /// Of each kind in a round.
    std::size_t each = 100;
    /// Of those after a pause in a round.
    std::size_t paused = 8;
    /// No round begins later; a slow disk gets fewer.
    std::chrono::milliseconds budget{25'000};
};

struct Latency {
    // One right after the other.
    Spread bare;
    Spread bare_with_request;
    Spread answer;
    // Each after a pause in which everything has gone to sleep, as in a hall.
    Spread paused_bare;
    Spread paused_answer;
    Spread paper_answer;
    Spread line;
    Spread ticket_on_line;
    std::size_t row_bytes = 0;
};

[[nodiscard]] Latency measure_latency(Hall& hall, const std::filesystem::path& bare_file,
                                      const LatencyPlan& plan);

}  // namespace jiaohao::bench
