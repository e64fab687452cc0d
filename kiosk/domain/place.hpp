// The one place of a ticket: in a line, at a counter, parked at a counter, or ended. Every change of place
// goes through these, so that a ticket is never in two places whatever events arrive. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/domain/is_final.hpp"
#include "kiosk/domain/state.hpp"

namespace jiaohao::domain::place {

[[nodiscard]] Ticket* find(HallState& state, const TicketId& id);

/// Into the line of its service, at its place in the order of arrival.
void in_line(HallState& state, Ticket& ticket, WallTime at);
/// `status` is called or serving. A ticket found there was done (its end is missing from the events); a
/// closed counter is open.
void at_counter(HallState& state, Ticket& ticket, const CounterId& counter, TicketStatus status, WallTime at);
void parked(HallState& state, Ticket& ticket, const CounterId& counter, WallTime at);
/// `status` is a final one.
void ended(HallState& state, Ticket& ticket, TicketStatus status, WallTime at);

}  // namespace jiaohao::domain::place
