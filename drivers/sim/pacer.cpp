// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/pacer.hpp"

#include <algorithm>

namespace jiaohao::drivers::sim {

std::size_t Pacer::allowance(BootTime now, std::size_t waiting) {
    if (waiting == 0) {
        busy_ = false;
        return 0;
    }
    if (!busy_) {
        // The first byte starts travelling when it is first seen.
        busy_ = true;
        wire_at_ = now;
    }
    return std::min(waiting, static_cast<std::size_t>((now - wire_at_) / byte_time_));
}

void Pacer::took(std::size_t count, std::size_t left) {
    wire_at_ += byte_time_ * static_cast<std::int64_t>(count);
    busy_ = left > 0;
}

}  // namespace jiaohao::drivers::sim
