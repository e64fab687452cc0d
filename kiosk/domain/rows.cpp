// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/rows.hpp"

#include <algorithm>
#include <utility>

#include "kiosk/domain/admission.hpp"
#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/order.hpp"
#include "kiosk/domain/place.hpp"
#include "kiosk/domain/waits.hpp"

namespace jiaohao::domain::rows {
namespace {

std::string paper_word(Paper::State state) {
    switch (state) {
        case Paper::State::none:
            return "screen";
        case Paper::State::printing:
            return "printing";
        case Paper::State::printed:
            return "printed";
        case Paper::State::not_printed:
            return "not_printed";
        case Paper::State::unknown:
            break;
    }
    return "unknown";
}

}  // namespace

HallRow hall(const HallState& state, const HallConfig& config, const ViewContext& context) {
    HallRow row;
    row.hall = config.hall;
    row.name = config.name;
    row.day = state.day;
    row.day_open = state.day_open;
    row.tickets_refused = context.tickets_refused;
    if (!row.tickets_refused && !state.day_open) {
        row.tickets_refused = RefusalCode::day_not_open;
    }
    row.paper = context.paper;
    row.scale = config.rating.scale;
    row.rating_seconds = static_cast<std::uint32_t>(config.rating.time_out.count());
    row.reasons = config.rating.reasons;
    row.pick_reasons = config.order.pick_reasons;
    row.pick_reason_needed = config.order.pick_reason_needed;
    row.languages = config.languages;
    row.messages = config.messages;
    row.park_usual_min = static_cast<std::uint32_t>(config.park.usual.count());
    row.park_longest_min = static_cast<std::uint32_t>(config.park.longest.count());
    row.visit_purposes = config.visit_purposes;
    row.longest_journey = config.calling.longest_journey;
    row.appointments = state.day_open && appointments::any_today(state, context.now, context.local);
    return row;
}

namespace {

void add_admission(ServiceView& row, const admission::Moment& moment, const ServiceConfig& service) {
    row.issued = service_state(moment.state, service.id).issued;
    row.day_limit = service.day_limit;
    row.keeps = service.at_closing == ClosingRule::keep;
    const admission::Times times = admission::times(moment, service);
    row.opens = times.opens;
    row.closes = times.closes;
    if (!moment.state.day_open) {
        return;
    }
    auto refusal = admission::refused(moment, service, false);
    if (!refusal && row.expected) {
        refusal = admission::too_late(moment, service, *row.expected);
    }
    if (refusal) {
        row.refused = refusal->code;
    }
}

}  // namespace

ServiceView service(const HallState& state, const HallConfig& config, const ServiceConfig& service,
                    const ViewContext& context) {
    const ServiceState& known = service_state(state, service.id);
    ServiceView row;
    row.id = service.id;
    row.name = service.name;
    row.category = service.category;
    row.open = known.open;
    row.waiting = static_cast<std::uint32_t>(known.line.size());
    row.counters_open = counters_open(state, config, service.id);
    const Ticket* first = known.line.empty() ? nullptr : find_ticket(state, known.line.begin()->id);
    if (first != nullptr) {
        row.oldest_issued_at = first->issued_at;
    }
    if (known.open) {
        row.expected = waits::of_newcomer(state, config, service.id, context.now);
    }
    add_admission(row, {state, config, context.now, context.local}, service);
    const PromiseScore& score = known.promises;
    if (score.n > 0) {
        row.promises = {score.n, std::chrono::seconds{(score.error_s + score.n / 2) / score.n},
                        score.within_p90, score.longer_than_told};
    }
    return row;
}

CounterView counter(const HallState& state, const HallConfig& hall, const CounterConfig& config) {
    const CounterState& known = counter_state(state, config.id);
    CounterView row;
    row.id = config.id;
    row.label = config.label;
    row.status = known.status;
    row.pause_reason = known.pause_reason;
    row.clerk = known.clerk;
    row.services = config.services;
    row.also = config.also;
    const Ticket* here = known.ticket ? find_ticket(state, *known.ticket) : nullptr;
    if (here != nullptr) {
        row.ticket = ticket(*here);
    }
    if (known.rating) {
        row.rating = known.rating->ticket;
    }
    const order::Callable callable = order::count_callable(state, config);
    row.waiting = callable.own;
    row.waiting_also = callable.also;
    row.parked = known.parked;
    for (const Message& message : known.messages) {
        const auto text = std::ranges::find(hall.messages, message.code, &MessageConfig::code);
        row.messages.push_back(
            {message.id, message.code, text == hall.messages.end() ? OwnText{} : text->text, message.at});
    }
    row.wrap_up_until = known.wrap_up_until;
    row.idle_since = known.idle_since;
    row.auto_call = config.auto_call;
    return row;
}

TicketView ticket(const Ticket& ticket) {
    TicketView row;
    row.id = ticket.id;
    row.number = ticket.number;
    row.service = ticket.service;
    row.customer_class = ticket.customer_class;
    row.status = ticket.status;
    row.issued_at = ticket.issued_at;
    row.counter = ticket.counter;
    row.called_at = ticket.called_at;
    row.recalls = ticket.recalls;
    row.language = ticket.language;
    row.to_counter = ticket.to_counter;
    row.to_clerk = ticket.to_clerk;
    row.due_at = ticket.due_at;
    row.then = ticket.then;
    row.parked_until = ticket.parked_until;
    row.appointment = ticket.appointment;
    row.paper = paper_word(ticket.paper.state);
    return row;
}

namespace {

/// None of what is no no-show. After a day that closed nobody comes back.
std::optional<WallTime> return_until(const HallState& state, const HallConfig& config, const Ticket& ticket) {
    if (ticket.status != TicketStatus::no_show || !ticket.ended_at || !state.day_open) {
        return std::nullopt;
    }
    return sane(*ticket.ended_at) + config.return_grace;
}

}  // namespace

std::optional<TicketView> shown_ticket(const HallState& state, const HallConfig& config, const Ticket& one,
                                       WallTime now) {
    const auto until = return_until(state, config, one);
    if (is_final(one.status) && (!until || *until <= now)) {
        return std::nullopt;
    }
    TicketView row = ticket(one);
    row.return_until = until;
    return row;
}

std::vector<CallView> calls(const HallState& state, const HallConfig& config,
                            const std::set<TicketId>* only) {
    std::vector<CallView> rows;
    for (const auto& [id, where] : state.recent_calls) {
        const Ticket* const called = find_ticket(state, id);
        if (called == nullptr || (only != nullptr && !only->contains(id))) {
            continue;
        }
        const CounterConfig* const counter = config.counter(where.first);
        rows.push_back({id, called->number, where.first,
                        counter == nullptr ? where.first.get() : counter->label, where.second,
                        called->recalls});
    }
    return rows;
}

DeviceView device(const DeviceId& id, const DeviceRecord& record) {
    return {id, record.kind, record.state, record.fault, record.since};
}

AlertView alert(const AlertId& id, const AlertRecord& record) {
    return {id, record.code, record.subject, record.params, record.at, record.acknowledged_at};
}

DiversionView diversion(const HallState& state, const DiversionConfig& config) {
    const auto found = state.diversions.find(config.id);
    const DiversionCount count = found == state.diversions.end() ? DiversionCount{} : found->second;
    const auto minutes = [](std::uint64_t seconds) {
        return std::chrono::minutes{static_cast<std::int64_t>(seconds / 60)};
    };
    return {config.id,
            config.target,
            config.text,
            count.offered,
            count.taken,
            minutes(count.saving_offered_s),
            minutes(count.saving_taken_s)};
}

VisitorsView visitors(const HallState& state) {
    const AskedCount& asked = state.asked;
    VisitorsView row{0, asked.showings, asked.tickets, asked.after_offers, state.visits};
    row.asked = asked.showings + asked.tickets - std::min(asked.after_offers, asked.tickets);
    for (const auto& [purpose, n] : state.visits) {
        row.asked += n;
    }
    return row;
}

}  // namespace jiaohao::domain::rows

namespace jiaohao::domain {

std::vector<ServiceView> service_rows(const HallState& state, const HallConfig& config,
                                      const ViewContext& context) {
    std::vector<ServiceView> all;
    for (const ServiceConfig& service : config.services) {
        all.push_back(rows::service(state, config, service, context));
    }
    return all;
}

std::vector<TicketId> no_longer_returnable(const HallState& state, const HallConfig& config, WallTime since,
                                           WallTime now) {
    std::vector<TicketId> over;
    for (const auto& [id, ticket] : state.tickets) {
        const auto until = rows::return_until(state, config, ticket);
        if (until && since < *until && *until <= now) {
            over.push_back(id);
        }
    }
    return over;
}

HallView view(const HallState& state, const HallConfig& config, const ViewContext& context) {
    HallView all;
    all.hall = rows::hall(state, config, context);
    all.categories = config.categories;
    all.services = service_rows(state, config, context);
    for (const CounterConfig& counter : config.counters) {
        all.counters.push_back(rows::counter(state, config, counter));
    }
    for (const auto& [id, ticket] : state.tickets) {
        if (auto row = rows::shown_ticket(state, config, ticket, context.now)) {
            all.tickets.push_back(std::move(*row));
        }
    }
    all.calls = rows::calls(state, config, nullptr);
    for (const auto& [id, device] : state.devices) {
        all.devices.push_back(rows::device(id, device));
    }
    for (const auto& [id, alert] : state.alerts) {
        all.alerts.push_back(rows::alert(id, alert));
    }
    for (const DiversionConfig& rule : config.diversions) {
        all.diversions.push_back(rows::diversion(state, rule));
    }
    all.visitors = rows::visitors(state);
    return all;
}

}  // namespace jiaohao::domain
