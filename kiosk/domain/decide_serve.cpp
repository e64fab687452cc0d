// Serving the called ticket, and its end, said or implied.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/journey.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::rules {
namespace {

/// Services really done at one counter, and how many of each: more was typed by mistake.
constexpr std::size_t most_done = 20;
constexpr std::uint32_t most_of_each = 999;

Refusal bad_done(const char* problem, const std::string& value, std::size_t most) {
    return {RefusalCode::bad_arguments,
            {{"argument", "done"}, {"problem", problem}, {"value", value}, {"most", std::to_string(most)}}};
}

std::optional<Refusal> done_refused(const Hall& hall, const std::map<ServiceId, std::uint32_t>& done) {
    if (done.size() > most_done) {
        return bad_done("too_long", std::to_string(done.size()), most_done);
    }
    for (const auto& [service, times] : done) {
        if (hall.config.service(service) == nullptr) {
            return Refusal{RefusalCode::service_unknown, {{"service", service.get()}}};
        }
        if (times < 1 || times > most_of_each) {
            return bad_done("out_of_range", service.get() + " " + std::to_string(times), most_of_each);
        }
    }
    return std::nullopt;
}

/// The steps of the visit after this one, with those that the clerk adds.
Result<std::vector<ServiceId>, Refusal> steps_left(const Hall& hall, const Ticket& ticket,
                                                   const std::vector<ServiceId>& added) {
    std::vector<ServiceId> steps = ticket.then;
    const ServiceId& last = steps.empty() ? ticket.service : steps.back();
    if (auto refusal = journey::refused(hall, last, ticket.steps_done + steps.size(), added)) {
        return tl::unexpected(std::move(*refusal));
    }
    steps.insert(steps.end(), added.begin(), added.end());
    return steps;
}

/// Said by the clerk, so the counter is given its time to finish up; one that is paused has no next customer.
std::optional<WallTime> wrap_up_until(const Hall& hall, const Desk& desk) {
    const std::chrono::seconds span = hall.config.calling.wrap_up;
    return span.count() > 0 && desk.state.status == CounterStatus::open
               ? std::optional(sane(hall.context.now) + span)
               : std::nullopt;
}

Result<ServingFinished, Refusal> finish(const Hall& hall, const Desk& desk, const Ticket& ticket,
                                        const FinishServing& command) {
    if (auto refusal = done_refused(hall, command.done)) {
        return tl::unexpected(std::move(*refusal));
    }
    auto steps = steps_left(hall, ticket, command.then);
    if (!steps) {
        return tl::unexpected(std::move(steps.error()));
    }
    ServingFinished event = finished(hall, desk, ticket, command.outcome, false);
    journey::go_on(hall.config, *steps, event);
    if (!command.done.empty()) {
        event.done = command.done;
    }
    event.wrap_up_until = wrap_up_until(hall, desk);
    return event;
}

}  // namespace

ServingFinished finished(const Hall& hall, const Desk& desk, const Ticket& ticket, ServingOutcome outcome,
                         bool implied) {
    const times::Busy busy = times::of_ticket(ticket, hall.context.now);
    ServingFinished event{ticket.id, desk.config.id, desk.state.clerk, ticket.service,
                          outcome,   implied,        busy.service};
    event.walk_ms = busy.walk;
    journey::go_on(hall.config, ticket.then, event);
    return event;
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
    auto event = finish(hall, *desk, **ticket, command);
    if (!event) {
        return tl::unexpected(std::move(event.error()));
    }
    Decision decision{{}, answer_about(**ticket, command.counter)};
    decision.answer.next = event->next;
    // One visit is rated once, at its end.
    const bool asks = command.ask_rating && !event->next;
    if (asks && armed) {
        decision.events.emplace_back(missed(hall, *desk, RatingMissedCause::next_call));
    }
    decision.events.emplace_back(std::move(*event));
    if (asks) {
        const RatingConfig& rating = hall.config.rating;
        decision.events.emplace_back(RatingRequested{(*ticket)->id, command.counter, desk->state.clerk,
                                                     (*ticket)->service, rating.scale, rating.label_set});
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
