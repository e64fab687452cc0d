// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/figures.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "kiosk/domain/clock_shift.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/recovery.hpp"

namespace jiaohao::domain::figures {
namespace {

using changes::Stand;
constexpr Milliseconds day_length = std::chrono::hours{24};
/// Clocks of the world lie between -12 and +14 h.
constexpr Milliseconds most_offset = std::chrono::hours{24};

std::uint32_t slot_of(double minute) {
    return static_cast<std::uint32_t>(minute / stats::slot_minutes);
}

/// A line of which nothing was heard begins its day where the hall's began.
ServiceFigures& figures_of(HallState& state, const ServiceId& id) {
    const auto found = state.figures.services.find(id);
    if (found != state.figures.services.end()) {
        return found->second;
    }
    ServiceFigures& fresh = state.figures.services[id];
    if (state.day_open && state.figures.from_slot < stats::day_slots) {
        static_cast<void>(stats::start_day(fresh.arrivals, state.figures.day_class, state.figures.from_slot));
    }
    return fresh;
}

void came(HallState& state, const ServiceId& service, WallTime at) {
    ServiceFigures& figures = figures_of(state, service);
    if (const auto minute = local_minute(state.figures, at)) {
        stats::note_arrivals(figures.arrivals, slot_of(*minute));
    }
}

void open_day(HallState& state, const Stand& stand, const DayOpened& event) {
    DayFigures& day = state.figures;
    day.opened_epoch = stand.envelope.epoch;
    day.opened_seq = stand.envelope.seq;
    day.day_class = std::min<std::uint32_t>(event.day_class.value_or(0), stats::day_classes - 1);
    const bool known = event.day_class.has_value() && event.utc_offset_ms.has_value();
    day.utc_offset =
        known ? std::optional(std::clamp(*event.utc_offset_ms, -most_offset, most_offset)) : std::nullopt;
    const auto minute = local_minute(day, stand.at);
    // A day that was opened the evening before counts from its first half hour.
    const auto opened_on =
        std::chrono::floor<std::chrono::days>(stand.at + day.utc_offset.value_or(Milliseconds{0}));
    const bool today = event.day.ok() && opened_on == std::chrono::sys_days{event.day};
    day.from_slot = !minute ? std::uint32_t{stats::day_slots} : today ? slot_of(*minute) : 0U;
    day.counters.clear();
    day.ranges_told.clear();
    for (auto& [id, service] : day.services) {
        stats::finish_day(service.arrivals);
        if (day.from_slot < stats::day_slots) {
            static_cast<void>(stats::start_day(service.arrivals, day.day_class, day.from_slot));
        }
        service.waits = {};
        stats::start_day(service.served);
        stats::start_day(service.wrap_up);
        service.long_wait_settled.reset();
        service.no_counter_settled.reset();
    }
}

void close_span(std::optional<WallTime>& since, Milliseconds& sum, WallTime at) {
    if (since) {
        sum += elapsed(*since, at);
        since.reset();
    }
}

/// Brings the spans of a counter in line with what it does.
void sync(HallState& state, const CounterId& id, WallTime at) {
    const auto counter = state.counters.find(id);
    if (counter == state.counters.end()) {
        return;
    }
    CounterFigures& figures = state.figures.counters[id];
    // Paused while it has somebody: it works until they are done.
    const CounterState& does = counter->second;
    const bool works =
        does.status == CounterStatus::open || (does.status == CounterStatus::paused && does.ticket);
    if (!works) {
        close_span(figures.open_since, figures.open_ms, at);
    } else if (!figures.open_since) {
        figures.open_since = at;
    }
    if (!does.ticket) {
        close_span(figures.busy_since, figures.busy_ms, at);
    } else if (!figures.busy_since) {
        figures.busy_since = at;
    }
}

/// The counter is done with its last customer.
void wrapped_up(HallState& state, const CounterId& id, const std::optional<Milliseconds>& took) {
    CounterFigures& counter = state.figures.counters[id];
    if (counter.last_service && took) {
        stats::note_span(figures_of(state, *counter.last_service).wrap_up, took->count());
    }
    counter.last_service.reset();
}

void called(HallState& state, const Stand& stand, const TicketCalled& event) {
    const Ticket* const ticket = find_ticket(state, event.ticket);
    if (ticket == nullptr || ticket->status != TicketStatus::waiting) {
        return;
    }
    const Milliseconds stood =
        event.wait_ms.value_or(elapsed(ticket->waiting_since.value_or(ticket->issued_at), stand.at));
    // Who comes early for an appointment waits from its time on, as those who wait are counted (live.cpp).
    const Milliseconds since_due = ticket->due_at ? elapsed(*ticket->due_at, stand.at) : stood;
    const Milliseconds waited = std::max(Milliseconds{0}, std::min(stood, since_due));
    figures_of(state, ticket->service)
        .waits.add(static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(waited).count()));
    wrapped_up(state, event.counter, event.wrap_up_ms);
}

/// Time to finish up is time that the counter worked.
void worked_on(HallState& state, const CounterId& id, const std::optional<Milliseconds>& wrap_up) {
    if (wrap_up) {
        state.figures.counters[id].busy_ms += std::clamp(*wrap_up, Milliseconds{0}, day_length);
    }
}

void finished(HallState& state, const Stand& stand, const ServingFinished& event) {
    const Milliseconds held = event.service_ms + event.walk_ms.value_or(Milliseconds{0});
    stats::note_span(figures_of(state, event.service).served, held.count());
    CounterFigures& counter = state.figures.counters[event.counter];
    counter.served += 1;
    counter.service_ms += std::clamp(held, Milliseconds{0}, day_length);
    counter.last_service = event.service;
    if (event.next) {
        came(state, *event.next, stand.at);
    }
}

/// What a day is that goes on: all of it is still counted. One that was closed by an older version had been learnt then,
/// and counts from here.
void open_again(DayFigures& day, WallTime at) {
    const auto minute = local_minute(day, at);
    for (auto& [id, service] : day.services) {
        if (minute && day.from_slot < stats::day_slots && service.arrivals.from_slot >= stats::day_slots) {
            static_cast<void>(stats::start_day(service.arrivals, day.day_class, slot_of(*minute)));
        }
    }
}

void shift(HallState& state, const ClockAdjusted& event) {
    const changes::ClockShift clock(event);
    for (auto& [id, counter] : state.figures.counters) {
        clock.move(counter.open_since);
        clock.move(counter.busy_since);
    }
    for (auto& [id, service] : state.figures.services) {
        clock.move(service.long_wait_settled);
        clock.move(service.no_counter_settled);
    }
}

void resolved(HallState& state, const Stand& stand, const AlertResolved& event) {
    const auto alert = state.alerts.find(event.alert);
    if (alert == state.alerts.end()) {
        return;
    }
    const auto& [code, subject] = std::tie(alert->second.code, alert->second.subject);
    if (code == recovery::long_wait) {
        figures_of(state, ServiceId{subject}).long_wait_settled = stand.at;
    } else if (code == recovery::no_counter) {
        figures_of(state, ServiceId{subject}).no_counter_settled = stand.at;
    } else if (code == recovery::range_low && event.done == recovery::over) {
        state.figures.ranges_told.erase(RangeId{subject});
    }
}

/// Of what somebody was told today they are told once.
void raised(HallState& state, const AlertRaised& event) {
    if (event.code == recovery::range_low) {
        state.figures.ranges_told.insert(RangeId{event.subject});
    }
}

template <class One>
concept OfTicket = std::is_same_v<decltype(One::ticket), TicketId>;

template <class One>
concept AtCounter = std::is_same_v<decltype(One::counter), CounterId>;

}  // namespace

DayOpened opening(const HallConfig& config, const Context& context, BusinessDay day) {
    DayOpened event{day};
    const std::chrono::weekday weekday{std::chrono::sys_days{day}};
    const bool special = std::ranges::any_of(
        config.hours.holidays, [&](const Holiday& one) { return one.date == day && !one.hours.empty(); });
    event.day_class = special ? static_cast<std::uint32_t>(stats::special_day) : weekday.iso_encoding() - 1;
    if (context.local && context.local->date.ok()) {
        const auto local = std::chrono::sys_days{context.local->date} + context.local->since_midnight;
        event.utc_offset_ms = std::chrono::round<std::chrono::minutes>(local - sane(context.now));
    }
    return event;
}

std::optional<double> local_minute(const DayFigures& day, WallTime at) {
    if (!day.utc_offset) {
        return std::nullopt;
    }
    const auto local = sane(at) + *day.utc_offset;
    const auto since = local - std::chrono::floor<std::chrono::days>(local);
    return std::chrono::duration<double, std::ratio<60>>(since).count();
}

void before(HallState& state, const Stand& stand, const Event& event) {
    std::visit(
        [&]<class One>(const One& one) {
            if constexpr (requires {
                              one.counter;
                              one.wrap_up_ms;
                          }) {
                worked_on(state, one.counter, one.wrap_up_ms);
            }
        },
        event);
    if (const auto* one = std::get_if<TicketCalled>(&event)) {
        called(state, stand, *one);
    } else if (const auto* ready = std::get_if<CounterReady>(&event)) {
        wrapped_up(state, ready->counter, ready->wrap_up_ms);
    } else if (const auto* done = std::get_if<ServingFinished>(&event)) {
        finished(state, stand, *done);
    } else if (const auto* gone = std::get_if<AlertResolved>(&event)) {
        resolved(state, stand, *gone);
    } else if (const auto* clock = std::get_if<ClockAdjusted>(&event)) {
        shift(state, *clock);
    } else if (const auto* opened = std::get_if<DayOpened>(&event);
               opened != nullptr && goes_on(state, *opened)) {
        open_again(state.figures, stand.at);
    }
}

std::optional<CounterId> holder(const HallState& state, const Event& event) {
    return std::visit(
        [&]<class One>(const One& one) -> std::optional<CounterId> {
            if constexpr (OfTicket<One>) {
                const Ticket* const ticket = find_ticket(state, one.ticket);
                return ticket == nullptr ? std::nullopt : ticket->counter;
            } else {
                return std::nullopt;
            }
        },
        event);
}

void after(HallState& state, const Stand& stand, const Event& event, const std::optional<CounterId>& left) {
    // The ticket may have been at a counter that the event does not name.
    if (left) {
        sync(state, *left, stand.at);
    }
    std::visit(
        [&]<class One>(const One& one) {
            if constexpr (AtCounter<One>) {
                sync(state, one.counter, stand.at);
            }
            if constexpr (std::is_same_v<One, TicketIssued> || std::is_same_v<One, TicketAdopted>) {
                // One taken over when it is known here: the half-hour of its issue may be over and learnt.
                came(state, one.service, stand.at);
            } else if constexpr (std::is_same_v<One, TicketTransferred>) {
                came(state, one.to, stand.at);
            } else if constexpr (std::is_same_v<One, TicketNoShow>) {
                state.figures.counters[one.counter].no_shows += 1;
            } else if constexpr (std::is_same_v<One, AlertRaised>) {
                raised(state, one);
            } else if constexpr (std::is_same_v<One, DayOpened>) {
                if (!state.day_again_at) {
                    open_day(state, stand, one);
                }
            } else if constexpr (std::is_same_v<One, DayClosed>) {
                // What its arrivals teach is learnt with the next day: it may go on.
                for (const auto& [id, counter] : state.counters) {
                    sync(state, id, stand.at);
                }
            }
        },
        event);
}

void restore(HallState& state) {
    DayFigures& day = state.figures;
    day.day_class = std::min<std::uint32_t>(day.day_class, stats::day_classes - 1);
    if (day.utc_offset && (*day.utc_offset > most_offset || *day.utc_offset < -most_offset)) {
        day.utc_offset.reset();
    }
    for (auto& [id, service] : day.services) {
        if (!stats::is_sound(service.arrivals)) {
            service.arrivals = {};
            if (state.day_open && day.from_slot < stats::day_slots) {
                static_cast<void>(stats::start_day(service.arrivals, day.day_class, day.from_slot));
            }
        }
        for (auto* meter : {&service.served, &service.wrap_up}) {
            if (!stats::is_sound(*meter)) {
                *meter = {};
            }
        }
    }
}

}  // namespace jiaohao::domain::figures
