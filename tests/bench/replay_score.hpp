// How well waits were told, over a population, by several methods side by side.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/stats/wait_estimator.hpp"

namespace jiaohao::bench {

/// `estimator` is the product's; the others are what it is measured against.
enum class Method : std::uint8_t { configured, mean, moving, les, hol, ql, geometric, estimator };
inline constexpr std::size_t methods = 8;
[[nodiscard]] std::string_view name_of(Method method);

/// What each method told one customer; minutes.
using Told = std::array<stats::WaitForecast, methods>;

/// Error figures of one method; minutes, but for relative ones and shares. 0 where n is 0.
struct Figures {
    std::size_t n = 0;
    double mae = 0;
    double rmse = 0;
    /// Median of |told - wait| / wait over waits of at least the tally's `relative_from`.
    double median_relative = 0;
    std::size_t relative_n = 0;
    /// Share of waits within P90.
    double coverage = 0;
    /// Share of waits longer than P50 as told, and as rounded up to five minutes.
    double over_p50 = 0;
    double over_rounded = 0;
};

class Tally {
  public:
    explicit Tally(double relative_from) : relative_from_(relative_from) {}
    void add(double wait, const Told& told);
    [[nodiscard]] Figures figures(Method method) const;
    [[nodiscard]] std::size_t size() const { return waits_.size(); }

  private:
    double relative_from_;
    std::vector<double> waits_;
    std::array<std::vector<stats::WaitForecast>, methods> told_;
};

/// The methods that the estimator is measured against, each with an upper bound of its own that learns as the
/// estimator's does.
class Rivals {
  public:
    /// `per_customer`: minutes of one counter for one customer, as QL takes them; `configured`: minutes by a
    /// fixed time per customer, negative where there is none.
    [[nodiscard]] Told tell(const stats::LineWaits& line, const stats::WaitMoment& moment,
                            const stats::WaitScale& scale, double per_customer, double configured) const;
    void score(std::uint32_t ahead, const Told& told, double wait, const stats::WaitScale& scale);

  private:
    std::array<stats::WaitBound, methods> bounds_{};
};

}  // namespace jiaohao::bench
