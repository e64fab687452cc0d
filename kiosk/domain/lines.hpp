// The lines of a service: who stands where, and how often and since when others went before them. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "kiosk/domain/state.hpp"

namespace jiaohao::domain::lines {

/// Where a ticket stands in its line: an appointment at its time, everybody else where they came.
[[nodiscard]] LinePlace place_of(const Ticket& ticket);

void enter(ServiceState& service, const Ticket& ticket);
void leave(ServiceState& service, const Ticket& ticket);

/// After the clock was set: since when each of them stands there.
void renew(HallState& state);

/// Sent to a certain counter or clerk.
[[nodiscard]] bool is_directed(const Line& line);
/// Sent to a counter that is closed, or a clerk who is not there: nobody there will call these.
[[nodiscard]] bool is_target_away(const HallState& state, const Line& line);

/// Somebody was called, before they leave their line: the ones at places before theirs in the lines of this service
/// that nobody was sent to, or of those whose target is away, were overtaken.
enum class Overtaken : std::uint8_t { plain, target_away };
void note_overtake(HallState& state, const ServiceId& service, const Overtake& by, Overtaken whom);
/// The first of the ticket's line was called: its line had its turn. Before the ticket leaves.
void note_turn(ServiceState& service, const Ticket& ticket);

/// How often a ticket of the line was overtaken since it came into it, and since when.
struct Passed {
    std::uint32_t times = 0;
    std::optional<WallTime> since;
};
[[nodiscard]] Passed passed(const HallState& state, const Line& line, const LinePlace& place);
/// Nobody who stands behind `place` was overtaken by more than whoever stands there.
[[nodiscard]] bool is_most_passed(const HallState& state, const Line& line, const LinePlace& place);

}  // namespace jiaohao::domain::lines
