// Appointments, diversions and visits; messages and help.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::changes {
namespace {

const Offer* find(const HallState& state, const OfferId& id) {
    const auto found = std::ranges::find(state.offers, id, &Offer::id);
    return found == state.offers.end() ? nullptr : &*found;
}

}  // namespace

void start_visits(HallState& state, BusinessDay day) {
    state.diversions.clear();
    state.offers.clear();
    state.visits.clear();
    state.asked = {};
    if (day.ok()) {
        appointments::forget_before(state, day);
    }
}

void note_asked(HallState& state, const TicketIssued& event) {
    ++state.asked.tickets;
    if (event.after_offer && std::erase_if(state.offers, [&](const Offer& offer) {
                                 return offer.showing == *event.after_offer;
                             }) > 0) {
        ++state.asked.after_offers;
    }
}

/// One that was cancelled or missed may be booked anew; whoever is there stays there.
void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentAdded& event) {
    const auto known = state.appointments.find(event.appointment);
    if (known == state.appointments.end() || known->second.status != AppointmentStatus::arrived) {
        appointments::put(state, event.appointment,
                          {event.service, sane(event.at), event.code, event.reference, {}, {}});
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentArrived& event) {
    if (const auto found = state.appointments.find(event.appointment); found != state.appointments.end()) {
        appointments::set_status(state, event.appointment, AppointmentStatus::arrived);
        found->second.ticket = event.ticket;
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentMissed& event) {
    appointments::set_status(state, event.appointment, AppointmentStatus::missed);
}

void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentCancelled& event) {
    appointments::set_status(state, event.appointment, AppointmentStatus::cancelled);
}

void apply_on(HallState& state, const Stand& stand, const DiversionOffered& event) {
    if (find(state, event.offer) != nullptr) {
        return;
    }
    const OfferId showing = event.showing.value_or(event.offer);
    DiversionCount& count = state.diversions[event.diversion];
    ++count.offered;
    count.saving_offered_s += event.saving_s;
    state.asked.showings += showing == event.offer ? 1 : 0;
    state.offers.push_back(
        {event.offer, event.diversion, event.service, stand.at, showing, event.saving_s, false});
    if (state.offers.size() > most_offers) {
        state.offers.erase(state.offers.begin());
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const DiversionTaken& event) {
    const auto offer = std::ranges::find(state.offers, event.offer, &Offer::id);
    if (offer != state.offers.end() && !std::exchange(offer->taken, true)) {
        DiversionCount& count = state.diversions[event.diversion];
        ++count.taken;
        count.saving_taken_s += event.saving_s.value_or(offer->saving_s);
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const VisitNoted& event) {
    if (state.visits.size() < most_visit_purposes || state.visits.contains(event.purpose)) {
        ++state.visits[event.purpose];
    }
}

void apply_on(HallState& state, const Stand& stand, const MessageSent& event) {
    auto& messages = state.counters[event.counter].messages;
    if (std::ranges::find(messages, event.message, &Message::id) != messages.end()) {
        return;
    }
    messages.push_back({event.message, event.code, stand.at});
    if (messages.size() > most_messages) {
        messages.erase(messages.begin());
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const MessageRead& event) {
    std::erase_if(state.counters[event.counter].messages,
                  [&](const Message& message) { return message.id == event.message; });
}

void apply_on(HallState& state, const Stand& stand, const AlertAcknowledged& event) {
    if (const auto found = state.alerts.find(event.alert); found != state.alerts.end()) {
        found->second.acknowledged_at = stand.at;
    }
}

}  // namespace jiaohao::domain::changes
