// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/bench/idle.hpp"
#include "tests/bench/latency.hpp"
#include "tests/bench/throughput.hpp"

namespace jiaohao::bench {

struct Figures {
    Idle fresh;
    Idle after_load;
    Latency latency;
    std::vector<Throughput> throughput;
};

/// Tables with units and ratios, for people.
[[nodiscard]] std::string table_of(const Figures& figures);
/// The same for programs. Throws std::runtime_error when the file cannot be written.
void write_json(const Figures& figures, const std::filesystem::path& file);

}  // namespace jiaohao::bench
