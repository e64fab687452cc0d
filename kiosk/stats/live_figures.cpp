// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/live_figures.hpp"

#include <utility>

namespace jiaohao::stats {

StatResult<LiveFigures> live_figures(const LiveMoment& moment) {
    auto forecast = forecast_queue(moment.queue, moment.arrivals.coming, moment.goal.within);
    if (!forecast) {
        return fail(forecast.error());
    }
    const double service = moment.queue.service_min;
    const auto loads = lagged_loads(moment.arrivals.past, moment.arrivals.coming, service);
    if (!loads) {
        return fail(loads.error());
    }
    const double waiting_now = moment.queue.waiting;
    const auto now = counters_needed({(*loads)[0], waiting_now, service}, moment.goal);
    if (!now) {
        return fail(now.error());
    }
    const auto next = counters_needed({(*loads)[1], forecast->steps[0].waiting, service}, moment.goal);
    if (!next) {
        return fail(next.error());
    }
    LiveFigures figures;
    figures.match = staff_match(moment.queue.counters, now->counters, next->counters);
    figures.needed_now = *now;
    figures.needed_next = *next;
    figures.forecast = std::move(*forecast);
    return figures;
}

}  // namespace jiaohao::stats
