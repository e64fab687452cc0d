// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/offered_load.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>

namespace jiaohao::stats {
namespace {

constexpr double most_rate = 1e6;
constexpr double longest = 1e9;

bool positive(double value) {
    return value > 0 && value <= longest;
}

std::optional<StatError> problem(const SineArrivals& arrivals, double service) {
    const auto wrong = [](std::string_view what) { return StatError{StatError::Code::out_of_range, what}; };
    if (!between(arrivals.mean_rate, 0, most_rate)) {
        return wrong("mean_rate");
    }
    if (!between(arrivals.amplitude, 0, 1)) {
        return wrong("amplitude");
    }
    if (!positive(arrivals.period)) {
        return wrong("period");
    }
    return positive(service) ? std::nullopt : std::optional(wrong("service"));
}

}  // namespace

StatResult<double> sine_load(const SineArrivals& arrivals, double service, double t) {
    if (const auto wrong = problem(arrivals, service)) {
        return fail(*wrong);
    }
    if (!between(t, -longest, longest)) {
        return out_of_range("t");
    }
    const double turn = 2 * std::numbers::pi / arrivals.period;
    const double slow = turn * service;
    const double swing = (std::sin(turn * t) - slow * std::cos(turn * t)) / (1 + slow * slow);
    return arrivals.mean_rate * service * (1 + arrivals.amplitude * swing);
}

StatResult<double> sine_lag(const SineArrivals& arrivals, double service) {
    if (const auto wrong = problem(arrivals, service)) {
        return fail(*wrong);
    }
    const double turn = 2 * std::numbers::pi / arrivals.period;
    return std::atan(turn * service) / turn;
}

StatResult<std::vector<double>> offered_load(const DayLoad& day) {
    // The same checks as for lagged rates.
    if (const auto checked = lagged_rates(day); !checked) {
        return fail(checked.error());
    }
    const double kept = day.service_min > 0 ? std::exp(-day.interval_min / day.service_min) : 0;
    std::vector<double> loads;
    double load = 0;
    for (const double rate : day.per_minute) {
        // Within an interval the load goes one way, so its largest value stands at an end.
        const double aim = rate * day.service_min;
        const double end = aim + (load - aim) * kept;
        loads.push_back(std::max(load, end));
        load = end;
    }
    return loads;
}

}  // namespace jiaohao::stats
