// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::changes {
namespace {

void move(std::optional<WallTime>& at, Milliseconds shift) {
    if (at) {
        at = sane(*at + shift);
    }
}

}  // namespace

void apply_on(HallState& state, const Stand& stand, const AlertRaised& event) {
    state.alerts[event.alert] = {event.code, event.subject, event.params, stand.at};
}

void apply_on(HallState& state, const Stand& /*stand*/, const AlertResolved& event) {
    state.alerts.erase(event.alert);
}

void apply_on(HallState& state, const Stand& stand, const DeviceChanged& event) {
    state.devices[event.device] = {event.kind, event.state, event.fault, stand.at};
}

/// Deadlines, and what spans are counted from, move with the clock: an hour back must not leave a pad asking for an
/// hour, an hour forward must not send anybody home who waits since a minute. Walks over the day's tickets: a clock
/// that jumps is no command, and rare.
void apply_on(HallState& state, const Stand& /*stand*/, const ClockAdjusted& event) {
    const Milliseconds shift = sane(event.to) - sane(event.from);
    for (Offer& offer : state.offers) {
        offer.at = sane(offer.at + shift);
    }
    state.last_work_at = sane(state.last_work_at + shift);
    for (auto& [id, counter] : state.counters) {
        if (counter.rating) {
            counter.rating->asked_at = sane(counter.rating->asked_at + shift);
        }
        for (auto* at : {&counter.call_unconfirmed_since, &counter.pause_changed_at,
                         &counter.resume_unconfirmed_since, &counter.idle_since, &counter.served_at,
                         &counter.wrap_up_until, &counter.paused_since, &counter.auto_called_at}) {
            move(*at, shift);
        }
    }
    for (auto& [id, service] : state.services) {
        for (Line& line : service.lines) {
            std::ranges::for_each(line.overtaken, [shift](Overtake& one) { one.at = sane(one.at + shift); });
        }
    }
    for (auto& [id, ticket] : state.tickets) {
        ticket.issued_at = sane(ticket.issued_at + shift);
        for (auto* at : {&ticket.waiting_since, &ticket.parked_until, &ticket.announced_at, &ticket.called_at,
                         &ticket.serving_since, &ticket.ended_at}) {
            move(*at, shift);
        }
    }
}

}  // namespace jiaohao::domain::changes
