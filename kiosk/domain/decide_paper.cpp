// What became of papers, and marked reprints.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/place.hpp"
#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::rules {
namespace {

/// A late answer about a copy that is settled (or of a day gone by) must not unsettle it, and nobody knows what became of
/// a paper but the terminal whose printer it is.
Result<const Ticket*, Refusal> awaited(const Hall& hall, const TicketId& id, std::uint32_t copy,
                                       const std::optional<TerminalId>& at) {
    const Ticket* ticket = find_ticket(hall.state, id);
    if (ticket == nullptr || copy == 0 || ticket->paper.pending_copy != copy || ticket->paper.at != at) {
        return refuse(RefusalCode::print_not_pending,
                      {{"ticket", to_string(id)}, {"copy", std::to_string(copy)}});
    }
    return ticket;
}

Verdict settled(const Result<const Ticket*, Refusal>& ticket, std::uint32_t copy, Event event) {
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    Decision decision;
    decision.answer.ticket = (*ticket)->id;
    decision.answer.number = (*ticket)->number;
    decision.answer.copy = copy;
    decision.events.push_back(std::move(event));
    return decision;
}

}  // namespace

Verdict decide_on(const Hall& hall, const PrintSucceeded& command) {
    const auto ticket = awaited(hall, command.ticket, command.copy, command.at);
    if (command.copy >= 2) {
        return settled(ticket, command.copy,
                       TicketReprinted{command.ticket, command.copy, command.proof, command.took});
    }
    return settled(ticket, command.copy,
                   TicketPrinted{command.ticket, command.copy, command.proof, command.took});
}

Verdict decide_on(const Hall& hall, const PrintRefused& command) {
    return settled(awaited(hall, command.ticket, command.copy, command.at), command.copy,
                   TicketNotPrinted{command.ticket, command.copy, command.cause});
}

Verdict decide_on(const Hall& hall, const PrintDoubtful& command) {
    return settled(awaited(hall, command.ticket, command.copy, command.at), command.copy,
                   TicketPrintUnknown{command.ticket, command.copy, command.cause});
}

Verdict decide_on(const Hall& hall, const ReprintTicket& command) {
    const Ticket* ticket = find_ticket(hall.state, command.ticket);
    if (ticket == nullptr) {
        return refuse(RefusalCode::ticket_unknown, {{"ticket", to_string(command.ticket)}});
    }
    // A number on fresh paper promises a turn.
    if (is_final(ticket->status)) {
        return refuse(RefusalCode::ticket_not_waiting,
                      {{"ticket", ticket->number}, {"status", std::string(code(ticket->status))}});
    }
    const Paper& paper = ticket->paper;
    Decision decision;
    decision.answer.ticket = ticket->id;
    decision.answer.number = ticket->number;
    // Asked for twice at one place: the copy under way there is the answer to both.
    const auto at = command.far_paper ? std::optional(command.far_paper->at) : std::nullopt;
    if (paper.pending_copy != 0 && paper.at == at) {
        decision.answer.again = true;
        decision.answer.printing = true;
        decision.answer.copy = paper.pending_copy;
        return decision;
    }
    const std::uint64_t copy = std::uint64_t{paper.copies} + 1;
    if (copy > std::uint64_t{hall.config.most_reprints} + 1) {
        return refuse(RefusalCode::reprint_limit,
                      {{"ticket", ticket->number}, {"limit", std::to_string(hall.config.most_reprints)}});
    }
    auto started = print_started(hall, ticket->id, static_cast<std::uint32_t>(copy), command.far_paper);
    decision.answer.printing = started.has_value();
    if (!started) {
        decision.answer.not_printing = no_paper(hall, command.far_paper);
        return decision;
    }
    // Whoever asks here has no paper, whatever comes out elsewhere.
    if (paper.pending_copy != 0) {
        decision.events.emplace_back(TicketPrintUnknown{ticket->id, paper.pending_copy, PrintCause::silent});
    }
    decision.answer.copy = started->copy;
    decision.events.emplace_back(*std::move(started));
    return decision;
}

}  // namespace jiaohao::domain::rules
