// Serving the called ticket, and its end, said or implied.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::rules {

ServingFinished finished(const Hall& hall, const Desk& desk, const Ticket& ticket, ServingOutcome outcome,
                         bool implied) {
    const auto since = ticket.serving_since ? ticket.serving_since : ticket.called_at;
    return {ticket.id,
            desk.config.id,
            desk.state.clerk,
            ticket.service,
            outcome,
            implied,
            elapsed(since.value_or(hall.context.now), hall.context.now)};
}

void finish_implied(const Hall& hall, const Desk& desk, std::vector<Event>& events) {
    if (const auto ticket = ticket_at(hall, desk)) {
        events.emplace_back(finished(hall, desk, **ticket, ServingOutcome::served, true));
    }
}

Verdict decide_on(const Hall& hall, const StartServing& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    const auto ticket = ticket_at(hall, *desk);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    Decision decision{{}, answer_about(**ticket, command.counter)};
    if ((*ticket)->status == TicketStatus::called) {
        decision.events.emplace_back(ServingStarted{(*ticket)->id, command.counter, desk->state.clerk});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const FinishServing& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    const auto& armed = desk->state.rating;
    const auto ticket = ticket_at(hall, *desk);
    if (!ticket) {
        const Ticket* rated = armed ? find_ticket(hall.state, armed->ticket) : nullptr;
        if (command.ask_rating && rated != nullptr) {
            return Decision{{}, answer_about(*rated, command.counter)};
        }
        return tl::unexpected(ticket.error());
    }
    Decision decision{{}, answer_about(**ticket, command.counter)};
    if (command.ask_rating && armed) {
        decision.events.emplace_back(missed(hall, *desk, RatingMissedCause::next_call));
    }
    decision.events.emplace_back(finished(hall, *desk, **ticket, command.outcome, false));
    if (command.ask_rating) {
        const RatingConfig& rating = hall.config.rating;
        decision.events.emplace_back(RatingRequested{(*ticket)->id, command.counter, desk->state.clerk,
                                                     (*ticket)->service, rating.scale, rating.label_set});
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
