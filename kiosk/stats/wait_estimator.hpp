// Expected wait of a customer who takes a ticket now: one small regression per hall that learns at every call.
//
// Method. Predictors known from queueing theory - QL, (ahead + 1) x time between calls, by the effective cycle
// and by the pace of the last half hour; HOL, elapsed wait of the line's first customer; LES, wait of the one
// called last (Ibrahim and Whitt 2009) - and moving means are combined by their logarithms (after Q-Lasso, Ang
// et al. 2016), by recursive least squares with forgetting. A new hall starts as the geometric mean of QL, LES
// and mean wait, so it works from the first ticket. The upper bound is wait_bound.hpp's.
//
// Everything is a value over state: no clock, no input or output. Spans are minutes, times UTC ms.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "kiosk/stats/wait_bound.hpp"
#include "kiosk/stats/wait_line.hpp"
#include "kiosk/stats/wait_regression.hpp"

namespace jiaohao::stats {

inline constexpr std::uint32_t wait_estimator_version = 1;

/// What a hall has learnt: state of fixed size (0.8 kB), besides one LineWaits per line.
struct WaitEstimator {
    std::uint32_t version = wait_estimator_version;
    WaitRegression regression;
    WaitBound bound;
    bool operator==(const WaitEstimator&) const = default;
};

[[nodiscard]] WaitEstimator fresh_estimator();

/// `kept` if it is of this version and sound, else a fresh one: for snapshots, which may be damaged or of
/// another version.
[[nodiscard]] WaitEstimator restored(const WaitEstimator& kept);
[[nodiscard]] LineWaits restored(const LineWaits& kept, const WaitScale& scale);

/// What is known when a ticket is issued.
struct WaitMoment {
    std::int64_t at_ms = 0;
    /// Customers who will be called before this one, by the hall's own rules.
    std::uint32_t ahead = 0;
    /// Open counters that may call the line; 0 counts as 1.
    std::uint32_t counters = 1;
    /// One of them is idle.
    bool counter_idle = false;
    /// Elapsed wait of the line's first customer; none: the line is empty.
    std::optional<double> head_waited;
    /// Only used by a scale with `priority_for_rate`.
    bool priority = false;
};

/// What a prediction is made of: kept with the ticket until it is called, then learnt from.
struct WaitFeatures {
    WaitRow row{};
    std::uint32_t ahead = 0;
    /// Nobody ahead and a counter idle: there is no wait to tell, and none to learn from.
    bool next = false;
    bool operator==(const WaitFeatures&) const = default;
};

/// False if a number is not one that features() makes (a damaged snapshot): learn nothing from it then.
[[nodiscard]] bool is_sound(const WaitFeatures& features);

[[nodiscard]] WaitFeatures features(const LineWaits& line, const WaitMoment& moment, const WaitScale& scale);

struct WaitForecast {
    /// Half wait no longer than p50, nine of ten no longer than p90.
    double p50 = 0;
    double p90 = 0;
    bool operator==(const WaitForecast&) const = default;
};

/// The customer will be called at once.
inline constexpr WaitForecast next_forecast{0, 0};

/// `next_forecast`, or both within scale.least .. a day and p50 <= p90, whatever the state.
[[nodiscard]] WaitForecast predict(const WaitEstimator& estimator, const WaitFeatures& features,
                                   const WaitScale& scale);

/// The customer of `features`, who was told `told_p50`, was called for the first time after `wait`. Tickets
/// that were never called, or did not wait in one line without a break, are not to be given; those who were next
/// teach nothing.
void observe_called(WaitEstimator& estimator, const WaitFeatures& features, double told_p50, double wait,
                    const WaitScale& scale);

}  // namespace jiaohao::stats
