// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/p_chart.hpp"

#include <algorithm>
#include <cmath>

namespace jiaohao::stats {
namespace {

constexpr double most_sigmas = 10;
/// Mean range of two draws from a standard normal distribution.
constexpr double mean_range_of_two = 1.1283791670955126;

double share_of(const Sample& sample) {
    return static_cast<double>(sample.hits) / static_cast<double>(sample.n);
}

double sigma_of(double centre, const Sample& sample) {
    return std::sqrt(centre * (1 - centre) / static_cast<double>(sample.n));
}

/// By the mean moving range, so that a drift or one bad day does not count as ordinary spread.
double laney_spread(std::span<const Sample> samples, double centre) {
    double ranges = 0;
    double before = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double sigma = sigma_of(centre, samples[i]);
        const double z = sigma > 0 ? (share_of(samples[i]) - centre) / sigma : 0;
        ranges += i > 0 ? std::abs(z - before) : 0;
        before = z;
    }
    return std::max(1.0, ranges / static_cast<double>(samples.size() - 1) / mean_range_of_two);
}

}  // namespace

StatResult<PChart> p_chart(std::span<const Sample> samples, ChartSpread spread, double sigmas) {
    if (!(sigmas > 0) || sigmas > most_sigmas) {
        return out_of_range("sigmas");
    }
    double hits = 0;
    double n = 0;
    for (const Sample& sample : samples) {
        if (sample.n == 0 || sample.hits > sample.n) {
            return out_of_range("samples");
        }
        hits += static_cast<double>(sample.hits);
        n += static_cast<double>(sample.n);
    }
    if (samples.size() < (spread == ChartSpread::laney ? 3U : 1U)) {
        return fail(StatError{StatError::Code::no_answer, "samples"});
    }
    PChart chart;
    chart.centre = hits / n;
    chart.spread = spread == ChartSpread::laney ? laney_spread(samples, chart.centre) : 1;
    for (const Sample& sample : samples) {
        const double width = sigmas * chart.spread * sigma_of(chart.centre, sample);
        const ControlLimits limits{std::max(0.0, chart.centre - width), std::min(1.0, chart.centre + width)};
        chart.limits.push_back(limits);
        chart.outside.push_back(share_of(sample) < limits.lower || share_of(sample) > limits.upper);
    }
    return chart;
}

}  // namespace jiaohao::stats
