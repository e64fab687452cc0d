// Clerks at counters. One clerk at one counter, one counter for one clerk.
// A command that asks for what is already so is answered and changes nothing.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/rules.hpp"
#include "kiosk/domain/times.hpp"

namespace jiaohao::domain::rules {
namespace {

Decision done(const CounterId& counter) {
    Decision decision;
    decision.answer.counter = counter;
    return decision;
}

CounterResumed resumed(const Hall& hall, const Desk& desk) {
    return {desk.config.id, desk.state.clerk, times::of_counter(desk.state, hall.context.now).paused};
}

void close(const Hall& hall, const Desk& desk, std::vector<Event>& events) {
    finish_implied(hall, desk, events);
    if (desk.state.status != CounterStatus::closed) {
        events.emplace_back(closed(hall, desk));
    }
}

}  // namespace

CounterClosed closed(const Hall& hall, const Desk& desk) {
    const times::Free free = times::of_counter(desk.state, hall.context.now);
    return {desk.config.id, desk.state.clerk, free.wrap_up, free.idle, free.paused};
}

Verdict decide_on(const Hall& hall, const SignIn& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (hall.config.clerk(command.clerk) == nullptr) {
        return refuse(RefusalCode::clerk_unknown, {{"clerk", command.clerk.get()}});
    }
    if (desk->state.clerk && desk->state.clerk != command.clerk) {
        return refuse(RefusalCode::counter_taken,
                      {{"counter", command.counter.get()}, {"clerk", desk->state.clerk->get()}});
    }
    const auto elsewhere = counter_of(hall.state, command.clerk);
    if (elsewhere && elsewhere != command.counter) {
        const CounterConfig* const there = hall.config.counter(*elsewhere);
        return refuse(RefusalCode::clerk_elsewhere,
                      {{"clerk", command.clerk.get()},
                       {"counter", elsewhere->get()},
                       {"label", there == nullptr ? elsewhere->get() : there->label}});
    }
    Decision decision = done(command.counter);
    if (!desk->state.clerk) {
        decision.events.emplace_back(ClerkSignedIn{command.clerk, command.counter});
    }
    if (desk->state.status == CounterStatus::closed) {
        decision.events.emplace_back(CounterOpened{command.counter, command.clerk});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const SignOut& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (!desk->state.clerk) {
        return refuse(RefusalCode::not_signed_in, {{"counter", command.counter.get()}});
    }
    Decision decision = done(command.counter);
    close(hall, *desk, decision.events);
    decision.events.emplace_back(ClerkSignedOut{*desk->state.clerk, command.counter});
    return decision;
}

Verdict decide_on(const Hall& hall, const OpenCounter& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (!desk->state.clerk && !desk->config.handset_only) {
        return refuse(RefusalCode::not_signed_in, {{"counter", command.counter.get()}});
    }
    Decision decision = done(command.counter);
    if (desk->state.status == CounterStatus::closed) {
        decision.events.emplace_back(CounterOpened{command.counter, desk->state.clerk});
    } else if (desk->state.status == CounterStatus::paused) {
        decision.events.emplace_back(resumed(hall, *desk));
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const PauseCounter& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (desk->state.status == CounterStatus::closed) {
        return refuse(RefusalCode::counter_not_open, {{"counter", command.counter.get()}});
    }
    Decision decision = done(command.counter);
    const bool paused = desk->state.status == CounterStatus::paused;
    if (command.toggle && is_press_again(hall, desk->state.pause_changed_at)) {
        decision.answer.again = true;
    } else if (paused && command.toggle) {
        decision.events.emplace_back(resumed(hall, *desk));
    } else if (!paused || desk->state.pause_reason != command.reason) {
        const times::Free free = times::of_counter(desk->state, hall.context.now);
        decision.events.emplace_back(
            CounterPaused{command.counter, desk->state.clerk, command.reason, free.wrap_up, free.idle});
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const ResumeCounter& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    if (desk->state.status == CounterStatus::closed) {
        return refuse(RefusalCode::counter_not_open, {{"counter", command.counter.get()}});
    }
    Decision decision = done(command.counter);
    if (desk->state.status == CounterStatus::paused) {
        decision.events.emplace_back(resumed(hall, *desk));
    }
    return decision;
}

Verdict decide_on(const Hall& hall, const CloseCounter& command) {
    const auto desk = find_desk(hall, command.counter);
    if (!desk) {
        return tl::unexpected(desk.error());
    }
    Decision decision = done(command.counter);
    close(hall, *desk, decision.events);
    return decision;
}

}  // namespace jiaohao::domain::rules
