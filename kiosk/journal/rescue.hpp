// What a journal that was set aside can still tell, row by row.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "kiosk/base/log.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/events.hpp"
#include "kiosk/journal/sqlite.hpp"

namespace jiaohao::journal {

/// The file to read in `folder`: `journal.db`, or, where its log is damaged in the middle, a copy with every
/// page that fits.
[[nodiscard]] std::filesystem::path readable_database(const std::filesystem::path& folder,
                                                      const std::string& vfs, const Log& log);

/// A row that says what it should: body and columns agree.
struct ReadableRow {
    std::int64_t seq = 0;
    std::int64_t at_ms = 0;
    domain::RecordedEvent event;
    const sqlite::Statement& row;
};

/// Every event from `from` on that can be read, in rising order, each once; unreadable stretches are skipped.
/// False: the rest was given up. `each` throws no sqlite::Error.
bool each_readable(sqlite::Connection& db, std::int64_t from,
                   const std::function<void(const ReadableRow&)>& each);

struct Rescued {
    /// As near to the last durable event as can be read.
    domain::HallState state;
    /// Events applied after the snapshot it started from, and how many are missing between them.
    std::uint64_t read = 0;
    std::uint64_t missing = 0;
};

/// Starts from the newer of `fallback` (the snapshot file) and the snapshots in the database of `epoch`
/// (none: what the database says). Never throws: what cannot be read leaves `fallback` as it is.
[[nodiscard]] Rescued rescue(const std::filesystem::path& folder, const std::string& vfs,
                             const std::optional<domain::EpochId>& epoch, domain::HallState fallback,
                             const Log& log);

}  // namespace jiaohao::journal
