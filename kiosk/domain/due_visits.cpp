// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/due_visits.hpp"

#include <algorithm>

#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/order.hpp"

namespace jiaohao::domain::due_visits {
namespace {

/// Of a clock that is set, what nobody notes.
constexpr Milliseconds small_step{2000};
/// Of a service in one round; the next round goes on with the ones behind.
constexpr int most_heads = 4;

WallTime expires_at(const LinePlace& place, const HallConfig& config) {
    return place.since + config.calling.expire_after;
}

/// Calls `use` with the first of every line: the ones who came first.
template <class Use>
void for_heads(const HallState& state, const HallConfig& config, Use use) {
    // Who is kept for the next day waits for nobody at night.
    if (!state.day_open || config.calling.expire_after.count() == 0) {
        return;
    }
    for (const auto& [id, service] : state.services) {
        int looked_at = 0;
        for (const LinePlace& place : service.line) {
            use(place);
            if (++looked_at == most_heads) {
                break;
            }
        }
    }
}

template <class Use>
void for_parked(const HallState& state, Use use) {
    for (const auto& [id, counter] : state.counters) {
        for (const TicketId& parked : counter.parked) {
            const Ticket* const ticket = find_ticket(state, parked);
            if (ticket != nullptr && ticket->parked_until) {
                use(*ticket);
            }
        }
    }
}

struct Ready {
    const CounterConfig* config = nullptr;
    WallTime idle_since{};
    /// When the hall may call for it.
    WallTime at{};
};

/// Counters that call by themselves, have nobody, are neither paused nor finishing up after their last customer, and
/// for which somebody waits.
std::vector<Ready> ready_counters(const HallState& state, const HallConfig& config) {
    std::vector<Ready> ready;
    for (const CounterConfig& counter : config.counters) {
        if (!counter.auto_call) {
            continue;
        }
        const CounterState& known = counter_state(state, counter.id);
        const bool staffed = known.clerk || counter.handset_only;
        if (!is_idle(known) || !known.idle_since || !staffed || !order::has_somebody(state, counter)) {
            continue;
        }
        const WallTime since = std::max(*known.idle_since, known.wrap_up_until.value_or(*known.idle_since));
        ready.push_back({&counter, *known.idle_since, since + config.calling.auto_call_after});
    }
    return ready;
}

}  // namespace

void add(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands) {
    for_parked(state, [&](const Ticket& ticket) {
        if (*ticket.parked_until <= now) {
            commands.emplace_back(UnparkTicket{ticket.id});
        }
    });
    for_heads(state, config, [&](const LinePlace& place) {
        if (expires_at(place, config) <= now) {
            commands.emplace_back(ExpireTicket{place.id, ExpiryCause::waited_too_long});
        }
    });
    if (!commands.empty()) {
        // Who is there to be called is known when these have been decided.
        return;
    }
    auto ready = ready_counters(state, config);
    // Idle since a time to come: a start with a clock that is behind. Nobody waits for that until it has caught up.
    std::erase_if(ready,
                  [&](const Ready& one) { return one.idle_since <= now + small_step && now < one.at; });
    // One a round: whom it calls is no longer there for the others.
    const auto longest = std::ranges::min_element(ready, {}, &Ready::at);
    if (longest != ready.end()) {
        commands.emplace_back(CallNext{longest->config->id, Channel::system});
    }
}

std::optional<WallTime> next(const HallState& state, const HallConfig& config) {
    std::optional<WallTime> first;
    const auto earlier = [&](WallTime at) { first = first ? std::min(*first, at) : at; };
    for_parked(state, [&](const Ticket& ticket) { earlier(*ticket.parked_until); });
    for_heads(state, config, [&](const LinePlace& place) { earlier(expires_at(place, config)); });
    for (const Ready& one : ready_counters(state, config)) {
        earlier(one.at);
    }
    return first;
}

}  // namespace jiaohao::domain::due_visits
