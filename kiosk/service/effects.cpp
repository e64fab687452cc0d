// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/effects.hpp"

namespace jiaohao::service {
namespace {

using domain::CounterId;
using domain::TicketId;

const domain::Ticket* find(const domain::HallState& state, const TicketId& id) {
    const auto found = state.tickets.find(id);
    return found == state.tickets.end() ? nullptr : &found->second;
}

}  // namespace

void DeviceEffects::plan_paper(const domain::TicketPrintStarted& started, const domain::HallState& state,
                               const domain::HallConfig& config, std::vector<Effect>& effects) {
    const domain::Ticket* ticket = find(state, started.ticket);
    const auto printer = printers_.find(started.printer);
    if (ticket == nullptr || printer == printers_.end()) {
        return;
    }
    ports::PrintJob job{started.ticket, started.copy, composer_.compose(*ticket, started.copy, config)};
    effects.emplace_back(
        [port = printer->second, job = std::move(job)]() mutable { port->print(std::move(job)); });
}

void DeviceEffects::plan_show(const CounterId& counter, const TicketId& ticket, bool with_beep,
                              const domain::HallState& state, std::vector<Effect>& effects) {
    const auto devices = counters_.find(counter);
    const domain::Ticket* called = find(state, ticket);
    if (devices == counters_.end() || called == nullptr) {
        return;
    }
    for (const CounterDevices::Place& place : devices->second.handsets) {
        effects.emplace_back([place, number = called->number, with_beep] {
            place.bus->show_number(place.address, number);
            if (with_beep) {
                place.bus->beep(place.address);
            }
        });
    }
}

void DeviceEffects::plan_pads(const CounterId& counter, bool ask, std::vector<Effect>& effects) {
    const auto devices = counters_.find(counter);
    if (devices == counters_.end()) {
        return;
    }
    for (const CounterDevices::Place& place : devices->second.pads) {
        effects.emplace_back([place, ask] {
            ask ? place.bus->start_rating(place.address) : place.bus->stop_rating(place.address);
        });
    }
}

std::vector<Effect> DeviceEffects::plan(const domain::HallState& state, const domain::HallConfig& config,
                                        const std::vector<domain::RecordedEvent>& events) {
    std::vector<Effect> effects;
    for (const domain::RecordedEvent& recorded : events) {
        const domain::Event& event = recorded.event;
        if (const auto* started = std::get_if<domain::TicketPrintStarted>(&event)) {
            if (!started->at) {
                plan_paper(*started, state, config, effects);
            }
        } else if (const auto* called = std::get_if<domain::TicketCalled>(&event)) {
            plan_show(called->counter, called->ticket, false, state, effects);
        } else if (const auto* recalled = std::get_if<domain::TicketRecalled>(&event)) {
            plan_show(recalled->counter, recalled->ticket, true, state, effects);
        } else if (const auto* resumed = std::get_if<domain::TicketResumed>(&event)) {
            plan_show(resumed->counter, resumed->ticket, false, state, effects);
        } else if (const auto* requested = std::get_if<domain::RatingRequested>(&event)) {
            plan_pads(requested->counter, true, effects);
        } else if (const auto* given = std::get_if<domain::RatingGiven>(&event)) {
            plan_pads(given->counter, false, effects);
        } else if (const auto* missed = std::get_if<domain::RatingMissed>(&event)) {
            // The next request at this counter may stand in the same commit; its own start comes after this
            // stop.
            plan_pads(missed->counter, false, effects);
        }
    }
    return effects;
}

void DeviceEffects::resync(const domain::HallState& state, const domain::HallConfig& config) {
    static_cast<void>(config);
    std::vector<Effect> effects;
    for (const auto& [id, counter] : state.counters) {
        if (counter.ticket) {
            plan_show(id, *counter.ticket, false, state, effects);
        }
        plan_pads(id, counter.rating.has_value(), effects);
    }
    for (const Effect& effect : effects) {
        effect();
    }
}

}  // namespace jiaohao::service
