// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/schedule.hpp"

#include <algorithm>

#include "kiosk/domain/hours.hpp"
#include "kiosk/domain/lookup.hpp"

namespace jiaohao::domain::schedule {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// A day that ends so long after its time was not closed by anybody: the terminal was off, or its clock wrong.
constexpr std::chrono::hours late_by{4};

std::chrono::days apart(BusinessDay from, BusinessDay to) {
    return std::chrono::sys_days{to} - std::chrono::sys_days{from};
}

bool at_rest(const HallState& state, WallTime now) {
    return elapsed(state.last_work_at, now) >= rest;
}

/// Whether the service's hours say something else than when they were last looked at. A service without hours is open,
/// also one that hours closed which were taken out of the configuration since.
std::optional<bool> switched(const ServiceState& known, const std::optional<hours::Says>& says) {
    if (!says) {
        return known.hours_say == false ? std::optional(true) : std::nullopt;
    }
    // Never looked at, on a day that opened before the hours: closed by them.
    return says->open == known.hours_say.value_or(false) ? std::nullopt : std::optional(says->open);
}

std::optional<hours::Says> says_now(const hours::Around& around, const ServiceConfig& service, seconds into) {
    const auto spans = around.spans(service);
    return spans ? std::optional(hours::say(*spans, into)) : std::nullopt;
}

/// The last hours of the day are over, and whoever still waits goes home.
bool sends_home(const ServiceConfig& service, const ServiceState& known, const OpenSpans* spans,
                seconds into) {
    return service.at_closing == ClosingRule::expire && !known.open && spans != nullptr && !spans->empty() &&
           into >= spans->back().to;
}

/// Whose turn had begun is served: they come back from a counter, parked, sent on or between two steps of a visit.
bool goes_home(const HallState& state, const LinePlace& place) {
    const Ticket* const ticket = find_ticket(state, place.id);
    return ticket != nullptr && !ticket->called_at;
}

void add_services(const HallState& state, const HallConfig& config, seconds into,
                  std::vector<Command>& commands) {
    const hours::Date today(config, *state.day);
    const hours::Around around(config, *state.day, into);
    for (const ServiceConfig& service : config.services) {
        const ServiceState& known = service_state(state, service.id);
        const auto says = says_now(around, service, into);
        if (const auto open = switched(known, says)) {
            commands.push_back(*open ? Command(OpenService{service.id, SwitchCause::schedule})
                                     : Command(CloseService{service.id, SwitchCause::schedule}));
        } else if (!(says && says->open) && sends_home(service, known, today.spans(service), into)) {
            for (const LinePlace& place : known.line) {
                if (commands.size() >= most_at_once) {
                    return;
                }
                if (goes_home(state, place)) {
                    commands.emplace_back(ExpireTicket{place.id, ExpiryCause::service_closed});
                }
            }
        }
    }
}

/// The time within the open day at which it closes by itself, unless it was opened after that.
std::optional<minutes> closing_time(const HallState& state, const HallConfig& config, WallTime now,
                                    seconds into) {
    const auto& closes = config.hours.day_closes;
    if (!closes || !state.day_opened_at) {
        return closes;
    }
    const WallTime opened = state.day_again_at.value_or(*state.day_opened_at);
    const seconds open_for = std::chrono::duration_cast<seconds>(elapsed(opened, now));
    return into - open_for < *closes ? closes : std::nullopt;
}

bool day_is_over(const HallState& state, const HallConfig& config, WallTime now, seconds into) {
    if (const auto closes = closing_time(state, config, now, into)) {
        return into >= *closes;
    }
    return into >= day_ends && at_rest(state, now);
}

void add_end_of_day(const HallState& state, const HallConfig& config, WallTime now, seconds into,
                    std::vector<Command>& commands) {
    commands.emplace_back(CloseDay{});
    const auto closes = closing_time(state, config, now, into);
    if (into >= std::chrono::days{1} && (!closes || into >= *closes + late_by)) {
        commands.emplace_back(RaiseAlert{
            AlertId{"day_not_closed"}, "day_not_closed", "hall", {{"day", to_string(*state.day)}}});
    }
}

/// What decide() would say; what it refuses is not asked for again and again.
bool would_open(const HallState& state, const HallConfig& config, WallTime now, const LocalTime& local) {
    Context context;
    context.now = now;
    context.today = local.date;
    context.local = local;
    return decide(state, config, OpenDay{local.date}, context).has_value();
}

bool day_begins(const HallState& state, const HallConfig& config, WallTime now, const LocalTime& local) {
    const HoursConfig& hours = config.hours;
    if (!hours.day_opens || local.since_midnight < *hours.day_opens ||
        (hours.day_closes && local.since_midnight >= *hours.day_closes)) {
        return false;
    }
    // Backwards only by hand: either that day or this clock is wrong.
    if (state.day && (local.date <= *state.day || apart(*state.day, local.date) > farthest)) {
        return false;
    }
    if (state.floors_day && local.date < *state.floors_day) {
        return false;
    }
    return hours::Date(config, local.date).anything_open() && would_open(state, config, now, local);
}

/// Brings `next` forward to `at`, of which `from` is now.
void sooner(std::optional<seconds>& next, seconds from, std::optional<minutes> at) {
    if (at && *at > from) {
        const seconds left = *at - from;
        next = next ? std::min(*next, left) : left;
    }
}

std::optional<seconds> until_next(const HallState& state, const HallConfig& config, WallTime now,
                                  seconds into) {
    std::optional<seconds> left;
    sooner(left, into, closing_time(state, config, now, into));
    const hours::Date today(config, *state.day);
    const hours::Around around(config, *state.day, into);
    for (const ServiceConfig& service : config.services) {
        const ServiceState& known = service_state(state, service.id);
        const auto says = says_now(around, service, into);
        const bool over = !(says && says->open) && sends_home(service, known, today.spans(service), into);
        if (switched(known, says) || (over && std::ranges::any_of(known.line, [&](const LinePlace& one) {
                                          return goes_home(state, one);
                                      }))) {
            return seconds{0};
        }
        if (says) {
            sooner(left, into, says->next_change);
            // Then the hours of another date hold.
            sooner(left, into, std::chrono::floor<std::chrono::days>(into) + std::chrono::days{1});
        }
    }
    return left;
}

}  // namespace

const AlertId& clock_alert() {
    static const AlertId id{"clock_jumped"};
    return id;
}

std::optional<seconds> into_day(const HallState& state, const std::optional<LocalTime>& local) {
    if (!state.day_open || !state.day || !local || !local->date.ok() || local->date < *state.day) {
        return std::nullopt;
    }
    const std::chrono::days later = apart(*state.day, local->date);
    return later > farthest ? std::nullopt : std::optional(later + local->since_midnight);
}

bool clock_in_doubt(const HallState& state, WallTime now) {
    return state.day_open && state.alerts.contains(clock_alert()) && !at_rest(state, now);
}

void add_due(const HallState& state, const HallConfig& config, WallTime now,
             const std::optional<LocalTime>& local, std::vector<Command>& commands) {
    if (!local || !local->date.ok()) {
        return;
    }
    if (!state.day_open) {
        if (day_begins(state, config, now, *local)) {
            commands.emplace_back(OpenDay{local->date});
        }
        return;
    }
    const auto into = into_day(state, local);
    if (!into || clock_in_doubt(state, now)) {
        return;
    }
    if (day_is_over(state, config, now, *into)) {
        add_end_of_day(state, config, now, *into, commands);
    } else {
        add_services(state, config, *into, commands);
    }
}

std::optional<WallTime> next(const HallState& state, const HallConfig& config, WallTime now,
                             const std::optional<LocalTime>& local) {
    std::optional<seconds> left;
    const auto into = into_day(state, local);
    if (into && !clock_in_doubt(state, now)) {
        left = until_next(state, config, now, *into);
    } else if (local && !state.day_open) {
        sooner(left, local->since_midnight, config.hours.day_opens);
    }
    return left ? std::optional(now + *left) : std::nullopt;
}

}  // namespace jiaohao::domain::schedule
