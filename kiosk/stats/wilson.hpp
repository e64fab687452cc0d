// Confidence interval of a share (Wilson 1927, score interval without continuity correction): usable from one
// answer up and near 0 and 1, where the Wald interval is not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jiaohao::stats {

/// Two-sided 95 % quantile of the normal distribution.
inline constexpr double z95 = 1.959963984540054;

struct Interval {
    double lower = 0;
    double upper = 1;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// Interval of `hits` out of `n`. Nothing is known of no answers: [0, 1] for n = 0. More hits than n count
/// as n.
[[nodiscard]] Interval wilson(std::uint64_t hits, std::uint64_t n, double z = z95);

}  // namespace jiaohao::stats
