// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ranges>
#include <utility>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/place.hpp"

namespace jiaohao::domain::changes {
namespace {

using Ordinals = std::map<RangeId, std::uint32_t>;

void raise(Ordinals& numbers, const Ordinals& floors) {
    for (const auto& [range, floor] : floors) {
        auto& last = numbers[range];
        last = std::max(last, floor);
    }
}

auto place_of(HallState& state, BusinessDay day) {
    return std::ranges::lower_bound(state.other_days, day, {}, &DayNumbers::day);
}

/// The numbers of any day, remembered from now on.
Ordinals& numbers_of(HallState& state, BusinessDay day) {
    if (state.day == day) {
        return state.last_ordinal;
    }
    auto place = place_of(state, day);
    if (place == state.other_days.end() || place->day != day) {
        place = state.other_days.insert(place, {day, {}});
    }
    return place->last_ordinal;
}

void forget_the_earliest(HallState& state) {
    while (state.other_days.size() > most_other_days) {
        state.other_days.erase(state.other_days.begin());
    }
}

/// `day` becomes the current one; its numbers go on where they stopped, those of the day before are kept.
void turn_to(HallState& state, BusinessDay day) {
    if (state.day == day) {
        return;
    }
    Ordinals used = std::exchange(state.last_ordinal, {});
    if (const auto before = std::exchange(state.day, std::nullopt)) {
        numbers_of(state, *before) = std::move(used);
    }
    const auto again = place_of(state, day);
    if (again != state.other_days.end() && again->day == day) {
        state.last_ordinal = std::move(again->last_ordinal);
        state.other_days.erase(again);
    }
    state.day = day;
}

/// Floors join the numbers of their day; without a day, those of the one opened now.
void settle_floors(HallState& state, const std::optional<BusinessDay>& opened) {
    const auto day = state.floors_day ? state.floors_day : opened;
    if (day) {
        raise(numbers_of(state, *day), state.floors);
    }
    state.floors.clear();
    state.floors_day.reset();
}

bool is_kept(const HallState& state, const Ticket& ticket) {
    return ticket.status == TicketStatus::waiting &&
           std::ranges::find(state.kept, ticket.service) != state.kept.end();
}

/// The tickets that wait on, in their order. All others are forgotten.
std::vector<Ticket> take_kept(HallState& state) {
    std::vector<Ticket> kept;
    for (auto& [id, ticket] : state.tickets) {
        if (is_kept(state, ticket)) {
            kept.push_back(std::move(ticket));
        }
    }
    state.tickets.clear();
    std::ranges::sort(kept, {}, [](const Ticket& ticket) { return LinePlace{ticket.line_at, ticket.id}; });
    return kept;
}

/// Before everybody who comes today, whatever the clock said when they came. The night is nobody's wait.
void carry_over(HallState& state, std::vector<Ticket> kept, const std::optional<BusinessDay>& from,
                WallTime at) {
    state.carried.clear();
    state.kept.clear();
    WallTime place = sane(at - Milliseconds{static_cast<std::int64_t>(kept.size())});
    for (Ticket& ticket : kept) {
        ticket.from_day = ticket.from_day ? ticket.from_day : from;
        ticket.line_at = place += Milliseconds{1};
        ticket.waiting_since = at;
        ticket.features.reset();
        // Who is at which counter is another matter tomorrow.
        ticket.to_counter.reset();
        if (ticket.from_day) {
            state.carried.insert(ticket.number);
        }
        const Ticket& here = state.tickets.insert_or_assign(ticket.id, std::move(ticket)).first->second;
        if (here.asked) {
            state.asked_for.emplace(*here.asked, here.id);
        }
        lines::enter(state.services[here.service], here);
    }
    state.last_line_at = kept.empty() ? WallTime{} : place;
}

/// All that the state still has of the day stands; counters closed with it and open one by one.
void open_again(HallState& state, WallTime at) {
    state.day_open = true;
    state.day_again_at = at;
    state.kept.clear();
    for (auto& [id, service] : state.services) {
        service.hours_say.reset();
    }
}

}  // namespace

void apply_on(HallState& state, const Stand& stand, const EpochStarted& event) {
    // Seqs begin anew with the epoch: what is remembered from before is earlier than all that follows.
    for (auto& [id, ticket] : state.tickets) {
        ticket.line_seq = Seq{};
    }
    for (auto& [id, service] : state.services) {
        for (Line& line : service.lines) {
            std::ranges::for_each(line.overtaken, [](Overtake& one) { one.seq = Seq{}; });
        }
    }
    if (event.floors.empty()) {
        return;
    }
    if (state.floors_day) {
        settle_floors(state, std::nullopt);
        forget_the_earliest(state);
    }
    raise(state.floors, event.floors);
    state.floors_day = stand.envelope.day;
    if (!state.floors_day || state.floors_day == state.day) {
        raise(state.last_ordinal, state.floors);
    }
}

void apply_on(HallState& state, const Stand& stand, const DayOpened& event) {
    if (goes_on(state, event)) {
        return open_again(state, stand.at);
    }
    std::vector<Ticket> kept = take_kept(state);
    state.leases.clear();
    state.lease_holders.clear();
    state.asked_for.clear();
    state.withdrawn.clear();
    // Events out of all context may keep tickets of no day: they are of another one all the same.
    const std::optional<BusinessDay> before =
        state.day || !event.day.ok() ? state.day : std::optional(event.day);
    if (event.day.ok()) {
        turn_to(state, event.day);
    }
    settle_floors(state, state.day);
    forget_the_earliest(state);
    state.day_open = true;
    start_visits(state, event.day);
    state.day_opened_at = stand.at;
    state.day_again_at.reset();
    state.recent_calls.clear();
    for (auto& [id, counter] : state.counters) {
        counter = CounterState{};
    }
    for (auto& [id, service] : state.services) {
        service.open = false;
        service.hours_say.reset();
        service.issued = 0;
        service.line.clear();
        service.lines.clear();
        stats::start_day(service.wait);
        service.promises = {};
    }
    carry_over(state, std::move(kept), before, stand.at);
}

void apply_on(HallState& state, const Stand& stand, const DayClosed& event) {
    state.kept = event.kept.value_or(std::vector<ServiceId>{});
    // All of this was said by events of its own; only a journal with a gap leaves something to do here.
    for (auto& [id, counter] : state.counters) {
        Ticket* const armed = counter.rating ? place::find(state, counter.rating->ticket) : nullptr;
        if (armed != nullptr) {
            armed->rating_missed = true;
        }
    }
    for (auto& [id, ticket] : state.tickets) {
        if (!is_final(ticket.status) && !is_kept(state, ticket)) {
            place::ended(state, ticket, TicketStatus::expired, stand.at);
        }
    }
    for (auto& [id, counter] : state.counters) {
        counter = CounterState{};
    }
    for (auto& [id, service] : state.services) {
        service.open = false;
    }
    state.day_open = false;
}

void apply_on(HallState& state, const Stand& /*stand*/, const ServiceOpened& event) {
    ServiceState& service = state.services[event.service];
    service.open = true;
    if (event.by == SwitchCause::schedule || event.by == SwitchCause::day) {
        service.hours_say = true;
    }
}

void apply_on(HallState& state, const Stand& /*stand*/, const ServiceClosed& event) {
    ServiceState& service = state.services[event.service];
    service.open = false;
    if (event.by == SwitchCause::schedule) {
        service.hours_say = false;
    }
}

}  // namespace jiaohao::domain::changes
