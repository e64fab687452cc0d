// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/arrival_profile.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jiaohao::stats {
namespace {

constexpr double day_decay = 0.9;
constexpr double pool_days = 2;
/// Shape of the gamma distribution of busyness: 1 / 0.2 squared.
constexpr double level_shape = 25;
constexpr double least_level = 0.25;
constexpr double most_level = 4;
/// A rate of today is taken over the last hour, and over no less than this.
constexpr double rate_window = 60;
constexpr double least_rate_window = 10;
/// Decaying counts stay below it.
constexpr double most_days = 1 / (1 - day_decay) + 1e-9;
constexpr double day_minutes = day_slots * slot_minutes;

bool under_way(const ArrivalProfile& profile) {
    return profile.from_slot < day_slots;
}

std::uint32_t slot_of(double minute) {
    return static_cast<std::uint32_t>(std::clamp(minute / slot_minutes, 0.0, day_slots - 1.0));
}

/// What came today from its start until `minute`. At `now` the count of the half hour under way is all that came
/// in its minutes so far.
double arrived(const ArrivalProfile& profile, double minute, double now) {
    double sum = 0;
    for (std::uint32_t slot = 0; slot < day_slots; ++slot) {
        const double start = slot * slot_minutes;
        const double length = slot == slot_of(now) ? now - start : slot_minutes;
        const double share = length > 0 ? std::clamp((minute - start) / length, 0.0, 1.0)
                                        : static_cast<double>(minute > start || minute == now);
        sum += profile.today[slot] * share;
    }
    return sum;
}

/// Customers a minute in the last hour.
double rate_today(const ArrivalProfile& profile, double now) {
    const double began = under_way(profile) ? profile.from_slot * slot_minutes : now;
    const double from = std::max(now - rate_window, began);
    const double came = arrived(profile, now, now) - arrived(profile, from, now);
    return std::max(0.0, came) / std::max(now - from, least_rate_window);
}

/// What is usual from the day's first half hour until now.
double usual_until(const ArrivalProfile& profile, double now) {
    double sum = 0;
    for (std::uint32_t slot = profile.from_slot; slot < day_slots && slot * slot_minutes < now; ++slot) {
        const double share = std::min(1.0, (now - slot * slot_minutes) / slot_minutes);
        sum += usual_arrivals(profile, profile.today_class, slot).value_or(0) * share;
    }
    return sum;
}

/// Who came until now in half hours of which something is known.
double comparable_today(const ArrivalProfile& profile, double now) {
    double sum = 0;
    for (std::uint32_t slot = 0; slot <= slot_of(now); ++slot) {
        sum += days_known(profile, slot) > 0 ? profile.today[slot] : 0;
    }
    return sum;
}

double level_today(const ArrivalProfile& profile, double now) {
    const double level =
        (level_shape + comparable_today(profile, now)) / (level_shape + usual_until(profile, now));
    return std::clamp(level, least_level, most_level);
}

struct Expectation {
    double level = 1;
    double rate = 0;
};

/// Expected between two minutes that may lie beyond midnight.
double expected(const ArrivalProfile& profile, const Expectation& today, double from, double until) {
    double sum = 0;
    for (double at = from; at < until;) {
        const double whole = std::floor(at / slot_minutes);
        const double end = std::min(until, (whole + 1) * slot_minutes);
        const auto slot = static_cast<std::uint32_t>(whole) % static_cast<std::uint32_t>(day_slots);
        const double days = days_known(profile, slot);
        const double trust = days / (days + 1);
        const double usual =
            today.level * usual_arrivals(profile, profile.today_class, slot).value_or(0) / slot_minutes;
        sum += (trust * usual + (1 - trust) * today.rate) * (end - at);
        at = end;
    }
    return sum;
}

bool sound_slot(double sum, double n) {
    return between(n, 0, most_days) && between(sum, 0, n * most_arrivals_a_slot * (1 + 1e-9));
}

}  // namespace

StatResult<void> start_day(ArrivalProfile& profile, std::uint32_t day_class, std::uint32_t from_slot) {
    if (day_class >= day_classes) {
        return out_of_range("day_class");
    }
    if (from_slot >= day_slots) {
        return out_of_range("from_slot");
    }
    profile.today_class = day_class;
    profile.from_slot = from_slot;
    profile.today.fill(0);
    return {};
}

void note_arrivals(ArrivalProfile& profile, std::uint32_t slot, std::uint32_t n) {
    if (under_way(profile) && slot >= profile.from_slot && slot < day_slots) {
        auto& count = profile.today[slot];
        count += std::min(n, most_arrivals_a_slot - count);
    }
}

void finish_day(ArrivalProfile& profile) {
    const bool somebody = std::ranges::any_of(profile.today, [](auto count) { return count > 0; });
    for (std::size_t slot = profile.from_slot; somebody && slot < day_slots; ++slot) {
        double& sum = profile.sum[profile.today_class][slot];
        double& n = profile.n[profile.today_class][slot];
        sum = day_decay * sum + profile.today[slot];
        n = day_decay * n + 1;
    }
    profile.from_slot = day_slots;
    profile.today.fill(0);
}

double days_known(const ArrivalProfile& profile, std::uint32_t slot) {
    return slot >= day_slots ? 0
                             : std::accumulate(profile.n.begin(), profile.n.end(), 0.0,
                                               [&](double all, const auto& n) { return all + n[slot]; });
}

std::optional<double> usual_arrivals(const ArrivalProfile& profile, std::uint32_t day_class,
                                     std::uint32_t slot) {
    const double days = days_known(profile, slot);
    if (days <= 0 || day_class >= day_classes) {
        return {};
    }
    const double all = std::accumulate(profile.sum.begin(), profile.sum.end(), 0.0,
                                       [&](double sum, const auto& row) { return sum + row[slot]; });
    return (profile.sum[day_class][slot] + pool_days * all / days) / (profile.n[day_class][slot] + pool_days);
}

StatResult<ArrivalOutlook> outlook(const ArrivalProfile& profile, double minute,
                                   std::optional<double> closes) {
    if (!between(minute, 0, day_minutes)) {
        return out_of_range("minute");
    }
    if (closes && !between(*closes, 0, 2 * day_minutes)) {
        return out_of_range("closes");
    }
    const double end = closes.value_or(2 * day_minutes);
    ArrivalOutlook view;
    view.level = level_today(profile, minute);
    view.days = HUGE_VAL;
    const Expectation today{view.level, rate_today(profile, minute)};
    for (std::size_t i = 0; i < outlook_steps; ++i) {
        const double back = minute - static_cast<double>(i) * slot_minutes;
        view.past[i] =
            std::max(0.0, arrived(profile, back, minute) - arrived(profile, back - slot_minutes, minute));
        const double from = minute + static_cast<double>(i) * slot_minutes;
        view.coming[i] = expected(profile, today, from, std::min(from + slot_minutes, end));
        const auto slot = static_cast<std::uint32_t>(from / slot_minutes) % std::uint32_t{day_slots};
        view.days = std::min(view.days, days_known(profile, slot));
    }
    return view;
}

bool is_sound(const ArrivalProfile& profile) {
    bool good = profile.today_class < day_classes && profile.from_slot <= day_slots &&
                std::ranges::all_of(profile.today, [](auto n) { return n <= most_arrivals_a_slot; });
    for (std::size_t day = 0; day < day_classes; ++day) {
        for (std::size_t slot = 0; good && slot < day_slots; ++slot) {
            good = sound_slot(profile.sum[day][slot], profile.n[day][slot]);
        }
    }
    return good;
}

}  // namespace jiaohao::stats
