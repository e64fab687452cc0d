// What a counter and the duty manager say to each other besides calls: ready again, help, messages.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::rules {
namespace {

Decision done(const CounterId& counter) {
    Decision decision;
    decision.answer.counter = counter;
    return decision;
}

std::optional<Refusal> not_open(const Desk& desk) {
    return desk.state.status == CounterStatus::closed
               ? std::optional(Refusal{RefusalCode::counter_not_open, {{"counter", desk.config.id.get()}}})
               : std::nullopt;
}

/// Pressed again within this time it is the same call, as long as nobody has seen it.
constexpr Milliseconds one_call = std::chrono::minutes{5};

bool rings(const Hall& hall, const AlertId& alert) {
    const auto open = hall.state.alerts.find(alert);
    if (open == hall.state.alerts.end() || open->second.acknowledged_at) {
        return true;
    }
    const Milliseconds passed = sane(hall.context.now) - open->second.at;
    // Called in the future: the clock went back.
    return passed >= one_call || passed < Milliseconds{0};
}

}  // namespace

Verdict decide_on(const Hall& hall, const ReadyCounter& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (auto refusal = not_open(*desk)) {
        return tl::unexpected(std::move(*refusal));
    }
    Decision decision = done(command.counter);
    const auto& until = desk->state.wrap_up_until;
    if (until && hall.context.now < *until) {
        decision.events.emplace_back(
            CounterReady{command.counter, desk->state.clerk,
                         times::of_counter(desk->state, hall.context.now).wrap_up.value_or(Milliseconds{0})});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const RequestHelp& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (auto refusal = not_open(*desk)) {
        return tl::unexpected(std::move(*refusal));
    }
    Decision decision = done(command.counter);
    const AlertId alert{"help-" + command.counter.get()};
    if (rings(hall, alert)) {
        alerts::make_room(hall.state, decision.events);
        decision.events.emplace_back(HelpRequested{alert, command.counter, desk->state.clerk});
        decision.events.emplace_back(AlertRaised{
            alert, std::string(recovery::help), command.counter.get(), {{"counter", desk->config.label}}});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const SendMessage& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (std::ranges::find(hall.config.messages, command.code, &MessageConfig::code) ==
        hall.config.messages.end()) {
        return refuse(RefusalCode::message_unknown, {{"message", command.code}});
    }
    if (auto refusal = not_open(*desk)) {
        return tl::unexpected(std::move(*refusal));
    }
    if (desk->state.messages.size() >= most_messages) {
        return refuse(RefusalCode::messages_full,
                      {{"counter", command.counter.get()}, {"limit", std::to_string(most_messages)}});
    }
    Decision decision = done(command.counter);
    decision.answer.message =
        MessageId{to_string(TicketId{hall.context.terminal, hall.state.epoch, hall.context.next_seq})};
    decision.events.emplace_back(MessageSent{*decision.answer.message, command.counter, command.code});
    return decision;
}

Verdict decide_on(const Hall& hall, const ReadMessage& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    Decision decision = done(command.counter);
    if (std::ranges::find(desk->state.messages, command.message, &Message::id) !=
        desk->state.messages.end()) {
        decision.events.emplace_back(MessageRead{command.message, command.counter, desk->state.clerk});
    } else if (never_was(hall, command.message.get())) {
        // One that was read is forgotten; to read it again is no mistake.
        return refuse(RefusalCode::message_unknown, {{"message", command.message.get()}});
    }
    return decision;
}

}  // namespace jiaohao::domain::rules
