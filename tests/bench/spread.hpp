// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace jiaohao::bench {

using SteadyClock = std::chrono::steady_clock;
using Spans = std::vector<std::chrono::nanoseconds>;

struct Spread {
    std::size_t count = 0;
    double p50_us = 0;
    double p99_us = 0;
    double most_us = 0;
};

/// Nearest rank; all zero when there are no spans.
[[nodiscard]] Spread spread_of(Spans spans);

[[nodiscard]] double median_of(std::vector<double> values);

}  // namespace jiaohao::bench
