// How often the log says what a line full of noise does many times a second, for weeks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jiaohao {

/// 1, 10, 20 ... 100, 200 ... 1,000, 2,000 ...: nine lines for each tenfold, so that the log stays small however long
/// it lasts. The counts themselves stand in the status.
[[nodiscard]] constexpr bool first_and_ever_rarer(std::uint64_t occurrence) {
    std::uint64_t step = 10;
    while (occurrence / step >= 10) {
        step *= 10;
    }
    return occurrence == 1 || (occurrence > 0 && occurrence % step == 0);
}

}  // namespace jiaohao
