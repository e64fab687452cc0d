// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_line.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jiaohao::stats {
namespace {

constexpr double mean_decay = 0.998;
constexpr double hour_decay = 0.99;
constexpr double hour_prior = 3.0;
constexpr double cycle_gain = 0.02;
constexpr double longest_gap = 30.0;
constexpr double longest_cycle = 60.0;
/// Decaying counts stay below 1 / (1 - decay).
constexpr double most_wait_n = 1.0 / (1.0 - mean_decay) + 1.0;
constexpr double most_hour_n = 1.0 / (1.0 - hour_decay) + 1.0;
/// No time of 64 bits lies beyond it.
constexpr std::int64_t latest_slot = INT64_MAX / pace_slot_ms + 1;

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

std::size_t ring_place(std::int64_t number, std::size_t size) {
    const auto n = static_cast<std::int64_t>(size);
    return static_cast<std::size_t>(number - floor_div(number, n) * n);
}

std::size_t half_hour_of(std::int64_t at_ms) {
    return ring_place(floor_div(at_ms, 1'800'000), half_hours);
}

void count_call(LineWaits& line, std::int64_t at_ms) {
    const std::int64_t slot = floor_div(at_ms, pace_slot_ms);
    const auto window = static_cast<std::int64_t>(pace_slots);
    // Far ahead or back (a clock that jumped): nothing counted before is within the window.
    if (slot >= line.pace_slot + window || slot <= line.pace_slot - window) {
        line.pace.fill(0);
        line.pace_slot = slot;
    }
    while (line.pace_slot < slot) {
        line.pace[ring_place(++line.pace_slot, pace_slots)] = 0;
    }
    auto& calls = line.pace[ring_place(line.pace_slot, pace_slots)];
    calls = std::min(calls + 1, most_calls_a_slot);
}

bool within(double value, double least, double most) {
    return value >= least && value <= most;  // false for NaN
}

}  // namespace

LineWaits fresh_line(const WaitScale& scale) {
    LineWaits line;
    line.wait_sum = line.wait_n * scale.mean_wait;
    line.cycle = scale.cycle;
    return line;
}

double mean_wait(const LineWaits& line) {
    return line.wait_n > 0 ? line.wait_sum / line.wait_n : 0.0;
}

double moving_average(const LineWaits& line) {
    if (line.recent_n == 0) {
        return mean_wait(line);
    }
    // Places not used yet hold 0.
    return std::accumulate(line.recent.begin(), line.recent.end(), 0.0) / line.recent_n;
}

double last_wait(const LineWaits& line) {
    return line.last_wait < 0 ? mean_wait(line) : line.last_wait;
}

double hour_wait(const LineWaits& line, std::int64_t issued_ms) {
    const std::size_t slot = half_hour_of(issued_ms);
    return (line.hour_sum[slot] + hour_prior * mean_wait(line)) / (line.hour_n[slot] + hour_prior);
}

double recent_calls(const LineWaits& line, std::int64_t now_ms) {
    const auto window = static_cast<std::int64_t>(pace_slots);
    const std::int64_t now = floor_div(now_ms, pace_slot_ms);
    if (now <= line.pace_slot - window) {
        return 0;
    }
    double calls = 0;
    for (std::int64_t slot = std::max(line.pace_slot, now) - window + 1; slot <= line.pace_slot; ++slot) {
        calls += line.pace[ring_place(slot, pace_slots)];
    }
    return calls;
}

void note_call(LineWaits& line, const LineCall& call, const WaitScale& scale) {
    const double wait = std::isfinite(call.wait) ? std::clamp(call.wait, 0.0, longest_wait_min) : 0.0;
    note_pace(line, call.at_ms, call.counters, call.still_waiting || wait > scale.moved);
    line.wait_sum = mean_decay * line.wait_sum + wait;
    line.wait_n = mean_decay * line.wait_n + 1.0;
    line.recent[line.recent_next] = wait;
    line.recent_next = (line.recent_next + 1) % recent_waits;
    line.recent_n = std::min(line.recent_n + 1, recent_waits);
    line.last_wait = wait;
    const std::size_t slot = half_hour_of(call.issued_ms);
    line.hour_sum[slot] = hour_decay * line.hour_sum[slot] + wait;
    line.hour_n[slot] = hour_decay * line.hour_n[slot] + 1.0;
}

void note_pace(LineWaits& line, std::int64_t at_ms, std::uint32_t counters, bool queue_moved) {
    // Gaps in which nobody waited say nothing about how fast counters work.
    if (line.last_call_ms != 0 && queue_moved) {
        const double gap = (static_cast<double>(at_ms) - static_cast<double>(line.last_call_ms)) / 60'000.0;
        const double open = std::max(1.0, static_cast<double>(counters));
        const double seen = std::min(longest_cycle, std::clamp(gap, 0.0, longest_gap) * open);
        line.cycle += cycle_gain * (seen - line.cycle);
    }
    line.last_call_ms = at_ms;
    count_call(line, at_ms);
}

void start_day(LineWaits& line) {
    line.last_wait = -1.0;
    line.last_call_ms = 0;
    line.pace.fill(0);
}

bool is_sound(const LineWaits& line) {
    const auto wait = [](double value) { return within(value, 0, longest_wait_min); };
    bool good = within(line.wait_n, 1, most_wait_n) &&
                within(line.wait_sum, 0, most_wait_n * longest_wait_min) &&
                within(line.cycle, 0, longest_cycle) && (wait(line.last_wait) || line.last_wait == -1.0) &&
                line.recent_n <= recent_waits && line.recent_next < recent_waits &&
                line.pace_slot <= latest_slot && line.pace_slot >= -latest_slot;
    good = good && std::ranges::all_of(line.recent, wait);
    good = good && std::ranges::all_of(line.pace, [](auto calls) { return calls <= most_calls_a_slot; });
    for (std::size_t slot = 0; good && slot < half_hours; ++slot) {
        good = within(line.hour_n[slot], 0, most_hour_n) &&
               within(line.hour_sum[slot], 0, line.hour_n[slot] * longest_wait_min * (1 + 1e-9));
    }
    return good;
}

}  // namespace jiaohao::stats
