// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/staff_match.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::stats {
namespace {

constexpr double half_hour_min = 30;
constexpr double most_waiting_mean = 1e6;
constexpr double longest_service_min = 24 * 60;
constexpr std::size_t most_half_hours = 48;
constexpr double most_index = 10;
/// A whole number that rounding makes a hair too large stays that number.
constexpr double whole = 1 - 1e-12;

std::uint32_t rounded_up(double value) {
    return static_cast<std::uint32_t>(std::clamp(std::ceil(value * whole), 0.0, 4e9));
}

bool is_service(double minutes) {
    return minutes > 0 && minutes <= longest_service_min;
}

}  // namespace

StatResult<CountersNeeded> counters_needed(const WorkAhead& work, const StaffingGoal& goal) {
    if (!between(work.waiting, 0, most_waiting_mean)) {
        return out_of_range("waiting");
    }
    if (!is_service(work.service_min)) {
        return out_of_range("service_min");
    }
    StaffingGoal in_services = goal;
    in_services.within = goal.within / work.service_min;
    const auto steady = staffing(work.load, in_services);
    if (!steady) {
        return fail(steady.error());
    }
    CountersNeeded needed;
    needed.load = work.load;
    needed.for_load = steady->counters;
    needed.p_within = steady->service_level;
    double own_queue = 0;
    if (const auto figures = delay_figures(work.load, steady->counters); figures && steady->counters > 0) {
        own_queue = figures->mean_queue;
    }
    const double beyond = std::max(0.0, work.waiting - own_queue);
    const std::uint32_t to_work_off = rounded_up(work.load + beyond * work.service_min / half_hour_min);
    const std::uint32_t useful = needed.for_load + rounded_up(beyond);
    needed.counters = std::max(needed.for_load, std::min(to_work_off, useful));
    return needed;
}

StatResult<std::vector<double>> lagged_loads(std::span<const double> past, std::span<const double> coming,
                                             double service_min) {
    if (!is_service(service_min)) {
        return out_of_range("service_min");
    }
    if (past.size() > most_half_hours || coming.size() > most_half_hours) {
        return out_of_range("arrivals");
    }
    DayLoad day;
    day.interval_min = half_hour_min;
    day.service_min = std::min(service_min, half_hour_min * static_cast<double>(past.size()));
    day.per_minute.assign(past.rbegin(), past.rend());
    day.per_minute.insert(day.per_minute.end(), coming.begin(), coming.end());
    std::ranges::transform(day.per_minute, day.per_minute.begin(),
                           [](double n) { return n / half_hour_min; });
    const auto rates = lagged_rates(day);
    if (!rates) {
        return out_of_range("arrivals");
    }
    std::vector<double> loads;
    for (std::size_t i = past.size(); i < rates->size(); ++i) {
        loads.push_back((*rates)[i] * service_min);
    }
    return loads;
}

StaffMatch staff_match(std::uint32_t open, std::uint32_t needed_now, std::uint32_t needed_next) {
    StaffMatch match;
    if (open == 0 && needed_now == 0) {
        return match;
    }
    match.index = std::min(most_index, open / std::max(1.0, static_cast<double>(needed_now)));
    const std::uint32_t needed = std::max(needed_now, needed_next);
    if (open < needed_now) {
        match.advice = StaffAdvice::short_of;
        match.by = needed_now - open;
    } else if (open > needed) {
        match.advice = StaffAdvice::spare;
        match.by = open - needed;
    }
    return match;
}

}  // namespace jiaohao::stats
