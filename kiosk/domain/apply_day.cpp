// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/place.hpp"

namespace jiaohao::domain::changes {
namespace {

void raise_to_floors(HallState& state) {
    for (const auto& [range, floor] : state.floors) {
        auto& last = state.last_ordinal[range];
        last = std::max(last, floor);
    }
}

void drop_floors(HallState& state) {
    state.floors.clear();
    state.floors_day.reset();
}

}  // namespace

void apply_on(HallState& state, const Stand& stand, const EpochStarted& event) {
    if (event.floors.empty()) {
        return;
    }
    state.floors = event.floors;
    state.floors_day = stand.envelope.day;
    if (!state.floors_day || state.floors_day == state.day) {
        raise_to_floors(state);
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const DayOpened& event) {
    if (event.day.ok() && (!state.day || *state.day < event.day)) {
        state.day = event.day;
    }
    state.day_open = true;
    state.tickets.clear();
    state.recent_calls.clear();
    state.last_line_at = {};
    state.last_ordinal.clear();
    if (!state.floors_day || state.floors_day == state.day) {
        raise_to_floors(state);
    }
    // Floors without a day have now had their day; those of a day gone by concern nobody any more.
    if (!state.floors_day || *state.floors_day < event.day) {
        drop_floors(state);
    }
    for (auto& [id, counter] : state.counters) {
        counter = CounterState{};
    }
    for (auto& [id, service] : state.services) {
        service.open = false;
        service.line.clear();
        stats::start_day(service.wait);
    }
}

void apply_on(HallState& state, const Stand& stand, const DayClosed& /*event*/) {
    // All of this was said by events of its own; only a journal with a gap leaves something to do here.
    for (auto& [id, counter] : state.counters) {
        Ticket* const armed = counter.rating ? place::find(state, counter.rating->ticket) : nullptr;
        if (armed != nullptr) {
            armed->rating_missed = true;
        }
    }
    for (auto& [id, ticket] : state.tickets) {
        if (!place::is_final(ticket.status)) {
            place::ended(state, ticket, TicketStatus::expired, stand.at);
        }
    }
    for (auto& [id, counter] : state.counters) {
        counter = CounterState{};
    }
    for (auto& [id, service] : state.services) {
        service.open = false;
    }
    state.day_open = false;
}

void apply_on(HallState& state, const Stand& /*stand*/, const ServiceOpened& event) {
    state.services[event.service].open = true;
}

void apply_on(HallState& state, const Stand& /*stand*/, const ServiceClosed& event) {
    state.services[event.service].open = false;
}

}  // namespace jiaohao::domain::changes
