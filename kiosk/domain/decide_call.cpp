// Calling: the next ticket, a certain ticket, again, in vain.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/lines.hpp"
#include "kiosk/domain/order.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::rules {
namespace {

/// Makes the counter ready to call, or says why it may not. A handset has neither an "open" nor a "resume"
/// key, so its call key does both.
Result<std::vector<Event>, Refusal> make_ready(const Desk& desk, Channel channel, WallTime now) {
    const CounterState& counter = desk.state;
    const std::string& id = desk.config.id.get();
    std::vector<Event> events;
    if (counter.status == CounterStatus::closed) {
        if (!desk.config.handset_only || channel != Channel::handset) {
            return refuse(RefusalCode::counter_not_open, {{"counter", id}});
        }
        events.emplace_back(CounterOpened{desk.config.id, counter.clerk});
    } else if (counter.status == CounterStatus::paused) {
        if (channel != Channel::handset) {
            return refuse(RefusalCode::counter_paused, {{"counter", id}, {"reason", counter.pause_reason}});
        }
        events.emplace_back(
            CounterResumed{desk.config.id, counter.clerk, times::of_counter(counter, now).paused});
    }
    if (!counter.clerk && !desk.config.handset_only) {
        return refuse(RefusalCode::not_signed_in, {{"counter", id}});
    }
    return events;
}

/// Two presses of one key within this time are one press, and nobody comes to a counter in less.
constexpr Milliseconds one_press{3000};

/// The process restarted after a call that the handset may never have seen echoed: the press is that call.
bool is_call_again(const Hall& hall, const Desk& desk, Channel channel) {
    return channel == Channel::handset && desk.state.ticket &&
           is_press_again(hall, desk.state.call_unconfirmed_since);
}

Decision that_call(const Ticket& ticket, const CounterId& counter) {
    Decision again{{}, answer_about(ticket, counter)};
    again.answer.again = true;
    return again;
}

/// What an open counter did since its last customer; one that is opened by this call did nothing yet.
times::Free free_before_call(const Hall& hall, const Desk& desk) {
    return desk.state.status == CounterStatus::open ? times::of_counter(desk.state, hall.context.now)
                                                    : times::Free{};
}

/// With the line that the counter's last ticket goes on to by the same decision: it stands there already.
order::PassedOver passed_over(const Hall& hall, const Desk& desk, const Ticket& ticket,
                              const std::vector<Event>& before) {
    order::PassedOver passed = order::passed_over(hall.state, desk.config, ticket);
    const auto* finished = before.empty() ? nullptr : std::get_if<ServingFinished>(&before.back());
    const Ticket* last =
        finished != nullptr && finished->next ? find_ticket(hall.state, finished->ticket) : nullptr;
    if (last == nullptr || !(lines::place_of(*last) < lines::place_of(ticket))) {
        return passed;
    }
    const ServiceId& next = *finished->next;
    const bool callable = serves(desk.config, next) || std::ranges::count(desk.config.also, next) != 0;
    if (callable && std::ranges::count(passed.plain, next) == 0) {
        passed.plain.push_back(next);
    }
    return passed;
}

Decision call(const Hall& hall, const Desk& desk, const order::Choice& choice, std::vector<Event> events,
              Channel channel, const std::string& picked_for = {}) {
    const Ticket& ticket = *choice.ticket;
    finish_implied(hall, desk, events);
    const bool opens = desk.state.status != CounterStatus::open && serves(desk.config, ticket.service);
    const std::uint32_t open = counters_open(hall.state, hall.config, ticket.service) + (opens ? 1 : 0);
    TicketCalled called{ticket.id, desk.config.id, desk.state.clerk, channel, open, choice.why, {}, {}};
    if (!picked_for.empty()) {
        called.pick_reason = picked_for;
    }
    const times::Free free = free_before_call(hall, desk);
    called.wait_ms = times::waited(ticket, hall.context.now);
    called.wrap_up_ms = free.wrap_up;
    called.idle_ms = free.idle;
    auto passed = passed_over(hall, desk, ticket, events);
    if (!passed.plain.empty()) {
        called.passed = std::move(passed.plain);
    }
    if (!passed.sent.empty()) {
        called.passed_sent = std::move(passed.sent);
    }
    events.emplace_back(std::move(called));
    Decision decision{std::move(events), answer_about(ticket, desk.config.id)};
    decision.answer.why = choice.why;
    decision.answer.why_params = choice.params;
    return decision;
}

std::optional<Refusal> reason_refused(const Hall& hall, const std::string& reason) {
    const OrderConfig& order = hall.config.order;
    if (reason.empty()) {
        return order.pick_reason_needed ? std::optional(Refusal{RefusalCode::pick_reason_needed, {}})
                                        : std::nullopt;
    }
    if (std::ranges::find(order.pick_reasons, reason) == order.pick_reasons.end()) {
        return Refusal{RefusalCode::pick_reason_unknown, {{"reason", reason}}};
    }
    return std::nullopt;
}

/// The ticket that a clerk picks, with what is told about it.
Result<order::Choice, Refusal> picked_ticket(const Hall& hall, const Desk& desk, const CallTicket& command) {
    const Ticket* ticket = find_ticket(hall.state, command.ticket);
    if (ticket == nullptr) {
        return refuse(RefusalCode::ticket_unknown, {{"ticket", to_string(command.ticket)}});
    }
    if (ticket->status != TicketStatus::waiting) {
        return refuse(RefusalCode::ticket_not_waiting,
                      {{"ticket", ticket->number}, {"status", std::string(code(ticket->status))}});
    }
    if (!order::may_call(desk.config, *ticket, hall.state)) {
        return refuse(RefusalCode::counter_not_serving_service,
                      {{"counter", command.counter.get()}, {"service", ticket->service.get()}});
    }
    if (auto refusal = reason_refused(hall, command.reason)) {
        return tl::unexpected(std::move(*refusal));
    }
    return order::Choice{ticket, CallReason::picked, {{"reason", command.reason}}};
}

/// On either side: after a start with a clock that is behind, what was long ago seems to come.
bool a_moment_ago(WallTime at, WallTime now) {
    return std::max(elapsed(at, now), elapsed(now, at)) < one_press;
}

/// A recall that is one too many. Pressed twice by mistake it makes nobody a no-show.
Decision called_enough(const Hall& hall, const Desk& desk, const Ticket& ticket) {
    Decision decision{{}, answer_about(ticket, desk.config.id)};
    if (ticket.announced_at && a_moment_ago(*ticket.announced_at, hall.context.now)) {
        decision.answer.again = true;
        return decision;
    }
    TicketNoShow event{ticket.id, desk.config.id, desk.state.clerk, ticket.recalls + 1};
    event.walk_ms = times::walked(ticket, hall.context.now);
    decision.events.emplace_back(std::move(event));
    decision.answer.no_show = true;
    return decision;
}

}  // namespace

const Ticket* on_the_way(const Hall& hall, const Desk& desk, Channel channel) {
    const auto ticket = ticket_at(hall, desk);
    const bool just_now = channel != Channel::system && ticket && (*ticket)->called_at &&
                          a_moment_ago(*(*ticket)->called_at, hall.context.now);
    return just_now ? *ticket : nullptr;
}

Refusal called_just_now(const Hall& hall, const Desk& desk, const Ticket& ticket) {
    std::map<std::string, std::string> params{{"counter", desk.config.id.get()}, {"ticket", ticket.number}};
    if (desk.state.auto_called_at) {
        return {RefusalCode::call_crossed, std::move(params)};
    }
    const auto passed = elapsed(ticket.called_at.value_or(hall.context.now), hall.context.now);
    params["seconds"] = std::to_string(std::chrono::ceil<std::chrono::seconds>(one_press - passed).count());
    return {RefusalCode::called_just_now, std::move(params)};
}

Verdict decide_on(const Hall& hall, const CallNext& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (is_call_again(hall, *desk, command.channel)) {
        if (const auto ticket = ticket_at(hall, *desk)) {
            return that_call(**ticket, command.counter);
        }
    }
    const Ticket* const called = on_the_way(hall, *desk, command.channel);
    // The hall called just when the clerk wanted to: that call is meant.
    if (called != nullptr && desk->state.auto_called_at) {
        return that_call(*called, command.counter);
    }
    auto ready = make_ready(*desk, command.channel, hall.context.now);
    if (!ready) {
        return tl::unexpected(ready.error());
    }
    const auto next = order::choose_next(hall.state, hall.config, desk->config, hall.context.now);
    if (!next || next->ticket == nullptr) {
        return refuse(RefusalCode::nobody_waiting, {{"counter", command.counter.get()}});
    }
    if (called != nullptr) {
        return tl::unexpected(called_just_now(hall, *desk, *called));
    }
    return call(hall, *desk, *next, std::move(*ready), command.channel);
}

Verdict decide_on(const Hall& hall, const CallTicket& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    auto ready = make_ready(*desk, command.channel, hall.context.now);
    if (!ready) {
        return tl::unexpected(ready.error());
    }
    const Ticket* const called = on_the_way(hall, *desk, command.channel);
    if (called != nullptr && called->id == command.ticket) {
        return that_call(*called, command.counter);
    }
    const auto picked = picked_ticket(hall, *desk, command);
    if (!picked) {
        return tl::unexpected(picked.error());
    }
    if (called != nullptr) {
        return tl::unexpected(called_just_now(hall, *desk, *called));
    }
    return call(hall, *desk, *picked, std::move(*ready), command.channel, command.reason);
}

Verdict decide_on(const Hall& hall, const Recall& command) {
    const auto desk = find_desk(hall, command.counter);
    const auto ticket =
        desk ? called_ticket_at(hall, *desk) : Result<const Ticket*, Refusal>(tl::unexpected(desk.error()));
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    const std::uint32_t recalls = (*ticket)->recalls;
    const std::uint32_t enough = hall.config.calling.no_show_after_calls;
    if (enough > 0 && recalls + 1 >= enough) {
        return called_enough(hall, *desk, **ticket);
    }
    if (recalls >= hall.config.most_recalls) {
        return refuse(RefusalCode::recall_limit,
                      {{"ticket", (*ticket)->number}, {"limit", std::to_string(hall.config.most_recalls)}});
    }
    return Decision{{TicketRecalled{(*ticket)->id, command.counter, recalls + 1}},
                    answer_about(**ticket, command.counter)};
}

Verdict decide_on(const Hall& hall, const MarkNoShow& command) {
    const auto desk = find_desk(hall, command.counter);
    const auto ticket =
        desk ? called_ticket_at(hall, *desk) : Result<const Ticket*, Refusal>(tl::unexpected(desk.error()));
    if (!ticket) {
        return tl::unexpected(ticket.error());
    }
    TicketNoShow event{(*ticket)->id, command.counter, desk->state.clerk};
    event.walk_ms = times::walked(**ticket, hall.context.now);
    return Decision{{std::move(event)}, answer_about(**ticket, command.counter)};
}

}  // namespace jiaohao::domain::rules
