// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_bound.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace jiaohao::stats {
namespace {

constexpr double quantile = 0.9;
constexpr double least_step = 0.01;
/// A factor of 20: no bound is further away, and none of a sound state is.
constexpr double largest_log = 3.0;

}  // namespace

std::size_t bound_bucket(std::uint32_t ahead) {
    if (ahead < 2) {
        return ahead;
    }
    return std::min<std::size_t>(bound_buckets - 1, 1 + static_cast<std::size_t>(std::bit_width(ahead - 1)));
}

double upper_bound(const WaitBound& bound, std::uint32_t ahead, double told, double offset) {
    return std::max(told, (told + offset) * std::exp(bound.log_q[bound_bucket(ahead)]) - offset);
}

void score(WaitBound& bound, std::uint32_t ahead, double told, double wait, double offset) {
    const auto span = [](double value) { return std::isfinite(value) && value >= 0; };
    if (!span(wait) || !span(told) || !span(offset) || offset == 0) {
        return;
    }
    const std::size_t bucket = bound_bucket(ahead);
    double& log_q = bound.log_q[bucket];
    const double step = std::max(least_step, 0.5 / (static_cast<double>(bound.scored[bucket]) + 4.0));
    const double ratio = std::log((wait + offset) / (told + offset));
    log_q += step * (ratio > log_q ? quantile : quantile - 1.0);
    log_q = std::clamp(log_q, -largest_log, largest_log);
    bound.scored[bucket] += bound.scored[bucket] < UINT32_MAX ? 1 : 0;
}

bool is_sound(const WaitBound& bound) {
    return std::ranges::all_of(bound.log_q, [](double log_q) { return std::abs(log_q) <= largest_log; });
}

}  // namespace jiaohao::stats
