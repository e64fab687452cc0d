// Scores for league tables: shares drawn to the average of all by how little is known of each (empirical Bayes,
// beta-binomial; prior strength by the method of moments, as DerSimonian and Laird 1986). A raw table of small
// samples is worse than saying that all are the same.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "kiosk/stats/p_chart.hpp"

namespace jiaohao::stats {

struct Prior {
    /// Share of all answers together.
    double share = 0.5;
    /// Answers of its own after which a group counts as much as the average.
    /// Bounded: most_prior_strength where groups differ no more than chance.
    double strength = 1;
};
inline constexpr double least_prior_strength = 0.1;
inline constexpr double most_prior_strength = 1e6;

/// Groups without answers are left out; `no_answer` for fewer than two others.
[[nodiscard]] StatResult<Prior> prior_of(std::span<const Sample> groups);

/// (hits + strength x share) / (n + strength); hits above n count as n.
[[nodiscard]] double shrunk_score(const Sample& group, const Prior& prior);

/// Below the prior's strength a group's own answers do not outweigh the average: print "not enough answers",
/// never a rank.
[[nodiscard]] bool enough_to_rank(const Sample& group, const Prior& prior);

}  // namespace jiaohao::stats
