// What a replay found, as a table for people and as JSON.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/bench/replay_populations.hpp"

namespace jiaohao::bench {

[[nodiscard]] std::string table(const std::vector<Population>& populations, const Dropped& dropped);
[[nodiscard]] std::string json_text(const std::vector<Population>& populations, const Dropped& dropped);

/// "met", "missed", or "no data" where the population is empty.
[[nodiscard]] std::string verdict(const Population& population, const Limit& limit);

}  // namespace jiaohao::bench
