// The way of a ticket through the hall.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/place.hpp"
#include "kiosk/domain/waits.hpp"

namespace jiaohao::domain::changes {
namespace {

constexpr std::size_t most_recent_calls = 12;

void note_recent_call(HallState& state, const TicketId& ticket, const CounterId& counter, WallTime at) {
    std::erase_if(state.recent_calls, [&](const auto& call) { return call.first == ticket; });
    state.recent_calls.push_front({ticket, {counter, at}});
    if (state.recent_calls.size() > most_recent_calls) {
        state.recent_calls.pop_back();
    }
}

/// Runs before the ticket leaves its line: its line had its turn, and the lines it went before were passed over.
void note_order(HallState& state, const Ticket& ticket, const TicketCalled& event, WallTime at) {
    if (ticket.status != TicketStatus::waiting) {
        return;
    }
    lines::note_turn(state.services[ticket.service], ticket);
    if (event.passed) {
        const LinePlace place = lines::place_of(ticket);
        for (const ServiceId& service : *event.passed) {
            lines::note_overtake(state.services[service], place, at);
        }
    }
}

/// Another fact from the counter: its handset has gone on, so what it pressed before was answered.
void confirm_keys(CounterState& counter) {
    counter.call_unconfirmed_since.reset();
    counter.pause_changed_at.reset();
    counter.resume_unconfirmed_since.reset();
}

void confirm_keys(HallState& state, const CounterId& counter) {
    const auto found = state.counters.find(counter);
    if (found != state.counters.end()) {
        confirm_keys(found->second);
    }
}

}  // namespace

void apply_on(HallState& state, const Stand& stand, const TicketIssued& event) {
    auto& last = state.last_ordinal[event.range];
    last = std::max(last, event.ordinal);
    const TicketId id{stand.envelope.terminal, stand.envelope.epoch, stand.envelope.seq};
    if (state.tickets.contains(id)) {
        return;
    }
    Ticket ticket;
    ticket.id = id;
    ticket.number = event.number;
    ticket.service = event.service;
    ticket.customer_class = event.customer_class;
    ticket.language = event.language;
    ticket.issued_at = stand.at;
    ticket.line_at = std::max(stand.at, state.last_line_at + Milliseconds{1});
    ticket.ahead_at_issue = event.ahead;
    ticket.promised = event.promised;
    ticket.reference = event.reference;
    ticket.due_at = event.due_at ? std::optional(sane(*event.due_at)) : std::nullopt;
    state.last_line_at = ticket.line_at;
    auto features = waits::features(state, event, stand.at);
    Ticket& kept = state.tickets.emplace(id, std::move(ticket)).first->second;
    place::in_line(state, kept, stand.at);
    kept.features = features;
}

void apply_on(HallState& state, const Stand& stand, const TicketCalled& event) {
    Ticket* const ticket = place::find(state, event.ticket);
    if (ticket == nullptr) {
        return;
    }
    waits::note_call(state, *ticket, event, stand.at);
    note_order(state, *ticket, event, stand.at);
    place::at_counter(state, *ticket, event.counter, TicketStatus::called, stand.at);
    ticket->clerk = event.clerk;
    ticket->called_at = stand.at;
    ticket->serving_since.reset();
    ticket->recalls = 0;
    CounterState& counter = state.counters[event.counter];
    confirm_keys(counter);
    counter.call_unconfirmed_since = stand.at;
    counter.last_rated.reset();
    note_recent_call(state, event.ticket, event.counter, stand.at);
}

void apply_on(HallState& state, const Stand& stand, const TicketRecalled& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::at_counter(state, *ticket, event.counter, TicketStatus::called, stand.at);
        ticket->recalls = std::max(ticket->recalls, event.nth);
        note_recent_call(state, event.ticket, event.counter, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketNoShow& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::ended(state, *ticket, TicketStatus::no_show, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketReturned& event) {
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::in_line(state, *ticket, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketParked& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::parked(state, *ticket, event.counter, stand.at);
        ticket->clerk = event.clerk;
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketResumed& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::at_counter(state, *ticket, event.counter, TicketStatus::called, stand.at);
        ticket->clerk = event.clerk;
        ticket->called_at = stand.at;
        ticket->recalls = 0;
        CounterState& counter = state.counters[event.counter];
        counter.resume_unconfirmed_since = stand.at;
        counter.last_rated.reset();
        note_recent_call(state, event.ticket, event.counter, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketTransferred& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        // Out of the old service's line (a gap may have left it there) before the service changes.
        place::ended(state, *ticket, TicketStatus::done, stand.at);
        ticket->service = event.to;
        ticket->to_counter = event.to_counter;
        ticket->to_clerk = event.to_clerk;
        place::in_line(state, *ticket, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketUnparked& event) {
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::ended(state, *ticket, TicketStatus::done, stand.at);
        ticket->to_counter = event.counter;
        ticket->to_clerk.reset();
        place::in_line(state, *ticket, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketCancelled& event) {
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::ended(state, *ticket, TicketStatus::cancelled, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketExpired& event) {
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::ended(state, *ticket, TicketStatus::expired, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const ServingStarted& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::at_counter(state, *ticket, event.counter, TicketStatus::serving, stand.at);
        ticket->clerk = event.clerk;
        ticket->serving_since = stand.at;
    }
}

void apply_on(HallState& state, const Stand& stand, const ServingFinished& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::ended(state, *ticket, TicketStatus::done, stand.at);
        ticket->counter = event.counter;
        ticket->clerk = event.clerk;
    }
}

}  // namespace jiaohao::domain::changes
