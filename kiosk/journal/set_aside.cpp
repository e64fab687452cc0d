// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/set_aside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/log_walk.hpp"
#include "kiosk/journal/sqlite.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;

fs::path move_database(const Places& places, const fs::path& folder, const std::string& name) {
    fs::path target = folder / name;
    for (int n = 2; fs::exists(target); ++n) {
        target = folder / fmt::format("{}-{}", name, n);
    }
    fs::create_directories(target);
    for (const char* end : {"", "-wal", "-shm"}) {
        fs::path from = places.database;
        from += end;
        std::error_code error;
        fs::rename(from, target / from.filename(), error);
        if (error && error != std::errc::no_such_file_or_directory) {
            // What cannot be set aside must not be begun anew on top of: it holds events that nobody else has.
            throw fs::filesystem_error("the damaged journal cannot be set aside", from, target, error);
        }
    }
    sync_folder(target);
    sync_folder(folder);
    return target;
}

fs::path log_of(const fs::path& database) {
    fs::path log = database;
    log += "-wal";
    return log;
}

/// What every journal is made with.
constexpr std::uintmax_t kPage = 4096;

/// Whether an event can be read of a log that SQLite itself takes for empty.
bool event_in_log(const Options& options) {
    const Places places(options.folder);
    const LogWalk walk = walk_log(places.database, options.vfs);
    if (walk.unreadable > 0 || walk.commits_behind > 1) {
        return true;
    }
    if (walk.commits_behind == 0) {
        return false;
    }
    const fs::path copy = options.folder / "begun.db.new";
    rebuild_from_log(places.database, options.vfs, copy);
    bool found = false;
    try {
        found = sqlite::Connection(copy, sqlite::Connection::Mode::read_only, {})
                    .integer("SELECT count(*) FROM event") > 0;
    } catch (const sqlite::Error&) {
        // Not even its tables.
        found = false;
    }
    fs::remove(copy);
    return found;
}

/// "damaged-<epoch>-", as the name of every folder begins that a journal of `epoch` is moved to.
std::string begin_of_name(const std::optional<domain::EpochId>& epoch) {
    return fmt::format("{}{}-", kSetAside, epoch ? epoch->get() : "unknown");
}

/// The newest folder whose database was moved and its log was not; empty when there is none.
fs::path owner_of_log(const fs::path& folder, const std::optional<domain::EpochId>& epoch) {
    fs::path owner;
    for (const fs::path& one : set_aside_before(folder, epoch)) {
        const fs::path database = one / "journal.db";
        if (fs::exists(database) && !fs::exists(log_of(database)) && !fs::exists(one / "salvaged")) {
            owner = one;
        }
    }
    return owner;
}

std::string compact_time(WallTime at) {
    std::string text = format_rfc3339(at).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

}  // namespace

bool log_there(const Places& places) {
    std::error_code error;
    const fs::path log = log_of(places.database);
    return fs::exists(log) && fs::file_size(log, error) > 0;
}

void drop_unbegun(const Options& options) {
    const Places places(options.folder);
    std::error_code missing;
    const auto size = fs::file_size(places.database, missing);
    // A log beside a file of no bytes is that of a journal whose file was lost: a beginning writes the file first.
    if (missing || size > kPage || (log_there(places) && (size == 0 || event_in_log(options)))) {
        return;
    }
    // The log first: alone it would be taken for one that has lost its file.
    for (const char* end : {"-wal", "-shm", ""}) {
        fs::remove(places.database.string() + end);
    }
    sync_folder(options.folder);
    options.log.warning("journal.never_begun", {{"path", places.database.string()}, {"bytes", size}});
}

std::vector<fs::path> set_aside_before(const fs::path& folder, const std::optional<domain::EpochId>& epoch) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(begin_of_name(epoch))) {
            found.push_back(entry.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

fs::path set_aside(const Options& options, const std::optional<domain::EpochId>& epoch) {
    const Places places(options.folder);
    std::error_code missing;
    const bool file_there = fs::file_size(places.database, missing) > 0 && !missing;
    if (!file_there && log_there(places)) {
        if (fs::path owner = owner_of_log(options.folder, epoch); !owner.empty()) {
            fs::rename(log_of(places.database), log_of(owner / "journal.db"));
            sync_folder(owner);
            sync_folder(options.folder);
            return owner;
        }
    }
    if (fs::exists(places.database) || log_there(places)) {
        return move_database(places, options.folder,
                             begin_of_name(epoch) + compact_time(options.clock.wall()));
    }
    // The power may have gone between setting aside and beginning anew.
    const auto before = epoch ? set_aside_before(options.folder, epoch) : std::vector<fs::path>{};
    return before.empty() ? fs::path() : before.back();
}

}  // namespace jiaohao::journal
