// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wilson.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::stats {

Interval wilson(std::uint64_t hits, std::uint64_t n, double z) {
    if (n == 0) {
        return {};
    }
    hits = std::min(hits, n);
    const auto count = static_cast<double>(n);
    const double share = static_cast<double>(hits) / count;
    const double z2n = z * z / count;
    const double centre = (share + z2n / 2) / (1 + z2n);
    const double half = z / (1 + z2n) * std::sqrt(share * (1 - share) / count + z2n / (4 * count));
    // At the ends the formula gives 0 and 1 up to rounding; say so exactly.
    return {.lower = hits == 0 ? 0.0 : std::max(0.0, centre - half),
            .upper = hits == n ? 1.0 : std::min(1.0, centre + half)};
}

}  // namespace jiaohao::stats
