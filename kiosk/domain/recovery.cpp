// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/recovery.hpp"

#include <algorithm>

#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/types/views.hpp"

namespace jiaohao::domain::recovery {
namespace {

constexpr std::size_t most_open_alerts = 500;

Milliseconds low(const HallConfig& config) {
    return Milliseconds{config.targets.alert_wait} * 3 / 4;
}

/// The customer was among those who waited when the last alert here ended.
bool is_settled(const HallState& state, const HallConfig& config, const ServiceId& service, WallTime since) {
    const auto known = state.figures.services.find(service);
    return known != state.figures.services.end() && known->second.long_wait_settled &&
           since + low(config) <= *known->second.long_wait_settled;
}

RaiseAlert raised(const HallConfig& config, const ServiceId& service, const Longest& longest) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(longest.waited).count();
    return {wait_alert(service),
            std::string(long_wait),
            service.get(),
            {{"service", service.get()},
             {"number", longest.ticket->number},
             {"minutes", std::to_string(minutes)},
             {"limit", std::to_string(config.targets.alert_wait.count())}}};
}

}  // namespace

AlertId rating_alert(const TicketId& ticket) {
    // What an alert's id may be long: the terminal's name is left out, the epoch is one terminal's alone.
    return AlertId{std::string(private_alerts) + ticket.epoch.get().substr(0, 13) + "-" +
                   std::to_string(ticket.seq.get())};
}

AlertId wait_alert(const ServiceId& service) {
    return AlertId{"wait-" + service.get()};
}

std::optional<AlertRaised> alert_of(const HallState& state, const HallConfig& config,
                                    const RatingGiven& rating) {
    const AlertId id = rating_alert(rating.ticket);
    if (rating.level > config.targets.alert_level || rating.level == 0 || state.alerts.contains(id) ||
        state.alerts.size() >= most_open_alerts) {
        return std::nullopt;
    }
    const Ticket* const ticket = find_ticket(state, rating.ticket);
    const CounterConfig* const counter = config.counter(rating.counter);
    AlertRaised alert{id, std::string(bad_rating), rating.counter.get(), {}};
    alert.params = {{"ticket", to_string(rating.ticket)},
                    {"number", ticket == nullptr ? "" : ticket->number},
                    {"counter", counter == nullptr ? rating.counter.get() : counter->label},
                    {"level", std::to_string(rating.level)},
                    {"levels", std::to_string(levels(rating.scale))},
                    {"service", rating.service.get()}};
    return alert;
}

std::optional<Longest> longest_wait(const HallState& state, const ServiceId& service, WallTime now) {
    std::optional<Longest> longest;
    for (const Line& line : service_state(state, service).lines) {
        const Ticket* const head =
            line.places.empty() ? nullptr : find_ticket(state, line.places.begin()->id);
        if (head == nullptr) {
            continue;
        }
        const WallTime since =
            std::max(head->waiting_since.value_or(head->issued_at), head->due_at.value_or(head->issued_at));
        if (!longest || since < longest->since) {
            longest = {head, elapsed(since, now), since};
        }
    }
    return longest;
}

void due(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands) {
    const Milliseconds limit = config.targets.alert_wait;
    for (const auto& [id, service] : state.services) {
        const auto longest = longest_wait(state, id, now);
        if (state.alerts.contains(wait_alert(id))) {
            if (!longest || limit == Milliseconds{0} || longest->waited < low(config)) {
                commands.emplace_back(ResolveAlert{wait_alert(id), std::string(over)});
            }
        } else if (state.day_open && limit > Milliseconds{0} && longest && longest->waited >= limit &&
                   state.alerts.size() < most_open_alerts && !is_settled(state, config, id, longest->since)) {
            commands.emplace_back(raised(config, id, *longest));
        }
    }
}

std::optional<WallTime> next_due(const HallState& state, const HallConfig& config) {
    std::optional<WallTime> next;
    if (config.targets.alert_wait == std::chrono::minutes{0}) {
        return next;
    }
    for (const auto& [id, service] : state.services) {
        const auto longest = longest_wait(state, id, state.last_at);
        if (longest && !state.alerts.contains(wait_alert(id)) &&
            !is_settled(state, config, id, longest->since)) {
            const WallTime at = longest->since + config.targets.alert_wait;
            next = next ? std::min(*next, at) : at;
        }
    }
    return next;
}

}  // namespace jiaohao::domain::recovery
