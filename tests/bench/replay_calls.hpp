// Recorded calls to telephone clerks, replayed in time order through the estimator: told when the caller joins
// the queue, learnt from when a clerk answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/replay_score.hpp"

namespace jiaohao::bench {

/// Times are ms since 1970.
struct CallRecord {
    std::int64_t day = 0;
    bool priority = false;
    bool served = false;
    /// Joined and left the queue; equal when there was none to join.
    std::int64_t queued_ms = 0;
    std::int64_t left_ms = 0;
    /// Equal when nobody served.
    std::int64_t start_ms = 0;
    std::int64_t end_ms = 0;
    /// Empty: not recorded.
    std::string clerk;
};

struct CallOutcome {
    std::int64_t day = 0;
    double wait = 0;
    Told told{};
};

/// The calls of one pool of clerks, in any order; served ones that queued, in the order in which they were
/// answered.
[[nodiscard]] std::vector<CallOutcome> replay(const std::vector<CallRecord>& calls);

}  // namespace jiaohao::bench
