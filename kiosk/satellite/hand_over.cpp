// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/hand_over.hpp"

#include <algorithm>
#include <charconv>

namespace jiaohao::satellite {
namespace {

using domain::RefusalCode;

domain::PaperOutcome outcome_of(domain::Paper::State state) {
    switch (state) {
        case domain::Paper::State::printed:
            return domain::PaperOutcome::printed;
        case domain::Paper::State::not_printed:
            return domain::PaperOutcome::not_printed;
        case domain::Paper::State::printing:
        case domain::Paper::State::unknown:
            return domain::PaperOutcome::unknown;
        case domain::Paper::State::none:
            break;
    }
    return domain::PaperOutcome::none;
}

/// The digits behind the prefix; checked by writing them again.
std::optional<std::uint32_t> ordinal_of(const domain::NumberRange& range, const std::string& number) {
    if (!number.starts_with(range.prefix)) {
        return std::nullopt;
    }
    std::uint32_t ordinal = 0;
    const char* const end = number.data() + number.size();
    const auto read = std::from_chars(number.data() + range.prefix.size(), end, ordinal);
    const bool whole = read.ec == std::errc{} && read.ptr == end;
    return whole && domain::format_number(range, ordinal) == number ? std::optional(ordinal) : std::nullopt;
}

}  // namespace

bool is_held(const domain::Ticket& ticket, const domain::TerminalId& own) {
    return ticket.id.terminal == own && ticket.status == domain::TicketStatus::waiting;
}

std::size_t held(const domain::HallState& state, const domain::TerminalId& own) {
    return static_cast<std::size_t>(
        std::ranges::count_if(state.tickets, [&own](const auto& one) { return is_held(one.second, own); }));
}

bool is_time_for(const domain::Ticket& ticket, const domain::HallState& state,
                 const domain::HallView& owner) {
    const auto day = ticket.from_day ? ticket.from_day : state.day;
    if (!owner.hall || !owner.hall->day) {
        return false;
    }
    // A day that lies ahead and that this terminal has itself left was opened by a wrong clock.
    return !day || *day <= *owner.hall->day || (ticket.from_day && state.day == owner.hall->day);
}

const domain::Ticket* next_to_hand_over(const domain::HallState& state, const domain::TerminalId& own,
                                        const domain::HallView& owner,
                                        const std::function<bool(const domain::TicketId&)>& passed_over) {
    const domain::Ticket* next = nullptr;
    for (const auto& [id, ticket] : state.tickets) {
        if (!is_held(ticket, own) || ticket.paper.pending_copy != 0 || !is_time_for(ticket, state, owner) ||
            passed_over(id)) {
            continue;
        }
        const domain::LinePlace place{ticket.line_at, id};
        if (next == nullptr || place < domain::LinePlace{next->line_at, next->id}) {
            next = &ticket;
        }
    }
    return next;
}

std::optional<domain::AdoptTicket> adoption_of(const domain::Ticket& ticket, const domain::HallState& state,
                                               const domain::HallConfig& config, domain::Channel channel) {
    const auto day = ticket.from_day ? ticket.from_day : state.day;
    const domain::ServiceConfig* const service = config.service(ticket.service);
    const domain::NumberRange* const range = service == nullptr ? nullptr : config.range(service->range);
    const auto ordinal = range == nullptr ? std::nullopt : ordinal_of(*range, ticket.number);
    if (!day || !ordinal) {
        return std::nullopt;
    }
    domain::AdoptTicket adoption;
    adoption.day = *day;
    domain::TicketAdopted& one = adoption.ticket;
    one.ticket = ticket.id;
    one.number = ticket.number;
    one.range = range->id;
    one.ordinal = *ordinal;
    one.service = ticket.service;
    one.customer_class = ticket.customer_class;
    one.channel = channel;
    one.language = ticket.language;
    one.issued_at = ticket.issued_at;
    one.reference = ticket.reference;
    one.paper = outcome_of(ticket.paper.state);
    if (!ticket.then.empty()) {
        one.then = ticket.then;
    }
    one.asked = ticket.asked;
    return adoption;
}

Fate fate_after(const wire::api::RefusalText& refusal) {
    const auto code = domain::from_code<RefusalCode>(refusal.code);
    if (!code) {
        return Fate::again;
    }
    switch (*code) {
        case RefusalCode::adoption_other_day:
        case RefusalCode::day_not_open:
            return Fate::expire;
        case RefusalCode::number_taken:
        case RefusalCode::service_unknown:
        case RefusalCode::bad_arguments:
            return Fate::cancel;
        case RefusalCode::satellite_unknown:
        case RefusalCode::forbidden:
        case RefusalCode::unknown_command:
            return Fate::stranger;
        default:
            return Fate::again;
    }
}

}  // namespace jiaohao::satellite
