// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace jiaohao::journal {

/// What the journal did since it was opened; for status and metrics.
struct Counters {
    std::atomic<std::uint64_t> commits{0};
    std::atomic<std::uint64_t> batches{0};
    std::atomic<std::uint64_t> events{0};
    std::atomic<std::uint64_t> failures{0};
    std::atomic<std::uint64_t> checkpoints{0};
    std::atomic<std::uint64_t> reservations{0};
    std::atomic<std::uint64_t> dropped{0};
    /// Journals set aside that went before their time because the disk was full; head office has them.
    std::atomic<std::uint64_t> given_up{0};
};

}  // namespace jiaohao::journal
