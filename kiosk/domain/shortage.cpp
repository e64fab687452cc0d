// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/shortage.hpp"

#include <algorithm>
#include <ranges>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/lent.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/order.hpp"
#include "kiosk/domain/recovery.hpp"

namespace jiaohao::domain::shortage {
namespace {

/// Of a line; who came first has waited longest but for those who came back.
constexpr int most_looked_at = 16;

WallTime waiting_since(const Line& line) {
    return std::ranges::min(line.places | std::views::take(most_looked_at) |
                            std::views::transform(&LinePlace::since));
}

bool is_open(const CounterState& counter) {
    return counter.status == CounterStatus::open ||
           (counter.status == CounterStatus::paused && counter.ticket);
}

/// When the last of the counters that may call the ticket stopped; none while one is open.
std::optional<WallTime> without_counter(const HallState& state, const HallConfig& config,
                                        const Ticket& ticket) {
    WallTime since{};
    for (const CounterConfig& counter : config.counters) {
        if (!order::may_call(counter, ticket, state)) {
            continue;
        }
        const CounterState& known = counter_state(state, counter.id);
        if (is_open(known)) {
            return std::nullopt;
        }
        const auto& stopped = known.status == CounterStatus::paused ? known.paused_since : known.closed_at;
        since = std::max(since, stopped.value_or(since));
    }
    return since;
}

bool may_raise(const HallState& state, const HallConfig& config) {
    return state.day_open && !config.satellite && alerts::has_room(state);
}

/// What nobody was told of yet.
std::optional<Unserved> unsettled(const HallState& state, const HallConfig& config,
                                  const ServiceId& service) {
    const auto found = unserved(state, config, service);
    const auto known = state.figures.services.find(service);
    const bool settled = found && known != state.figures.services.end() && known->second.no_counter_settled &&
                         found->since <= *known->second.no_counter_settled;
    return settled ? std::nullopt : found;
}

RaiseAlert raised(const HallConfig& config, const ServiceId& service, const Unserved& people, WallTime now) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(elapsed(people.since, now)).count();
    return {counter_alert(service),
            std::string(recovery::no_counter),
            service.get(),
            {{"service", service.get()},
             {"count", std::to_string(people.count)},
             {"minutes", std::to_string(minutes)},
             {"limit", std::to_string(config.targets.alert_no_counter.count())}}};
}

bool is_low(const HallState& state, const HallConfig& config, const NumberRange& range) {
    const std::uint64_t all = std::uint64_t{range.last} - range.first + 1;
    return state.day_open && config.targets.alert_numbers_percent > 0 &&
           numbers_left(state, range) * 100 <= config.targets.alert_numbers_percent * all;
}

RaiseAlert raised(const HallState& state, const NumberRange& range) {
    return {range_alert(range.id),
            std::string(recovery::range_low),
            range.id.get(),
            {{"range", range.id.get()},
             {"first", format_number(range, range.first)},
             {"last", format_number(range, range.last)},
             {"left", std::to_string(numbers_left(state, range))}}};
}

void add_counters(const HallState& state, const HallConfig& config, WallTime now,
                  std::vector<Command>& commands) {
    const Milliseconds limit = config.targets.alert_no_counter;
    for (const ServiceConfig& service : config.services) {
        const bool open = state.alerts.contains(counter_alert(service.id));
        if (!open && (limit == Milliseconds{0} || !may_raise(state, config))) {
            continue;
        }
        const auto people = open ? unserved(state, config, service.id) : unsettled(state, config, service.id);
        if (open && (!people || !state.day_open || limit == Milliseconds{0})) {
            commands.emplace_back(ResolveAlert{counter_alert(service.id), std::string(recovery::over)});
        } else if (!open && people && elapsed(people->since, now) >= limit) {
            commands.emplace_back(raised(config, service.id, *people, now));
        }
    }
}

void add_ranges(const HallState& state, const HallConfig& config, std::vector<Command>& commands) {
    for (const NumberRange& range : config.ranges) {
        const bool open = state.alerts.contains(range_alert(range.id));
        const bool low = is_low(state, config, range);
        if (open && !low) {
            commands.emplace_back(ResolveAlert{range_alert(range.id), std::string(recovery::over)});
        } else if (!open && low && may_raise(state, config) &&
                   !state.figures.ranges_told.contains(range.id)) {
            commands.emplace_back(raised(state, range));
        }
    }
}

/// Of a service or range that was taken out of the configuration.
void add_gone(const HallState& state, const HallConfig& config, std::vector<Command>& commands) {
    for (const auto& [id, alert] : state.alerts) {
        const bool gone =
            (alert.code == recovery::no_counter && config.service(ServiceId{alert.subject}) == nullptr) ||
            (alert.code == recovery::range_low && config.range(RangeId{alert.subject}) == nullptr);
        if (gone) {
            commands.emplace_back(ResolveAlert{id, std::string(recovery::over)});
        }
    }
}

}  // namespace

AlertId counter_alert(const ServiceId& service) {
    return AlertId{"no-counter-" + service.get()};
}

AlertId range_alert(const RangeId& range) {
    return AlertId{"range-" + range.get()};
}

std::optional<Unserved> unserved(const HallState& state, const HallConfig& config, const ServiceId& service) {
    std::optional<Unserved> people;
    for (const Line& line : service_state(state, service).lines) {
        const Ticket* const first =
            line.places.empty() ? nullptr : find_ticket(state, line.places.begin()->id);
        const auto stopped = first == nullptr ? std::nullopt : without_counter(state, config, *first);
        if (!stopped) {
            continue;
        }
        const WallTime since = std::max(*stopped, waiting_since(line));
        Unserved& all = people ? *people : people.emplace(Unserved{0, since});
        all.count += static_cast<std::uint32_t>(line.places.size());
        all.since = std::min(all.since, since);
    }
    return people;
}

std::uint64_t numbers_left(const HallState& state, const NumberRange& range) {
    const auto used = [&](const RangeId& id) {
        const auto found = state.last_ordinal.find(id);
        return found == state.last_ordinal.end() ? std::uint64_t{0} : std::uint64_t{found->second};
    };
    const std::uint64_t next = std::max<std::uint64_t>(used(range.id) + 1, range.first);
    if (next > range.last) {
        return 0;
    }
    const std::uint64_t lent_from = std::max<std::uint64_t>(lending_from(range.first, range.last), next);
    const std::uint64_t lent_to = std::min<std::uint64_t>(used(lent_counter(range.id)), range.last);
    const std::uint64_t lent = lent_to < lent_from ? 0 : lent_to - lent_from + 1;
    return range.last - next + 1 - lent;
}

void due(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands) {
    add_counters(state, config, now, commands);
    add_ranges(state, config, commands);
    add_gone(state, config, commands);
}

std::optional<WallTime> next_due(const HallState& state, const HallConfig& config) {
    std::optional<WallTime> next;
    const Milliseconds limit = config.targets.alert_no_counter;
    if (limit == Milliseconds{0} || !may_raise(state, config)) {
        return next;
    }
    for (const ServiceConfig& service : config.services) {
        if (state.alerts.contains(counter_alert(service.id))) {
            continue;
        }
        if (const auto people = unsettled(state, config, service.id)) {
            const WallTime at = people->since + limit;
            next = next ? std::min(*next, at) : at;
        }
    }
    return next;
}

}  // namespace jiaohao::domain::shortage
