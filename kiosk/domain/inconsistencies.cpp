// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/place.hpp"

namespace jiaohao::domain {
namespace {

using Findings = std::vector<std::string>;
using Places = std::map<TicketId, std::vector<std::string>>;

/// Everybody who waits for the service stands in exactly one of its lines.
void check_lines(const ServiceId& id, const ServiceState& service, Findings& findings) {
    std::set<LinePlace> all;
    for (const Line& line : service.lines) {
        if (line.places.empty()) {
            findings.push_back(fmt::format("{} has a line that nobody stands in", id.get()));
        }
        for (const LinePlace& place : line.places) {
            if (!all.insert(place).second) {
                findings.push_back(
                    fmt::format("{} stands in two lines of {}", to_string(place.id), id.get()));
            }
        }
    }
    const auto same = [](const LinePlace& one, const LinePlace& other) {
        return one == other && one.since == other.since;
    };
    if (!std::ranges::equal(all, service.line, same)) {
        findings.push_back(fmt::format("the lines of {} are not those who wait for it", id.get()));
    }
}

/// Every place that claims a ticket, with the status the ticket must then have.
Places places_of(const HallState& state, Findings& findings) {
    Places places;
    for (const auto& [id, service] : state.services) {
        for (const LinePlace& place : service.line) {
            places[place.id].push_back("line of " + id.get());
            const Ticket* const ticket = find_ticket(state, place.id);
            if (ticket != nullptr &&
                (ticket->status != TicketStatus::waiting || ticket->service != id ||
                 lines::place_of(*ticket) != place || lines::place_of(*ticket).since != place.since)) {
                findings.push_back(fmt::format("{} stands in the line of {} where it does not belong",
                                               ticket->number, id.get()));
            }
        }
        check_lines(id, service, findings);
    }
    for (const auto& [id, counter] : state.counters) {
        if (counter.ticket) {
            places[*counter.ticket].push_back("counter " + id.get());
        }
        for (const TicketId& parked : counter.parked) {
            places[parked].push_back("parked at " + id.get());
        }
    }
    return places;
}

std::string expected_place(const Ticket& ticket) {
    const std::string counter = ticket.counter ? ticket.counter->get() : std::string("nowhere");
    switch (ticket.status) {
        case TicketStatus::waiting:
            return "line of " + ticket.service.get();
        case TicketStatus::called:
        case TicketStatus::serving:
            return "counter " + counter;
        case TicketStatus::parked:
            return "parked at " + counter;
        default:
            return {};
    }
}

void check_places(const HallState& state, Findings& findings) {
    Places places = places_of(state, findings);
    for (const auto& [id, ticket] : state.tickets) {
        const std::string expected = expected_place(ticket);
        const std::vector<std::string> wanted =
            expected.empty() ? std::vector<std::string>{} : std::vector{expected};
        const auto& real = places[id];
        if (real != wanted) {
            findings.push_back(fmt::format("{} is {} and stands in [{}]", ticket.number, code(ticket.status),
                                           fmt::join(real, ", ")));
        }
        places.erase(id);
    }
    for (const auto& [id, where] : places) {
        findings.push_back(
            fmt::format("[{}] holds the unknown ticket {}", fmt::join(where, ", "), to_string(id)));
    }
}

void check_numbers(const HallState& state, Findings& findings) {
    std::map<std::string, TicketId> seen;
    for (const auto& [id, ticket] : state.tickets) {
        if (!seen.emplace(ticket.number, id).second) {
            findings.push_back(fmt::format("two tickets have the number {}", ticket.number));
        }
        if (ticket.id != id) {
            findings.push_back(fmt::format("{} is filed under {}", to_string(ticket.id), to_string(id)));
        }
        if (ticket.paper.pending_copy > ticket.paper.copies) {
            findings.push_back(fmt::format("{} awaits a copy that was never started", ticket.number));
        }
    }
}

void check_rating(const HallState& state, const CounterId& id, const ArmedRating& rating,
                  std::set<TicketId>& armed, Findings& findings) {
    const Ticket* const ticket = find_ticket(state, rating.ticket);
    if (ticket == nullptr) {
        findings.push_back(fmt::format("counter {} asks an unknown ticket for a rating", id.get()));
    } else if (!ticket->rating_asked || ticket->rating_given || ticket->rating_missed) {
        findings.push_back(
            fmt::format("counter {} asks {} for a rating that has its end", id.get(), ticket->number));
    }
    if (!armed.insert(rating.ticket).second) {
        findings.push_back(fmt::format("two counters ask {} for a rating", to_string(rating.ticket)));
    }
}

/// What a counter's time is counted from: as much as its status says, and nothing twice.
void check_times(const CounterId& id, const CounterState& counter, Findings& findings) {
    const bool open = counter.status == CounterStatus::open && !counter.ticket;
    const bool paused = counter.status == CounterStatus::paused && !counter.ticket;
    if (counter.idle_since.has_value() != open) {
        findings.push_back(fmt::format("counter {} counts idle time wrongly", id.get()));
    }
    // A snapshot made before paused time was counted has none.
    if (counter.paused_since && !paused) {
        findings.push_back(fmt::format("counter {} counts paused time wrongly", id.get()));
    }
    if (counter.served_at.has_value() != counter.wrap_up_until.has_value() || (counter.served_at && !open)) {
        findings.push_back(fmt::format("counter {} finishes up after nobody", id.get()));
    }
    if (counter.auto_called_at && !counter.ticket) {
        findings.push_back(fmt::format("counter {} was given nobody", id.get()));
    }
    if (counter.messages.size() > most_messages) {
        findings.push_back(fmt::format("counter {} has {} messages", id.get(), counter.messages.size()));
    }
}

/// What figures count from: as much as the counter does. A snapshot made before there were figures has none.
void check_figures(const HallState& state, Findings& findings) {
    for (const auto& [id, figures] : state.figures.counters) {
        const CounterState& does = counter_state(state, id);
        const bool has_somebody = does.ticket.has_value();
        const bool works =
            does.status == CounterStatus::open || (does.status == CounterStatus::paused && has_somebody);
        if (figures.open_since.has_value() != works) {
            findings.push_back(fmt::format("the time that counter {} was open is counted wrongly", id.get()));
        }
        if (figures.busy_since.has_value() != has_somebody) {
            findings.push_back(fmt::format("the time that counter {} was busy is counted wrongly", id.get()));
        }
    }
}

void check_ways(const HallState& state, Findings& findings) {
    for (const auto& [id, ticket] : state.tickets) {
        if (ticket.parked_until && ticket.status != TicketStatus::parked) {
            findings.push_back(fmt::format("{} is parked until a time and is not parked", ticket.number));
        }
        const ServiceId* last = &ticket.service;
        for (const ServiceId& next : ticket.then) {
            if (next == *last) {
                findings.push_back(
                    fmt::format("{} goes on from {} to {}", ticket.number, last->get(), next.get()));
            }
            last = &next;
        }
    }
}

void check_counters(const HallState& state, Findings& findings) {
    std::map<ClerkId, CounterId> clerks;
    std::set<TicketId> armed;
    for (const auto& [id, counter] : state.counters) {
        if (counter.clerk && !clerks.emplace(*counter.clerk, id).second) {
            findings.push_back(fmt::format("clerk {} is at two counters", counter.clerk->get()));
        }
        if (counter.status == CounterStatus::closed && counter.ticket) {
            findings.push_back(fmt::format("closed counter {} has a ticket", id.get()));
        }
        if (counter.rating) {
            check_rating(state, id, *counter.rating, armed, findings);
        }
        check_times(id, counter, findings);
    }
    for (const auto& [id, ticket] : state.tickets) {
        const bool open_end = ticket.rating_asked && !ticket.rating_given && !ticket.rating_missed;
        if (open_end && !armed.contains(id)) {
            findings.push_back(fmt::format("the rating asked of {} is armed nowhere", ticket.number));
        }
        if (ticket.rating_given && ticket.rating_missed) {
            findings.push_back(fmt::format("the rating of {} was given and missed", ticket.number));
        }
    }
}

void check_days(const HallState& state, Findings& findings) {
    const auto& days = state.other_days;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (days[i].day == state.day || (i > 0 && days[i].day <= days[i - 1].day)) {
            findings.push_back(fmt::format("the numbers of {} stand out of order", to_string(days[i].day)));
        }
    }
    if (days.size() > most_other_days) {
        findings.push_back(fmt::format("{} other days are remembered", days.size()));
    }
}

/// Who was kept, or may be.
void check_kept(const HallState& state, Findings& findings) {
    std::set<std::string> carried;
    for (const auto& [id, ticket] : state.tickets) {
        if (ticket.from_day) {
            carried.insert(ticket.number);
        }
        const bool kept = std::ranges::find(state.kept, ticket.service) != state.kept.end();
        if (state.day && !state.day_open && !kept && ticket.status == TicketStatus::waiting) {
            findings.push_back(fmt::format("{} waits on a closed day", ticket.number));
        }
    }
    if (carried != state.carried) {
        findings.emplace_back("the numbers carried over are not those of the tickets carried over");
    }
    if (state.day_open && !state.kept.empty()) {
        findings.emplace_back("an open day keeps a queue for the next one");
    }
}

void check_closed_day(const HallState& state, Findings& findings) {
    for (const auto& [id, counter] : state.counters) {
        if (counter.clerk || counter.rating || counter.status != CounterStatus::closed) {
            findings.push_back(fmt::format("counter {} is at work on a closed day", id.get()));
        }
    }
}

void check_appointments(const HallState& state, Findings& findings) {
    for (const auto& [id, one] : state.appointments) {
        const bool here = one.status == AppointmentStatus::arrived;
        if (here && !one.ticket) {
            findings.push_back(fmt::format("appointment {} has arrived without a ticket", id.get()));
        }
        const Ticket* const ticket = here && one.ticket ? find_ticket(state, *one.ticket) : nullptr;
        if (ticket != nullptr && ticket->appointment != id) {
            findings.push_back(
                fmt::format("{} is not the ticket of appointment {}", ticket->number, id.get()));
        }
    }
    if (appointments::index_of(state) != state.appointment_index) {
        findings.push_back("the index of appointments is not that of the appointments");
    }
}

void check_visits(const HallState& state, Findings& findings) {
    if (state.offers.size() > most_offers || state.visits.size() > most_visit_purposes) {
        findings.push_back(fmt::format("{} offers and {} purposes of visits are remembered",
                                       state.offers.size(), state.visits.size()));
    }
    if (state.asked.after_offers > state.asked.tickets) {
        findings.push_back("more tickets were given after offers than at all");
    }
    for (const auto& [id, count] : state.diversions) {
        if (count.taken > count.offered) {
            findings.push_back(fmt::format("{} was taken more often than offered", id.get()));
        }
    }
}

}  // namespace

std::vector<std::string> inconsistencies(const HallState& state) {
    Findings findings;
    check_places(state, findings);
    check_numbers(state, findings);
    check_counters(state, findings);
    check_figures(state, findings);
    check_ways(state, findings);
    check_days(state, findings);
    check_appointments(state, findings);
    check_visits(state, findings);
    check_kept(state, findings);
    if (state.day && !state.day_open) {
        check_closed_day(state, findings);
    }
    return findings;
}

}  // namespace jiaohao::domain
