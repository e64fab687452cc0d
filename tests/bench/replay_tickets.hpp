// Recorded tickets of service halls, replayed in time order through the estimator: told at issue, learnt from
// at the call, never the other way round.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/replay_score.hpp"

namespace jiaohao::bench {

/// Times are ms since 1970, of the hall's own clock.
struct TicketRecord {
    std::string line;
    std::int64_t ordinal = 0;
    std::int64_t issued_ms = 0;
    /// None: never called; it waits until the day ends.
    std::optional<std::int64_t> called_ms;
    std::uint32_t counters = 0;
    double configured_min = 0;
};

/// Days (since 1970) of a hall, each with its tickets.
using HallDays = std::map<std::int64_t, std::vector<TicketRecord>>;
using Halls = std::map<std::string, HallDays>;

struct TicketOutcome {
    std::int64_t day = 0;
    std::uint32_t ahead = 0;
    double wait = 0;
    Told told{};
};

/// Of one hall, in the order of calls; it knows nothing before the first day.
[[nodiscard]] std::vector<TicketOutcome> replay(const HallDays& days);

}  // namespace jiaohao::bench
