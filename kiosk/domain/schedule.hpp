// What opens and closes by itself. The clock is believed as long as nothing speaks against it; what cannot be taken
// back (closing the day, sending people home) waits where something does:
// - Hours are those of the open day. A clock that stands before that day, or more than a month behind it, is wrong:
//   nothing opens or closes by it.
// - A clock that jumped while people worked (clock_alert stands) is not followed until somebody says that it is right,
//   or the hall has been at rest.
// - A day is only ever opened by itself forwards, never over one that was opened before.
// docs/decisions/0013-opening-hours.md thinks it through. Inside this room and for those who raise clock_alert.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain::schedule {

/// Raised by whoever sees the clock jump while people work; somebody who knows the time closes it.
[[nodiscard]] const AlertId& clock_alert();
/// A clock that moves by less is not told of.
inline constexpr std::chrono::minutes smallest_jump{10};
/// Nobody took a ticket, was called or served for so long: whoever still waits has gone.
inline constexpr std::chrono::minutes rest{60};
/// A day that nobody closes ends at this time of the next date, when the hall is at rest.
inline constexpr std::chrono::hours day_ends{28};
/// A clock that says later than so after the open or last day is not believed.
inline constexpr std::chrono::days farthest{31};
/// Commands of one round of due(): many who wait for a service that has closed go in several commits.
inline constexpr std::size_t most_at_once = 50;

/// How far the clock is in the open day, beyond 24 h after it; none: the day is closed, no local time is known, or the
/// clock is wrong.
[[nodiscard]] std::optional<std::chrono::seconds> into_day(const HallState& state,
                                                           const std::optional<LocalTime>& local);
/// Hours are not followed for the moment.
[[nodiscard]] bool clock_in_doubt(const HallState& state, WallTime now);

void add_due(const HallState& state, const HallConfig& config, WallTime now,
             const std::optional<LocalTime>& local, std::vector<Command>& commands);
/// When add_due() can next have something to say; daylight saving may make it an hour wrong once.
[[nodiscard]] std::optional<WallTime> next(const HallState& state, const HallConfig& config, WallTime now,
                                           const std::optional<LocalTime>& local);

}  // namespace jiaohao::domain::schedule
