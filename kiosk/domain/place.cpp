// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/place.hpp"

#include <algorithm>

#include "kiosk/domain/lines.hpp"

namespace jiaohao::domain::place {
namespace {

void leave_counter(HallState& state, const Ticket& ticket, WallTime at) {
    const auto found = ticket.counter ? state.counters.find(*ticket.counter) : state.counters.end();
    if (found == state.counters.end()) {
        return;
    }
    CounterState& counter = found->second;
    if (counter.ticket == ticket.id) {
        counter.ticket.reset();
        counter.call_unconfirmed_since.reset();
        counter.auto_called_at.reset();
        if (counter.status == CounterStatus::open) {
            counter.idle_since = at;
        } else if (counter.status == CounterStatus::paused) {
            counter.paused_since = at;
        }
    }
    std::erase(counter.parked, ticket.id);
}

void leave(HallState& state, Ticket& ticket, WallTime at) {
    // Its wait in the line it was promised for is over; what comes after says nothing about the promise.
    ticket.features.reset();
    ticket.parked_until.reset();
    ticket.waiting_since.reset();
    if (ticket.status == TicketStatus::waiting) {
        const auto service = state.services.find(ticket.service);
        if (service != state.services.end()) {
            lines::leave(service->second, ticket);
        }
    } else if (!is_final(ticket.status)) {
        leave_counter(state, ticket, at);
    }
}

}  // namespace

Ticket* find(HallState& state, const TicketId& id) {
    const auto found = state.tickets.find(id);
    return found == state.tickets.end() ? nullptr : &found->second;
}

void in_line(HallState& state, Ticket& ticket, WallTime at) {
    leave(state, ticket, at);
    ticket.status = TicketStatus::waiting;
    ticket.counter.reset();
    ticket.serving_since.reset();
    ticket.ended_at.reset();
    ticket.recalls = 0;
    ticket.waiting_since = at;
    ticket.line_seq = state.seq;
    lines::enter(state.services[ticket.service], ticket);
}

void at_counter(HallState& state, Ticket& ticket, const CounterId& id, TicketStatus status, WallTime at) {
    leave(state, ticket, at);
    CounterState& counter = state.counters[id];
    Ticket* const before = counter.ticket ? find(state, *counter.ticket) : nullptr;
    if (before != nullptr && before != &ticket) {
        ended(state, *before, TicketStatus::done, at);
    }
    ticket.status = status;
    ticket.counter = id;
    ticket.ended_at.reset();
    counter.ticket = ticket.id;
    counter.idle_since.reset();
    counter.served_at.reset();
    counter.wrap_up_until.reset();
    counter.paused_since.reset();
    if (counter.status == CounterStatus::closed) {
        counter.status = CounterStatus::open;
        counter.closed_at.reset();
    }
}

void parked(HallState& state, Ticket& ticket, const CounterId& id, WallTime at) {
    leave(state, ticket, at);
    ticket.status = TicketStatus::parked;
    ticket.counter = id;
    ticket.serving_since.reset();
    ticket.ended_at.reset();
    ticket.waiting_since = at;
    state.counters[id].parked.push_back(ticket.id);
}

void ended(HallState& state, Ticket& ticket, TicketStatus status, WallTime at) {
    leave(state, ticket, at);
    ticket.status = status;
    ticket.ended_at = at;
}

}  // namespace jiaohao::domain::place
