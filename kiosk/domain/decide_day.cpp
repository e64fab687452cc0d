// Opening and closing the business day and the services.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/figures.hpp"
#include "kiosk/domain/hours.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::rules {
namespace {

/// Those who wait for it are not sent home when the day closes. What a satellite still holds is its owner's to end.
bool keeps_queue(const Hall& hall, const ServiceId& id) {
    const ServiceConfig* const service = hall.config.service(id);
    return hall.config.satellite || (service != nullptr && service->at_closing == ClosingRule::keep);
}

void close_parked(const Hall& hall, const CounterId& counter, const TicketId& id, std::set<ServiceId>& kept,
                  std::vector<Event>& events) {
    const Ticket* const ticket = find_ticket(hall.state, id);
    if (ticket != nullptr && keeps_queue(hall, ticket->service)) {
        events.emplace_back(TicketUnparked{id, counter});
        kept.insert(ticket->service);
    } else {
        events.emplace_back(TicketExpired{id, ExpiryCause::day_closed});
    }
}

void close_counter(const Hall& hall, const Desk& desk, std::set<ServiceId>& kept,
                   std::vector<Event>& events) {
    const CounterId& id = desk.config.id;
    if (desk.state.rating) {
        events.emplace_back(missed(hall, desk, RatingMissedCause::day_closed));
    }
    const auto ticket = ticket_at(hall, desk);
    if (ticket && (*ticket)->status == TicketStatus::serving) {
        finish_implied(hall, desk, events);
        // The rest of the visit did not come about.
        const auto* finished = std::get_if<ServingFinished>(&events.back());
        if (finished != nullptr && finished->next) {
            events.emplace_back(TicketExpired{(*ticket)->id, ExpiryCause::day_closed});
        }
    } else if (ticket) {
        events.emplace_back(
            TicketExpired{(*ticket)->id, ExpiryCause::day_closed, times::walked(**ticket, hall.context.now)});
    }
    for (const TicketId& parked : desk.state.parked) {
        close_parked(hall, id, parked, kept, events);
    }
    if (desk.state.status != CounterStatus::closed) {
        events.emplace_back(closed(hall, desk));
    }
    if (desk.state.clerk) {
        events.emplace_back(ClerkSignedOut{*desk.state.clerk, id});
    }
}

std::chrono::days apart(BusinessDay from, BusinessDay to) {
    return std::chrono::sys_days{to} - std::chrono::sys_days{from};
}

auto in_past(BusinessDay day, BusinessDay last) {
    return refuse(RefusalCode::day_in_past, {{"day", to_string(day)}, {"last", to_string(last)}});
}

/// The day closed last is the clock's still: somebody closed it too early, and it goes on.
bool may_go_on(const Hall& hall, BusinessDay day) {
    return hall.state.day == day && hall.context.today == day;
}

/// A day that comes after everything known, or goes on. Today comes also after days that lie ahead of it: only a clock
/// that was wrong can have opened those.
Result<void, Refusal> comes_next(const Hall& hall, BusinessDay day) {
    const HallState& state = hall.state;
    const bool is_today = hall.context.today == day;
    if (state.day && day <= *state.day && !is_today) {
        return in_past(day, *state.day);
    }
    // An earlier journal of this hall had already come further.
    if (state.floors_day && day < *state.floors_day && !is_today) {
        return in_past(day, *state.floors_day);
    }
    // Whether it had numbers already is no longer known.
    if (state.other_days.size() >= most_other_days && day < state.other_days.front().day) {
        return in_past(day, state.other_days.front().day);
    }
    return {};
}

/// Whether the service opens with the day: on another date than the clock's nobody knows its hours.
bool opens_with(const Hall& hall, const std::optional<hours::Date>& date, const ServiceConfig& service) {
    const OpenSpans* const spans = date ? date->spans(service) : nullptr;
    return spans == nullptr || hours::say(*spans, hall.context.local->since_midnight).open;
}

/// The service notes what its hours say although it is switched already.
bool noted(const ServiceState& service, SwitchCause by, bool open) {
    return service.open == open && (by != SwitchCause::schedule || service.hours_say == open);
}

/// The services open with the day.
void open_services(const Hall& hall, BusinessDay day, std::vector<Event>& events) {
    const auto& local = hall.context.local;
    const auto date = local && local->date == day
                          ? std::optional<hours::Date>(std::in_place, hall.config, day)
                          : std::nullopt;
    for (const ServiceConfig& service : hall.config.services) {
        if (opens_with(hall, date, service)) {
            events.emplace_back(ServiceOpened{service.id, SwitchCause::day});
        }
    }
}

Result<void, Refusal> may_open(const Hall& hall, BusinessDay day) {
    if (hall.state.day_open) {
        return refuse(RefusalCode::day_already_open, {{"day", to_string(hall.state.day.value_or(day))}});
    }
    if (!day.ok()) {
        return refuse(RefusalCode::bad_arguments, {{"argument", "day"}});
    }
    const auto& today = hall.context.today;
    if (today && std::chrono::abs(apart(*today, day)) > std::chrono::days{1}) {
        return refuse(RefusalCode::day_far_away, {{"day", to_string(day)}, {"today", to_string(*today)}});
    }
    return comes_next(hall, day);
}

/// Its tickets, numbers and figures are still known: only what closing it ended stays ended, but for appointments
/// whose time is still to come.
Decision open_again(const Hall& hall, BusinessDay day) {
    Decision decision;
    decision.answer.day = day;
    decision.answer.goes_on = true;
    DayOpened opened = figures::opening(hall.config, hall.context, day);
    opened.again = true;
    decision.events.emplace_back(opened);
    appointments::expect_again(hall.state, hall.config, hall.context, decision.events);
    open_services(hall, day, decision.events);
    return decision;
}

}  // namespace

Verdict decide_on(const Hall& hall, const OpenDay& command) {
    if (auto may = may_open(hall, command.day); !may) {
        return tl::unexpected(std::move(may.error()));
    }
    const HallState& state = hall.state;
    if (may_go_on(hall, command.day)) {
        return open_again(hall, command.day);
    }
    Decision decision;
    decision.answer.day = command.day;
    // Tickets of the day before are forgotten with the new day: no paper of theirs may stay undecided.
    for (const auto& [id, ticket] : state.tickets) {
        const bool carried = ticket.status == TicketStatus::waiting;
        if (ticket.paper.pending_copy != 0 && !carried) {
            decision.events.emplace_back(
                TicketPrintUnknown{id, ticket.paper.pending_copy, PrintCause::time_out});
        }
    }
    alerts::end_moments(state, decision.events);
    decision.events.emplace_back(figures::opening(hall.config, hall.context, command.day));
    open_services(hall, command.day, decision.events);
    return decision;
}

Verdict decide_on(const Hall& hall, const CloseDay& /*command*/) {
    Decision decision;
    std::set<ServiceId> kept;
    // Over the state, not the configuration: a counter taken out of it today may still hold a ticket.
    for (const auto& [id, counter] : hall.state.counters) {
        CounterConfig named;
        named.id = id;
        close_counter(hall, Desk{named, counter}, kept, decision.events);
    }
    for (const auto& [id, service] : hall.state.services) {
        const bool keeps = keeps_queue(hall, id);
        if (keeps && !service.line.empty()) {
            kept.insert(id);
        }
        for (const LinePlace& place : keeps ? std::set<LinePlace>{} : service.line) {
            decision.events.emplace_back(TicketExpired{place.id, ExpiryCause::day_closed});
        }
        if (service.open) {
            decision.events.emplace_back(ServiceClosed{id, SwitchCause::day});
        }
    }
    appointments::end_day(hall.state, hall.context, decision.events);
    DayClosed closed{hall.state.day.value_or(BusinessDay{})};
    if (!kept.empty()) {
        closed.kept.emplace(kept.begin(), kept.end());
    }
    decision.events.emplace_back(std::move(closed));
    return decision;
}

Verdict decide_on(const Hall& hall, const OpenService& command) {
    if (hall.config.service(command.service) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service.get()}});
    }
    Decision decision;
    if (!noted(service_state(hall.state, command.service), command.by, true)) {
        decision.events.emplace_back(ServiceOpened{command.service, command.by});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const CloseService& command) {
    if (hall.config.service(command.service) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service.get()}});
    }
    Decision decision;
    if (!noted(service_state(hall.state, command.service), command.by, false)) {
        decision.events.emplace_back(ServiceClosed{command.service, command.by});
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
