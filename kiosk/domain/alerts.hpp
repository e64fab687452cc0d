// Alerts that stand open: how many may, and what ends those about a moment (a bad rating, a call for help), which
// nothing that happens later ends by itself. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "kiosk/domain/state.hpp"

namespace jiaohao::domain::alerts {

/// More alerts open at once than any person reads; beyond it something is repeating itself. A bad rating, a call for
/// help and the hall's own troubles are told all the same.
inline constexpr std::size_t most_open = 500;
/// AlertResolved::done of those that end here ("recovery.<done>" of the catalogue).
inline constexpr const char* made_room = "made_room";
inline constexpr const char* day_over = "day_over";

/// Whether one more may be raised.
[[nodiscard]] bool has_room(const HallState& state);
/// With as many open the oldest one that somebody has seen ends; never the one that keeps hours from being followed.
void make_room(const HallState& state, std::vector<Event>& events);
/// A day opens: nobody of the day before is here to be spoken to.
void end_moments(const HallState& state, std::vector<Event>& events);

}  // namespace jiaohao::domain::alerts
