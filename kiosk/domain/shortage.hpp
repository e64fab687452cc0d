// What the duty manager is told before customers have to say it: people wait where no counter is open that may call
// them, and today's numbers of a range come to their end. Both end by themselves, the first when such a counter opens or
// nobody waits, the second with the day. An alert for counters that somebody resolved comes again only for a new time
// without one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain::shortage {

[[nodiscard]] AlertId counter_alert(const ServiceId& service);
[[nodiscard]] AlertId range_alert(const RangeId& range);

/// People of a service whom no open counter may call. Whoever pauses but still has somebody is open.
struct Unserved {
    std::uint32_t count = 0;
    /// Since when somebody of them has waited without one.
    WallTime since{};
};
[[nodiscard]] std::optional<Unserved> unserved(const HallState& state, const HallConfig& config,
                                               const ServiceId& service);

/// Numbers of the range that the hall can still give today, those aside that satellites were lent.
[[nodiscard]] std::uint64_t numbers_left(const HallState& state, const NumberRange& range);

void due(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands);
[[nodiscard]] std::optional<WallTime> next_due(const HallState& state, const HallConfig& config);

}  // namespace jiaohao::domain::shortage
