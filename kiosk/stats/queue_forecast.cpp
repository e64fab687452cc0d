// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/queue_forecast.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

namespace jiaohao::stats {
namespace {

constexpr double longest_target_min = 24 * 60;
/// Events that are randomized at once: e to the minus this is far from underflow.
constexpr double events_at_once = 50;
/// Beyond as many events a step, or customers, the fluid limit is taken: a hall of 5,000 tickets a day has 600.
constexpr double most_events = 3'000;
constexpr double most_customers = 3'000;
constexpr double negligible = 1e-13;

std::optional<StatError> problem(const QueueNow& now, std::span<const double> arrivals, double within) {
    const auto wrong = [](std::string_view what) { return StatError{StatError::Code::out_of_range, what}; };
    if (now.waiting > most_waiting) {
        return wrong("waiting");
    }
    if (now.counters > most_open) {
        return wrong("counters");
    }
    if (!between(now.service_min, least_service_min, most_service_min)) {
        return wrong("service_min");
    }
    if (arrivals.size() > most_forecast_steps ||
        !std::ranges::all_of(arrivals, [](double n) { return between(n, 0, most_step_arrivals); })) {
        return wrong("arrivals");
    }
    if (!between(within, 0, longest_target_min)) {
        return wrong("within_min");
    }
    return {};
}

double customers(const QueueNow& now) {
    return now.waiting + std::min(now.serving, now.counters);
}

/// How many the line can have at the end but for a chance of less than 1e-12: those here and all who come.
double most_here(const QueueNow& now, double coming) {
    return customers(now) + coming + 8 * std::sqrt(coming) + 30;
}

/// Distribution of the number here (waiting and at counters), in the range that is not negligible.
class NumberHere {
  public:
    NumberHere(const QueueNow& now, std::size_t most)
        : counters_(now.counters),
          work_(1 / now.service_min),
          top_(most),
          ends_(most + 2),
          p_(most + 2),
          next_(most + 2),
          sum_(most + 2) {
        low_ = high_ = static_cast<std::size_t>(customers(now));
        p_[low_] = 1;
        for (std::size_t n = 0; n < ends_.size(); ++n) {
            ends_[n] = static_cast<double>(std::min(n, counters_)) * work_;
        }
    }

    void advance(double per_minute, double minutes) {
        const double busiest = ends_[top_];
        const double events = (per_minute + busiest) * minutes;
        const auto parts = static_cast<int>(std::ceil(events / events_at_once));
        for (int i = 0; i < parts; ++i) {
            randomize(per_minute, per_minute + busiest, events / parts);
        }
    }

    [[nodiscard]] QueueStep at_end(double within) const {
        QueueStep step;
        double wait = 0;
        // Who finds k - 1 waiting is called at the k-th end of a service; those are Poisson.
        const double ends = static_cast<double>(counters_) * work_ * within;
        const double log_ends = std::log(ends);
        double log_term = -ends;
        double fewer = 0;
        std::size_t k = 0;
        for (std::size_t n = low_; n <= high_; ++n) {
            if (n < counters_) {
                step.p_within += p_[n];
                continue;
            }
            const std::size_t place = n - counters_ + 1;
            for (; k < place; ++k) {
                fewer += std::exp(log_term);
                log_term += log_ends - std::log(static_cast<double>(k + 1));
            }
            step.waiting += p_[n] * static_cast<double>(n - counters_);
            wait += p_[n] * static_cast<double>(place);
            step.p_within += p_[n] * std::max(0.0, 1 - fewer);
        }
        step.p_within = std::min(1.0, step.p_within);
        if (counters_ > 0) {
            step.wait_min = wait / (static_cast<double>(counters_) * work_);
        }
        return step;
    }

  private:
    /// One event of the uniform clock of rate `rate`: an arrival, an end of service, or nothing. Who would come
    /// beyond the top is lost; most_here() keeps that negligible, and settle() makes the mass 1 again.
    void event(double per_minute, double rate) {
        const double arrive = per_minute / rate;
        const double each = 1 / rate;
        const std::size_t low = low_ == 0 ? 0 : low_ - 1;
        const std::size_t high = std::min(high_ + 1, top_);
        const auto stay = [&](std::size_t n) {
            return p_[n] * (1 - arrive - ends_[n] * each) + p_[n + 1] * ends_[n + 1] * each;
        };
        if (low == 0) {
            next_[0] = stay(0);
        }
        for (std::size_t n = std::max<std::size_t>(low, 1); n <= high; ++n) {
            next_[n] = stay(n) + p_[n - 1] * arrive;
        }
        std::swap(p_, next_);
        low_ = low;
        high_ = high;
    }

    void randomize(double per_minute, double rate, double events) {
        double weight = std::exp(-events);
        double left = 1 - weight;
        const auto most = static_cast<int>(events + 10 * std::sqrt(events) + 30);
        std::ranges::fill(sum_, 0);
        collect(weight);
        for (int i = 1; i <= most && left > negligible; ++i) {
            event(per_minute, rate);
            weight *= events / i;
            left -= weight;
            collect(weight);
        }
        settle();
    }

    void collect(double weight) {
        for (std::size_t n = low_; n <= high_; ++n) {
            sum_[n] += weight * p_[n];
        }
    }

    /// The mixture becomes the distribution, of mass 1 and without ends that are negligible.
    void settle() {
        // Events only widen the range, so it holds every part of the mixture.
        while (low_ < high_ && sum_[low_] < negligible) {
            ++low_;
        }
        while (low_ < high_ && sum_[high_] < negligible) {
            --high_;
        }
        const auto at = [&](std::size_t n) { return sum_.begin() + static_cast<std::ptrdiff_t>(n); };
        const double all = std::accumulate(at(low_), at(high_) + 1, 0.0);
        std::ranges::fill(p_, 0);
        std::ranges::fill(next_, 0);
        std::transform(at(low_), at(high_) + 1, p_.begin() + static_cast<std::ptrdiff_t>(low_),
                       [all](double mass) { return mass / all; });
    }

    std::size_t counters_;
    /// Services a counter ends in a minute.
    double work_;
    /// Most that can be here; the vectors hold one more, which stays 0 in the distributions.
    std::size_t top_;
    /// Services that end in a minute, by the number here.
    std::vector<double> ends_;
    std::vector<double> p_;
    std::vector<double> next_;
    std::vector<double> sum_;
    std::size_t low_ = 0;
    std::size_t high_ = 0;
};

/// The number here in the fluid limit, `minutes` later.
double flow(const QueueNow& now, double here, double per_minute, double minutes) {
    const double counters = now.counters;
    const double drain = counters / now.service_min - per_minute;
    if (here > counters) {
        if (drain <= 0 || (here - counters) / drain >= minutes) {
            return here - drain * minutes;
        }
        minutes -= (here - counters) / drain;
        here = counters;
    }
    const double aim = per_minute * now.service_min;
    if (aim <= counters) {
        return aim + (here - aim) * std::exp(-minutes / now.service_min);
    }
    const double full_after = std::log((aim - here) / (aim - counters)) * now.service_min;
    return full_after >= minutes ? aim + (here - aim) * std::exp(-minutes / now.service_min)
                                 : counters - drain * (minutes - full_after);
}

QueueStep fluid_step(const QueueNow& now, double here, double within) {
    QueueStep step;
    step.waiting = std::max(0.0, here - now.counters);
    if (now.counters > 0) {
        step.wait_min = step.waiting * now.service_min / now.counters;
        step.p_within = *step.wait_min <= within ? 1 : 0;
    }
    return step;
}

}  // namespace

StatResult<QueueForecast> forecast_queue(const QueueNow& now, std::span<const double> arrivals,
                                         double within_min) {
    if (const auto wrong = problem(now, arrivals, within_min)) {
        return fail(*wrong);
    }
    const double coming = std::accumulate(arrivals.begin(), arrivals.end(), 0.0);
    const double most = most_here(now, coming);
    const double busiest = arrivals.empty() ? 0 : *std::ranges::max_element(arrivals);
    const double events =
        busiest + std::min<double>(now.counters, most) * forecast_step_min / now.service_min;
    QueueForecast forecast;
    forecast.method = events <= most_events && most <= most_customers ? ForecastMethod::randomization
                                                                      : ForecastMethod::fluid;
    const bool exact = forecast.method == ForecastMethod::randomization;
    NumberHere number(now, exact ? static_cast<std::size_t>(most) : static_cast<std::size_t>(customers(now)));
    double here = customers(now);
    for (const double n : arrivals) {
        const double per_minute = n / forecast_step_min;
        if (exact) {
            number.advance(per_minute, forecast_step_min);
        } else {
            here = flow(now, here, per_minute, forecast_step_min);
        }
        forecast.steps.push_back(exact ? number.at_end(within_min) : fluid_step(now, here, within_min));
        forecast.steps.back().arrivals = n;
    }
    return forecast;
}

}  // namespace jiaohao::stats
