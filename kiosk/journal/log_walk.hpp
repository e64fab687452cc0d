// A walk over SQLite's write-ahead log by its own checksums. SQLite stops without a word at the first frame
// that does not fit and forgets what stands behind it: right for a torn tail, wrong for a damaged middle.
// Format and checksum: "Database File Format", section 4 (sqlite.org/fileformat2.html#walformat).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace jiaohao::journal {

struct LogWalk {
    /// Whole frames in the file, also those left over from before the log was last begun anew.
    std::uint64_t frames = 0;
    /// Frames that SQLite will read.
    std::uint64_t fitting = 0;
    /// Most commits in one unbroken run behind the first frame that does not fit. One may be what a power cut
    /// left of a commit that was never acknowledged; two were synced one after the other.
    std::uint64_t commits_behind = 0;
    /// Places that the disk does not give back: SQLite cannot open such a log at all.
    std::uint64_t unreadable = 0;
    bool header_fits = true;

    [[nodiscard]] bool damaged() const { return commits_behind >= 2 || unreadable > 0; }
    /// For the log: what, where.
    [[nodiscard]] std::string problem() const;
};

/// A missing or empty log is sound. Throws FileError when it cannot be opened.
[[nodiscard]] LogWalk walk_log(const std::filesystem::path& database, const std::string& vfs);

/// Writes to `target` the database with every page of its log that fits, those behind a damaged place too, up
/// to the last commit among them; without a database, what the log alone holds. Its trees may contradict each other: rows must be checked one by one. Durable
/// when it returns; throws FileError or std::filesystem::filesystem_error.
void rebuild_from_log(const std::filesystem::path& database, const std::string& vfs,
                      const std::filesystem::path& target);

}  // namespace jiaohao::journal
