// What one line of waiting customers has shown so far today and before: the part of the wait estimator that
// each line keeps for itself (wait_estimator.hpp has the method). A plain value of bounded size, about 1.2 kB.
// Spans are minutes; times are UTC ms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace jiaohao::stats {

/// What the method starts from and adds to waits before taking logarithms; minutes.
struct WaitScale {
    /// Added to every wait, so that short waits do not weigh beyond their worth.
    double offset = 2.0;
    double mean_wait = 10.0;
    double cycle = 10.0;
    /// Who waited longer than this waited while the line moved.
    double moved = 1.0;
    /// Announcements stay within these.
    double least = 0.5;
    double most = 600.0;
    /// The feature for the rate of calls tells priority customers instead (pools of telephone clerks).
    bool priority_for_rate = false;
};

/// A service hall with paper tickets.
inline constexpr WaitScale hall_scale{};
/// Telephone clerks: the same in their shorter waits.
inline constexpr WaitScale phone_scale{.offset = 0.25,
                                       .mean_wait = 1.0,
                                       .cycle = 200.0 / 60,
                                       .moved = 0.125,
                                       .least = 0.0625,
                                       .most = 75.0,
                                       .priority_for_rate = true};

/// No wait is longer than a day; what a jumped clock makes of one must not poison the means.
inline constexpr double longest_wait_min = 24 * 60.0;
inline constexpr std::uint32_t recent_waits = 10;
inline constexpr std::size_t half_hours = 48;
/// Calls of the last 30 min are counted by half minutes.
inline constexpr std::int64_t pace_slot_ms = 30'000;
inline constexpr std::size_t pace_slots = 60;
/// More calls in half a minute than any hall makes count as this many.
inline constexpr std::uint32_t most_calls_a_slot = 1000;

struct LineWaits {
    /// Mean wait = sum / n, both decaying by 0.998 a call.
    double wait_sum = 30.0;
    double wait_n = 3.0;
    /// The last waits, a ring; `recent_next` is the place of the next one.
    std::array<double, recent_waits> recent{};
    std::uint32_t recent_n = 0;
    std::uint32_t recent_next = 0;
    /// Wait of the customer called last; negative: none today.
    double last_wait = -1.0;
    /// Effective cycle: counter-minutes between two calls.
    double cycle = 10.0;
    /// Last call; 0: none today.
    std::int64_t last_call_ms = 0;
    /// Calls by half minutes, a ring by slot number; `pace_slot` is the newest slot counted.
    std::array<std::uint32_t, pace_slots> pace{};
    std::int64_t pace_slot = 0;
    /// Waits by half-hour of issue (UTC; a change of daylight time is learnt away), decaying by 0.99.
    std::array<double, half_hours> hour_sum{};
    std::array<double, half_hours> hour_n{};
    bool operator==(const LineWaits&) const = default;
};

[[nodiscard]] LineWaits fresh_line(const WaitScale& scale);

/// Of the waits seen.
[[nodiscard]] double mean_wait(const LineWaits& line);
/// Of the last ten calls; the mean wait before the first.
[[nodiscard]] double moving_average(const LineWaits& line);
/// Of the customer called last today, else the mean wait.
[[nodiscard]] double last_wait(const LineWaits& line);
/// Mean by half-hour of issue, drawn to the mean wait with the weight of three calls.
[[nodiscard]] double hour_wait(const LineWaits& line, std::int64_t issued_ms);
/// Calls in the 30 min before `now_ms`.
[[nodiscard]] double recent_calls(const LineWaits& line, std::int64_t now_ms);

/// A customer was called after `wait` (held between 0 and a day), with `counters` open that may call the line
/// (0 counts as 1); `still_waiting`: others wait on.
struct LineCall {
    double wait = 0;
    std::int64_t issued_ms = 0;
    std::int64_t at_ms = 0;
    std::uint32_t counters = 1;
    bool still_waiting = false;
};
void note_call(LineWaits& line, const LineCall& call, const WaitScale& scale);

/// A call whose wait says nothing (a ticket that was called before and came back): only the pace is learnt.
/// `queue_moved`: somebody waited through the gap before it.
void note_pace(LineWaits& line, std::int64_t at_ms, std::uint32_t counters, bool queue_moved);

/// A new business day keeps what was learnt and forgets the last call and the pace.
void start_day(LineWaits& line);

/// False if any number is not finite or out of the range that the functions above keep (a damaged or foreign
/// snapshot): start with a fresh line then.
[[nodiscard]] bool is_sound(const LineWaits& line);

}  // namespace jiaohao::stats
