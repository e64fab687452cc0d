// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/staffing.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "kiosk/stats/halfin_whitt.hpp"

namespace jiaohao::stats {
namespace {

constexpr double most_share = 1 - 1e-12;
constexpr double most_shrinkage = 0.9;
constexpr std::size_t most_intervals = 1'000;
constexpr double longest_span_min = 24 * 60;

/// Fewest counters above the load that satisfy `enough`, which holds for all larger ones; searched from
/// `guess` in growing steps, so that a good guess costs few evaluations.
template <class Enough>
StatResult<std::uint32_t> fewest(double load, double guess, const Enough& enough) {
    const auto least = static_cast<std::uint32_t>(load) + 1;
    std::uint32_t high =
        static_cast<std::uint32_t>(std::clamp<double>(std::ceil(guess), least, most_counters));
    std::uint32_t low = least - 1;
    for (std::uint32_t step = 1; !enough(high); step *= 2) {
        if (high == most_counters) {
            return fail(StatError{StatError::Code::no_answer, "goal"});
        }
        low = high;
        high = std::min(high + step, most_counters);
    }
    for (std::uint32_t step = 1; low < least && high > least; step *= 2) {
        const std::uint32_t lower = high > least + step ? high - step : least;
        if (!enough(lower)) {
            low = lower;
            break;
        }
        high = lower;
    }
    while (high > low + 1 && high > least) {
        const std::uint32_t middle = low + (high - low) / 2;
        (enough(middle) ? high : low) = middle;
    }
    return high;
}

std::optional<StatError> problem(const StaffingGoal& goal) {
    const auto wrong = [](std::string_view what) { return StatError{StatError::Code::out_of_range, what}; };
    if (!between(goal.within, 0, HUGE_VAL)) {
        return wrong("within");
    }
    if (!between(goal.share, 0, most_share)) {
        return wrong("share");
    }
    if (!(goal.most_occupancy > 0) || goal.most_occupancy > 1) {
        return wrong("most_occupancy");
    }
    if (!between(goal.shrinkage, 0, most_shrinkage)) {
        return wrong("shrinkage");
    }
    return {};
}

bool sound(const DayLoad& day) {
    return day.per_minute.size() <= most_intervals && day.interval_min > 0 &&
           day.interval_min <= longest_span_min && between(day.service_min, 0, longest_span_min) &&
           std::ranges::all_of(day.per_minute, [](double rate) { return between(rate, 0, most_load); });
}

/// Arrivals from the first interval's start up to `minute`.
double arrived(const DayLoad& day, double minute) {
    double sum = 0;
    for (const double rate : day.per_minute) {
        sum += rate * std::clamp(minute, 0.0, day.interval_min);
        minute -= day.interval_min;
    }
    return sum;
}

}  // namespace

StatResult<std::uint32_t> counters_for_p_wait(double load, double p_wait) {
    const auto beta = halfin_whitt_beta(p_wait);
    if (!beta) {
        return out_of_range("p_wait");
    }
    if (!between(load, 0, most_load)) {
        return out_of_range("load");
    }
    if (load == 0) {
        return 0U;
    }
    return fewest(load, load + *beta * std::sqrt(load),
                  [&](std::uint32_t counters) { return *erlang_c(load, counters) <= p_wait; });
}

StatResult<Staffing> staffing(double load, const StaffingGoal& goal) {
    if (const auto wrong = problem(goal)) {
        return fail(*wrong);
    }
    if (!between(load, 0, most_load)) {
        return out_of_range("load");
    }
    Staffing staff;
    if (load == 0) {
        return staff;
    }
    const auto counters = fewest(load, load + std::sqrt(load), [&](std::uint32_t s) {
        return load <= s * goal.most_occupancy && *p_wait_within(load, s, goal.within) >= goal.share;
    });
    if (!counters) {
        return fail(counters.error());
    }
    staff.counters = *counters;
    // A whole number of people that division makes a hair too large stays that number.
    staff.scheduled = static_cast<std::uint32_t>(std::ceil(*counters / (1 - goal.shrinkage) * (1 - 1e-12)));
    staff.service_level = *p_wait_within(load, *counters, goal.within);
    staff.occupancy = load / *counters;
    staff.p_wait = *erlang_c(load, *counters);
    return staff;
}

StatResult<std::vector<double>> lagged_rates(const DayLoad& day) {
    if (!sound(day)) {
        return out_of_range("day");
    }
    std::vector<double> rates;
    double before = arrived(day, -day.service_min);
    for (std::size_t i = 1; i <= day.per_minute.size(); ++i) {
        const double until = arrived(day, static_cast<double>(i) * day.interval_min - day.service_min);
        rates.push_back(std::max(0.0, until - before) / day.interval_min);
        before = until;
    }
    return rates;
}

StatResult<std::vector<Staffing>> lag_sipp(const DayLoad& day, const StaffingGoal& goal) {
    const auto rates = lagged_rates(day);
    if (!rates) {
        return fail(rates.error());
    }
    StaffingGoal in_services = goal;
    in_services.within = day.service_min > 0 ? goal.within / day.service_min : goal.within;
    std::vector<Staffing> plan;
    for (const double rate : *rates) {
        const auto staff = staffing(rate * day.service_min, in_services);
        if (!staff) {
            return fail(staff.error());
        }
        plan.push_back(*staff);
    }
    return plan;
}

}  // namespace jiaohao::stats
