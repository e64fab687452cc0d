// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/spread.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::bench {
namespace {

double at_rank(const Spans& sorted, double part) {
    const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(sorted.size())));
    return static_cast<double>(sorted[std::max<std::size_t>(rank, 1) - 1].count()) / 1000.0;
}

}  // namespace

Spread spread_of(Spans spans) {
    if (spans.empty()) {
        return {};
    }
    std::sort(spans.begin(), spans.end());
    return {spans.size(), at_rank(spans, 0.50), at_rank(spans, 0.99), at_rank(spans, 1.0)};
}

double median_of(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace jiaohao::bench
