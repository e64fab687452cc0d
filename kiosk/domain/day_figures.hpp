// What the duty manager's figures are made of: counts and times of the day per service and counter, and what the days
// before have shown. Kept up event by event, beside the rules, which never read it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "kiosk/domain/types/events.hpp"
#include "kiosk/stats/arrival_profile.hpp"
#include "kiosk/stats/histogram.hpp"
#include "kiosk/stats/span_meter.hpp"

namespace jiaohao::domain {

struct ServiceFigures {
    /// Who came into this line: with a new ticket, sent from another counter, or on the way of a visit.
    stats::ArrivalProfile arrivals;
    /// Whole seconds in this line of those called today: the share within any target follows from it.
    stats::Histogram waits;
    /// From the call to the end of the service, and what the counter needed afterwards.
    stats::SpanMeter served;
    stats::SpanMeter wrap_up;
    /// When an alert for a long wait here was resolved last; see recovery.hpp.
    std::optional<WallTime> long_wait_settled;
    /// The same of an alert for people who wait where no counter is open.
    std::optional<WallTime> no_counter_settled;
    bool operator==(const ServiceFigures&) const = default;
};

/// Of the open or last opened day.
struct CounterFigures {
    std::uint32_t served = 0;
    std::uint32_t no_shows = 0;
    /// Services ended here, from the call to their end.
    Milliseconds service_ms{};
    /// Spans that are over; one that goes on counts from `open_since` or `busy_since`. Paused it is open while it serves.
    Milliseconds open_ms{};
    Milliseconds busy_ms{};
    std::optional<WallTime> open_since;
    std::optional<WallTime> busy_since;
    /// Whose customer it is finishing up for.
    std::optional<ServiceId> last_service;
    bool operator==(const CounterFigures&) const = default;
};

struct DayFigures {
    /// Of the day under way; an older event does not say them, and then no arrivals are learnt.
    std::uint32_t day_class = 0;
    std::uint32_t from_slot = stats::day_slots;
    /// Local time minus UTC.
    std::optional<Milliseconds> utc_offset;
    /// The event that opened the day.
    EpochId opened_epoch;
    Seq opened_seq;
    std::map<ServiceId, ServiceFigures> services;
    std::map<CounterId, CounterFigures> counters;
    /// Ranges of whose end somebody was told today.
    std::set<RangeId> ranges_told;
    bool operator==(const DayFigures&) const = default;
};

}  // namespace jiaohao::domain
