// Ratings and presses. One rating.requested has one end: given or missed.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain::rules {
namespace {

bool level_exists(RatingScale scale, std::uint32_t level) {
    return level >= 1 && level <= static_cast<std::uint32_t>(levels(scale));
}

struct Asked {
    const Ticket& ticket;
    const CounterId& counter;
    const ArmedRating& rating;
};

/// The duty manager hears of a bad one in the same decision.
void rate(const Hall& hall, RatingGiven rating, std::vector<Event>& events) {
    auto alert = recovery::alert_of(hall.state, hall.config, rating);
    events.emplace_back(std::move(rating));
    if (alert) {
        alerts::make_room(hall.state, events);
        events.emplace_back(std::move(*alert));
    }
}

RatingGiven given(const Asked& asked, std::uint32_t level, Channel channel) {
    const Ticket& ticket = asked.ticket;
    return {ticket.id,          asked.counter, ticket.clerk,           ticket.service,
            asked.rating.scale, level,         asked.rating.label_set, channel};
}

/// The ticket's armed rating, or why there is none to answer.
Result<Asked, Refusal> armed(const Hall& hall, const TicketId& id) {
    const Ticket* ticket = find_ticket(hall.state, id);
    if (ticket == nullptr) {
        return refuse(RefusalCode::ticket_unknown, {{"ticket", to_string(id)}});
    }
    if (ticket->rating_given) {
        return refuse(RefusalCode::rating_already_given, {{"ticket", ticket->number}});
    }
    for (const auto& [counter, row] : hall.state.counters) {
        if (row.rating && row.rating->ticket == id) {
            return Asked{*ticket, counter, *row.rating};
        }
    }
    return refuse(RefusalCode::rating_not_requested, {{"ticket", ticket->number}});
}

/// A key that means no level answers nothing and leaves the rating armed.
PressFate fate_of(const CounterState& counter, std::uint32_t level) {
    if (counter.rating) {
        return level_exists(counter.rating->scale, level) ? PressFate::counted : PressFate::unsolicited;
    }
    return counter.last_rated ? PressFate::repeated : PressFate::unsolicited;
}

}  // namespace

RatingMissed missed(const Hall& hall, const Desk& desk, RatingMissedCause cause) {
    RatingMissed event;
    event.counter = desk.config.id;
    event.cause = cause;
    if (desk.state.rating) {
        event.ticket = desk.state.rating->ticket;
        if (const Ticket* ticket = find_ticket(hall.state, event.ticket)) {
            event.clerk = ticket->clerk;
            event.service = ticket->service;
        }
    }
    return event;
}

Verdict decide_on(const Hall& hall, const PressPad& command) {
    Decision decision;
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return decide_on(hall, PressStray{command.line, command.address, command.key});
    }
    const PressFate fate = fate_of(desk->state, command.level);
    decision.answer.counter = command.counter;
    decision.answer.press = fate;
    decision.events.emplace_back(PressRaw{command.line, command.address, command.key, command.counter, fate});
    const Ticket* ticket = fate == PressFate::counted && desk->state.rating
                               ? find_ticket(hall.state, desk->state.rating->ticket)
                               : nullptr;
    if (ticket != nullptr) {
        rate(hall, given({*ticket, command.counter, *desk->state.rating}, command.level, Channel::pad),
             decision.events);
    }
    return decision;
}

Verdict decide_on(const Hall& /*hall*/, const PressStray& command) {
    Decision decision;
    decision.answer.press = PressFate::unsolicited;
    decision.events.emplace_back(
        PressRaw{command.line, command.address, command.key, std::nullopt, PressFate::unsolicited});
    return decision;
}

Verdict decide_on(const Hall& hall, const GiveRating& command) {
    const auto found = armed(hall, command.ticket);
    if (!found) {
        return tl::unexpected(found.error());
    }
    if (command.only_at && *command.only_at != found->counter) {
        return refuse(RefusalCode::forbidden, {{"counter", command.only_at->get()}});
    }
    const RatingScale scale = found->rating.scale;
    if (!level_exists(scale, command.level)) {
        return refuse(RefusalCode::rating_level_invalid,
                      {{"level", std::to_string(command.level)}, {"levels", std::to_string(levels(scale))}});
    }
    Decision decision{{}, answer_about(found->ticket, found->counter)};
    rate(hall, given(*found, command.level, command.channel), decision.events);
    return decision;
}

Verdict decide_on(const Hall& hall, const GiveReason& command) {
    const Ticket* ticket = find_ticket(hall.state, command.ticket);
    if (ticket == nullptr) {
        return refuse(RefusalCode::ticket_unknown, {{"ticket", to_string(command.ticket)}});
    }
    if (!ticket->rating_given) {
        return refuse(RefusalCode::rating_not_requested, {{"ticket", ticket->number}});
    }
    if (command.only_at && ticket->counter != command.only_at) {
        return refuse(RefusalCode::forbidden, {{"counter", command.only_at->get()}});
    }
    const auto& reasons = hall.config.rating.reasons;
    if (std::ranges::find(reasons, command.reason) == reasons.end()) {
        return refuse(RefusalCode::rating_reason_unknown, {{"reason", command.reason}});
    }
    Decision decision;
    decision.answer.ticket = ticket->id;
    decision.answer.number = ticket->number;
    if (!ticket->reasons.contains(command.reason)) {
        decision.events.emplace_back(RatingReason{command.ticket, command.reason});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const MissRating& command) {
    const auto found = armed(hall, command.ticket);
    if (!found) {
        return tl::unexpected(found.error());
    }
    const Ticket& ticket = found->ticket;
    return Decision{{RatingMissed{ticket.id, found->counter, ticket.clerk, ticket.service, command.cause}},
                    answer_about(ticket, found->counter)};
}

}  // namespace jiaohao::domain::rules
