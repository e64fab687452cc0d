// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/erlang_a.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace jiaohao::stats {
namespace {

constexpr double least_patience = 1e-4;
constexpr double most_patience = 1e3;
/// Probabilities below this share of the largest one are left out.
constexpr double negligible = 1e-20;

std::optional<StatError> problem(const ImpatientQueue& queue) {
    if (!between(queue.load, 0, most_load)) {
        return StatError{StatError::Code::out_of_range, "load"};
    }
    if (queue.counters == 0 || queue.counters > most_counters) {
        return StatError{StatError::Code::out_of_range, "counters"};
    }
    if (!between(queue.patience, least_patience, most_patience)) {
        return StatError{StatError::Code::out_of_range, "patience"};
    }
    return {};
}

/// How often `n` customers are in the hall, from the rarest that counts to the rarest that counts.
struct Occupation {
    std::int64_t first = 0;
    std::vector<double> share;
};

double leaving(const ImpatientQueue& queue, std::int64_t n) {
    const auto customers = static_cast<double>(n);
    const double counters = queue.counters;
    return std::min(customers, counters) + std::max(0.0, customers - counters) / queue.patience;
}

/// Where arrivals and departures balance: the shares fall to both sides of it.
std::int64_t most_likely(const ImpatientQueue& queue) {
    const double beyond = (queue.load - queue.counters) * queue.patience;
    return static_cast<std::int64_t>(beyond > 0 ? queue.counters + beyond : queue.load);
}

/// Starting from the most likely state, so that nothing overflows or vanishes at large loads.
Occupation occupation(const ImpatientQueue& queue) {
    const std::int64_t mode = most_likely(queue);
    std::vector<double> below;
    double share = 1;
    for (std::int64_t n = mode; n > 0 && share > negligible; --n) {
        share *= leaving(queue, n) / queue.load;
        below.push_back(share);
    }
    Occupation all;
    all.first = mode - static_cast<std::int64_t>(below.size());
    all.share.assign(below.rbegin(), below.rend());
    share = 1;
    for (std::int64_t n = mode; share > negligible; ++n) {
        all.share.push_back(share);
        share *= queue.load / leaving(queue, n + 1);
    }
    double total = 0;
    for (const double one : all.share) {
        total += one;
    }
    for (double& one : all.share) {
        one /= total;
    }
    return all;
}

/// Who arrives with `ahead` waiting starts after ahead + 1 departures, at rates s + j theta, unless patience
/// ends before: the chance is c / (c + ahead + 1), c = s / theta.
double stays(const ImpatientQueue& queue, std::int64_t ahead) {
    const double c = queue.counters * queue.patience;
    return c / (c + static_cast<double>(ahead) + 1);
}

template <class Visit>
void each_waiting(const ImpatientQueue& queue, const Occupation& all, const Visit& visit) {
    for (std::size_t i = 0; i < all.share.size(); ++i) {
        const std::int64_t ahead = all.first + static_cast<std::int64_t>(i) - queue.counters;
        if (ahead >= 0) {
            visit(ahead, all.share[i]);
        }
    }
}

double last_step(const ImpatientQueue& queue, std::int64_t j) {
    return 1 / (queue.counters + static_cast<double>(j) / queue.patience);
}

/// sum over j = 1..k of 1 / (s + j theta)
double harmonic(const ImpatientQueue& queue, std::int64_t k) {
    double sum = 0;
    for (std::int64_t j = 1; j <= k; ++j) {
        sum += last_step(queue, j);
    }
    return sum;
}

/// P(all departures before t | they come before patience ends), for 0, 1, 2, ... ahead in turn. By e^(-theta V)
/// ~ Beta(c + 1, ahead + 1) this is a tail of the negative binomial distribution, summed from its start.
class Before {
  public:
    Before(const ImpatientQueue& queue, double t)
        : b_(queue.counters * queue.patience + 1),
          log_y_(std::log(-std::expm1(-t / queue.patience))),
          log_term_(-b_ * t / queue.patience) {}

    double next() {
        sum_ += std::exp(log_term_);
        log_term_ += log_y_ + std::log((k_ + b_) / (k_ + 1));
        k_ += 1;
        return std::max(0.0, 1 - sum_);
    }

  private:
    double b_;
    double log_y_;
    double log_term_;
    double k_ = 0;
    double sum_ = 0;
};

}  // namespace

StatResult<ImpatientFigures> impatient_figures(const ImpatientQueue& queue) {
    if (const auto wrong = problem(queue)) {
        return fail(*wrong);
    }
    ImpatientFigures figures;
    if (queue.load == 0) {
        return figures;
    }
    const Occupation all = occupation(queue);
    double waiting = 0;
    double waits = 0;
    double served = 0;
    std::optional<double> reciprocal;
    each_waiting(queue, all, [&](std::int64_t ahead, double share) {
        reciprocal = reciprocal ? *reciprocal + last_step(queue, ahead + 1) : harmonic(queue, ahead + 1);
        waiting += share;
        figures.mean_queue += static_cast<double>(ahead) * share;
        served += share * stays(queue, ahead);
        waits += share * stays(queue, ahead) * *reciprocal;
    });
    figures.p_no_wait = std::clamp(1 - waiting, 0.0, 1.0);
    figures.p_abandon = std::clamp(figures.mean_queue / (queue.patience * queue.load), 0.0, 1.0);
    const double all_served = figures.p_no_wait + served;
    figures.mean_wait_served = all_served > 0 ? waits / all_served : 0;
    return figures;
}

StatResult<double> p_served_within(const ImpatientQueue& queue, double t) {
    if (const auto wrong = problem(queue)) {
        return fail(*wrong);
    }
    if (!between(t, 0, HUGE_VAL)) {
        return out_of_range("t");
    }
    if (queue.load == 0) {
        return 1.0;
    }
    const Occupation all = occupation(queue);
    double at_once = 0;
    for (std::size_t i = 0; i < all.share.size(); ++i) {
        at_once += all.first + static_cast<std::int64_t>(i) < queue.counters ? all.share[i] : 0;
    }
    Before before(queue, t);
    std::int64_t done = 0;
    double served = at_once;
    double within = at_once;
    each_waiting(queue, all, [&](std::int64_t ahead, double share) {
        double chance = 0;
        for (; done <= ahead && t > 0; ++done) {
            chance = before.next();
        }
        served += share * stays(queue, ahead);
        within += share * stays(queue, ahead) * chance;
    });
    return std::clamp(within / served, 0.0, 1.0);
}

}  // namespace jiaohao::stats
