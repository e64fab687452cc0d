// Satellite terminals: numbers lent to them, tickets they issued alone, papers that come out at their printers.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/lent.hpp"
#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::rules {
namespace {

const NumberBlock* lease_of(const HallState& state, const TerminalId& terminal, const RangeId& range) {
    const auto at = state.leases.find(terminal);
    if (at == state.leases.end()) {
        return nullptr;
    }
    const auto block = at->second.find(range);
    return block == at->second.end() ? nullptr : &block->second;
}

bool is_carried(const HallState& state, const NumberRange& range, std::uint64_t ordinal) {
    return !state.carried.empty() &&
           state.carried.contains(format_number(range, static_cast<std::uint32_t>(ordinal)));
}

/// The highest used of a counter; 0 for none. In 64 bits: an ordinal at the type's end must not wrap round to numbers given
/// out already.
std::uint64_t highest(const HallState& state, const RangeId& counter) {
    const auto used = state.last_ordinal.find(counter);
    return used == state.last_ordinal.end() ? 0 : used->second;
}

std::optional<std::uint32_t> free_number(const HallState& state, const NumberRange& range, std::uint64_t from,
                                         std::uint32_t last) {
    while (from <= last && is_carried(state, range, from)) {
        ++from;
    }
    return from > last ? std::nullopt : std::optional(static_cast<std::uint32_t>(from));
}

/// Where the hall's own sequence goes on: past the lent numbers once it has come to them, and at once where lent ones lie
/// below the part to lend from, for then the range was changed since.
std::uint64_t past_lent(const HallState& state, const NumberRange& range, std::uint64_t next) {
    const std::uint64_t lent = highest(state, lent_counter(range.id));
    const std::uint32_t from = lending_from(range.first, range.last);
    return lent > 0 && (next >= from || lent < from) ? std::max(next, lent + 1) : next;
}

/// The next number to lend.
std::optional<std::uint32_t> next_to_lend(const HallState& state, const NumberRange& range) {
    const std::uint64_t lent = highest(state, lent_counter(range.id));
    const std::uint64_t from = lent > 0 ? lent + 1 : lending_from(range.first, range.last);
    return free_number(state, range, std::max(from, highest(state, range.id) + 1), range.last);
}

/// As many as the satellite is to have, but no more than a quarter of what is left: the others need theirs. It ends before
/// a number that somebody still holds.
NumberBlock cut_lease(const HallState& state, const NumberRange& range, std::uint32_t first,
                      std::uint32_t wanted) {
    const std::uint64_t own = std::max<std::uint64_t>(highest(state, range.id) + 1, range.first);
    const std::uint32_t from = lending_from(range.first, range.last);
    const std::uint64_t left = range.last - first + 1 + (own < from ? from - own : 0);
    const auto size = std::clamp<std::uint64_t>(left / 4, 1, std::max<std::uint32_t>(wanted, 1));
    NumberBlock block{first, first};
    while (block.last < range.last && block.last - first + 1 < size &&
           !is_carried(state, range, std::uint64_t{block.last} + 1)) {
        ++block.last;
    }
    return block;
}

/// More than half of it: after a time alone the next one may last as long.
bool lasts(const NumberBlock& lease, std::uint32_t spent) {
    const std::uint64_t size = std::uint64_t{lease.last} - lease.first + 1;
    const std::uint64_t used = spent < lease.first ? 0 : std::uint64_t{spent} - lease.first + 1;
    return used * 2 < size;
}

enum class Holder : std::uint8_t { same, another, untold };

/// Whether the leases of a satellite are lent to the journal that asks.
Holder holder(const HallState& state, const TakeLease& command) {
    const auto known = state.lease_holders.find(command.to);
    if (!command.epoch) {
        return Holder::same;
    }
    if (known == state.lease_holders.end()) {
        return Holder::untold;
    }
    return known->second == *command.epoch ? Holder::same : Holder::another;
}

/// A satellite may have given more than an owner knows of that lost its journal; beyond that somebody would take the whole
/// range away with one word.
constexpr std::uint64_t most_spent_unknown = 100;

/// No satellite holds a number above.
std::uint64_t highest_lent(const HallState& state, const NumberRange& range) {
    const std::uint64_t begin = lending_from(range.first, range.last) - std::uint64_t{1};
    return std::max({highest(state, range.id), highest(state, lent_counter(range.id)), begin});
}

/// Of those that may be lent, or were before the range was changed: the others only the hall's own sequence gives.
bool is_lendable(const HallState& state, const NumberRange& range, std::uint32_t ordinal) {
    const std::uint32_t from = lending_from(range.first, range.last);
    const std::uint64_t lent = highest(state, lent_counter(range.id));
    return ordinal >= from || (lent < from && ordinal <= lent);
}

bool is_lent_to_another(const HallState& state, const TicketAdopted& ticket) {
    return std::ranges::any_of(state.leases, [&](const auto& lent) {
        const auto block = lent.second.find(ticket.range);
        return lent.first != ticket.ticket.terminal && block != lent.second.end() &&
               ticket.ordinal >= block->second.first && ticket.ordinal <= block->second.last;
    });
}

/// Also one of its own lease: a satellite that lost its journal may have given it twice.
bool is_taken(const Hall& hall, const TicketAdopted& ticket) {
    return is_lent_to_another(hall.state, ticket) ||
           std::ranges::any_of(hall.state.tickets,
                               [&](const auto& one) { return one.second.number == ticket.number; });
}

Result<void, Refusal> adoptable(const Hall& hall, BusinessDay day, const TicketAdopted& ticket) {
    if (hall.config.satellite_at(ticket.ticket.terminal) == nullptr) {
        return refuse(RefusalCode::satellite_unknown, {{"terminal", ticket.ticket.terminal.get()}});
    }
    if (hall.state.day != day) {
        return refuse(RefusalCode::adoption_other_day, {{"ticket", ticket.number}, {"day", to_string(day)}});
    }
    const ServiceConfig* const service = hall.config.service(ticket.service);
    if (service == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", ticket.service.get()}});
    }
    if (service->range != ticket.range) {
        return refuse(RefusalCode::bad_arguments,
                      {{"argument", "range"}, {"problem", "not_listed"}, {"value", ticket.range.get()}});
    }
    const NumberRange* const range = hall.config.range(ticket.range);
    if (range == nullptr || ticket.ordinal < range->first || ticket.ordinal > range->last ||
        format_number(*range, ticket.ordinal) != ticket.number) {
        return refuse(RefusalCode::bad_arguments,
                      {{"argument", "number"}, {"problem", "out_of_range"}, {"value", ticket.number}});
    }
    const std::uint64_t lease = hall.config.satellite_at(ticket.ticket.terminal)->lease;
    if (is_taken(hall, ticket) || !is_lendable(hall.state, *range, ticket.ordinal) ||
        ticket.ordinal > highest_lent(hall.state, *range) + lease) {
        return refuse(RefusalCode::number_taken, {{"ticket", ticket.number}});
    }
    return {};
}

/// Never before the day began: nobody stands ahead of those who came then.
WallTime came_at(const Hall& hall, Milliseconds age) {
    const WallTime now = sane(hall.context.now);
    const auto most = now - std::min(hall.state.day_opened_at.value_or(WallTime{}), now);
    return now - std::clamp<Milliseconds>(age, Milliseconds{0}, most);
}

/// Its customer holds it already and is not sent away for a visit or a class that this hall has not: what cannot be is left
/// out.
void make_possible(const HallConfig& config, TicketAdopted& ticket) {
    if (ticket.customer_class == CustomerClass::appointment) {
        ticket.customer_class = CustomerClass::ordinary;
    }
    std::vector<ServiceId> then;
    for (const ServiceId& next : ticket.then.value_or(std::vector<ServiceId>{})) {
        const ServiceId& before = then.empty() ? ticket.service : then.back();
        if (config.service(next) != nullptr && next != before &&
            then.size() + 1 < config.calling.longest_journey) {
            then.push_back(next);
        }
    }
    ticket.then = then.empty() ? std::nullopt : std::optional(std::move(then));
}

/// Nobody holds it, for its customer was given another one or none. Somebody who is being served was taken at their word.
void cancel_orphan(const Hall& hall, const std::optional<RequestId>& asked, std::vector<Event>& events) {
    const Ticket* const orphan = given_for(hall, asked);
    if (orphan != nullptr &&
        (orphan->status == TicketStatus::waiting || orphan->status == TicketStatus::called ||
         orphan->status == TicketStatus::parked)) {
        events.emplace_back(TicketCancelled{orphan->id, Channel::system});
    }
}

}  // namespace

std::optional<std::uint32_t> next_ordinal(const Hall& hall, const NumberRange& range) {
    const HallState& state = hall.state;
    const std::uint64_t next = std::max<std::uint64_t>(highest(state, range.id) + 1, range.first);
    if (!hall.config.satellite) {
        const auto own = free_number(state, range, past_lent(state, range, next), range.last);
        // Past those that somebody holds it may have come to lent ones.
        return own ? free_number(state, range, past_lent(state, range, *own), range.last) : own;
    }
    const NumberBlock* const lease = lease_of(state, hall.context.terminal, range.id);
    if (lease == nullptr) {
        return std::nullopt;
    }
    return free_number(state, range, std::max<std::uint64_t>(next, lease->first),
                       std::min(lease->last, range.last));
}

const Ticket* given_for(const Hall& hall, const std::optional<RequestId>& asked) {
    if (!asked) {
        return nullptr;
    }
    const auto given = hall.state.asked_for.find(*asked);
    return given == hall.state.asked_for.end() ? nullptr : find_ticket(hall.state, given->second);
}

std::optional<TicketPrintStarted> print_started(const Hall& hall, const TicketId& ticket, std::uint32_t copy,
                                                const std::optional<FarPaper>& far) {
    const auto& printer = far ? far->printer : hall.context.printer;
    if (!printer) {
        return std::nullopt;
    }
    TicketPrintStarted started{ticket, copy, *printer};
    if (far) {
        started.at = far->at;
    }
    return started;
}

PrintCause no_paper(const Hall& hall, const std::optional<FarPaper>& far) {
    return far ? far->no_paper : hall.context.no_paper;
}

Verdict decide_on(const Hall& hall, const TakeLease& command) {
    const SatelliteConfig* const satellite = hall.config.satellite_at(command.to);
    if (satellite == nullptr) {
        return refuse(RefusalCode::satellite_unknown, {{"terminal", command.to.get()}});
    }
    const NumberRange* const range = hall.config.range(command.range);
    if (range == nullptr) {
        return refuse(RefusalCode::bad_arguments,
                      {{"argument", "range"}, {"problem", "not_listed"}, {"value", command.range.get()}});
    }
    if (command.spent > highest_lent(hall.state, *range) + most_spent_unknown) {
        return refuse(
            RefusalCode::bad_arguments,
            {{"argument", "spent"}, {"problem", "out_of_range"}, {"value", std::to_string(command.spent)}});
    }
    Decision decision;
    decision.answer.lease_day = hall.state.day;
    const NumberBlock* const current = lease_of(hall.state, command.to, command.range);
    // Two machines with one token must not give the same numbers; nor is it known how far another disk had come.
    const Holder by = holder(hall.state, command);
    // Before it was told whose a lease is: whoever has given numbers of it.
    const bool its_own =
        by == Holder::same || (by == Holder::untold && current != nullptr && command.spent >= current->first);
    if (current != nullptr && its_own && lasts(*current, command.spent)) {
        decision.answer.lease = *current;
        if (by == Holder::untold) {
            decision.events.emplace_back(
                LeaseGranted{command.to, range->id, current->first, current->last, command.epoch});
        }
        return decision;
    }
    const auto first = next_to_lend(hall.state, *range);
    if (!first) {
        return refuse(RefusalCode::range_exhausted, {{"service", ""}, {"range", range->id.get()}});
    }
    decision.answer.lease = cut_lease(hall.state, *range, *first, satellite->lease);
    decision.events.emplace_back(LeaseGranted{command.to, range->id, decision.answer.lease->first,
                                              decision.answer.lease->last, command.epoch});
    return decision;
}

Verdict decide_on(const Hall& hall, const NoteLease& command) {
    if (!hall.config.satellite || hall.state.day != command.day) {
        return refuse(RefusalCode::adoption_other_day, {{"ticket", ""}, {"day", to_string(command.day)}});
    }
    Decision decision;
    decision.answer.lease = command.block;
    decision.answer.lease_day = command.day;
    const NumberBlock* const known = lease_of(hall.state, hall.context.terminal, command.range);
    if (known == nullptr || *known != command.block) {
        decision.events.emplace_back(
            LeaseGranted{hall.context.terminal, command.range, command.block.first, command.block.last});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const AdoptTicket& command) {
    Decision decision;
    decision.answer.ticket = command.ticket.ticket;
    decision.answer.number = command.ticket.number;
    if (const Ticket* const known = find_ticket(hall.state, command.ticket.ticket)) {
        decision.answer.number = known->number;
        decision.answer.again = true;
        return decision;
    }
    if (auto may = adoptable(hall, command.day, command.ticket); !may) {
        return tl::unexpected(std::move(may.error()));
    }
    cancel_orphan(hall, command.ticket.asked, decision.events);
    TicketAdopted adopted = command.ticket;
    make_possible(hall.config, adopted);
    adopted.issued_at = came_at(hall, command.age);
    decision.events.emplace_back(std::move(adopted));
    return decision;
}

Verdict decide_on(const Hall& hall, const WithdrawAsked& command) {
    const bool full = hall.state.withdrawn.size() >= most_withdrawn;
    const bool known = hall.state.withdrawn.contains(command.asked);
    // What was given under it stands for the name as well: a late question gets that one.
    if (full && !known && given_for(hall, command.asked) == nullptr) {
        return refuse(RefusalCode::overloaded, {{"most", std::to_string(most_withdrawn)}});
    }
    Decision decision;
    cancel_orphan(hall, command.asked, decision.events);
    if (!known && !full) {
        decision.events.emplace_back(AskingWithdrawn{command.asked});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const HandOver& command) {
    const Ticket* const ticket = find_ticket(hall.state, command.ticket);
    if (ticket == nullptr) {
        return refuse(RefusalCode::ticket_unknown, {{"ticket", to_string(command.ticket)}});
    }
    Decision decision;
    decision.answer.ticket = ticket->id;
    decision.answer.number = ticket->number;
    decision.events.emplace_back(TicketHandedOver{ticket->id});
    return decision;
}

Verdict decide_on(const Hall& hall, const SettlePapers& command) {
    Decision decision;
    for (const auto& [id, ticket] : hall.state.tickets) {
        const Paper& paper = ticket.paper;
        if (paper.pending_copy == 0 || paper.at != command.at ||
            std::ranges::find(command.under_way, id) != command.under_way.end()) {
            continue;
        }
        if (command.cause == PrintCause::restart) {
            decision.events.emplace_back(TicketPrintUnknown{id, paper.pending_copy, command.cause});
        } else {
            decision.events.emplace_back(TicketNotPrinted{id, paper.pending_copy, command.cause});
        }
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
