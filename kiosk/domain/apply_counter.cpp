// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/place.hpp"

namespace jiaohao::domain::changes {
namespace {

/// What it did since its last customer was told by the event at hand.
void end_free_time(CounterState& counter) {
    counter.idle_since.reset();
    counter.served_at.reset();
    counter.wrap_up_until.reset();
}

void open(CounterState& counter, WallTime at) {
    counter.status = CounterStatus::open;
    counter.closed_at.reset();
    counter.pause_reason.clear();
    counter.paused_since.reset();
    if (!counter.ticket) {
        end_free_time(counter);
        counter.idle_since = at;
    }
}

}  // namespace

void apply_on(HallState& state, const Stand& /*stand*/, const ClerkSignedIn& event) {
    for (auto& [id, counter] : state.counters) {
        if (counter.clerk == event.clerk) {
            counter.clerk.reset();
        }
    }
    state.counters[event.counter].clerk = event.clerk;
}

void apply_on(HallState& state, const Stand& /*stand*/, const ClerkSignedOut& event) {
    CounterState& counter = state.counters[event.counter];
    if (counter.clerk == event.clerk) {
        counter.clerk.reset();
    }
}

void apply_on(HallState& state, const Stand& stand, const CounterOpened& event) {
    open(state.counters[event.counter], stand.at);
}

void apply_on(HallState& state, const Stand& stand, const CounterResumed& event) {
    CounterState& counter = state.counters[event.counter];
    open(counter, stand.at);
    counter.pause_changed_at = stand.at;
}

void apply_on(HallState& state, const Stand& stand, const CounterReady& event) {
    CounterState& counter = state.counters[event.counter];
    if (counter.idle_since) {
        end_free_time(counter);
        counter.idle_since = stand.at;
    }
}

void apply_on(HallState& state, const Stand& stand, const CounterPaused& event) {
    CounterState& counter = state.counters[event.counter];
    counter.status = CounterStatus::paused;
    counter.closed_at.reset();
    counter.pause_reason = event.reason;
    counter.call_unconfirmed_since.reset();
    counter.resume_unconfirmed_since.reset();
    counter.pause_changed_at = stand.at;
    end_free_time(counter);
    if (!counter.ticket && !counter.paused_since) {
        counter.paused_since = stand.at;
    }
}

void apply_on(HallState& state, const Stand& stand, const CounterClosed& event) {
    CounterState& counter = state.counters[event.counter];
    // Its end stands before this event unless the journal has a gap.
    if (Ticket* const ticket = counter.ticket ? place::find(state, *counter.ticket) : nullptr) {
        place::ended(state, *ticket, TicketStatus::done, stand.at);
    }
    counter.status = CounterStatus::closed;
    counter.closed_at = stand.at;
    counter.pause_reason.clear();
    end_free_time(counter);
    counter.paused_since.reset();
    counter.last_rated.reset();
    counter.pause_changed_at.reset();
}

}  // namespace jiaohao::domain::changes
