// Appointments, diversions and visits; messages and help.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::changes {
namespace {

void set_status(HallState& state, const AppointmentId& id, AppointmentStatus status) {
    if (const auto found = state.appointments.find(id); found != state.appointments.end()) {
        found->second.status = status;
    }
}

}  // namespace

void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentAdded& event) {
    state.appointments.try_emplace(
        event.appointment, Appointment{event.service, sane(event.at), event.code, event.reference, {}, {}});
}

void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentArrived& event) {
    set_status(state, event.appointment, AppointmentStatus::arrived);
    if (const auto found = state.appointments.find(event.appointment); found != state.appointments.end()) {
        found->second.ticket = event.ticket;
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentMissed& event) {
    set_status(state, event.appointment, AppointmentStatus::missed);
}

void apply_on(HallState& state, const Stand& /*stand*/, const AppointmentCancelled& event) {
    set_status(state, event.appointment, AppointmentStatus::cancelled);
}

void apply_on(HallState& state, const Stand& stand, const DiversionOffered& event) {
    ++state.diversions[event.diversion].offered;
    state.offers.push_back({event.offer, event.diversion, event.service, stand.at});
    if (state.offers.size() > most_offers) {
        state.offers.erase(state.offers.begin());
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const DiversionTaken& event) {
    ++state.diversions[event.diversion].taken;
    std::erase_if(state.offers, [&](const Offer& offer) { return offer.id == event.offer; });
}

void apply_on(HallState& state, const Stand& /*stand*/, const VisitNoted& event) {
    ++state.visits[event.purpose];
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
