// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/lines.hpp"

#include <algorithm>
#include <span>

#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/recovery.hpp"

namespace jiaohao::domain {
namespace lines {
namespace {

bool is_line_of(const Line& line, const Ticket& ticket) {
    return line.customer_class == ticket.customer_class && line.to_counter == ticket.to_counter &&
           line.to_clerk == ticket.to_clerk;
}

auto find(ServiceState& service, const Ticket& ticket) {
    return std::ranges::find_if(service.lines, [&](const Line& line) { return is_line_of(line, ticket); });
}

/// Those called from places behind this one, whether or not its ticket was there already.
std::span<const Overtake> behind(const Line& line, const LinePlace& place) {
    return {std::ranges::upper_bound(line.overtaken, place, {}, &Overtake::place), line.overtaken.end()};
}

Seq in_line_since(const HallState& state, const LinePlace& place) {
    const Ticket* const ticket = find_ticket(state, place.id);
    return ticket == nullptr ? Seq{} : ticket->line_seq;
}

/// An overtake of an old snapshot names no event and counts for every ticket of that snapshot.
bool counts(const Overtake& one, Seq since) {
    return since == Seq{} || one.seq > since;
}

/// What happened behind places that nobody stands at any more is over.
void forget_what_is_over(Line& line) {
    const LinePlace& first = *line.places.begin();
    std::erase_if(line.overtaken, [&](const Overtake& one) { return one.place < first; });
}

/// Beyond this also what counts for somebody is forgotten.
constexpr std::size_t most_remembered = 2 * most_overtakes_kept;

/// Whoever this one counts for was overtaken by `most_overtakes_kept` others too, from its place or behind, then or
/// later: that is as much as is ever asked. It is not enough that they stand behind it: they may be from before
/// somebody came back to an early place, and count for that one no more.
void forget_what_is_enough(std::vector<Overtake>& overtaken) {
    if (overtaken.size() <= most_overtakes_kept) {
        return;
    }
    std::vector<Seq> behind;
    std::vector<Overtake> kept;
    for (std::size_t left = overtaken.size(); left > 0; --left) {
        const Overtake& one = overtaken[left - 1];
        const auto since = std::ranges::lower_bound(behind, one.seq);
        if (static_cast<std::size_t>(behind.end() - since) < most_overtakes_kept) {
            kept.push_back(one);
        }
        behind.insert(since, one.seq);
    }
    overtaken.assign(kept.rbegin(), kept.rend());
    if (overtaken.size() > most_remembered) {
        overtaken.erase(std::ranges::min_element(overtaken, {}, &Overtake::seq));
    }
}

}  // namespace

LinePlace place_of(const Ticket& ticket) {
    return {ticket.due_at.value_or(ticket.line_at), ticket.id, recovery::since_of(ticket)};
}

void enter(ServiceState& service, const Ticket& ticket) {
    service.line.insert(place_of(ticket));
    auto found = find(service, ticket);
    if (found == service.lines.end()) {
        found = service.lines.insert(
            found, Line{ticket.customer_class, ticket.to_counter, ticket.to_clerk, {}, {}, 0});
    }
    found->places.insert(place_of(ticket));
}

void leave(ServiceState& service, const Ticket& ticket) {
    service.line.erase(place_of(ticket));
    const auto found = find(service, ticket);
    if (found == service.lines.end()) {
        return;
    }
    found->places.erase(place_of(ticket));
    if (found->places.empty()) {
        service.lines.erase(found);
    } else {
        forget_what_is_over(*found);
    }
}

void renew(HallState& state) {
    const auto renewed = [&](const std::set<LinePlace>& places) {
        std::set<LinePlace> all;
        for (const LinePlace& place : places) {
            const Ticket* const ticket = find_ticket(state, place.id);
            all.insert(all.end(), ticket == nullptr ? place : place_of(*ticket));
        }
        return all;
    };
    for (auto& [id, service] : state.services) {
        service.line = renewed(service.line);
        for (Line& line : service.lines) {
            line.places = renewed(line.places);
        }
    }
}

bool is_directed(const Line& line) {
    return line.to_counter || line.to_clerk;
}

bool is_target_away(const HallState& state, const Line& line) {
    if (line.to_counter) {
        return counter_state(state, *line.to_counter).status == CounterStatus::closed;
    }
    return line.to_clerk && !counter_of(state, *line.to_clerk);
}

void note_overtake(HallState& state, const ServiceId& service, const Overtake& by, Overtaken whom) {
    for (Line& line : state.services[service].lines) {
        const bool meant =
            whom == Overtaken::plain ? !is_directed(line) : is_directed(line) && is_target_away(state, line);
        if (!meant || !(*line.places.begin() < by.place)) {
            continue;
        }
        line.overtaken.insert(std::ranges::upper_bound(line.overtaken, by.place, {}, &Overtake::place), by);
        forget_what_is_enough(line.overtaken);
        ++line.in_row;
    }
}

void note_turn(ServiceState& service, const Ticket& ticket) {
    const auto found = find(service, ticket);
    if (found != service.lines.end() && *found->places.begin() == place_of(ticket)) {
        found->in_row = 0;
    }
}

Passed passed(const HallState& state, const Line& line, const LinePlace& place) {
    const Seq since = in_line_since(state, place);
    Passed passed;
    for (const Overtake& one : behind(line, place)) {
        if (counts(one, since)) {
            ++passed.times;
            passed.since = passed.since ? std::min(*passed.since, one.at) : one.at;
        }
    }
    return passed;
}

bool is_most_passed(const HallState& state, const Line& line, const LinePlace& place) {
    const Seq since = in_line_since(state, place);
    return std::ranges::all_of(behind(line, place), [&](const Overtake& one) { return counts(one, since); });
}

}  // namespace lines

void restore_lines(HallState& state) {
    appointments::restore(state);
    state.carried.clear();
    state.asked_for.clear();
    for (auto& [id, service] : state.services) {
        service.line.clear();
        for (Line& line : service.lines) {
            line.places.clear();
        }
    }
    for (const auto& [id, ticket] : state.tickets) {
        if (ticket.from_day) {
            state.carried.insert(ticket.number);
        }
        if (ticket.asked) {
            state.asked_for.emplace(*ticket.asked, id);
        }
        if (ticket.status == TicketStatus::waiting) {
            lines::enter(state.services[ticket.service], ticket);
        }
    }
    for (auto& [id, service] : state.services) {
        std::erase_if(service.lines, [](const Line& line) { return line.places.empty(); });
        for (Line& line : service.lines) {
            std::ranges::sort(line.overtaken, {}, &Overtake::place);
            std::erase_if(line.overtaken,
                          [&](const Overtake& one) { return one.place < *line.places.begin(); });
        }
    }
}

}  // namespace jiaohao::domain
