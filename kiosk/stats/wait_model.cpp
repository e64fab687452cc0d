// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_model.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::stats {
namespace {

/// Added to every wait before taking its logarithm, so that short waits do not weigh beyond their worth.
constexpr double offset_min = 2.0;
constexpr double least_min = 0.5;
constexpr double most_min = 600.0;
/// No wait is longer than a day; what a jumped clock makes of one must not poison the means.
constexpr double longest_wait_min = 24 * 60.0;
constexpr double mean_decay = 0.998;
constexpr double cycle_gain = 0.02;
constexpr double longest_gap_min = 30.0;
constexpr double longest_cycle_min = 60.0;
constexpr double quantile = 0.9;
constexpr double least_step = 0.01;

double serving(std::uint32_t counters) {
    return std::max(1.0, static_cast<double>(counters));
}

double mean_wait(const WaitModel& model) {
    return model.wait_n > 0 ? model.wait_sum / model.wait_n : 0.0;
}

void score(WaitModel& model, double wait_min, double told_p50_min) {
    const double ratio = std::log((wait_min + offset_min) / (told_p50_min + offset_min));
    const double step = std::max(least_step, 0.5 / (static_cast<double>(model.scored) + 4.0));
    model.log_q90 += step * (ratio > model.log_q90 ? quantile : quantile - 1.0);
    model.scored += 1;
}

}  // namespace

WaitForecast forecast(const WaitModel& model, std::uint32_t ahead, std::uint32_t counters) {
    const double mean = mean_wait(model);
    const double queue = (static_cast<double>(ahead) + 1.0) * model.cycle / serving(counters);
    const double last = model.last_wait < 0 ? mean : model.last_wait;
    const double log_mean =
        (std::log(queue + offset_min) + std::log(last + offset_min) + std::log(mean + offset_min)) / 3.0;
    const double p50 = std::clamp(std::exp(log_mean) - offset_min, least_min, most_min);
    const double p90 = (p50 + offset_min) * std::exp(model.log_q90) - offset_min;
    return {p50, std::clamp(p90, p50, longest_wait_min)};
}

void note_call(WaitModel& model, std::int64_t at_ms, std::uint32_t counters, bool queue_moved) {
    // Gaps in which nobody waited say nothing about how fast counters work.
    if (model.last_call_ms != 0 && queue_moved) {
        const double gap = std::max(0.0, static_cast<double>(at_ms - model.last_call_ms) / 60'000.0);
        const double seen = std::min(longest_cycle_min, std::min(longest_gap_min, gap) * serving(counters));
        model.cycle += cycle_gain * (seen - model.cycle);
    }
    model.last_call_ms = at_ms;
}

void learn_call(WaitModel& model, double wait_min, double told_p50_min, std::int64_t at_ms,
                std::uint32_t counters, bool still_waiting) {
    const double wait = std::clamp(wait_min, 0.0, longest_wait_min);
    if (told_p50_min >= 0) {
        score(model, wait, told_p50_min);
    }
    note_call(model, at_ms, counters, still_waiting || wait > 1.0);
    model.wait_sum = mean_decay * model.wait_sum + wait;
    model.wait_n = mean_decay * model.wait_n + 1.0;
    model.last_wait = wait;
}

void start_day(WaitModel& model) {
    model.last_wait = -1.0;
    model.last_call_ms = 0;
}

}  // namespace jiaohao::stats
