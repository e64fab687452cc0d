// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/waits.hpp"

#include <algorithm>

#include "kiosk/base/told_wait.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/order.hpp"

namespace jiaohao::domain::waits {
namespace {

constexpr std::chrono::hours longest_wait{24};

double minutes(std::chrono::duration<double> span) {
    return span.count() / 60;
}

/// Who waits before somebody, and who serves.
struct Situation {
    std::uint32_t ahead_in_line = 0;
    std::uint32_t counters_open = 0;
    bool counter_idle = false;
};

/// The one who has waited longest since the ticket was taken. Who was called before (a further service of a visit, a
/// transfer, a return after a no-show) stands at the place of arrival and says nothing of how long this line takes.
const Ticket* first_uncalled(const HallState& state, const ServiceState& service) {
    constexpr int looked_at = 16;
    int seen = 0;
    for (const LinePlace& place : service.line) {
        const Ticket* const ticket = find_ticket(state, place.id);
        if (ticket != nullptr && !ticket->called_at) {
            return ticket;
        }
        if (++seen == looked_at) {
            break;
        }
    }
    return nullptr;
}

/// Whoever was kept over night has waited since the day opened, as far as today's waits are concerned.
WallTime came_at(const Ticket& ticket) {
    return ticket.from_day ? ticket.waiting_since.value_or(ticket.issued_at) : ticket.issued_at;
}

stats::WaitFeatures features_of(const HallState& state, const ServiceId& service, const Situation& situation,
                                WallTime at) {
    const ServiceState& known = service_state(state, service);
    stats::WaitMoment moment;
    moment.at_ms = sane(at).time_since_epoch().count();
    moment.ahead = situation.ahead_in_line;
    moment.counters = situation.counters_open;
    moment.counter_idle = situation.counter_idle;
    // Those who wait behind (of a later class, or behind a ticket that asks now) say nothing about its wait.
    const Ticket* const head = situation.ahead_in_line == 0 ? nullptr : first_uncalled(state, known);
    if (head != nullptr) {
        moment.head_waited = minutes(elapsed(came_at(*head), at));
    }
    return stats::features(known.wait, moment, stats::hall_scale);
}

ExpectedWait forecast(const HallState& state, const stats::WaitFeatures& features) {
    const stats::WaitForecast told = stats::predict(state.waits, features, stats::hall_scale);
    const auto seconds = [](double span) {
        return std::chrono::ceil<std::chrono::seconds>(std::chrono::duration<double, std::ratio<60>>(span));
    };
    return {seconds(told.p50), seconds(told.p90)};
}

/// An appointment waits for its time at least.
ExpectedWait not_before(const ExpectedWait& wait, const std::optional<WallTime>& due_at, WallTime now) {
    const auto until = due_at ? elapsed(now, *due_at) : Milliseconds{0};
    const auto least =
        std::min<std::chrono::seconds>(std::chrono::ceil<std::chrono::seconds>(until), longest_wait);
    return {std::max(wait.p50, least), std::max(wait.p90, least)};
}

/// Somebody of the class, at `place` or newly come.
struct Customer {
    const ServiceId& service;
    CustomerClass customer_class{};
    std::optional<LinePlace> place;
};

/// Some counter has nobody, and nobody else to call before.
bool is_counter_idle(const HallState& state, const HallConfig& config, const Customer& customer) {
    return std::ranges::any_of(config.counters, [&](const CounterConfig& counter) {
        return is_idle(counter_state(state, counter.id)) && serves(counter, customer.service) &&
               order::ahead_in(state, config, counter.services, customer.customer_class, customer.place) == 0;
    });
}

Situation situation_of(const HallState& state, const HallConfig& config, const Customer& customer) {
    return {order::ahead_in(state, config, {customer.service}, customer.customer_class, customer.place),
            counters_open(state, config, customer.service), is_counter_idle(state, config, customer)};
}

void score(PromiseScore& score, const ExpectedWait& promised, Milliseconds waited) {
    using std::chrono::seconds;
    const auto wait = std::min<Milliseconds>(waited, longest_wait);
    const auto p50 = std::clamp<seconds>(promised.p50, seconds{0}, longest_wait);
    const ToldWait told = told_wait(promised.p50, promised.p90);
    // Who was told to be next was told no figure: within the least that is ever told.
    const Milliseconds about = told.next ? told_step : std::chrono::minutes{told.about_min};
    const Milliseconds within = told.next
                                    ? Milliseconds{told_step}
                                    : Milliseconds{std::clamp<seconds>(promised.p90, p50, longest_wait)};
    const auto error = std::chrono::round<seconds>(std::chrono::abs(wait - Milliseconds{p50}));
    score.n += 1;
    score.error_s += static_cast<std::uint64_t>(error.count());
    score.within_p90 += wait <= within ? 1 : 0;
    score.longer_than_told += wait > about ? 1 : 0;
}

}  // namespace

void promise(const HallState& state, const HallConfig& config, WallTime now, TicketIssued& event) {
    const Situation situation =
        situation_of(state, config, {event.service, event.customer_class, std::nullopt});
    event.ahead = order::ahead_of_newcomer(state, config, event.service, event.customer_class);
    event.counters_open = situation.counters_open;
    event.counter_idle = situation.counter_idle;
    event.ahead_in_line = situation.ahead_in_line;
    event.promised =
        not_before(forecast(state, features_of(state, event.service, situation, now)), event.due_at, now);
}

std::optional<stats::WaitFeatures> features(const HallState& state, const TicketIssued& event, WallTime at) {
    if (!event.ahead_in_line || !event.promised || event.due_at) {
        return std::nullopt;
    }
    return features_of(
        state, event.service,
        {*event.ahead_in_line, event.counters_open.value_or(1), event.counter_idle.value_or(false)}, at);
}

void note_call(HallState& state, const Ticket& ticket, const TicketCalled& event, WallTime at) {
    ServiceState& service = state.services[ticket.service];
    const bool waits = ticket.status == TicketStatus::waiting;
    const bool others = service.line.size() > (waits ? 1U : 0U);
    const std::int64_t at_ms = at.time_since_epoch().count();
    const std::uint32_t counters = event.counters_open.value_or(1);
    // A night in between says nothing about how long people wait here.
    const bool first = waits && !ticket.called_at && !ticket.from_day;
    const Milliseconds waited = elapsed(ticket.issued_at, at);
    if (first && ticket.promised) {
        score(service.promises, *ticket.promised, waited);
    }
    if (!first || ticket.due_at) {
        stats::note_pace(service.wait, at_ms, counters, others);
        return;
    }
    if (ticket.features && ticket.promised) {
        stats::observe_called(state.waits, *ticket.features, minutes(ticket.promised->p50), minutes(waited),
                              stats::hall_scale);
    }
    stats::note_call(
        service.wait,
        {minutes(waited), sane(ticket.issued_at).time_since_epoch().count(), at_ms, counters, others},
        stats::hall_scale);
}

ExpectedWait of_newcomer(const HallState& state, const HallConfig& config, const ServiceId& service,
                         WallTime now) {
    const Situation situation = situation_of(state, config, {service, CustomerClass::ordinary, std::nullopt});
    return forecast(state, features_of(state, service, situation, now));
}

std::optional<PlaceInLine> of_waiting(const HallState& state, const HallConfig& config, const Ticket& ticket,
                                      WallTime now) {
    if (ticket.status != TicketStatus::waiting) {
        return std::nullopt;
    }
    const LinePlace stands = lines::place_of(ticket);
    PlaceInLine place;
    place.ahead = order::ahead_in(state, config, competing_services(state, config, ticket.service),
                                  ticket.customer_class, stands);
    if (!ticket.to_counter && !ticket.to_clerk) {
        const Situation situation =
            situation_of(state, config, {ticket.service, ticket.customer_class, stands});
        place.expected = not_before(forecast(state, features_of(state, ticket.service, situation, now)),
                                    ticket.due_at, now);
    }
    return place;
}

void restore(HallState& state) {
    state.waits = stats::restored(state.waits);
    for (auto& [id, service] : state.services) {
        service.wait = stats::restored(service.wait, stats::hall_scale);
    }
    for (auto& [id, ticket] : state.tickets) {
        if (ticket.features && !stats::is_sound(*ticket.features)) {
            ticket.features.reset();
        }
    }
}

}  // namespace jiaohao::domain::waits
