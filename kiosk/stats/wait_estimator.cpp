// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_estimator.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::stats {
namespace {

/// Places in a row.
enum Term : std::size_t { one, queue_by_pace, head, last, moving, queue, ahead, counters, hour, pace, mean };

constexpr double pace_window = 30.0;
/// Logarithms of anything that 32 bits can count stay far below it.
constexpr double largest_term = 100.0;

}  // namespace

WaitEstimator fresh_estimator() {
    WaitRow weights{};
    weights[Term::queue] = weights[Term::last] = weights[Term::mean] = 1.0 / 3;
    WaitEstimator estimator;
    estimator.regression = fresh_regression(weights);
    return estimator;
}

WaitEstimator restored(const WaitEstimator& kept) {
    const bool good =
        kept.version == wait_estimator_version && is_sound(kept.regression) && is_sound(kept.bound);
    return good ? kept : fresh_estimator();
}

LineWaits restored(const LineWaits& kept, const WaitScale& scale) {
    return is_sound(kept) ? kept : fresh_line(scale);
}

bool is_sound(const WaitFeatures& features) {
    return std::ranges::all_of(features.row,
                               [](double term) { return std::abs(term) <= largest_term; });  // false for NaN
}

WaitFeatures features(const LineWaits& line, const WaitMoment& moment, const WaitScale& scale) {
    const double open = std::max(1.0, static_cast<double>(moment.counters));
    const double before = static_cast<double>(moment.ahead) + 1.0;
    const double gap = std::max(line.cycle, 1e-3) / open;
    const double by_cycle = before * gap;
    // Two calls at the pace of the cycle stand in where there were none yet.
    const double rate = (recent_calls(line, moment.at_ms) + 2.0) / (pace_window + 2.0 * gap);
    const double waited = moment.head_waited && std::isfinite(*moment.head_waited)
                              ? std::clamp(*moment.head_waited, 0.0, longest_wait_min)
                              : by_cycle;
    const auto log_of = [&](double span) { return std::log(span + scale.offset); };
    WaitFeatures known;
    known.ahead = moment.ahead;
    known.next = moment.ahead == 0 && moment.counter_idle;
    known.row[Term::one] = 1.0;
    known.row[Term::queue_by_pace] = log_of(before / rate);
    known.row[Term::head] = log_of(waited);
    known.row[Term::last] = log_of(last_wait(line));
    known.row[Term::moving] = log_of(moving_average(line));
    known.row[Term::queue] = log_of(by_cycle);
    known.row[Term::ahead] = std::log(before);
    known.row[Term::counters] = std::log(open + 1.0);
    known.row[Term::hour] = log_of(hour_wait(line, moment.at_ms));
    known.row[Term::pace] = scale.priority_for_rate ? (moment.priority ? 1.0 : 0.0) : std::log(10.0 * rate);
    known.row[Term::mean] = log_of(mean_wait(line));
    return known;
}

WaitForecast predict(const WaitEstimator& estimator, const WaitFeatures& features, const WaitScale& scale) {
    if (features.next) {
        return next_forecast;
    }
    const double raw = std::exp(dot(estimator.regression.weights, features.row)) - scale.offset;
    const double p50 = std::isnan(raw) ? scale.mean_wait : std::clamp(raw, scale.least, scale.most);
    const double p90 = upper_bound(estimator.bound, features.ahead, p50, scale.offset);
    return {p50, std::clamp(p90, p50, longest_wait_min)};
}

void observe_called(WaitEstimator& estimator, const WaitFeatures& features, double told_p50, double wait,
                    const WaitScale& scale) {
    if (features.next || !std::isfinite(wait) || wait < 0) {
        return;
    }
    const double held = std::min(wait, longest_wait_min);
    score(estimator.bound, features.ahead, told_p50, held, scale.offset);
    learn(estimator.regression, features.row, std::log(held + scale.offset));
}

}  // namespace jiaohao::stats
