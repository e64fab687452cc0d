// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/recovery.hpp"

#include <algorithm>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/types/views.hpp"

namespace jiaohao::domain::recovery {
namespace {

/// Of a line in any case, for the clock may have gone back between two of them; beyond it see oldest().
constexpr int least_looked_at = 16;

Milliseconds low(const HallConfig& config) {
    return Milliseconds{config.targets.alert_wait} * 3 / 4;
}

/// The one of a service who stands in line longest, of those who came into it after `after`. A line is in the order of
/// arrival in the hall: who stands at a place later than the longest wait found cannot have waited longer, so that
/// mostly nobody but the first is asked; those who came back or from another service stand before others who wait
/// longer.
const LinePlace* oldest(const HallState& state, const ServiceId& service,
                        const std::optional<WallTime>& after = {}) {
    const LinePlace* found = nullptr;
    for (const Line& line : service_state(state, service).lines) {
        int looked_at = 0;
        for (const LinePlace& place : line.places) {
            if (found != nullptr && looked_at++ >= least_looked_at && place.line_at >= found->since) {
                break;
            }
            if (after && place.since <= *after) {
                continue;
            }
            if (found == nullptr || place.since < found->since) {
                found = &place;
            }
        }
    }
    return found;
}

std::optional<Longest> standing_longest(const HallState& state, const LinePlace* place, WallTime now) {
    const Ticket* const ticket = place == nullptr ? nullptr : find_ticket(state, place->id);
    return ticket == nullptr ? std::nullopt
                             : std::optional(Longest{ticket, elapsed(place->since, now), place->since});
}

/// The one who waits longest of those who did not when the last alert here ended: the others were seen to.
std::optional<Longest> longest_unsettled(const HallState& state, const HallConfig& config,
                                         const ServiceId& service, WallTime now) {
    const auto known = state.figures.services.find(service);
    const bool settled = known != state.figures.services.end() && known->second.long_wait_settled;
    return standing_longest(state,
                            settled ? oldest(state, service, *known->second.long_wait_settled - low(config))
                                    : oldest(state, service),
                            now);
}

/// What due() raises and next_due() waits for.
bool may_raise(const HallState& state, const HallConfig& config) {
    return state.day_open && config.targets.alert_wait > Milliseconds{0} && alerts::has_room(state);
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

WallTime since_of(const Ticket& ticket) {
    return std::max(ticket.waiting_since.value_or(ticket.issued_at),
                    ticket.due_at.value_or(ticket.issued_at));
}

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
    if (rating.level > config.targets.alert_level || rating.level == 0 || state.alerts.contains(id)) {
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
    return standing_longest(state, oldest(state, service), now);
}

void due(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands) {
    const Milliseconds limit = config.targets.alert_wait;
    for (const auto& [id, service] : state.services) {
        if (state.alerts.contains(wait_alert(id))) {
            const auto longest = longest_wait(state, id, now);
            if (!longest || limit == Milliseconds{0} || longest->waited < low(config)) {
                commands.emplace_back(ResolveAlert{wait_alert(id), std::string(over)});
            }
        } else if (may_raise(state, config)) {
            const auto longest = longest_unsettled(state, config, id, now);
            if (longest && longest->waited >= limit) {
                commands.emplace_back(raised(config, id, *longest));
            }
        }
    }
}

std::optional<WallTime> next_due(const HallState& state, const HallConfig& config) {
    std::optional<WallTime> next;
    if (!may_raise(state, config)) {
        return next;
    }
    for (const auto& [id, service] : state.services) {
        if (state.alerts.contains(wait_alert(id))) {
            continue;
        }
        if (const auto longest = longest_unsettled(state, config, id, state.last_at)) {
            const WallTime at = longest->since + config.targets.alert_wait;
            next = next ? std::min(*next, at) : at;
        }
    }
    return next;
}

}  // namespace jiaohao::domain::recovery
