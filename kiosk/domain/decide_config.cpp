// Another configuration: what the open day still has at counters that are there no more, and people who wait for services
// that are not.
// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "kiosk/domain/place.hpp"
#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::rules {
namespace {

AlertId gone_alert(const ServiceId& service) {
    return AlertId{"service_gone-" + service.get()};
}

/// Who was being served is done and goes on; who was called waits again, at the place of their arrival.
void end_service(const Hall& hall, const Desk& desk, std::vector<Event>& events) {
    const auto ticket = ticket_at(hall, desk);
    if (!ticket) {
        return;
    }
    if ((*ticket)->status == TicketStatus::serving) {
        finish_implied(hall, desk, events);
        return;
    }
    const times::Busy busy = times::of_ticket(**ticket, hall.context.now);
    const ServiceId& service = (*ticket)->service;
    events.emplace_back(TicketTransferred{(*ticket)->id, desk.config.id, service, service, std::nullopt,
                                          std::nullopt, busy.walk, busy.service});
}

/// Nobody can work there any more, sign out, or take up what is parked.
void leave_counter(const Hall& hall, const Desk& desk, std::vector<Event>& events) {
    if (desk.state.rating) {
        events.emplace_back(missed(hall, desk, RatingMissedCause::restart));
    }
    end_service(hall, desk, events);
    for (const TicketId& id : desk.state.parked) {
        if (const Ticket* const ticket = find_ticket(hall.state, id)) {
            events.emplace_back(TicketUnparked{id, desk.config.id, times::waited(*ticket, hall.context.now)});
        }
    }
    if (desk.state.status != CounterStatus::closed) {
        events.emplace_back(closed(hall, desk));
    }
    if (desk.state.clerk) {
        events.emplace_back(ClerkSignedOut{*desk.state.clerk, desk.config.id});
    }
}

void leave_counters(const Hall& hall, std::vector<Event>& events) {
    for (const auto& [id, counter] : hall.state.counters) {
        if (hall.config.counter(id) == nullptr) {
            CounterConfig named;
            named.id = id;
            leave_counter(hall, Desk{named, counter}, events);
        }
    }
}

/// No counter can call them. They keep their place, for the service may only be misspelt and come back; until then
/// somebody has to speak to them.
void tell_of_lost_lines(const Hall& hall, std::vector<Event>& events) {
    std::map<ServiceId, std::size_t> lost;
    for (const auto& [id, ticket] : hall.state.tickets) {
        if (!is_final(ticket.status) && hall.config.service(ticket.service) == nullptr) {
            ++lost[ticket.service];
        }
    }
    for (const auto& [id, alert] : hall.state.alerts) {
        if (alert.code == recovery::service_gone && !lost.contains(ServiceId{alert.subject})) {
            events.emplace_back(AlertResolved{id, std::string(recovery::over)});
        }
    }
    for (const auto& [service, count] : lost) {
        if (!hall.state.alerts.contains(gone_alert(service))) {
            events.emplace_back(AlertRaised{gone_alert(service),
                                            std::string(recovery::service_gone),
                                            service.get(),
                                            {{"service", service.get()}, {"count", std::to_string(count)}}});
        }
    }
}

}  // namespace

Verdict decide_on(const Hall& hall, const NoteConfig& command) {
    Decision decision{{ConfigApplied{command.hash}}, {}};
    if (hall.state.day_open) {
        leave_counters(hall, decision.events);
    }
    tell_of_lost_lines(hall, decision.events);
    return decision;
}

}  // namespace jiaohao::domain::rules
