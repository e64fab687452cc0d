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
void note_order(HallState& state, const Stand& stand, const Ticket& ticket, const TicketCalled& event) {
    if (ticket.status != TicketStatus::waiting) {
        return;
    }
    lines::note_turn(state.services[ticket.service], ticket);
    const Overtake by{lines::place_of(ticket), stand.at, stand.envelope.seq};
    for (const ServiceId& service : event.passed.value_or(std::vector<ServiceId>{})) {
        lines::note_overtake(state, service, by, lines::Overtaken::plain);
    }
    for (const ServiceId& service : event.passed_sent.value_or(std::vector<ServiceId>{})) {
        lines::note_overtake(state, service, by, lines::Overtaken::target_away);
    }
}

/// Another fact from the counter: its handset has gone on, so what it pressed before was answered.
void confirm_keys(CounterState& counter) {
    counter.call_unconfirmed_since.reset();
    counter.pause_changed_at.reset();
    counter.resume_unconfirmed_since.reset();
    counter.auto_called_at.reset();
}

void called(Ticket& ticket, WallTime at) {
    ticket.called_at = at;
    ticket.announced_at = at;
    ticket.serving_since.reset();
    ticket.recalls = 0;
}

/// The counter has nobody since the end of this service; a paused one has no next customer to finish up for.
void wrap_up(CounterState& counter, const ServingFinished& event, WallTime at) {
    if (counter.status == CounterStatus::open && !counter.ticket && event.wrap_up_until) {
        counter.idle_since = at;
        counter.served_at = at;
        counter.wrap_up_until = sane(*event.wrap_up_until);
    }
}

/// To the next service of its visit, at the place of its arrival: it came before everybody who came later.
void go_on(HallState& state, Ticket& ticket, const ServingFinished& event, WallTime at) {
    ticket.service = event.next.value_or(ticket.service);
    ticket.then = event.then.value_or(std::vector<ServiceId>{});
    ++ticket.steps_done;
    ticket.to_counter.reset();
    ticket.to_clerk.reset();
    place::in_line(state, ticket, at);
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
    ++state.services[event.service].issued;
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
    ticket.then = event.then.value_or(std::vector<ServiceId>{});
    ticket.appointment = event.appointment;
    ticket.asked = event.asked;
    if (event.asked) {
        state.asked_for.emplace(*event.asked, id);
    }
    note_asked(state, event);
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
    note_order(state, stand, *ticket, event);
    place::at_counter(state, *ticket, event.counter, TicketStatus::called, stand.at);
    ticket->clerk = event.clerk;
    called(*ticket, stand.at);
    CounterState& counter = state.counters[event.counter];
    confirm_keys(counter);
    counter.call_unconfirmed_since = stand.at;
    counter.auto_called_at = event.channel == Channel::system ? std::optional(stand.at) : std::nullopt;
    counter.last_rated.reset();
    note_recent_call(state, event.ticket, event.counter, stand.at);
}

void apply_on(HallState& state, const Stand& stand, const TicketRecalled& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::at_counter(state, *ticket, event.counter, TicketStatus::called, stand.at);
        ticket->recalls = std::max(ticket->recalls, event.nth);
        ticket->announced_at = stand.at;
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
        ticket->parked_until = event.until ? std::optional(sane(*event.until)) : std::nullopt;
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketResumed& event) {
    confirm_keys(state, event.counter);
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::at_counter(state, *ticket, event.counter, TicketStatus::called, stand.at);
        ticket->clerk = event.clerk;
        called(*ticket, stand.at);
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
        // Sent where it would have gone next anyway: that is that step, and the rest of the visit stays.
        if (!ticket->then.empty() && ticket->then.front() == event.to) {
            ticket->then.erase(ticket->then.begin());
        }
        place::in_line(state, *ticket, stand.at);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketUnparked& event) {
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        place::ended(state, *ticket, TicketStatus::done, stand.at);
        // A journal with a gap may not know where it was parked: then it waits with its class.
        ticket->to_counter = event.counter.get().empty() ? std::nullopt : std::optional(event.counter);
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
        wrap_up(state.counters[event.counter], event, stand.at);
        if (event.next) {
            go_on(state, *ticket, event, stand.at);
        }
    }
}

}  // namespace jiaohao::domain::changes
