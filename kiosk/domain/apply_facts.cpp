// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::changes {

void apply_on(HallState& state, const Stand& stand, const AlertRaised& event) {
    state.alerts[event.alert] = {event.code, event.subject, event.params, stand.at};
}

void apply_on(HallState& state, const Stand& /*stand*/, const AlertResolved& event) {
    state.alerts.erase(event.alert);
}

void apply_on(HallState& state, const Stand& stand, const DeviceChanged& event) {
    state.devices[event.device] = {event.kind, event.state, event.fault, stand.at};
}

/// Deadlines move with the clock: an hour back must not leave a pad asking for an hour.
void apply_on(HallState& state, const Stand& /*stand*/, const ClockAdjusted& event) {
    const Milliseconds shift = sane(event.to) - sane(event.from);
    for (auto& [id, counter] : state.counters) {
        if (counter.rating) {
            counter.rating->asked_at = sane(counter.rating->asked_at + shift);
        }
        for (auto* pressed : {&counter.call_unconfirmed_since, &counter.pause_changed_at,
                              &counter.resume_unconfirmed_since}) {
            if (*pressed) {
                *pressed = sane(**pressed + shift);
            }
        }
    }
}

}  // namespace jiaohao::domain::changes
