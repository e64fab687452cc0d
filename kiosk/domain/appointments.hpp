// Appointments in a state: found by what customers show and by time, never by walking over all. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/state.hpp"

namespace jiaohao::domain::appointments {

/// How far ahead one may be booked, and how long ago one may have been that is still taken.
inline constexpr std::chrono::days most_ahead{400};
inline constexpr std::chrono::hours most_behind{24};
/// Codes and numbers that can be typed have so many letters and digits at most.
inline constexpr std::size_t most_typed = 16;
/// Declared missed in one round; the rest in the next.
inline constexpr std::size_t most_missed_at_once = 16;

/// What people type, as it is compared: capital letters and digits alone. Empty: nothing that can be typed.
[[nodiscard]] std::string key_of(std::string_view typed);
/// Its code, else its reference.
[[nodiscard]] std::string key_of(const Appointment& one);

/// The local date of `at`, by the distance of the hall's time from UTC now; none without a local time.
[[nodiscard]] std::optional<BusinessDay> date_of(WallTime at, WallTime now,
                                                 const std::optional<LocalTime>& local);
/// "09:30" in the hall's time (in UTC when that is not known).
[[nodiscard]] std::string clock_time(WallTime at, WallTime now, const std::optional<LocalTime>& local);
/// Of the same local date; without a local time less than 20 h apart.
[[nodiscard]] bool same_day(WallTime one, WallTime other, WallTime now,
                            const std::optional<LocalTime>& local);
/// Somebody may still come for one today.
[[nodiscard]] bool any_today(const HallState& state, WallTime now, const std::optional<LocalTime>& local);

/// Puts or replaces.
void put(HallState& state, const AppointmentId& id, Appointment one);
void set_status(HallState& state, const AppointmentId& id, AppointmentStatus status);
/// Those that are over and certainly of a day before `day`, in every time zone.
void forget_before(HallState& state, BusinessDay day);
/// Makes the index anew.
void restore(HallState& state);
/// What the index must be.
[[nodiscard]] AppointmentIndex index_of(const HallState& state);

/// Nobody came for these in time. Nothing while the day is closed: who could have come?
void add_due(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands);
[[nodiscard]] std::optional<WallTime> next_due(const HallState& state, const HallConfig& config);
/// The day closes: whoever was expected today is missed, also for a time that is still to come.
void end_day(const HallState& state, const Context& context, std::vector<Event>& events);
/// It goes on: of those missed by that, who may still come in time is expected again.
void expect_again(const HallState& state, const HallConfig& config, const Context& context,
                  std::vector<Event>& events);

}  // namespace jiaohao::domain::appointments
