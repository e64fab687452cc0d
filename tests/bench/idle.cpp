// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/idle.hpp"

#include <thread>

#include "tests/bench/spread.hpp"

namespace jiaohao::bench {

Idle measure_idle(const KioskProcess& process, std::chrono::milliseconds span) {
    const auto cpu = process.cpu_time();
    const auto switches = process.switches();
    const auto from = SteadyClock::now();
    std::this_thread::sleep_for(span);
    const std::chrono::duration<double> passed = SteadyClock::now() - from;
    const std::chrono::duration<double> used = process.cpu_time() - cpu;
    return {process.resident_kib(), 100 * used.count() / passed.count(),
            static_cast<double>(process.switches() - switches) / passed.count()};
}

}  // namespace jiaohao::bench
