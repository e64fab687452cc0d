// Alerts that stand open: how many may, and what ends those about a moment (a bad rating, a call for help), which
// nothing that happens later ends by itself, or by its time alone (a lock-out). Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"

namespace jiaohao::domain::alerts {

/// More alerts open at once than any person reads; beyond it something is repeating itself. A bad rating, a call for
/// help and the hall's own troubles are told all the same.
inline constexpr std::size_t most_open = 500;
/// AlertResolved::done of those that end here ("recovery.<done>" of the catalogue).
inline constexpr const char* made_room = "made_room";
inline constexpr const char* day_over = "day_over";
/// Code of the alert that wrong PINs locked somebody out for `seconds` (a parameter). Raised again while it is open it tells
/// of another lock.
inline constexpr std::string_view sign_in_locked = "sign_in_locked";

/// Whether one more may be raised.
[[nodiscard]] bool has_room(const HallState& state);
/// With as many open the oldest one that somebody has seen ends; never the one that keeps hours from being followed.
void make_room(const HallState& state, std::vector<Event>& events);
/// A day opens: nobody of the day before is here to be spoken to.
void end_moments(const HallState& state, std::vector<Event>& events);
/// Who was locked out may try again: nothing else says so.
void due(const HallState& state, WallTime now, std::vector<Command>& commands);
[[nodiscard]] std::optional<WallTime> next_due(const HallState& state);

}  // namespace jiaohao::domain::alerts
