// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/alerts.hpp"

#include <algorithm>
#include <charconv>

#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/schedule.hpp"

namespace jiaohao::domain::alerts {
namespace {

using Open = std::map<AlertId, AlertRecord>::value_type;

const Open* oldest_seen(const HallState& state) {
    const Open* oldest = nullptr;
    for (const Open& one : state.alerts) {
        const bool may_end = one.second.acknowledged_at && one.first != schedule::clock_alert();
        if (may_end && (oldest == nullptr || one.second.at < oldest->second.at)) {
            oldest = &one;
        }
    }
    return oldest;
}

/// How long it stays open; none: until something happens.
std::optional<std::chrono::seconds> lasts(const AlertRecord& alert) {
    const auto found = alert.params.find("seconds");
    if (alert.code != sign_in_locked || found == alert.params.end()) {
        return std::nullopt;
    }
    std::uint32_t seconds = 0;
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), seconds);
    return std::chrono::seconds{seconds};
}

}  // namespace

bool has_room(const HallState& state) {
    return state.alerts.size() < most_open || oldest_seen(state) != nullptr;
}

void make_room(const HallState& state, std::vector<Event>& events) {
    const Open* const oldest = state.alerts.size() < most_open ? nullptr : oldest_seen(state);
    if (oldest != nullptr) {
        events.emplace_back(AlertResolved{oldest->first, made_room});
    }
}

void end_moments(const HallState& state, std::vector<Event>& events) {
    for (const auto& [id, alert] : state.alerts) {
        const bool kept = std::ranges::find(state.kept, ServiceId{alert.subject}) != state.kept.end();
        const bool gone = alert.code == recovery::service_gone && !kept;
        if (alert.code == recovery::bad_rating || alert.code == recovery::help || gone) {
            events.emplace_back(AlertResolved{id, day_over});
        }
    }
}

void due(const HallState& state, WallTime now, std::vector<Command>& commands) {
    for (const auto& [id, alert] : state.alerts) {
        const auto span = lasts(alert);
        const Milliseconds passed = now - alert.at;
        // Raised further in the future than it lasts: the clock went back.
        if (span && (passed >= *span || passed < -Milliseconds{*span})) {
            commands.emplace_back(ResolveAlert{id, std::string(recovery::over)});
        }
    }
}

std::optional<WallTime> next_due(const HallState& state) {
    std::optional<WallTime> next;
    for (const auto& [id, alert] : state.alerts) {
        if (const auto span = lasts(alert)) {
            next = std::min(next.value_or(alert.at + *span), alert.at + *span);
        }
    }
    return next;
}

}  // namespace jiaohao::domain::alerts
