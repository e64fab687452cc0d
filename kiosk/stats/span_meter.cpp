// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/span_meter.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {
namespace {

constexpr double decay = 0.998;
constexpr double most_n = 1 / (1 - decay) + 1;
constexpr double any_usual_min = 5;

}  // namespace

bool note_span(SpanMeter& meter, std::int64_t span_ms) {
    if (span_ms < 0) {
        return false;
    }
    meter.today.add(static_cast<std::uint64_t>(span_ms / 1000));
    const double minutes = static_cast<double>(span_ms) / 60'000;
    meter.clipped += minutes > longest_span_min ? 1 : 0;
    meter.sum = decay * meter.sum + std::min(minutes, longest_span_min);
    meter.n = decay * meter.n + 1;
    return true;
}

double mean_span(const SpanMeter& meter, double usual) {
    const double prior =
        std::isfinite(usual) ? std::clamp(usual, shortest_mean_min, longest_span_min) : any_usual_min;
    const double mean = (meter.sum + prior_spans * prior) / (meter.n + prior_spans);
    return std::clamp(mean, shortest_mean_min, longest_span_min);
}

void start_day(SpanMeter& meter) {
    meter.today = {};
}

bool is_sound(const SpanMeter& meter) {
    return between(meter.n, 0, most_n) && between(meter.sum, 0, meter.n * longest_span_min * (1 + 1e-9));
}

}  // namespace jiaohao::stats
