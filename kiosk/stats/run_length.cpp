// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/run_length.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "kiosk/stats/halfin_whitt.hpp"

namespace jiaohao::stats {
namespace {

constexpr double most_sigmas = 6;
constexpr double longest_run = 1e9;
/// States of the coarse and the fine chain.
constexpr std::size_t coarse = 80;
constexpr std::size_t fine = 160;

/// Moves between the states inside the limits; what is missing to 1 in a row is the alarm.
struct Chain {
    explicit Chain(std::size_t count) : states(count), moves(count * count) {}
    double& at(std::size_t from, std::size_t to) { return moves[from * states + to]; }
    std::size_t states;
    std::vector<double> moves;
};

/// Mean steps to the alarm from each state: (I - Q) n = 1, by Gaussian elimination. I - Q is diagonally dominant
/// and needs no pivoting.
std::vector<double> steps_to_alarm(Chain chain) {
    const std::size_t states = chain.states;
    std::vector<double> steps(states, 1.0);
    for (std::size_t i = 0; i < states; ++i) {
        for (std::size_t j = 0; j < states; ++j) {
            chain.at(i, j) = (i == j ? 1.0 : 0.0) - chain.at(i, j);
        }
    }
    for (std::size_t pivot = 0; pivot < states; ++pivot) {
        for (std::size_t row = pivot + 1; row < states; ++row) {
            const double factor = chain.at(row, pivot) / chain.at(pivot, pivot);
            if (factor == 0) {
                continue;
            }
            for (std::size_t j = pivot + 1; j < states; ++j) {
                chain.at(row, j) -= factor * chain.at(pivot, j);
            }
            steps[row] -= factor * steps[pivot];
        }
    }
    for (std::size_t row = states; row-- > 0;) {
        for (std::size_t j = row + 1; j < states; ++j) {
            steps[row] -= chain.at(row, j) * steps[j];
        }
        steps[row] /= chain.at(row, row);
    }
    return steps;
}

/// A chain's error falls with the square of its step (Brook and Evans extrapolate the same way).
template <class Run>
double extrapolated(const Run& run) {
    const double of_fine = run(fine);
    const double better = of_fine + (of_fine - run(coarse)) / 3;
    // Where no run ever ends the difference is rounding.
    return std::isfinite(better) && better >= 1 ? better : of_fine;
}

StatResult<double> bounded(double run) {
    if (!between(run, 0, longest_run)) {
        return fail(StatError{StatError::Code::no_answer, "run length"});
    }
    return run;
}

/// P(low < x <= high) without losing what stands in the upper tail.
double mass(double low, double high) {
    return low > 0 ? normal_cdf(-low) - normal_cdf(-high) : normal_cdf(high) - normal_cdf(low);
}

/// State 0 is S = 0 and what is within half a step of it.
double one_sided_cusum(double k, double h, double shift, std::size_t states) {
    const double step = 2 * h / (2 * static_cast<double>(states) - 1);
    Chain chain(states);
    for (std::size_t i = 0; i < states; ++i) {
        for (std::size_t j = 0; j < states; ++j) {
            const double centre = (static_cast<double>(j) - static_cast<double>(i)) * step + k - shift;
            chain.at(i, j) =
                j == 0 ? normal_cdf(centre + step / 2) : mass(centre - step / 2, centre + step / 2);
        }
    }
    return steps_to_alarm(std::move(chain)).front();
}

double ewma_chain(const EwmaChart& chart, double shift, std::size_t states) {
    const double width = chart.limit * std::sqrt(chart.weight / (2 - chart.weight));
    // An EWMA above the upper end of a lower-sided chart comes back; six deviations up it makes no difference.
    const double upper = chart.sides == Sides::both ? width : most_sigmas * width / chart.limit;
    const double step = (upper + width) / static_cast<double>(states);
    Chain moves(states);
    for (std::size_t i = 0; i < states; ++i) {
        const double from = -width + (static_cast<double>(i) + 0.5) * step;
        for (std::size_t j = 0; j < states; ++j) {
            const double low = -width + static_cast<double>(j) * step;
            const auto x = [&](double to) { return (to - (1 - chart.weight) * from) / chart.weight - shift; };
            const bool top = chart.sides == Sides::lower && j + 1 == states;
            moves.at(i, j) = mass(x(low), top ? HUGE_VAL : x(low + step));
        }
    }
    const auto steps = steps_to_alarm(std::move(moves));
    // The start, 0, lies between the middles of two states.
    const double place = std::clamp(width / step - 0.5, 0.0, static_cast<double>(states - 1));
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, states - 1);
    return steps[below] + (place - static_cast<double>(below)) * (steps[above] - steps[below]);
}

}  // namespace

StatResult<double> shewhart_run_length(double sigmas, double shift) {
    if (!(sigmas > 0) || sigmas > most_sigmas) {
        return out_of_range("sigmas");
    }
    if (!between(shift, -most_shift, most_shift)) {
        return out_of_range("shift");
    }
    return bounded(1 / (normal_cdf(-sigmas - shift) + normal_cdf(-sigmas + shift)));
}

StatResult<double> cusum_run_length(double k, double h, double shift) {
    if (!between(k, 0, 5)) {
        return out_of_range("k");
    }
    if (!(h > 0) || h > 20) {
        return out_of_range("h");
    }
    if (!between(shift, -most_shift, most_shift)) {
        return out_of_range("shift");
    }
    // An alarm of one side finds the other at 0, so their rates add (Van Dobben de Bruyn 1968).
    const auto side = [&](double towards) {
        return extrapolated([&](std::size_t states) { return one_sided_cusum(k, h, towards, states); });
    };
    const double up = side(shift);
    const double down = side(-shift);
    return bounded(1 / ((up > 0 ? 1 / up : 0) + (down > 0 ? 1 / down : 0)));
}

StatResult<double> ewma_run_length(const EwmaChart& chart, double shift) {
    if (!between(chart.weight, 0.01, 1)) {
        return out_of_range("weight");
    }
    if (!(chart.limit > 0) || chart.limit > most_sigmas) {
        return out_of_range("limit");
    }
    if (!between(shift, -most_shift, most_shift)) {
        return out_of_range("shift");
    }
    return bounded(extrapolated([&](std::size_t states) { return ewma_chain(chart, shift, states); }));
}

}  // namespace jiaohao::stats
