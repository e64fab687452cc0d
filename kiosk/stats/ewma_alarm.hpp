// Alarm when satisfaction falls: an exponentially weighted mean of daily shares against what is usual (Roberts
// 1959), with the variance of days of different size and, for many answers a day, a variance between days
// (else every day alarms). It sees small falls in a third to a half of a p-chart's time. A plain value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kiosk/stats/p_chart.hpp"

namespace jiaohao::stats {

struct EwmaRule {
    /// What is usual, above 0 and below 1.
    double usual = 0.8;
    /// Weight of a day, 0.01 to 1.
    double weight = 0.1;
    /// Limit below, in standard deviations, above 0, up to 6: 2.47 with weight 0.1 is one false alarm a year.
    double limit = 2.47;
    /// Standard deviation of true daily shares, 0 to 0.5.
    double between_days = 0;
};

struct EwmaState {
    /// Weighted mean of (share - usual), and its variance while all is as usual.
    double deviation = 0;
    double variance = 0;
    std::uint32_t days = 0;
    bool operator==(const EwmaState&) const = default;
};

/// Takes the day in and says whether it alarms. A day without answers changes nothing. After an alarm that was
/// looked into, start with a fresh state. A state that is not sound (a damaged snapshot) counts as fresh.
[[nodiscard]] StatResult<bool> add_day(EwmaState& state, const EwmaRule& rule, const Sample& day);

}  // namespace jiaohao::stats
