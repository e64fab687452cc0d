// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/shortage.hpp"

#include <algorithm>
#include <iterator>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/hours.hpp"
#include "kiosk/domain/lent.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/order.hpp"
#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/schedule.hpp"

namespace jiaohao::domain::shortage {
namespace {

/// Of a line, from its first and from the first that matters: never all of it.
constexpr int most_looked_at = 16;

void sooner(std::optional<WallTime>& first, WallTime at) {
    first = first ? std::min(*first, at) : at;
}

/// Since when somebody of the line has stood in it, of those who came into it later than `after`. It is in the order of
/// arrival but for those who came back or from another service, who stand before others who came earlier.
std::optional<WallTime> stands_since(const Line& line, const std::optional<WallTime>& after = {}) {
    std::optional<WallTime> first;
    const auto look = [&](auto from, const auto& to) {
        for (int looked_at = 0; from != to && looked_at < most_looked_at; ++from, ++looked_at) {
            if (!after || from->since > *after) {
                sooner(first, from->since);
            }
        }
    };
    look(line.places.begin(), line.places.end());
    if (after) {
        // By the places themselves: since when somebody stands there moves with a clock that is set, the place does not.
        look(line.places.lower_bound(LinePlace{*after, {}}), line.places.end());
        look(line.places.rbegin(), line.places.rend());
    }
    return first;
}

/// Whoever pauses but still has somebody is open.
bool is_open(const CounterState& counter) {
    return counter.status == CounterStatus::open ||
           (counter.status == CounterStatus::paused && counter.ticket);
}

bool is_sent_to(const Line& line, const CounterId& counter, const CounterState& state) {
    return line.to_counter ? *line.to_counter == counter : line.to_clerk == state.clerk;
}

/// When the last of the counters stopped that call the line, of which `first` is one; none while one is open. Who was
/// sent to a counter is called by no other as long as it is not away, and if it pauses.
std::optional<WallTime> without_counter(const HallState& state, const HallConfig& config, const Line& line,
                                        const Ticket& first) {
    const bool only_there = lines::is_directed(line) && !lines::is_target_away(state, line);
    WallTime since{};
    for (const CounterConfig& counter : config.counters) {
        const CounterState& known = counter_state(state, counter.id);
        if (!order::may_call(counter, first, state) || (only_there && !is_sent_to(line, counter.id, known))) {
            continue;
        }
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

/// Who has been without a counter since then or longer was seen to.
std::optional<WallTime> settled(const HallState& state, const HallConfig& config, const ServiceId& service) {
    const auto known = state.figures.services.find(service);
    if (known == state.figures.services.end() || !known->second.no_counter_settled) {
        return std::nullopt;
    }
    return *known->second.no_counter_settled - Milliseconds{config.targets.alert_no_counter} * 3 / 4;
}

/// People of a service whom no open counter calls, and since when somebody of them has been without one; `untold`: of
/// those who were not seen to.
struct Unserved {
    std::uint32_t count = 0;
    WallTime since{};
    std::optional<WallTime> untold;
};

std::optional<Unserved> unserved(const HallState& state, const HallConfig& config, const ServiceId& service) {
    const auto seen_to = settled(state, config, service);
    std::optional<Unserved> people;
    for (const Line& line : service_state(state, service).lines) {
        const Ticket* const first =
            line.places.empty() ? nullptr : find_ticket(state, line.places.begin()->id);
        const auto stopped = first == nullptr ? std::nullopt : without_counter(state, config, line, *first);
        if (!stopped) {
            continue;
        }
        const WallTime from = std::max(*stopped, state.day_again_at.value_or(*stopped));
        const WallTime since = std::max(from, stands_since(line).value_or(from));
        Unserved& all = people ? *people : people.emplace(Unserved{0, since, {}});
        all.count += static_cast<std::uint32_t>(line.places.size());
        all.since = std::min(all.since, since);
        if (!seen_to || from > *seen_to) {
            sooner(all.untold, since);
        } else if (const auto later = stands_since(line, seen_to)) {
            sooner(all.untold, *later);
        }
    }
    return people;
}

/// Since when a counter is expected for the service, for ever where no hours are followed; none: not now.
std::optional<WallTime> expected_since(const HallState& state, const HallConfig& config,
                                       const ServiceConfig& service, const Moment& moment) {
    const auto into = schedule::into_day(state, moment.local);
    const ServiceState& known = service_state(state, service.id);
    const bool by_hand = known.open && !known.hours_say.value_or(false);
    if (!into || by_hand || schedule::clock_in_doubt(state, moment.now)) {
        return WallTime{};
    }
    const auto spans = hours::Around(config, *state.day, *into).spans(service);
    if (!spans) {
        return WallTime{};
    }
    const auto next = std::ranges::find_if(*spans, [&](const OpenSpan& span) { return *into < span.from; });
    if (next == spans->begin()) {
        return std::nullopt;
    }
    const OpenSpan& last = *std::prev(next);
    const bool serves_on = next == spans->end() && service.at_closing != ClosingRule::keep;
    return *into < last.to || serves_on ? std::optional(moment.now - (*into - last.from)) : std::nullopt;
}

/// The same people, as far as a counter is expected for them.
std::optional<Unserved> expecting(const HallState& state, const HallConfig& config,
                                  const ServiceConfig& service, const Moment& moment) {
    auto people = unserved(state, config, service.id);
    const auto expected = people ? expected_since(state, config, service, moment) : std::nullopt;
    if (!expected) {
        return std::nullopt;
    }
    const auto seen_to = settled(state, config, service.id);
    people->since = std::max(people->since, *expected);
    if (seen_to && *expected > *seen_to) {
        people->untold = people->since;
    } else if (people->untold) {
        people->untold = std::max(*people->untold, *expected);
    }
    return people;
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

void add_counters(const HallState& state, const HallConfig& config, const Moment& moment,
                  std::vector<Command>& commands) {
    const Milliseconds limit = config.targets.alert_no_counter;
    for (const ServiceConfig& service : config.services) {
        const bool open = state.alerts.contains(counter_alert(service.id));
        if (!open && (limit == Milliseconds{0} || !may_raise(state, config))) {
            continue;
        }
        if (open) {
            if (limit == Milliseconds{0} || !state.day_open || !unserved(state, config, service.id)) {
                commands.emplace_back(ResolveAlert{counter_alert(service.id), std::string(recovery::over)});
            }
            continue;
        }
        const auto people = expecting(state, config, service, moment);
        if (people && people->untold && elapsed(*people->untold, moment.now) >= limit) {
            commands.emplace_back(raised(config, service.id, *people, moment.now));
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

void due(const HallState& state, const HallConfig& config, const Moment& moment,
         std::vector<Command>& commands) {
    add_counters(state, config, moment, commands);
    add_ranges(state, config, commands);
    add_gone(state, config, commands);
}

std::optional<WallTime> next_due(const HallState& state, const HallConfig& config, const Moment& moment) {
    std::optional<WallTime> next;
    const Milliseconds limit = config.targets.alert_no_counter;
    if (limit == Milliseconds{0} || !may_raise(state, config)) {
        return next;
    }
    for (const ServiceConfig& service : config.services) {
        if (state.alerts.contains(counter_alert(service.id))) {
            continue;
        }
        const auto people = expecting(state, config, service, moment);
        if (people && people->untold) {
            sooner(next, *people->untold + limit);
        }
    }
    return next;
}

}  // namespace jiaohao::domain::shortage
