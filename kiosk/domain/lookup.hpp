// Questions that rules and views ask of a state and its configuration. Inside this room only.
// Costs: counters and services are a hall's tens of rows and may be walked; tickets may not (only found by
// id).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain {

[[nodiscard]] const Ticket* find_ticket(const HallState& state, const TicketId& id);
/// A counter or service of which nothing was ever heard has the state of a fresh one.
[[nodiscard]] const CounterState& counter_state(const HallState& state, const CounterId& id);
[[nodiscard]] const ServiceState& service_state(const HallState& state, const ServiceId& id);

[[nodiscard]] bool serves(const CounterConfig& counter, const ServiceId& service);
[[nodiscard]] std::optional<CounterId> counter_of(const HallState& state, const ClerkId& clerk);

/// Counters open that may call the service.
[[nodiscard]] std::uint32_t counters_open(const HallState& state, const HallConfig& config,
                                          const ServiceId& service);
/// Services whose customers compete with those of `service`: every service of the counters that are open or
/// paused and may call it, or of all that may call it while none of them is. `service` itself is among them.
[[nodiscard]] std::vector<ServiceId> competing_services(const HallState& state, const HallConfig& config,
                                                        const ServiceId& service);
/// The day that was closed last goes on; of another one nothing would be known that could.
[[nodiscard]] bool goes_on(const HallState& state, const DayOpened& event);
/// Open, and has nobody.
[[nodiscard]] bool is_idle(const CounterState& counter);

/// From `from` to `to`, never negative, defined for any two times that a broken clock may give.
[[nodiscard]] Milliseconds elapsed(WallTime from, WallTime to);
/// The nearest time between 1970 and 9999, so that sums of times stay in range.
[[nodiscard]] WallTime sane(WallTime at);

}  // namespace jiaohao::domain
