// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/place.hpp"

namespace jiaohao::domain::changes {
namespace {

void note_paper(HallState& state, const TicketId& id, std::uint32_t copy, Paper::State known,
                const std::optional<TerminalId>& at = {}) {
    Ticket* const ticket = place::find(state, id);
    if (ticket == nullptr) {
        return;
    }
    Paper& paper = ticket->paper;
    paper.state = known;
    paper.copies = std::max(paper.copies, copy);
    paper.pending_copy = known == Paper::State::printing ? copy : 0;
    paper.at = at;
}

}  // namespace

void apply_on(HallState& state, const Stand& /*stand*/, const TicketPrintStarted& event) {
    note_paper(state, event.ticket, event.copy, Paper::State::printing, event.at);
}
void apply_on(HallState& state, const Stand& /*stand*/, const TicketPrinted& event) {
    note_paper(state, event.ticket, event.copy, Paper::State::printed);
}
void apply_on(HallState& state, const Stand& /*stand*/, const TicketReprinted& event) {
    note_paper(state, event.ticket, event.copy, Paper::State::printed);
}
void apply_on(HallState& state, const Stand& /*stand*/, const TicketNotPrinted& event) {
    note_paper(state, event.ticket, event.copy, Paper::State::not_printed);
}
void apply_on(HallState& state, const Stand& /*stand*/, const TicketPrintUnknown& event) {
    note_paper(state, event.ticket, event.copy, Paper::State::unknown);
}

}  // namespace jiaohao::domain::changes
