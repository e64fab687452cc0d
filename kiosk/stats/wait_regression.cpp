// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/wait_regression.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace jiaohao::stats {
namespace {

constexpr double forgetting = 0.9998;
constexpr double largest_error = 1.5;
constexpr double first_variance = 0.005;
/// Forgetting lets the covariance grow without end along what the rows of this hall never vary. From ten times
/// where it began only what a row tells about is forgotten (directional forgetting, Kulhavy 1987), so that the
/// hall still follows its changes and a row never seen before causes no jump.
constexpr double largest_trace = 10 * first_variance * static_cast<double>(wait_terms);
/// Variances along a row below this are rounding.
constexpr double least_spread = 1e-12;
constexpr double largest_weight = 1e3;

constexpr std::size_t place(std::size_t row, std::size_t column) {
    const std::size_t low = std::min(row, column);
    return low * (2 * wait_terms - low - 1) / 2 + std::max(row, column);
}

double trace(const WaitRegression& regression) {
    double sum = 0;
    for (std::size_t i = 0; i < wait_terms; ++i) {
        sum += regression.covariance[place(i, i)];
    }
    return sum;
}

bool finite(const WaitRow& row) {
    return std::ranges::all_of(row, [](double value) { return std::isfinite(value); });
}

WaitRow times_covariance(const WaitRegression& regression, const WaitRow& row) {
    WaitRow product{};
    for (std::size_t i = 0; i < wait_terms; ++i) {
        for (std::size_t j = 0; j < wait_terms; ++j) {
            product[i] += regression.covariance[place(i, j)] * row[j];
        }
    }
    return product;
}

/// covariance -= factor * spread * spread'
void shrink(WaitRegression& regression, const WaitRow& spread, double factor) {
    for (std::size_t i = 0; i < wait_terms; ++i) {
        for (std::size_t j = i; j < wait_terms; ++j) {
            regression.covariance[place(i, j)] -= factor * spread[i] * spread[j];
        }
    }
}

}  // namespace

WaitRegression fresh_regression(const WaitRow& weights) {
    WaitRegression regression;
    regression.weights = weights;
    for (std::size_t i = 0; i < wait_terms; ++i) {
        regression.covariance[place(i, i)] = first_variance;
    }
    return regression;
}

double dot(const WaitRow& a, const WaitRow& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void learn(WaitRegression& regression, const WaitRow& row, double target) {
    if (!finite(row) || !std::isfinite(target)) {
        return;
    }
    const WaitRow spread = times_covariance(regression, row);
    const double spread_along = dot(row, spread);
    if (!(spread_along >= 0)) {  // rounding has spoilt the covariance
        regression.covariance = fresh_regression(regression.weights).covariance;
        return;
    }
    const double error = std::clamp(target - dot(regression.weights, row), -largest_error, largest_error);
    for (std::size_t i = 0; i < wait_terms; ++i) {
        regression.weights[i] += spread[i] / (forgetting + spread_along) * error;
    }
    if (trace(regression) / forgetting <= largest_trace) {
        shrink(regression, spread, 1 / (forgetting + spread_along));
        for (double& value : regression.covariance) {
            value /= forgetting;
        }
    } else if (spread_along > least_spread) {
        const double kept = forgetting - (1 - forgetting) / spread_along;
        shrink(regression, spread, kept / (1 + kept * spread_along));
    }
    regression.learnt += 1;
}

bool is_sound(const WaitRegression& regression) {
    const auto& p = regression.covariance;
    for (std::size_t i = 0; i < wait_terms; ++i) {
        const double variance = p[place(i, i)];
        if (!(std::abs(regression.weights[i]) <= largest_weight) ||
            !(variance > 0 && variance <= 2 * largest_trace)) {
            return false;
        }
        for (std::size_t j = i + 1; j < wait_terms; ++j) {
            // Cauchy and Schwarz; the margin is rounding.
            if (!(p[place(i, j)] * p[place(i, j)] <= variance * p[place(j, j)] * (1 + 1e-6))) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace jiaohao::stats
