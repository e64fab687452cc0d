// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/base/random.hpp"
#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::journal {

struct Options {
    /// Made when missing; belongs to the journal alone.
    std::filesystem::path folder;
    domain::HallId hall;
    domain::TerminalId terminal;
    /// Outlive the journal. `random` is used while opening only.
    Clock& clock;
    Random& random;
    Log log;
    /// Most bytes of journal.db; keep it well below the partition. 0: no quota.
    std::uint64_t quota_bytes = 1ULL << 30U;
    std::uint64_t ballast_bytes = 4ULL << 20U;
    /// How long acknowledged events stay.
    std::chrono::hours retention{24 * 35};
    /// Batches waiting for the journal thread; more are refused.
    std::size_t most_queued = 4096;
    /// Pages in the log at which it is moved into the file between two commits; at four times as many, at
    /// once.
    int checkpoint_pages = 1000;
    /// Real time without a commit after which a log of any size is moved: what stands in the file twice over a
    /// quiet spell is what a bad sector of the log can hurt.
    std::chrono::milliseconds quiet{30'000};
    /// Name of a registered SQLite VFS; empty: the system's files.
    std::string vfs = {};
    /// Bytes that the disk of `folder` has free for this user; empty: what the system says.
    std::function<std::uint64_t()> free_bytes = {};
};

}  // namespace jiaohao::journal
