// Upper bound of a told wait: tracks the 0.9 quantile of ln(wait / told) by stochastic approximation (Robbins
// and Monro 1951; the step of adaptive conformal inference, Gibbs and Candes 2021), so that nine of ten waits
// stay within it whatever their distribution. One quantile for each bucket of customers ahead, because with n
// ahead the relative spread is about 1 / sqrt(n + 1). A plain value of fixed size.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace jiaohao::stats {

inline constexpr std::size_t bound_buckets = 8;

struct WaitBound {
    /// 0.9 quantile of ln((wait + offset) / (told + offset)).
    std::array<double, bound_buckets> log_q{0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7};
    std::array<std::uint32_t, bound_buckets> scored{};
    bool operator==(const WaitBound&) const = default;
};

/// 0, 1, 2, 3-4, 5-8, 9-16, 17-32, 33 and more.
[[nodiscard]] std::size_t bound_bucket(std::uint32_t ahead);

/// Minutes; never below `told`.
[[nodiscard]] double upper_bound(const WaitBound& bound, std::uint32_t ahead, double told, double offset);

/// A customer who was told `told` with `ahead` ahead waited `wait`; what is not finite or negative is not
/// learnt from.
void score(WaitBound& bound, std::uint32_t ahead, double told, double wait, double offset);

[[nodiscard]] bool is_sound(const WaitBound& bound);

}  // namespace jiaohao::stats
