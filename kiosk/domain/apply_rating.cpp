// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/place.hpp"
#include "kiosk/domain/recovery.hpp"

namespace jiaohao::domain::changes {
namespace {

void disarm(HallState& state, const TicketId& ticket) {
    for (auto& [id, counter] : state.counters) {
        if (counter.rating && counter.rating->ticket == ticket) {
            counter.rating.reset();
        }
    }
}

}  // namespace

void apply_on(HallState& state, const Stand& stand, const RatingRequested& event) {
    Ticket* const ticket = place::find(state, event.ticket);
    if (ticket == nullptr || ticket->rating_given || ticket->rating_missed) {
        return;
    }
    disarm(state, event.ticket);
    CounterState& counter = state.counters[event.counter];
    Ticket* const before = counter.rating ? place::find(state, counter.rating->ticket) : nullptr;
    if (before != nullptr) {
        before->rating_missed = true;
    }
    counter.rating = ArmedRating{event.ticket, stand.at, event.scale, event.label_set};
    counter.last_rated.reset();
    ticket->rating_asked = true;
    ticket->clerk = event.clerk;
}

void apply_on(HallState& state, const Stand& /*stand*/, const RatingGiven& event) {
    disarm(state, event.ticket);
    Ticket* const ticket = place::find(state, event.ticket);
    if (ticket == nullptr) {
        return;
    }
    ticket->rating_asked = true;
    ticket->rating_given = true;
    ticket->rating_missed = false;
    state.counters[event.counter].last_rated = event.ticket;
}

void apply_on(HallState& state, const Stand& /*stand*/, const RatingReason& event) {
    if (Ticket* const ticket = place::find(state, event.ticket)) {
        ticket->reasons.insert(event.reason);
    }
    // Codes of the catalogue, never a customer's words.
    const auto alert = state.alerts.find(recovery::rating_alert(event.ticket));
    if (alert != state.alerts.end()) {
        std::string& reasons = alert->second.params["reasons"];
        reasons += (reasons.empty() ? "" : ",") + event.reason;
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const RatingMissed& event) {
    disarm(state, event.ticket);
    Ticket* const ticket = place::find(state, event.ticket);
    if (ticket != nullptr && !ticket->rating_given) {
        ticket->rating_asked = true;
        ticket->rating_missed = true;
    }
}

}  // namespace jiaohao::domain::changes
