// How many customers come in each half hour: what the days before have shown, by class of day, and what today
// is like. For one line or a whole hall. A plain value of fixed size (6.5 kB); the caller knows the calendar.
//
// Method. Per class of day and half hour a mean that forgets by 0.9 a day of that class (ten days' memory; our
// choice: two months of Mondays), drawn to the mean of all days with the weight of two days, so that a new class
// works from the second day on. Today's level is gamma-Poisson (Jongbloed and Koole 2001): the day's busyness is
// a factor of mean 1 and standard deviation 0.2, so after `seen` customers where `usual` were expected the
// factor is (25 + seen) / (25 + usual). Without a day of history the rate of the last hour goes on; with n days
// the profile has the weight n / (n + 1).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {

inline constexpr std::size_t day_slots = 48;
inline constexpr double slot_minutes = 30;
/// Monday to Sunday, and days like no other (the day before a holiday, a pay day).
inline constexpr std::size_t day_classes = 8;
inline constexpr std::size_t special_day = 7;
/// No line has more; what goes beyond counts as this many.
inline constexpr std::uint32_t most_arrivals_a_slot = 10'000;

struct ArrivalProfile {
    /// By class and half hour of the hall's local day: decaying sum, and decaying number of days.
    std::array<std::array<double, day_slots>, day_classes> sum{};
    std::array<std::array<double, day_slots>, day_classes> n{};
    /// The day under way: its class, the half hour in which counting began (day_slots: no day is under way),
    /// and who came.
    std::uint32_t today_class = 0;
    std::uint32_t from_slot = day_slots;
    std::array<std::uint32_t, day_slots> today{};
    bool operator==(const ArrivalProfile&) const = default;
};

/// A day under way that was not finished is forgotten. `out_of_range` leaves all as it was.
StatResult<void> start_day(ArrivalProfile& profile, std::uint32_t day_class, std::uint32_t from_slot);
/// `n` customers came in `slot`. What lies outside the day, or comes while no day is under way, is not counted.
void note_arrivals(ArrivalProfile& profile, std::uint32_t slot, std::uint32_t n = 1);
/// Learns the day from its first half hour to midnight (nobody comes after closing). A day without a single
/// customer teaches nothing: somebody opened it to try.
void finish_day(ArrivalProfile& profile);

/// Mean of the half hour on such a day; nothing if no day has shown it.
[[nodiscard]] std::optional<double> usual_arrivals(const ArrivalProfile& profile, std::uint32_t day_class,
                                                   std::uint32_t slot);
/// How many days (decayed) of any class are known of the half hour.
[[nodiscard]] double days_known(const ArrivalProfile& profile, std::uint32_t slot);

/// Half hours are counted from now, not from the clock's half hours.
inline constexpr std::size_t outlook_steps = 4;
struct ArrivalOutlook {
    /// Came in the half hours before now; [0] is the latest.
    std::array<double, outlook_steps> past{};
    /// Expected in the next; [0] is the next 30 minutes.
    std::array<double, outlook_steps> coming{};
    /// How busy today is against what is usual, 0.25 to 4; 1 without history.
    double level = 1;
    /// Fewest days known of a half hour that was asked for: 0 means that today's rate was carried on.
    double days = 0;
};

/// `minute` of the hall's local day, 0 to 1440; nobody comes from minute `closes` on. Within a half hour
/// arrivals are taken as even. Half hours beyond midnight are like the same day's first ones.
[[nodiscard]] StatResult<ArrivalOutlook> outlook(const ArrivalProfile& profile, double minute,
                                                 std::optional<double> closes = {});

/// False if a number is not one that the functions above make (a damaged snapshot): start with a fresh one.
[[nodiscard]] bool is_sound(const ArrivalProfile& profile);

}  // namespace jiaohao::stats
