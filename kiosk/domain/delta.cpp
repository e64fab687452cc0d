// The rows that a commit changed. Walks the events of the commit and the hall's services and counters, never
// the tickets of the day, but when the day closes or the clock was set.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/rows.hpp"

namespace jiaohao::domain {
namespace {

template <class One>
concept AboutTicket = requires(const One& event) {
    event.ticket;
};
template <class One>
concept AboutCounter = requires(const One& event) {
    event.counter.get();
};
template <class One>
concept AboutService = requires(const One& event) {
    event.service.get();
};

/// Ids whose rows may look different after the events.
struct Touched {
    bool everything = false;
    /// Times of every counter, and of every ticket on its way, were moved.
    bool clock = false;
    /// Who is at a counter, or whether it is there for those who were sent to it.
    bool staff = false;
    /// Somebody may have been called who was sent to another counter, which the event does not say.
    bool picked = false;
    /// Nobody comes back any more.
    bool day_over = false;
    std::set<TicketId> tickets;
    std::set<TicketId> called;
    std::set<CounterId> counters;
    std::set<ServiceId> services;
    std::set<DeviceId> devices;
    std::set<AlertId> alerts;
    std::set<DiversionId> diversions;
    bool visitors = false;
    bool appointments = false;
};

template <class One>
constexpr bool is_call = std::is_same_v<One, TicketCalled> || std::is_same_v<One, TicketRecalled> ||
                         std::is_same_v<One, TicketResumed>;
template <class One>
constexpr bool is_visit = std::is_same_v<One, TicketIssued> || std::is_same_v<One, TicketAdopted> ||
                          std::is_same_v<One, DiversionOffered> || std::is_same_v<One, DiversionTaken> ||
                          std::is_same_v<One, VisitNoted>;
template <class One>
constexpr bool is_appointment =
    std::is_same_v<One, AppointmentAdded> || std::is_same_v<One, AppointmentArrived> ||
    std::is_same_v<One, AppointmentMissed> || std::is_same_v<One, AppointmentCancelled>;
template <class One>
constexpr bool is_staff = std::is_same_v<One, ClerkSignedIn> || std::is_same_v<One, ClerkSignedOut> ||
                          std::is_same_v<One, CounterOpened> || std::is_same_v<One, CounterClosed>;
/// After it every row may be another one. Of a ticket that was handed over nobody knows the line any more.
template <class One>
constexpr bool is_day = std::is_same_v<One, DayOpened> || std::is_same_v<One, DayClosed> ||
                        std::is_same_v<One, EpochStarted> || std::is_same_v<One, TicketHandedOver>;

template <class One>
void touch(Touched& touched, const Envelope& envelope, const One& event) {
    touched.everything |= is_day<One>;
    touched.staff |= is_staff<One>;
    touched.visitors |= is_visit<One>;
    touched.appointments |= is_appointment<One>;
    if constexpr (requires { event.diversion; }) {
        touched.diversions.insert(event.diversion);
    }
    if constexpr (AboutTicket<One>) {
        touched.tickets.insert(event.ticket);
    }
    if constexpr (is_call<One>) {
        touched.called.insert(event.ticket);
    }
    if constexpr (AboutCounter<One>) {
        touched.counters.insert(event.counter);
    }
    if constexpr (AboutService<One>) {
        touched.services.insert(event.service);
    }
    if constexpr (std::is_same_v<One, TicketIssued>) {
        touched.tickets.insert({envelope.terminal, envelope.epoch, envelope.seq});
    } else if constexpr (std::is_same_v<One, TicketTransferred>) {
        touched.services.insert(event.from);
    } else if constexpr (std::is_same_v<One, TicketCalled>) {
        touched.picked |= event.why == CallReason::picked;
    } else if constexpr (std::is_same_v<One, DayClosed>) {
        touched.day_over = true;
    } else if constexpr (std::is_same_v<One, ClockAdjusted>) {
        touched.clock = true;
    } else if constexpr (std::is_same_v<One, DeviceChanged>) {
        touched.devices.insert(event.device);
    } else if constexpr (std::is_same_v<One, AlertRaised> || std::is_same_v<One, AlertAcknowledged> ||
                         std::is_same_v<One, AlertResolved>) {
        touched.alerts.insert(event.alert);
    }
}

/// Whose "waiting" those count who were sent to them.
void touch_targets(Touched& touched, const HallState& state, const HallConfig& config) {
    for (const TicketId& id : touched.tickets) {
        const Ticket* const ticket = find_ticket(state, id);
        if (ticket != nullptr && ticket->to_counter) {
            touched.counters.insert(*ticket->to_counter);
        }
        const auto at =
            ticket != nullptr && ticket->to_clerk ? counter_of(state, *ticket->to_clerk) : std::nullopt;
        if (at) {
            touched.counters.insert(*at);
        }
    }
    for (const CounterConfig& counter : config.counters) {
        if (touched.picked) {
            touched.counters.insert(counter.id);
        }
    }
    // Those who were sent to somebody who went may be called by others, until somebody is there for them.
    for (const auto& [id, service] : state.services) {
        if (touched.staff && std::ranges::any_of(service.lines, lines::is_directed)) {
            touched.services.insert(id);
        }
    }
}

/// A ticket touches its service and counter; a counter touches the services it may call (counters open,
/// expected wait); a service touches the counters that may call it (waiting).
void spread(Touched& touched, const HallState& state, const HallConfig& config) {
    for (const TicketId& id : touched.tickets) {
        if (const Ticket* const ticket = find_ticket(state, id)) {
            touched.services.insert(ticket->service);
            if (ticket->counter) {
                touched.counters.insert(*ticket->counter);
            }
        }
    }
    touch_targets(touched, state, config);
    const std::set<ServiceId> lines = touched.services;
    // While a counter has nobody, whoever waits for one of its services decides whether a customer of another one that
    // nobody waits for would be next.
    for (const CounterConfig& counter : config.counters) {
        if (is_idle(counter_state(state, counter.id)) &&
            std::ranges::any_of(lines, [&](const ServiceId& one) { return serves(counter, one); })) {
            std::ranges::copy_if(
                counter.services, std::inserter(touched.services, touched.services.end()),
                [&](const ServiceId& one) { return service_state(state, one).line.empty(); });
        }
    }
    for (const CounterConfig& counter : config.counters) {
        if (touched.counters.contains(counter.id)) {
            touched.services.insert(counter.services.begin(), counter.services.end());
        }
    }
    for (const CounterConfig& counter : config.counters) {
        for (const ServiceId& service : lines) {
            if (serves(counter, service) || std::ranges::count(counter.also, service) != 0) {
                touched.counters.insert(counter.id);
            }
        }
    }
}

void touch_no_shows(Touched& touched, const HallState& state) {
    for (const auto& [id, ticket] : state.tickets) {
        if (ticket.status == TicketStatus::no_show) {
            touched.tickets.insert(id);
        }
    }
}

void touch_times(Touched& touched, const HallState& state) {
    touch_no_shows(touched, state);
    for (const auto& [id, counter] : state.counters) {
        touched.counters.insert(id);
        touched.tickets.insert(counter.parked.begin(), counter.parked.end());
        if (counter.ticket) {
            touched.tickets.insert(*counter.ticket);
        }
    }
    for (const auto& [id, service] : state.services) {
        touched.services.insert(id);
        for (const LinePlace& place : service.line) {
            touched.tickets.insert(place.id);
        }
    }
}

void add_tickets(HallView& rows, const Touched& touched, const HallState& state, const HallConfig& config,
                 WallTime now) {
    for (const TicketId& id : touched.tickets) {
        const Ticket* const ticket = find_ticket(state, id);
        auto row = ticket == nullptr ? std::nullopt : rows::shown_ticket(state, config, *ticket, now);
        if (row) {
            rows.tickets.push_back(std::move(*row));
        } else {
            rows.tickets_gone.push_back(id);
        }
    }
}

void add_desks(HallView& rows, const Touched& touched, const HallState& state, const HallConfig& config,
               const ViewContext& context) {
    for (const ServiceConfig& service : config.services) {
        if (touched.services.contains(service.id)) {
            rows.services.push_back(rows::service(state, config, service, context));
        }
    }
    for (const CounterConfig& counter : config.counters) {
        if (touched.counters.contains(counter.id)) {
            rows.counters.push_back(rows::counter(state, config, counter));
        }
    }
}

/// A reason that is given later stands with the alert of its rating.
void touch_reasons(Touched& touched, const HallState& state, const std::vector<RecordedEvent>& events) {
    for (const RecordedEvent& recorded : events) {
        const auto* const reason = std::get_if<RatingReason>(&recorded.event);
        const AlertId alert = reason == nullptr ? AlertId{} : recovery::rating_alert(reason->ticket);
        if (state.alerts.contains(alert)) {
            touched.alerts.insert(alert);
        }
    }
}

void add_facts(HallView& rows, const Touched& touched, const HallState& state) {
    for (const DeviceId& id : touched.devices) {
        if (const auto found = state.devices.find(id); found != state.devices.end()) {
            rows.devices.push_back(rows::device(id, found->second));
        }
    }
    for (const AlertId& id : touched.alerts) {
        if (const auto found = state.alerts.find(id); found != state.alerts.end()) {
            rows.alerts.push_back(rows::alert(id, found->second));
        } else {
            rows.alerts_gone.push_back(id);
        }
    }
}

void add_visits(HallView& rows, const Touched& touched, const HallState& state, const HallConfig& config) {
    for (const DiversionConfig& rule : config.diversions) {
        if (touched.diversions.contains(rule.id)) {
            rows.diversions.push_back(rows::diversion(state, rule));
        }
    }
    if (touched.visitors) {
        rows.visitors = rows::visitors(state);
    }
}

}  // namespace

HallView delta(const HallState& state, const HallConfig& config, const ViewContext& context,
               const std::vector<RecordedEvent>& events) {
    Touched touched;
    for (const RecordedEvent& recorded : events) {
        std::visit([&](const auto& event) { touch(touched, recorded.envelope, event); }, recorded.event);
    }
    touch_reasons(touched, state, events);
    HallView rows;
    if (touched.everything) {
        rows = view(state, config, context);
        // A day that just opened has no other tickets, one that just closed none at all: what changed stands
        // in the events. An epoch takes over what was shown before.
        rows.tickets.clear();
        rows.devices.clear();
        rows.alerts.clear();
    } else {
        if (touched.clock) {
            touch_times(touched, state);
        }
        spread(touched, state, config);
        add_desks(rows, touched, state, config, context);
        rows.calls = rows::calls(state, config, &touched.called);
        add_visits(rows, touched, state, config);
        // Printers decide whether a paper would come out, appointments whether there is something to check in for.
        if (!touched.devices.empty() || touched.appointments) {
            rows.hall = rows::hall(state, config, context);
        }
    }
    if (touched.day_over) {
        touch_no_shows(touched, state);
    }
    add_tickets(rows, touched, state, config, context.now);
    add_facts(rows, touched, state);
    return rows;
}

}  // namespace jiaohao::domain
