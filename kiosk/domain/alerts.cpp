// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/alerts.hpp"

#include <algorithm>

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

}  // namespace jiaohao::domain::alerts
