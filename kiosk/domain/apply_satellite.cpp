// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/lent.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/place.hpp"

namespace jiaohao::domain::changes {
namespace {

Paper::State known(PaperOutcome outcome) {
    switch (outcome) {
        case PaperOutcome::printed:
            return Paper::State::printed;
        case PaperOutcome::not_printed:
            return Paper::State::not_printed;
        case PaperOutcome::unknown:
            return Paper::State::unknown;
        case PaperOutcome::none:
            break;
    }
    return Paper::State::none;
}

/// A satellite whose clock is wrong gives nobody a place behind those who come later, or before the day began.
WallTime came_at(const HallState& state, const TicketAdopted& event, WallTime at) {
    return std::min(std::max(sane(event.issued_at), state.day_opened_at.value_or(WallTime{})), at);
}

Ticket ticket_of(const TicketAdopted& event, WallTime came_at) {
    Ticket ticket;
    ticket.id = event.ticket;
    ticket.number = event.number;
    ticket.service = event.service;
    ticket.customer_class = event.customer_class;
    ticket.language = event.language;
    ticket.issued_at = came_at;
    ticket.line_at = ticket.issued_at;
    ticket.reference = event.reference;
    ticket.then = event.then.value_or(std::vector<ServiceId>{});
    ticket.asked = event.asked;
    ticket.paper.state = known(event.paper);
    ticket.paper.copies = event.paper == PaperOutcome::none ? 0 : 1;
    return ticket;
}

}  // namespace

void apply_on(HallState& state, const Stand& stand, const LeaseGranted& event) {
    if (event.first == 0 || event.first > event.last) {
        return;
    }
    if (event.epoch && event.to != stand.envelope.terminal) {
        const auto [holder, unknown] = state.lease_holders.try_emplace(event.to, *event.epoch);
        if (!unknown && holder->second != *event.epoch) {
            state.leases[event.to].clear();
            holder->second = *event.epoch;
        }
    }
    state.leases[event.to][event.range] = {event.first, event.last};
    if (event.to != stand.envelope.terminal) {
        auto& last = state.last_ordinal[lent_counter(event.range)];
        last = std::max(last, event.last);
    }
}

void apply_on(HallState& state, const Stand& stand, const TicketAdopted& event) {
    // Lent before this journal began, if it is not known as such.
    auto& last = state.last_ordinal[lent_counter(event.range)];
    last = std::max(last, event.ordinal);
    if (state.tickets.contains(event.ticket)) {
        return;
    }
    ++state.services[event.service].issued;
    if (event.asked) {
        const auto given = state.asked_for.find(*event.asked);
        if (Ticket* const orphan =
                given == state.asked_for.end() ? nullptr : place::find(state, given->second)) {
            orphan->asked.reset();
        }
        state.asked_for.insert_or_assign(*event.asked, event.ticket);
    }
    note_asked(state, TicketIssued{});
    const WallTime came = came_at(state, event, stand.at);
    Ticket& kept = state.tickets.emplace(event.ticket, ticket_of(event, came)).first->second;
    place::in_line(state, kept, kept.issued_at);
}

void apply_on(HallState& state, const Stand& stand, const TicketHandedOver& event) {
    Ticket* const ticket = place::find(state, event.ticket);
    if (ticket == nullptr) {
        return;
    }
    place::ended(state, *ticket, TicketStatus::done, stand.at);
    if (ticket->from_day) {
        state.carried.erase(ticket->number);
    }
    if (ticket->asked) {
        state.asked_for.erase(*ticket->asked);
    }
    state.tickets.erase(event.ticket);
}

void apply_on(HallState& state, const Stand& /*stand*/, const AskingWithdrawn& event) {
    if (state.withdrawn.size() < most_withdrawn) {
        state.withdrawn.insert(event.asked);
    }
}

}  // namespace jiaohao::domain::changes
