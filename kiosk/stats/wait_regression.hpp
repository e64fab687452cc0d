// Recursive least squares with exponential forgetting (Haykin, Adaptive Filter Theory, ch. on RLS) over the
// features of the wait estimator. A plain value of fixed size.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace jiaohao::stats {

inline constexpr std::size_t wait_terms = 11;

using WaitRow = std::array<double, wait_terms>;

/// Every wait is predicted by its logarithm: ln(wait + offset) = weights . row.
struct WaitRegression {
    WaitRow weights{};
    /// Upper triangle of the symmetric covariance, row by row.
    std::array<double, wait_terms*(wait_terms + 1) / 2> covariance{};
    std::uint64_t learnt = 0;
    bool operator==(const WaitRegression&) const = default;
};

/// Predicts by `weights` until something was learnt.
[[nodiscard]] WaitRegression fresh_regression(const WaitRow& weights);

[[nodiscard]] double dot(const WaitRow& a, const WaitRow& b);

/// The outcome of `row` was `target`. A row or target that is not finite is not learnt from; errors count at
/// most 1.5 (a factor of 4.5), so that one forgotten ticket does not bend the line.
void learn(WaitRegression& regression, const WaitRow& row, double target);

/// False if any number is not finite or one that learning never reaches.
[[nodiscard]] bool is_sound(const WaitRegression& regression);

}  // namespace jiaohao::stats
