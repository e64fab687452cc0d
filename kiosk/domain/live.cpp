// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/live.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk/domain/figures.hpp"
#include "kiosk/domain/hours.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/schedule.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::live {
namespace {

const ServiceFigures& figures_of_service(const HallState& state, const ServiceId& id) {
    static const ServiceFigures fresh;
    const auto found = state.figures.services.find(id);
    return found == state.figures.services.end() ? fresh : found->second;
}

/// Calls of today that took no longer; a bin that the target lies in counts whole (0.8 % at most).
std::uint64_t called_within(const stats::Histogram& waits, std::chrono::minutes target) {
    const auto last =
        stats::Histogram::bin_of(static_cast<std::uint64_t>(std::chrono::seconds{target}.count()));
    std::uint64_t sum = 0;
    for (std::size_t bin = 0; bin <= last; ++bin) {
        sum += waits.in_bin(bin);
    }
    return sum;
}

std::uint32_t waiting_beyond(const HallState& state, const ServiceId& id, Milliseconds target, WallTime now) {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(service_state(state, id).line, [&](const LinePlace& place) {
            const Ticket* const ticket = find_ticket(state, place.id);
            return ticket != nullptr && elapsed(std::max(ticket->waiting_since.value_or(ticket->issued_at),
                                                         ticket->due_at.value_or(ticket->issued_at)),
                                                now) > target;
        }));
}

double minutes(std::chrono::duration<double> span) {
    return span.count() / 60;
}

double service_minutes(const ServiceFigures& figures, const HallConfig& config,
                       const ServiceConfig& service) {
    const double wrap_up = minutes(config.calling.wrap_up);
    const double after =
        figures.wrap_up.n > 0 || wrap_up > 0 ? stats::mean_span(figures.wrap_up, wrap_up) : 0;
    return stats::mean_span(figures.served, minutes(service.typical_service)) + after;
}

/// When customers may come, in minutes from now: from `opens` (none: never again today) until `closes` (none: nothing
/// is known).
struct Coming {
    std::optional<double> opens;
    std::optional<double> closes;
};

Coming coming_of(const HallState& state, const HallConfig& config, const ServiceConfig& service,
                 WallTime now) {
    const bool open = service_state(state, service.id).open;
    Coming coming{open ? std::optional(0.0) : std::nullopt, {}};
    if (!state.day || !state.day->ok() || !state.figures.utc_offset) {
        return coming;
    }
    const auto into = std::chrono::floor<std::chrono::seconds>(sane(now) + *state.figures.utc_offset -
                                                               std::chrono::sys_days{*state.day});
    if (into < std::chrono::seconds{0} || into > schedule::farthest) {
        return coming;
    }
    const auto left = [into](std::chrono::minutes at) { return minutes(at) - minutes(into); };
    const auto spans = hours::Around(config, *state.day, into).spans(service);
    const hours::Says says = spans ? hours::say(*spans, into) : hours::Says{};
    if (!open && state.day_open && says.next_opening) {
        coming.opens = left(*says.next_opening);
    }
    const auto& end = says.last_end ? says.last_end : config.hours.day_closes;
    // After its end it was opened by hand: whoever did that knows until when.
    if (end && left(*end) > 0) {
        coming.closes = left(*end);
    }
    return coming;
}

std::optional<stats::ArrivalOutlook> outlook_of(const HallState& state, const HallConfig& config,
                                                const ServiceConfig& service, WallTime now) {
    const auto minute = figures::local_minute(state.figures, now);
    if (!minute) {
        return std::nullopt;
    }
    const Coming coming = coming_of(state, config, service, now);
    const auto until = [&](std::optional<double> left) {
        const auto at = left ? std::optional(*minute + std::min(*left, double{24 * 60})) : std::nullopt;
        return stats::outlook(figures_of_service(state, service.id).arrivals, *minute, at);
    };
    auto outlook = until(coming.opens ? coming.closes : 0.0);
    const auto before = until(coming.opens.value_or(0.0));
    if (!outlook || !before) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < stats::outlook_steps && coming.opens; ++i) {
        outlook->coming[i] = std::max(0.0, outlook->coming[i] - before->coming[i]);
    }
    return *outlook;
}

/// Counters' worth of work in the next half hour: who comes, and who waits already.
double load_of(const LineFigures& line) {
    const double coming = line.arrivals ? line.arrivals->coming[0] : 0;
    return (coming + line.waiting) * line.service_min / stats::slot_minutes;
}

/// Who takes part of a counter's time takes the whole of one at times, so a line with any share has one.
std::uint32_t whole(double share) {
    return share <= 0 ? 0 : std::max(1U, static_cast<std::uint32_t>(std::lround(share)));
}

void look_ahead(LineFigures& line, std::uint32_t serving, std::uint32_t counters, const HallConfig& config) {
    if (!line.arrivals) {
        return;
    }
    stats::LiveMoment moment;
    moment.queue = {std::min(line.waiting, stats::most_waiting), serving,
                    std::min(counters, stats::most_open),
                    std::clamp(line.service_min, stats::least_service_min, stats::most_service_min)};
    moment.arrivals = *line.arrivals;
    moment.goal.within = minutes(config.targets.wait);
    moment.goal.share = config.targets.share;
    if (auto ahead = stats::live_figures(moment)) {
        line.ahead = std::move(*ahead);
    }
}

LineFigures line_of(const HallState& state, const HallConfig& config, const ServiceConfig& service,
                    WallTime now) {
    const ServiceFigures& figures = figures_of_service(state, service.id);
    LineFigures line;
    line.waiting = static_cast<std::uint32_t>(service_state(state, service.id).line.size());
    if (const auto longest = recovery::longest_wait(state, service.id, now)) {
        line.longest = longest->waited;
    }
    line.called = figures.waits.count();
    line.within = stats::within_target(called_within(figures.waits, config.targets.wait), line.called,
                                       waiting_beyond(state, service.id, config.targets.wait, now));
    line.open = counters_open(state, config, service.id);
    line.service_min = service_minutes(figures, config, service);
    line.arrivals = outlook_of(state, config, service, now);
    return line;
}

std::map<ServiceId, std::uint32_t> serving_of(const HallState& state) {
    std::map<ServiceId, std::uint32_t> serving;
    for (const auto& [id, counter] : state.counters) {
        const Ticket* const ticket = counter.ticket ? find_ticket(state, *counter.ticket) : nullptr;
        if (ticket != nullptr) {
            ++serving[ticket->service];
        }
    }
    return serving;
}

void add_arrivals(LineFigures& hall, const stats::ArrivalOutlook& one) {
    stats::ArrivalOutlook& sum = hall.arrivals ? *hall.arrivals : hall.arrivals.emplace();
    for (std::size_t i = 0; i < stats::outlook_steps; ++i) {
        sum.past[i] += one.past[i];
        sum.coming[i] += one.coming[i];
    }
    sum.days = std::max(sum.days, one.days);
}

/// All lines as one. The mean service is that of the work at hand.
LineFigures pooled(const std::vector<ServiceLive>& services, const HallState& state,
                   const HallConfig& config) {
    LineFigures hall;
    double weight = 0;
    double work = 0;
    std::uint64_t hits = 0;
    std::uint64_t n = 0;
    for (const ServiceLive& service : services) {
        const LineFigures& line = service.line;
        hall.waiting += line.waiting;
        hall.called += line.called;
        hall.longest = std::max(hall.longest, line.longest);
        hits += line.within.hits;
        n += line.within.n;
        const double customers = line.waiting + (line.arrivals ? line.arrivals->coming[0] : 0) + 1e-6;
        weight += customers;
        work += customers * line.service_min;
        if (line.arrivals) {
            add_arrivals(hall, *line.arrivals);
        }
    }
    hall.within = stats::share_figure(hits, n, stats::least_waits);
    hall.service_min = weight > 0 ? work / weight : 0;
    hall.open = static_cast<std::uint32_t>(std::ranges::count_if(config.counters, [&](const auto& counter) {
        return counter_state(state, counter.id).status == CounterStatus::open;
    }));
    hall.share = hall.open;
    return hall;
}

/// Of the time it was open, or served somebody though it was to pause. Finishing up is work.
std::optional<double> idle_share(const CounterFigures& figures, const CounterState& counter, WallTime now) {
    const auto running = [now](Milliseconds sum, const std::optional<WallTime>& since) {
        return static_cast<double>((sum + (since ? elapsed(*since, now) : Milliseconds{0})).count());
    };
    const double open = running(figures.open_ms, figures.open_since);
    const Milliseconds finishing = times::of_counter(counter, now).wrap_up.value_or(Milliseconds{0});
    const double busy = running(figures.busy_ms, figures.busy_since) + static_cast<double>(finishing.count());
    return open <= 0 ? std::nullopt : std::optional(std::clamp(1 - busy / open, 0.0, 1.0));
}

CounterLive counter_of(const HallState& state, const CounterConfig& config, WallTime now) {
    const CounterState& counter = counter_state(state, config.id);
    CounterLive row{config.id, config.label, counter.status, counter.clerk, {}, false, {}, 0, 0, {}, {}};
    const Ticket* const ticket = counter.ticket ? find_ticket(state, *counter.ticket) : nullptr;
    if (ticket != nullptr) {
        row.number = ticket->number;
        row.serving = ticket->status == TicketStatus::serving;
        row.since = row.serving ? ticket->serving_since : ticket->called_at;
    } else {
        row.since = counter.status == CounterStatus::paused ? counter.paused_since : counter.idle_since;
    }
    const auto found = state.figures.counters.find(config.id);
    if (found != state.figures.counters.end()) {
        row.served = found->second.served;
        row.no_shows = found->second.no_shows;
        if (row.served > 0) {
            row.mean_service =
                std::chrono::round<std::chrono::seconds>(found->second.service_ms / row.served);
        }
        row.idle_share = idle_share(found->second, counter, now);
    }
    return row;
}

}  // namespace

std::map<ServiceId, double> share_counters(const HallState& state, const HallConfig& config,
                                           const std::map<ServiceId, double>& loads) {
    std::map<ServiceId, double> shares;
    const auto load = [&loads](const ServiceId& id) {
        const auto found = loads.find(id);
        return found == loads.end() ? 0.0 : std::max(0.0, found->second);
    };
    for (const CounterConfig& counter : config.counters) {
        if (counter.services.empty() || counter_state(state, counter.id).status != CounterStatus::open) {
            continue;
        }
        double sum = 0;
        for (const ServiceId& service : counter.services) {
            sum += load(service);
        }
        for (const ServiceId& service : counter.services) {
            shares[service] +=
                sum > 0 ? load(service) / sum : 1.0 / static_cast<double>(counter.services.size());
        }
    }
    return shares;
}

HallFigures figures_of(const HallState& state, const HallConfig& config, WallTime now) {
    HallFigures all;
    all.at = now;
    all.day = state.day;
    std::map<ServiceId, double> loads;
    for (const ServiceConfig& service : config.services) {
        all.services.push_back({service.id, line_of(state, config, service, now)});
        loads[service.id] = load_of(all.services.back().line);
    }
    const auto shares = share_counters(state, config, loads);
    const auto serving = serving_of(state);
    std::uint32_t busy = 0;
    for (ServiceLive& service : all.services) {
        const auto share = shares.find(service.id);
        const auto at_counters = serving.find(service.id);
        const std::uint32_t here = at_counters == serving.end() ? 0 : at_counters->second;
        service.line.share = share == shares.end() ? 0 : share->second;
        busy += here;
        look_ahead(service.line, here, whole(service.line.share), config);
    }
    all.hall = pooled(all.services, state, config);
    look_ahead(all.hall, busy, all.hall.open, config);
    for (const CounterConfig& counter : config.counters) {
        all.counters.push_back(counter_of(state, counter, now));
    }
    return all;
}

}  // namespace jiaohao::domain::live
