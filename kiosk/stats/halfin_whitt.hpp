// Many-server approximation (Halfin and Whitt 1981): with s = R + beta sqrt(R) counters for a load of R a share
// alpha(beta) of the customers waits.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/stats/stat_error.hpp"

namespace jiaohao::stats {

/// `beta` above 0, at most 30.
[[nodiscard]] StatResult<double> halfin_whitt_alpha(double beta);

/// The inverse; `alpha` from 1e-12 to 1 - 1e-12.
[[nodiscard]] StatResult<double> halfin_whitt_beta(double alpha);

/// Distribution and density of the standard normal.
[[nodiscard]] double normal_cdf(double x);
[[nodiscard]] double normal_pdf(double x);

}  // namespace jiaohao::stats
