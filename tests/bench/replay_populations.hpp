// The populations whose waits are scored, and the limits that the estimator is to keep on them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/result.hpp"
#include "tests/bench/replay_import.hpp"
#include "tests/bench/replay_score.hpp"

namespace jiaohao::bench {

struct Limit {
    enum class Figure : std::uint8_t { mae, median_relative, coverage };
    Figure figure{};
    /// In the population's unit; shares as shares.
    double least = 0;
    double most = 0;
};

struct Population {
    std::string id;
    std::string title;
    /// Told in seconds rather than minutes.
    bool seconds = false;
    Tally tally;
    std::vector<Limit> limits;
};

[[nodiscard]] double value_of(const Population& population, const Figures& figures, Limit::Figure figure);

/// Every wait is told before it is learnt from; `warm` comes first and is not scored.
///  - tickets/warm: all of `halls` after `warm`, or without it from the eighth day on;
///  - tickets/first-day: the earliest day of `halls`, in halls that know nothing;
///  - tickets/all: all of `halls`, in halls that know nothing.
/// Scored are tickets that were called and had somebody ahead at issue. Fails if a
/// hall's `warm` days are not before its others.
[[nodiscard]] Result<std::vector<Population>, std::string> score_tickets(const Halls& halls,
                                                                         const Halls& warm);

/// calls/main, calls/stock, calls/internet: served calls that queued. The same rule for `warm`.
[[nodiscard]] Result<std::vector<Population>, std::string> score_calls(const Pools& pools, const Pools& warm);

}  // namespace jiaohao::bench
