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

/// Sent to a certain counter or clerk.
[[nodiscard]] bool is_directed(const Line& line);

/// A ticket that stood at `place` was called at `at`, after it left its line: the ones before it in the lines of this
/// service (those who may be called by any counter) were overtaken.
void note_overtake(ServiceState& service, const LinePlace& place, WallTime at);
/// The first of the ticket's line was called: its line had its turn. Before the ticket leaves.
void note_turn(ServiceState& service, const Ticket& ticket);

/// How often the first of the line was overtaken, and since when.
[[nodiscard]] std::uint32_t overtakes(const Line& line);
[[nodiscard]] std::optional<WallTime> overtaken_since(const Line& line);

}  // namespace jiaohao::domain::lines
