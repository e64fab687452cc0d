// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/priority_queue.hpp"

namespace jiaohao::stats {
namespace {

constexpr std::size_t most_classes = 100;

}  // namespace

StatResult<std::vector<double>> priority_waits(std::span<const double> loads, std::uint32_t counters) {
    if (loads.size() > most_classes) {
        return out_of_range("loads");
    }
    double total = 0;
    for (const double load : loads) {
        if (!between(load, 0, most_load)) {
            return out_of_range("loads");
        }
        total += load;
    }
    const auto p_wait = erlang_c(total, counters);
    if (!p_wait) {
        return fail(p_wait.error());
    }
    // Until a counter is free, if all are busy.
    const double residual = *p_wait / counters;
    std::vector<double> waits;
    double before = 0;
    for (const double load : loads) {
        const double with = before + load;
        waits.push_back(residual / ((1 - before / counters) * (1 - with / counters)));
        before = with;
    }
    return waits;
}

}  // namespace jiaohao::stats
