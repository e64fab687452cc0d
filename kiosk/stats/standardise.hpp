// Direct standardisation: shares of groups as they would be if all had the same mix of strata (services), so that
// a hall with harder cases does not look worse than it is (Simpson's paradox).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "kiosk/stats/p_chart.hpp"

namespace jiaohao::stats {

struct Standardised {
    /// As counted, and for the common mix.
    double raw = 0;
    double share = 0;
    /// How much of the common mix this group has answers for. Below 1 the rest is left out, and the group is
    /// comparable only as far as that.
    double covered = 0;
};

/// `groups[g][s]`: hits of n in stratum s; all groups list the same strata, hits <= n. The common mix is that of
/// all groups together. A group without answers has all figures 0. `no_answer` when nobody has answers.
[[nodiscard]] StatResult<std::vector<Standardised>> standardise(std::span<const std::vector<Sample>> groups);

}  // namespace jiaohao::stats
