// Control chart of shares (Shewhart's p-chart), and the same widened by how much days really differ (Laney
// 2002): with many answers a day the plain limits are so narrow that every day alarms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {

struct Sample {
    std::uint64_t hits = 0;
    std::uint64_t n = 0;
    friend bool operator==(const Sample&, const Sample&) = default;
};

struct ControlLimits {
    double lower = 0;
    double upper = 1;
};

struct PChart {
    double centre = 0;
    /// How much wider than binomial the samples vary; 1 in the plain chart.
    double spread = 1;
    /// Of each sample, by its own size.
    std::vector<ControlLimits> limits;
    std::vector<bool> outside;
};

enum class ChartSpread : std::uint8_t { binomial, laney };

/// Samples in order of time, each with n above 0 and hits <= n; `sigmas` above 0, up to 10. Laney's spread
/// takes at least three samples and never narrows the limits.
[[nodiscard]] StatResult<PChart> p_chart(std::span<const Sample> samples, ChartSpread spread,
                                         double sigmas = 3);

}  // namespace jiaohao::stats
