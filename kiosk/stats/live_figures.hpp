// What the duty manager sees of a line, a service or the whole hall: what the next two hours bring, counters
// needed now and next, and how that matches those open. All from plain numbers at one moment; nothing is kept.
//
// The share called in time today is within_target() (share_figure.hpp); arrivals come from an ArrivalProfile,
// the time a customer holds a counter from a SpanMeter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/stats/arrival_profile.hpp"
#include "kiosk/stats/queue_forecast.hpp"
#include "kiosk/stats/staff_match.hpp"

namespace jiaohao::stats {

struct LiveMoment {
    QueueNow queue;
    ArrivalOutlook arrivals;
    /// `within` in minutes.
    StaffingGoal goal;
};

struct LiveFigures {
    /// With the counters open now; a step for each half hour of the outlook.
    QueueForecast forecast;
    CountersNeeded needed_now;
    /// From what will wait in half an hour with the counters open now.
    CountersNeeded needed_next;
    StaffMatch match;
};

[[nodiscard]] StatResult<LiveFigures> live_figures(const LiveMoment& moment);

}  // namespace jiaohao::stats
