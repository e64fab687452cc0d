// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/clock_shift.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::changes {
namespace {

void move(const ClockShift& clock, CounterState& counter) {
    if (counter.rating) {
        clock.move(counter.rating->asked_at);
    }
    // Given to finish up from the end of a service on.
    clock.move_if(clock.told(counter.served_at), counter.wrap_up_until);
    for (auto* at : {&counter.call_unconfirmed_since, &counter.pause_changed_at,
                     &counter.resume_unconfirmed_since, &counter.idle_since, &counter.served_at,
                     &counter.paused_since, &counter.auto_called_at, &counter.closed_at}) {
        clock.move(*at);
    }
}

void move(const ClockShift& clock, const Stand& stand, Ticket& ticket) {
    const bool issued = clock.told(ticket.issued_at) && !clock.is_older(stand, ticket.id);
    const bool waits = ticket.waiting_since == ticket.issued_at ? issued : clock.told(ticket.waiting_since);
    // Parked from then on.
    clock.move_if(waits, ticket.parked_until);
    clock.move_if(waits, ticket.waiting_since);
    if (issued) {
        ticket.issued_at = clock.shifted(ticket.issued_at);
    }
    for (auto* at : {&ticket.announced_at, &ticket.called_at, &ticket.serving_since, &ticket.ended_at}) {
        clock.move(*at);
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
/// hour, an hour forward must not send anybody home who waits since a minute. What another clock told, before the
/// machine started, stays. Walks over the day's tickets: a clock that jumps is no command, and rare.
void apply_on(HallState& state, const Stand& stand, const ClockAdjusted& event) {
    const ClockShift clock(event);
    for (Offer& offer : state.offers) {
        clock.move(offer.at);
    }
    clock.move(state.last_work_at);
    clock.move(state.day_again_at);
    for (auto& [id, counter] : state.counters) {
        move(clock, counter);
    }
    for (auto& [id, service] : state.services) {
        for (Line& line : service.lines) {
            std::ranges::for_each(line.overtaken, [&clock](Overtake& one) { clock.move(one.at); });
        }
    }
    for (auto& [id, alert] : state.alerts) {
        if (alert.code == alerts::sign_in_locked) {
            clock.move(alert.at);
        }
    }
    for (auto& [id, ticket] : state.tickets) {
        move(clock, stand, ticket);
    }
    lines::renew(state);
}

}  // namespace jiaohao::domain::changes
