// How long something takes (walk, service, wrap-up): today's distribution, and a mean that moves with the times.
// A plain value of bounded size.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kiosk/stats/histogram.hpp"

namespace jiaohao::stats {

struct SpanMeter {
    /// Whole seconds; today's.
    Histogram today;
    /// Mean = sum / n, both decaying by 0.998 a span like the waits of a line: about 500 spans' memory. Minutes.
    double sum = 0;
    double n = 0;
    /// Spans that the mean took as `longest_span_min`, since the start.
    std::uint64_t clipped = 0;
    bool operator==(const SpanMeter&) const = default;
};

/// A service that somebody forgot to end counts in the mean as this: it must not poison it.
inline constexpr double longest_span_min = 240;
/// The configured or usual span counts like as many that were seen.
inline constexpr double prior_spans = 3;
/// No mean is shorter: nothing at a counter takes less than a second.
inline constexpr double shortest_mean_min = 1.0 / 60;

/// Negative spans (a clock set back) are not counted and give false.
bool note_span(SpanMeter& meter, std::int64_t span_ms);
/// Minutes, drawn to `usual` (held to 1 s .. 4 h, and 5 min if not a number) with the weight of prior_spans; always
/// within 1 s .. 4 h.
[[nodiscard]] double mean_span(const SpanMeter& meter, double usual);
/// Today's distribution begins anew; the mean goes on.
void start_day(SpanMeter& meter);
/// False if a number is not one that the functions above make (a damaged snapshot).
[[nodiscard]] bool is_sound(const SpanMeter& meter);

}  // namespace jiaohao::stats
