// A hall in which nothing happens.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>

#include "tests/bench/kiosk_process.hpp"

namespace jiaohao::bench {

struct Idle {
    std::uint64_t resident_kib = 0;
    double cpu_percent = 0;
    double wake_ups_per_s = 0;
};

[[nodiscard]] Idle measure_idle(const KioskProcess& process, std::chrono::milliseconds span);

}  // namespace jiaohao::bench
