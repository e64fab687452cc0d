// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/decide.hpp"

#include "kiosk/domain/rules.hpp"

namespace jiaohao::domain {
namespace {

template <class Wanted, class... Others>
constexpr bool one_of = (std::is_same_v<Wanted, Others> || ...);

/// Facts about devices and the hall's frame happen whether or not the day is open; a paper may come out after
/// closing.
template <class Command>
constexpr bool needs_open_day =
    !one_of<Command, OpenDay, PrintSucceeded, PrintRefused, PrintDoubtful, PressPad, PressStray, ReportDevice,
            RaiseAlert, AcknowledgeAlert, ResolveAlert, NoteClock, NoteConfig, AddAppointment,
            CancelAppointment, WithdrawAsked, HandOver, SettlePapers>;

}  // namespace

Result<Decision, Refusal> decide(const HallState& state, const HallConfig& config, const Command& command,
                                 const Context& context) {
    const rules::Hall hall{state, config, context};
    return std::visit(
        [&]<class One>(const One& one) -> rules::Verdict {
            if constexpr (needs_open_day<One>) {
                if (!state.day_open) {
                    return rules::refuse(RefusalCode::day_not_open);
                }
            }
            return rules::decide_on(hall, one);
        },
        command);
}

namespace rules {

Result<Desk, Refusal> find_desk(const Hall& hall, const CounterId& id) {
    const CounterConfig* config = hall.config.counter(id);
    if (config == nullptr) {
        return refuse(RefusalCode::counter_unknown, {{"counter", id.get()}});
    }
    return Desk{*config, counter_state(hall.state, id)};
}

Result<const Ticket*, Refusal> ticket_at(const Hall& hall, const Desk& desk) {
    const Ticket* ticket = desk.state.ticket ? find_ticket(hall.state, *desk.state.ticket) : nullptr;
    if (ticket == nullptr) {
        return refuse(RefusalCode::counter_has_no_ticket, {{"counter", desk.config.id.get()}});
    }
    return ticket;
}

Result<const Ticket*, Refusal> called_ticket_at(const Hall& hall, const Desk& desk) {
    auto ticket = ticket_at(hall, desk);
    if (ticket && (*ticket)->status != TicketStatus::called) {
        return refuse(RefusalCode::ticket_not_called,
                      {{"ticket", (*ticket)->number}, {"status", std::string(code((*ticket)->status))}});
    }
    return ticket;
}

bool is_press_again(const Hall& hall, const std::optional<WallTime>& since) {
    const WallTime before = hall.context.last_at_before_start;
    return hall.context.handset_unheard_since_start && since && *since <= before &&
           elapsed(*since, before) <= hall.config.call_confirm_window;
}

bool never_was(const Hall& hall, const std::string& name) {
    const auto event = parse_ticket_id(name);
    return !event || (event->epoch == hall.state.epoch && event->seq >= hall.context.next_seq);
}

Answer answer_about(const Ticket& ticket, const CounterId& counter) {
    Answer answer;
    answer.ticket = ticket.id;
    answer.number = ticket.number;
    answer.counter = counter;
    return answer;
}

}  // namespace rules
}  // namespace jiaohao::domain
