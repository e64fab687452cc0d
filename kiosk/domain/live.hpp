// The duty manager's figures at one moment, made of a state: what each line and the whole hall are like, what the next
// two hours bring, how many counters that takes, and what each counter did today. Pure; walks the lines (not for
// commands) and costs a few milliseconds.
//
// A line is a service. The methods for one line do not know counters that serve several, so each line is given its
// share of them (share_counters); the hall as a whole is figured as one line that every open counter serves.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/stats/live_figures.hpp"
#include "kiosk/stats/share_figure.hpp"

namespace jiaohao::domain::live {

/// What of the open counters each line has: a counter is divided among the services that it may call in proportion to
/// their loads (counters' worth of work), evenly where none has any. A service that helps out only (`also`) has no
/// share. Every open counter is given out once.
[[nodiscard]] std::map<ServiceId, double> share_counters(const HallState& state, const HallConfig& config,
                                                         const std::map<ServiceId, double>& loads);

struct LineFigures {
    std::uint32_t waiting = 0;
    /// Of the one who waits longest, at the head of a line.
    std::optional<Milliseconds> longest;
    std::uint64_t called = 0;
    /// Called within the target, of those called today and those who wait beyond it already.
    stats::ShareFigure within;
    /// Open counters that may call it, and its share of them.
    std::uint32_t open = 0;
    double share = 0;
    /// Mean time that a customer holds a counter, with walk and wrap-up.
    double service_min = 0;
    /// None while the hall's local time is not known (the day was opened by an older version).
    std::optional<stats::ArrivalOutlook> arrivals;
    std::optional<stats::LiveFigures> ahead;
};

struct ServiceLive {
    ServiceId id;
    LineFigures line;
};

struct CounterLive {
    CounterId id;
    std::string label;
    CounterStatus status{};
    std::optional<ClerkId> clerk;
    /// The ticket here, whether its customer is being served, and since when what the counter does lasts.
    std::string number;
    bool serving = false;
    std::optional<WallTime> since;
    std::uint32_t served = 0;
    std::uint32_t no_shows = 0;
    /// None before the first.
    std::optional<std::chrono::seconds> mean_service;
    /// Of the time it was open today; none before it opened.
    std::optional<double> idle_share;
};

struct HallFigures {
    WallTime at{};
    std::optional<BusinessDay> day;
    LineFigures hall;
    std::vector<ServiceLive> services;
    std::vector<CounterLive> counters;
};

[[nodiscard]] HallFigures figures_of(const HallState& state, const HallConfig& config, WallTime now);

}  // namespace jiaohao::domain::live
