// What the duty manager is told before customers have to say it: people wait where no counter is open that may call
// them, and today's numbers of a range come to their end. Both end by themselves, the first when such a counter opens or
// nobody waits, the second with the day.
// Time without a counter is time in which one is expected: while the hours of the service last, and after the last of
// them for those who are still to be served; not before the first or in a break, nor before the day went on that was
// closed by mistake. A service without hours, or opened by hand outside of them, always expects one.
// Once an alert for counters ended, or somebody resolved it, it comes again only for people who had been without one for
// less than three quarters of the limit then: who came later, or for whom that time began anew since (a counter opened
// and went again, hours began). Neither does it come back for those who were seen to, nor do they hide the others.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/decide.hpp"

namespace jiaohao::domain::shortage {

[[nodiscard]] AlertId counter_alert(const ServiceId& service);
[[nodiscard]] AlertId range_alert(const RangeId& range);

/// Numbers of the range that the hall can still give today, those aside that satellites were lent.
[[nodiscard]] std::uint64_t numbers_left(const HallState& state, const NumberRange& range);

/// Without `local` no hours are looked at.
struct Moment {
    WallTime now{};
    std::optional<LocalTime> local;
};
void due(const HallState& state, const HallConfig& config, const Moment& moment,
         std::vector<Command>& commands);
/// Never in the past, but where due() has something to do.
[[nodiscard]] std::optional<WallTime> next_due(const HallState& state, const HallConfig& config,
                                               const Moment& moment);

}  // namespace jiaohao::domain::shortage
