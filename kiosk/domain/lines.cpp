// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/lines.hpp"

#include <algorithm>
#include <span>

#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/decide.hpp"

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

/// Those who stand behind the first. The first itself may be among those remembered: called before others of its line
/// once, and back at its place since.
std::span<const Overtake> of_the_first(const Line& line) {
    const auto behind = std::ranges::upper_bound(line.overtaken, *line.places.begin(), {}, &Overtake::place);
    return {behind, line.overtaken.end()};
}

/// What happened behind places that nobody stands at any more is over.
void forget_what_is_over(Line& line) {
    const LinePlace& first = *line.places.begin();
    std::erase_if(line.overtaken, [&](const Overtake& one) { return one.place < first; });
}

}  // namespace

LinePlace place_of(const Ticket& ticket) {
    return {ticket.due_at.value_or(ticket.line_at), ticket.id};
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

bool is_directed(const Line& line) {
    return line.to_counter || line.to_clerk;
}

void note_overtake(ServiceState& service, const LinePlace& place, WallTime at) {
    for (Line& line : service.lines) {
        if (is_directed(line) || !(*line.places.begin() < place)) {
            continue;
        }
        const auto where = std::ranges::upper_bound(line.overtaken, place, {}, &Overtake::place);
        line.overtaken.insert(where, {place, at});
        if (line.overtaken.size() > most_overtakes_kept) {
            // The ones it counted for are overtaken by all the others too, which is as much as is ever asked.
            line.overtaken.erase(line.overtaken.begin());
        }
        ++line.in_row;
    }
}

void note_turn(ServiceState& service, const Ticket& ticket) {
    const auto found = find(service, ticket);
    if (found != service.lines.end() && *found->places.begin() == place_of(ticket)) {
        found->in_row = 0;
    }
}

std::uint32_t overtakes(const Line& line) {
    return static_cast<std::uint32_t>(of_the_first(line).size());
}

std::optional<WallTime> overtaken_since(const Line& line) {
    const auto those = of_the_first(line);
    const auto first = std::ranges::min_element(those, {}, &Overtake::at);
    return first == those.end() ? std::nullopt : std::optional(first->at);
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
