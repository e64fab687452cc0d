// What is due by time or by a restart.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kiosk/domain/alerts.hpp"
#include "kiosk/domain/appointments.hpp"
#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/due_visits.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/recovery.hpp"
#include "kiosk/domain/schedule.hpp"
#include "kiosk/domain/shortage.hpp"

namespace jiaohao::domain {

std::vector<Command> due(const HallState& state, const HallConfig& config, WallTime now,
                         const std::optional<LocalTime>& local) {
    std::vector<Command> commands;
    schedule::add_due(state, config, now, local, commands);
    for (const auto& [id, counter] : state.counters) {
        if (!counter.rating) {
            continue;
        }
        const Milliseconds passed = sane(now) - counter.rating->asked_at;
        // Asked further in the future than a time-out is long: the clock went back and nobody said so.
        if (passed >= config.rating.time_out || passed < -Milliseconds(config.rating.time_out)) {
            commands.emplace_back(MissRating{counter.rating->ticket, RatingMissedCause::time_out});
        }
    }
    due_visits::add(state, config, sane(now), commands);
    appointments::add_due(state, config, now, commands);
    recovery::due(state, config, sane(now), commands);
    shortage::due(state, config, {sane(now), local}, commands);
    alerts::due(state, sane(now), commands);
    return commands;
}

std::optional<WallTime> next_due(const HallState& state, const HallConfig& config, WallTime now,
                                 const std::optional<LocalTime>& local) {
    std::optional<WallTime> next = schedule::next(state, config, now, local);
    if (const auto visits = due_visits::next(state, config)) {
        next = next ? std::min(*next, *visits) : *visits;
    }
    if (const auto missed = appointments::next_due(state, config)) {
        next = next ? std::min(*next, *missed) : *missed;
    }
    for (const auto& [id, counter] : state.counters) {
        if (counter.rating) {
            const WallTime at = counter.rating->asked_at + config.rating.time_out;
            next = next ? std::min(*next, at) : at;
        }
    }
    if (const auto wait = recovery::next_due(state, config)) {
        next = next ? std::min(*next, *wait) : wait;
    }
    if (const auto people = shortage::next_due(state, config, {sane(now), local})) {
        next = next ? std::min(*next, *people) : *people;
    }
    if (const auto lock = alerts::next_due(state)) {
        next = next ? std::min(*next, *lock) : *lock;
    }
    return next;
}

std::vector<Command> after_restart(const HallState& state) {
    std::vector<Command> commands;
    for (const auto& [id, ticket] : state.tickets) {
        // What a satellite prints goes on without us.
        if (ticket.paper.pending_copy != 0 && !ticket.paper.at) {
            commands.emplace_back(PrintDoubtful{id, ticket.paper.pending_copy, PrintCause::restart});
        }
    }
    // Who counted the wrong PINs has forgotten them.
    for (const auto& [id, alert] : state.alerts) {
        if (alert.code == alerts::sign_in_locked) {
            commands.emplace_back(ResolveAlert{id, std::string(recovery::over)});
        }
    }
    return commands;
}

}  // namespace jiaohao::domain
