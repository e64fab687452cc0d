// A share as it is published: always with its n and interval, and not at all on too few answers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "kiosk/stats/wilson.hpp"

namespace jiaohao::stats {

/// Below as many ratings a score says more of chance than of the service: a counter's own answers outweigh the
/// average only from 30 to 60 on (shrinkage.hpp; prior strengths of public survey data).
inline constexpr std::uint64_t least_answers = 30;
/// The same for waits, where a hall takes tens in an hour.
inline constexpr std::uint64_t least_waits = 20;

struct ShareFigure {
    std::uint64_t hits = 0;
    std::uint64_t n = 0;
    /// 0 for n = 0. Where not `enough` print n and "not enough answers", neither share nor rank.
    double share = 0;
    /// Wilson, 95 %.
    Interval interval;
    bool enough = false;
    friend bool operator==(const ShareFigure&, const ShareFigure&) = default;
};

/// More hits than n count as n.
[[nodiscard]] inline ShareFigure share_figure(std::uint64_t hits, std::uint64_t n, std::uint64_t least) {
    hits = std::min(hits, n);
    const double share = n == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(n);
    return {hits, n, share, wilson(hits, n), n > 0 && n >= least};
}

/// P(wait <= target) of today: `called` customers were called, `within` of them in time. Who waits on beyond the
/// target has missed it already and counts; without them a jammed hall would look well until it calls.
[[nodiscard]] inline ShareFigure within_target(std::uint64_t within, std::uint64_t called,
                                               std::uint64_t waiting_beyond) {
    return share_figure(std::min(within, called), called + waiting_beyond, least_waits);
}

}  // namespace jiaohao::stats
