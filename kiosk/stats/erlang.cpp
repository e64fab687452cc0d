// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/erlang.hpp"

#include <cmath>

namespace jiaohao::stats {

StatResult<double> erlang_b(double load, std::uint32_t counters) {
    if (!between(load, 0, most_load)) {
        return out_of_range("load");
    }
    if (counters > most_counters) {
        return out_of_range("counters");
    }
    double blocked = 1;
    for (std::uint32_t s = 1; s <= counters; ++s) {
        blocked = load * blocked / (s + load * blocked);
    }
    return blocked;
}

StatResult<double> erlang_c(double load, std::uint32_t counters) {
    const auto blocked = erlang_b(load, counters);
    if (!blocked) {
        return blocked;
    }
    if (load >= counters) {
        return fail(StatError{StatError::Code::overloaded, "load"});
    }
    return counters * *blocked / (counters - load * (1 - *blocked));
}

StatResult<DelayFigures> delay_figures(double load, std::uint32_t counters) {
    const auto p_wait = erlang_c(load, counters);
    if (!p_wait) {
        return fail(p_wait.error());
    }
    DelayFigures figures;
    figures.occupancy = load / counters;
    figures.p_wait = *p_wait;
    figures.mean_wait = *p_wait / (counters - load);
    figures.mean_queue = load * figures.mean_wait;
    return figures;
}

StatResult<double> p_wait_within(double load, std::uint32_t counters, double t) {
    if (!between(t, 0, HUGE_VAL)) {
        return out_of_range("t");
    }
    const auto p_wait = erlang_c(load, counters);
    if (!p_wait) {
        return p_wait;
    }
    return 1 - *p_wait * std::exp(-(counters - load) * t);
}

}  // namespace jiaohao::stats
