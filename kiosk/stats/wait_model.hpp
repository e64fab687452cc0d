// What a service has learnt about its waits; the state of the expected-wait estimator. A plain value inside
// the hall's state: derived from events alone, bounded, compared and snapshotted with it.
//
// Method: the announcement is the geometric mean of queue length x time between calls (QL; Ibrahim and Whitt
// 2009), last-to-enter-service delay (LES) and the running mean wait, each with equal weight; the upper bound
// tracks the 0.9 quantile of ln(wait / told) by stochastic approximation, so that it holds whatever the
// distribution.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace jiaohao::stats {

/// Minutes throughout.
struct WaitModel {
    /// Mean wait = wait_sum / wait_n, both decaying by 0.998 a call.
    double wait_sum = 30.0;
    double wait_n = 3.0;
    /// Counter-minutes between two calls (the effective cycle).
    double cycle = 10.0;
    /// Wait of the customer called last; negative: none today.
    double last_wait = -1.0;
    /// UTC ms of the last call; 0: none today.
    std::int64_t last_call_ms = 0;
    /// 0.9 quantile of ln((wait + 2) / (told + 2)).
    double log_q90 = 0.7;
    std::uint32_t scored = 0;
    bool operator==(const WaitModel&) const = default;
};

struct WaitForecast {
    double p50_min = 0;
    double p90_min = 0;
};

/// `ahead` waiting before this one in the same line (the cycle is measured between calls of one line),
/// `counters` open that may call it (0 counts as 1).
[[nodiscard]] WaitForecast forecast(const WaitModel& model, std::uint32_t ahead, std::uint32_t counters);

/// A ticket was called after `wait_min`, having been told `told_p50_min` (negative: nothing); `still_waiting`
/// says whether others wait on. A no-show was called, so its wait counts.
void learn_call(WaitModel& model, double wait_min, double told_p50_min, std::int64_t at_ms,
                std::uint32_t counters, bool still_waiting);

/// A call whose wait says nothing (a ticket that was called before and came back, or was transferred): only
/// the pace of calls is learnt. `queue_moved`: somebody waited through the gap before it.
void note_call(WaitModel& model, std::int64_t at_ms, std::uint32_t counters, bool queue_moved);

/// A new business day keeps what was learnt and forgets today's last call.
void start_day(WaitModel& model);

}  // namespace jiaohao::stats
