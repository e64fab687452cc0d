// How long things took, as told in events: each span once, by the event that ends it. Never negative, whatever the
// clock does; a jump that the hall noticed moves what they are counted from (ClockAdjusted). Inside this room only.
//
// A counter that is open is at every moment in one of: walk (it called somebody and waits for them), service, wrap-up
// (it is given time to finish up and has not said that it is ready), idle. Paused with nobody is apart.
// A ticket is at every moment in one of: wait, walk, service, parked, away (between a no-show and the return).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "kiosk/domain/state.hpp"

namespace jiaohao::domain::times {

/// What a counter that has nobody did until `now` since it had somebody, opened, or was asked for this before.
struct Free {
    std::optional<Milliseconds> wrap_up;
    std::optional<Milliseconds> idle;
    std::optional<Milliseconds> paused;
};
[[nodiscard]] Free of_counter(const CounterState& counter, WallTime now);

/// Of a ticket at a counter. Without a start of the service said, all since the call was service.
struct Busy {
    std::optional<Milliseconds> walk;
    Milliseconds service{};
};
[[nodiscard]] Busy of_ticket(const Ticket& ticket, WallTime now);
/// Of a ticket whose customer did not come, or left before the service: all since the call.
[[nodiscard]] Milliseconds walked(const Ticket& ticket, WallTime now);

/// Since it came into its line, or was parked.
[[nodiscard]] Milliseconds waited(const Ticket& ticket, WallTime now);

}  // namespace jiaohao::domain::times
