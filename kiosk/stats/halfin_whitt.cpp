// SPDX-License-Identifier: Apache-2.0
#include "kiosk/stats/halfin_whitt.hpp"

#include <cmath>
#include <numbers>

namespace jiaohao::stats {
namespace {

constexpr double most_beta = 30;
constexpr double least_alpha = 1e-12;
constexpr int halvings = 100;

double alpha_of(double beta) {
    return 1 / (1 + beta * normal_cdf(beta) / normal_pdf(beta));
}

}  // namespace

double normal_cdf(double x) {
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

double normal_pdf(double x) {
    return std::exp(-x * x / 2) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

StatResult<double> halfin_whitt_alpha(double beta) {
    if (!(beta > 0) || beta > most_beta) {
        return out_of_range("beta");
    }
    return alpha_of(beta);
}

StatResult<double> halfin_whitt_beta(double alpha) {
    if (!between(alpha, least_alpha, 1 - least_alpha)) {
        return out_of_range("alpha");
    }
    double low = 0;
    double high = most_beta;
    for (int i = 0; i < halvings; ++i) {
        const double middle = (low + high) / 2;
        (alpha_of(middle) > alpha ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace jiaohao::stats
