// What is due on a ticket's way: parked tickets whose time is over, tickets that nobody called in so long, customers for
// counters that call by themselves. Walks counters, their parked tickets and the heads of lines. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain::due_visits {

void add(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands);

/// The earliest time at which add() can have something to do.
[[nodiscard]] std::optional<WallTime> next(const HallState& state, const HallConfig& config);

}  // namespace jiaohao::domain::due_visits
