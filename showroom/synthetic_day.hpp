// A made-up day in the columns of a recorded one: seeded, the same on every machine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "showroom/replay_file.hpp"

namespace jiaohao::showroom {

struct SyntheticSetting {
    std::uint64_t seed = 1;
    std::uint32_t tickets = 200;
    std::uint32_t queues = 4;
    /// Counters of each queue.
    std::uint32_t counters = 2;
    double open_min = 480;
    double close_min = 1020;
};

/// Arrivals have two humps (mid-morning, mid-afternoon); each queue's calls follow a service of about
/// counters x (day length) / tickets with lognormal spread.
[[nodiscard]] RecordedDay make_synthetic_day(const SyntheticSetting& setting);

}  // namespace jiaohao::showroom
