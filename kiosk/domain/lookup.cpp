// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/lookup.hpp"

#include <algorithm>

namespace jiaohao::domain {

const Ticket* find_ticket(const HallState& state, const TicketId& id) {
    const auto found = state.tickets.find(id);
    return found == state.tickets.end() ? nullptr : &found->second;
}

const CounterState& counter_state(const HallState& state, const CounterId& id) {
    static const CounterState fresh;
    const auto found = state.counters.find(id);
    return found == state.counters.end() ? fresh : found->second;
}

const ServiceState& service_state(const HallState& state, const ServiceId& id) {
    static const ServiceState fresh;
    const auto found = state.services.find(id);
    return found == state.services.end() ? fresh : found->second;
}

bool serves(const CounterConfig& counter, const ServiceId& service) {
    return std::ranges::find(counter.services, service) != counter.services.end();
}

std::optional<CounterId> counter_of(const HallState& state, const ClerkId& clerk) {
    const auto found =
        std::ranges::find_if(state.counters, [&](const auto& row) { return row.second.clerk == clerk; });
    return found == state.counters.end() ? std::nullopt : std::optional(found->first);
}

std::uint32_t counters_open(const HallState& state, const HallConfig& config, const ServiceId& service) {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(config.counters, [&](const CounterConfig& counter) {
            return counter_state(state, counter.id).status == CounterStatus::open && serves(counter, service);
        }));
}

std::vector<ServiceId> competing_services(const HallState& state, const HallConfig& config,
                                          const ServiceId& service) {
    std::set<ServiceId> staffed{service};
    std::set<ServiceId> configured{service};
    bool any_staffed = false;
    for (const CounterConfig& counter : config.counters) {
        if (!serves(counter, service)) {
            continue;
        }
        configured.insert(counter.services.begin(), counter.services.end());
        if (counter_state(state, counter.id).status != CounterStatus::closed) {
            any_staffed = true;
            staffed.insert(counter.services.begin(), counter.services.end());
        }
    }
    const auto& chosen = any_staffed ? staffed : configured;
    return {chosen.begin(), chosen.end()};
}

bool goes_on(const HallState& state, const DayOpened& event) {
    return event.again.value_or(false) && event.day.ok() && state.day == event.day;
}

bool is_idle(const CounterState& counter) {
    return counter.status == CounterStatus::open && !counter.ticket;
}

WallTime sane(WallTime at) {
    using namespace std::chrono;
    constexpr WallTime earliest{};
    constexpr WallTime latest = sys_days{year{9999} / December / 31};
    return std::clamp(at, earliest, latest);
}

Milliseconds elapsed(WallTime from, WallTime to) {
    return std::max(Milliseconds{0}, sane(to) - sane(from));
}

}  // namespace jiaohao::domain
