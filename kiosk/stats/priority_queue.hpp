// Mean waits where some customers go before others without interrupting a service (Cobham 1954), M/M/s with one
// service distribution for all classes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/stats/erlang.hpp"

namespace jiaohao::stats {

/// Mean wait of each class, in mean services. `loads` are the classes' loads, the first goes first; at most 100
/// classes. `overloaded` unless their sum is below `counters`.
[[nodiscard]] StatResult<std::vector<double>> priority_waits(std::span<const double> loads,
                                                             std::uint32_t counters);

}  // namespace jiaohao::stats
