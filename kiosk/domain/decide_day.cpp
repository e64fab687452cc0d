// Opening and closing the business day and the services.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::rules {
namespace {

void close_counter(const Hall& hall, const Desk& desk, std::vector<Event>& events) {
    const CounterId& id = desk.config.id;
    if (desk.state.rating) {
        events.emplace_back(missed(hall, desk, RatingMissedCause::day_closed));
    }
    const auto ticket = ticket_at(hall, desk);
    if (ticket && (*ticket)->status == TicketStatus::serving) {
        finish_implied(hall, desk, events);
    } else if (ticket) {
        events.emplace_back(TicketExpired{(*ticket)->id});
    }
    for (const TicketId& parked : desk.state.parked) {
        events.emplace_back(TicketExpired{parked});
    }
    if (desk.state.status != CounterStatus::closed) {
        events.emplace_back(CounterClosed{id, desk.state.clerk});
    }
    if (desk.state.clerk) {
        events.emplace_back(ClerkSignedOut{*desk.state.clerk, id});
    }
}

}  // namespace

Verdict decide_on(const Hall& hall, const OpenDay& command) {
    const HallState& state = hall.state;
    if (state.day_open) {
        return refuse(RefusalCode::day_already_open, {{"day", to_string(state.day.value_or(command.day))}});
    }
    if (!command.day.ok()) {
        return refuse(RefusalCode::bad_arguments, {{"argument", "day"}});
    }
    if (state.day && command.day <= *state.day) {
        return refuse(RefusalCode::day_in_past,
                      {{"day", to_string(command.day)}, {"last", to_string(*state.day)}});
    }
    // An earlier journal of this hall had already come further.
    if (state.floors_day && command.day < *state.floors_day) {
        return refuse(RefusalCode::day_in_past,
                      {{"day", to_string(command.day)}, {"last", to_string(*state.floors_day)}});
    }
    Decision decision;
    // Tickets of the day before are forgotten with the new day: no paper of theirs may stay undecided.
    for (const auto& [id, ticket] : state.tickets) {
        if (ticket.paper.pending_copy != 0) {
            decision.events.emplace_back(
                TicketPrintUnknown{id, ticket.paper.pending_copy, PrintCause::time_out});
        }
    }
    decision.events.emplace_back(DayOpened{command.day});
    for (const ServiceConfig& service : hall.config.services) {
        decision.events.emplace_back(ServiceOpened{service.id});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const CloseDay& /*command*/) {
    Decision decision;
    // Over the state, not the configuration: a counter taken out of it today may still hold a ticket.
    for (const auto& [id, counter] : hall.state.counters) {
        const CounterConfig named{id, {}, {}, {}, false};
        close_counter(hall, Desk{named, counter}, decision.events);
    }
    for (const auto& [id, service] : hall.state.services) {
        for (const LinePlace& place : service.line) {
            decision.events.emplace_back(TicketExpired{place.id});
        }
        if (service.open) {
            decision.events.emplace_back(ServiceClosed{id});
        }
    }
    decision.events.emplace_back(DayClosed{hall.state.day.value_or(BusinessDay{})});
    return decision;
}

Verdict decide_on(const Hall& hall, const OpenService& command) {
    if (hall.config.service(command.service) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service.get()}});
    }
    Decision decision;
    if (!service_state(hall.state, command.service).open) {
        decision.events.emplace_back(ServiceOpened{command.service});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const CloseService& command) {
    if (hall.config.service(command.service) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", command.service.get()}});
    }
    Decision decision;
    if (service_state(hall.state, command.service).open) {
        decision.events.emplace_back(ServiceClosed{command.service});
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
