// Keeps DayFigures up. Each event is seen twice: before it is applied (where its ticket stood) and after. Costs what
// the event names, never what the hall holds; days that begin and end walk over services and counters. Inside this room
// only, but for the helpers of the local day and restore().
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "kiosk/domain/apply.hpp"
#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain::figures {

/// The event that opens a day, with what statistics have to know of the calendar: Monday is class 0, a configured
/// holiday with hours of its own a day like no other.
[[nodiscard]] DayOpened opening(const HallConfig& config, const Context& context, BusinessDay day);

/// Minute of the hall's local day; none while the offset of local time is not known.
[[nodiscard]] std::optional<double> local_minute(const DayFigures& day, WallTime at);

/// The counter at which the event's ticket was called, served or parked until then.
[[nodiscard]] std::optional<CounterId> holder(const HallState& state, const Event& event);

void before(HallState& state, const changes::Stand& stand, const Event& event);
/// `left`: what holder() said before the event was applied.
void after(HallState& state, const changes::Stand& stand, const Event& event,
           const std::optional<CounterId>& left);

/// After a state was read from outside: what is damaged is learnt anew.
void restore(HallState& state);

}  // namespace jiaohao::domain::figures
