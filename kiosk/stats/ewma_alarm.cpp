// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/ewma_alarm.hpp"

#include <cmath>

namespace jiaohao::stats {

StatResult<bool> add_day(EwmaState& state, const EwmaRule& rule, const Sample& day) {
    if (!(rule.usual > 0 && rule.usual < 1)) {
        return out_of_range("usual");
    }
    if (!between(rule.weight, 0.01, 1)) {
        return out_of_range("weight");
    }
    if (!(rule.limit > 0) || rule.limit > 6) {
        return out_of_range("limit");
    }
    if (!between(rule.between_days, 0, 0.5)) {
        return out_of_range("between_days");
    }
    if (day.hits > day.n) {
        return out_of_range("day");
    }
    if (day.n == 0) {
        return false;
    }
    if (!between(state.deviation, -1, 1) || !between(state.variance, 0, 1)) {
        state = {};
    }
    const auto n = static_cast<double>(day.n);
    const double of_day = rule.usual * (1 - rule.usual) / n + rule.between_days * rule.between_days;
    const double kept = 1 - rule.weight;
    const double share = static_cast<double>(day.hits) / n;
    if (state.days == 0) {
        // As if days like this had gone before: the first weeks give no more false alarms than later ones.
        state.variance = of_day * rule.weight / (2 - rule.weight);
    }
    state.deviation = kept * state.deviation + rule.weight * (share - rule.usual);
    state.variance = kept * kept * state.variance + rule.weight * rule.weight * of_day;
    state.days += state.days < UINT32_MAX ? 1 : 0;
    return state.deviation < -rule.limit * std::sqrt(state.variance);
}

}  // namespace jiaohao::stats
