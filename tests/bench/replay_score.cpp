// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/replay_score.hpp"

#include <algorithm>
#include <cmath>

#include "kiosk/stats/wait_told.hpp"

namespace jiaohao::bench {
namespace {

double median(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

std::string_view name_of(Method method) {
    static constexpr std::array<std::string_view, methods> names{
        "configured", "mean", "moving average of 10", "LES", "HOL", "QL", "geometric mean", "estimator"};
    return names[static_cast<std::size_t>(method)];
}

void Tally::add(double wait, const Told& told) {
    waits_.push_back(wait);
    for (std::size_t i = 0; i < methods; ++i) {
        told_[i].push_back(told[i]);
    }
}

Figures Tally::figures(Method method) const {
    const auto& told = told_[static_cast<std::size_t>(method)];
    Figures sums;
    std::vector<double> relative;
    for (std::size_t i = 0; i < waits_.size(); ++i) {
        const double error = std::abs(told[i].p50 - waits_[i]);
        sums.mae += error;
        sums.rmse += error * error;
        sums.coverage += waits_[i] <= told[i].p90 ? 1 : 0;
        sums.over_p50 += waits_[i] > told[i].p50 ? 1 : 0;
        sums.over_rounded += waits_[i] > stats::told(told[i]).about_min ? 1 : 0;
        if (waits_[i] >= relative_from_) {
            relative.push_back(error / waits_[i]);
        }
    }
    sums.n = waits_.size();
    sums.relative_n = relative.size();
    sums.median_relative = median(std::move(relative));
    const double n = std::max(1.0, static_cast<double>(sums.n));
    sums.mae /= n;
    sums.rmse = std::sqrt(sums.rmse / n);
    sums.coverage /= n;
    sums.over_p50 /= n;
    sums.over_rounded /= n;
    return sums;
}

Told Rivals::tell(const stats::LineWaits& line, const stats::WaitMoment& moment,
                  const stats::WaitScale& scale, double per_customer, double configured) const {
    const double open = std::max(1.0, static_cast<double>(moment.counters));
    const double ql = (static_cast<double>(moment.ahead) + 1.0) * per_customer / open;
    const double hol = moment.head_waited.value_or(ql);
    const double les = stats::last_wait(line);
    const double mean = stats::mean_wait(line);
    const auto log_of = [&](double span) { return std::log(span + scale.offset); };
    const double geometric = std::exp((log_of(ql) + log_of(les) + log_of(mean)) / 3) - scale.offset;
    const std::array<double, methods> p50{configured, mean, stats::moving_average(line), les, hol, ql,
                                          geometric,  0};
    Told all{};
    for (std::size_t i = 0; i + 1 < methods; ++i) {
        all[i].p50 = std::clamp(p50[i], 0.0, scale.most);
        all[i].p90 = stats::upper_bound(bounds_[i], moment.ahead, all[i].p50, scale.offset);
    }
    return all;
}

void Rivals::score(std::uint32_t ahead, const Told& told, double wait, const stats::WaitScale& scale) {
    for (std::size_t i = 0; i + 1 < methods; ++i) {
        stats::score(bounds_[i], ahead, told[i].p50, wait, scale.offset);
    }
}

}  // namespace jiaohao::bench
