// A ticket leaves the straight way: parked, resumed, transferred, cancelled, returned after a no-show.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/admission.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::rules {
namespace {

std::map<std::string, std::string> about(const Ticket& ticket) {
    return {{"ticket", ticket.number}, {"status", std::string(code(ticket.status))}};
}

Result<const Ticket*, Refusal> known(const Hall& hall, const TicketId& id) {
    const Ticket* ticket = find_ticket(hall.state, id);
    if (ticket == nullptr) {
        return refuse(RefusalCode::ticket_unknown, {{"ticket", to_string(id)}});
    }
    return ticket;
}

/// The ticket that a resume means: the one named, else the one parked last at the counter.
Result<const Ticket*, Refusal> parked_ticket(const Hall& hall, const Desk& desk,
                                             const std::optional<TicketId>& wanted) {
    if (!wanted && desk.state.parked.empty()) {
        return refuse(RefusalCode::ticket_not_parked, {{"counter", desk.config.id.get()}});
    }
    auto ticket = known(hall, wanted ? *wanted : desk.state.parked.back());
    if (ticket && (*ticket)->status != TicketStatus::parked) {
        return refuse(RefusalCode::ticket_not_parked, about(**ticket));
    }
    return ticket;
}

std::optional<Refusal> not_ready(const Desk& desk) {
    const std::string& id = desk.config.id.get();
    if (desk.state.status == CounterStatus::closed) {
        return Refusal{RefusalCode::counter_not_open, {{"counter", id}}};
    }
    if (desk.state.status == CounterStatus::paused) {
        return Refusal{RefusalCode::counter_paused, {{"counter", id}, {"reason", desk.state.pause_reason}}};
    }
    if (!desk.state.clerk && !desk.config.handset_only) {
        return Refusal{RefusalCode::not_signed_in, {{"counter", id}}};
    }
    return std::nullopt;
}

/// The service that a transfer ends at: the one named, that of the ticket when it is sent to somebody, else the one
/// configured for the counter's transfer key.
Result<ServiceId, Refusal> destination(const Hall& hall, const Desk& desk, const Ticket& ticket,
                                       const TransferTicket& command) {
    const bool sent = command.to_counter || command.to_clerk;
    const auto& to = command.to ? command.to : sent ? std::optional(ticket.service) : desk.config.transfer_to;
    if (!to) {
        return refuse(RefusalCode::bad_arguments, {{"argument", "service"}});
    }
    if (hall.config.service(*to) == nullptr) {
        return refuse(RefusalCode::service_unknown, {{"service", to->get()}});
    }
    // Whoever is sent on within a service that takes no more tickets has theirs already.
    if (*to != ticket.service && !service_state(hall.state, *to).open) {
        return refuse(RefusalCode::service_closed, {{"service", to->get()}});
    }
    return *to;
}

/// Whoever a ticket is sent to must be there to call it.
std::optional<Refusal> target_refused(const Hall& hall, const TransferTicket& command) {
    if (command.to_counter) {
        const auto target = find_desk(hall, *command.to_counter);
        if (!target) {
            return target.error();
        }
        if (target->state.status == CounterStatus::closed) {
            return Refusal{RefusalCode::counter_not_open, {{"counter", command.to_counter->get()}}};
        }
    }
    if (command.to_clerk) {
        if (hall.config.clerk(*command.to_clerk) == nullptr) {
            return Refusal{RefusalCode::clerk_unknown, {{"clerk", command.to_clerk->get()}}};
        }
        if (!counter_of(hall.state, *command.to_clerk)) {
            return Refusal{RefusalCode::clerk_not_here, {{"clerk", command.to_clerk->get()}}};
        }
    }
    return std::nullopt;
}

/// None: until somebody resumes it.
Result<std::optional<WallTime>, Refusal> parked_until(const Hall& hall, const ParkTicket& command) {
    const ParkConfig& park = hall.config.park;
    const std::chrono::minutes span = command.minutes.value_or(park.usual);
    if (command.minutes && span.count() < 1) {
        return refuse(RefusalCode::bad_arguments, {{"argument", "minutes"}, {"problem", "out_of_range"}});
    }
    if (span > park.longest) {
        return refuse(RefusalCode::park_too_long, {{"limit", std::to_string(park.longest.count())}});
    }
    return span.count() > 0 ? std::optional(sane(hall.context.now) + span) : std::nullopt;
}

}  // namespace

Verdict decide_on(const Hall& hall, const ParkTicket& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    const auto ticket = ticket_at(hall, *desk);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    const auto until = parked_until(hall, command);
    if (!until) {
        return tl::unexpected(until.error());
    }
    const times::Busy busy = times::of_ticket(**ticket, hall.context.now);
    return Decision{
        {TicketParked{(*ticket)->id, command.counter, desk->state.clerk, *until, busy.walk, busy.service}},
        answer_about(**ticket, command.counter)};
}

Verdict decide_on(const Hall& hall, const ResumeTicket& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (command.channel == Channel::handset && is_press_again(hall, desk->state.resume_unconfirmed_since)) {
        if (const auto resumed = ticket_at(hall, *desk)) {
            Decision again{{}, answer_about(**resumed, command.counter)};
            again.answer.again = true;
            return again;
        }
    }
    if (auto refusal = not_ready(*desk)) {
        return tl::unexpected(std::move(*refusal));
    }
    const auto ticket = parked_ticket(hall, *desk, command.ticket);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    if ((*ticket)->counter != command.counter && !serves(desk->config, (*ticket)->service)) {
        return refuse(RefusalCode::counter_not_serving_service,
                      {{"counter", command.counter.get()}, {"service", (*ticket)->service.get()}});
    }
    if (const Ticket* const called = on_the_way(hall, *desk, command.channel)) {
        return tl::unexpected(called_just_now(hall, *desk, *called));
    }
    Decision decision{{}, answer_about(**ticket, command.counter)};
    finish_implied(hall, *desk, decision.events);
    const times::Free free = times::of_counter(desk->state, hall.context.now);
    decision.events.emplace_back(TicketResumed{(*ticket)->id, command.counter, desk->state.clerk,
                                               times::waited(**ticket, hall.context.now), free.wrap_up,
                                               free.idle});
    return decision;
}

Verdict decide_on(const Hall& hall, const TransferTicket& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    const auto ticket = ticket_at(hall, *desk);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    const auto to = destination(hall, *desk, **ticket, command);
    if (!to) {
        return tl::unexpected(to.error());
    }
    if (auto refusal = target_refused(hall, command)) {
        return tl::unexpected(std::move(*refusal));
    }
    const times::Busy busy = times::of_ticket(**ticket, hall.context.now);
    return Decision{{TicketTransferred{(*ticket)->id, command.counter, (*ticket)->service, *to,
                                       command.to_counter, command.to_clerk, busy.walk, busy.service}},
                    answer_about(**ticket, command.counter)};
}

Verdict decide_on(const Hall& hall, const UnparkTicket& command) {
    const auto ticket = known(hall, command.ticket);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    if ((*ticket)->status != TicketStatus::parked) {
        return refuse(RefusalCode::ticket_not_parked, about(**ticket));
    }
    const CounterId counter = (*ticket)->counter.value_or(CounterId{});
    return Decision{{TicketUnparked{command.ticket, counter, times::waited(**ticket, hall.context.now)}},
                    answer_about(**ticket, counter)};
}

Verdict decide_on(const Hall& hall, const ExpireTicket& command) {
    const auto ticket = known(hall, command.ticket);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    if ((*ticket)->status != TicketStatus::waiting) {
        return refuse(RefusalCode::ticket_not_waiting, about(**ticket));
    }
    return Decision{{TicketExpired{command.ticket, command.cause}}, {}};
}

Verdict decide_on(const Hall& hall, const CancelTicket& command) {
    const auto ticket = known(hall, command.ticket);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    const TicketStatus status = (*ticket)->status;
    if (status != TicketStatus::waiting && status != TicketStatus::parked && status != TicketStatus::called) {
        return refuse(RefusalCode::ticket_not_waiting, about(**ticket));
    }
    TicketCancelled event{command.ticket, command.channel};
    if (status == TicketStatus::called) {
        event.walk_ms = times::walked(**ticket, hall.context.now);
    }
    Decision decision{{std::move(event)}, {}};
    if ((*ticket)->appointment) {
        decision.events.emplace_back(AppointmentCancelled{*(*ticket)->appointment, command.channel});
    }
    decision.answer.ticket = command.ticket;
    decision.answer.number = (*ticket)->number;
    return decision;
}

Verdict decide_on(const Hall& hall, const ReturnTicket& command) {
    const auto ticket = known(hall, command.ticket);
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    if ((*ticket)->status != TicketStatus::no_show) {
        return refuse(RefusalCode::ticket_not_returnable, about(**ticket));
    }
    const auto away = elapsed((*ticket)->ended_at.value_or(hall.context.now), hall.context.now);
    if (away > hall.config.return_grace) {
        return refuse(
            RefusalCode::return_too_late,
            {{"ticket", (*ticket)->number}, {"limit_s", std::to_string(hall.config.return_grace.count())}});
    }
    // Nobody who returned to a service that sends home those who wait for it would be called.
    const ServiceConfig* const service = hall.config.service((*ticket)->service);
    if (service != nullptr && service->at_closing == ClosingRule::expire) {
        const admission::Moment moment{hall.state, hall.config, hall.context.now, hall.context.local};
        auto refusal = admission::refused(moment, *service, true);
        if (refusal && refusal->code == RefusalCode::service_outside_hours) {
            return tl::unexpected(std::move(*refusal));
        }
    }
    Decision decision{{TicketReturned{command.ticket, away}}, {}};
    decision.answer.ticket = command.ticket;
    decision.answer.number = (*ticket)->number;
    return decision;
}

}  // namespace jiaohao::domain::rules
