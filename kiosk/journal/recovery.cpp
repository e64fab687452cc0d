// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/recovery.hpp"

#include <fmt/format.h>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/floors.hpp"
#include "kiosk/journal/log_walk.hpp"
#include "kiosk/journal/moved.hpp"
#include "kiosk/journal/schema.hpp"
#include "kiosk/journal/set_aside.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;
using ports::JournalError;
using ports::JournalFailure;

bool damaging(const sqlite::Error& error) {
    if (error.primary() == SQLITE_CORRUPT || error.primary() == SQLITE_NOTADB ||
        error.primary() == SQLITE_ERROR) {
        return true;
    }
    // A sector that cannot be read will not be readable tomorrow.
    return error.code() == SQLITE_IOERR_READ || error.code() == SQLITE_IOERR_SHORT_READ;
}

/// True also for what a crash during the very first start leaves: a file without a single table.
bool nothing_there(const Options& options) {
    const Places places(options.folder);
    std::error_code error;
    const auto size = fs::file_size(places.database, error);
    if (error && error != std::errc::no_such_file_or_directory) {
        throw fs::filesystem_error("the journal cannot be looked at", places.database, error);
    }
    if (error || size == 0) {
        // SQLite itself must not look: it deletes the log of a database of no bytes.
        return true;
    }
    // A beginning that was cut short before the file had its log is rolled back, for which it must be writable.
    const bool rolled_back = fs::exists(places.database.string() + "-journal");
    using Mode = sqlite::Connection::Mode;
    try {
        sqlite::Connection db(places.database, rolled_back ? Mode::read_write : Mode::read_only, options.vfs);
        return db.integer("SELECT count(*) FROM sqlite_schema") == 0;
    } catch (const sqlite::Error&) {
        return false;
    }
}

Opened open_existing(const Options& options, HighWater& high_water,
                     std::optional<domain::Seq> no_later_than) {
    const Places places(options.folder);
    std::string problem;
    try {
        Opened opened;
        opened.store =
            std::make_unique<Store>(Store::Setting{places.database, options.vfs, options.quota_bytes}, false);
        if (no_later_than) {
            opened.store->drop_after(*no_later_than);
        }
        opened.loaded = load(*opened.store);
        check_durable(high_water, read_snapshot_mark(places.snapshot), opened.loaded.recovered);
        if (opened.loaded.hall != options.hall || opened.loaded.terminal != options.terminal) {
            return move_on(options, high_water, std::move(opened));
        }
        settle_back(options, high_water, opened);
        return opened;
    } catch (const Damaged& damage) {
        problem = damage.what();
    } catch (const sqlite::Error& error) {
        if (!damaging(error)) {
            throw;
        }
        problem = error.what();
    }
    return begin_after_damage(options, high_water, problem);
}

/// After a move that was cut short.
std::optional<Opened> open_moved(const Options& options, HighWater& high_water) {
    try {
        return finish_move(options, high_water);
    } catch (const Damaged& damage) {
        return begin_after_damage(options, high_water, damage.what());
    } catch (const sqlite::Error& error) {
        if (!damaging(error)) {
            throw;
        }
        return begin_after_damage(options, high_water, error.what());
    }
}

Result<Opened, JournalFailure> open_any(const Options& options, HighWater& high_water,
                                        std::optional<domain::Seq> no_later_than) {
    if (nothing_there(options)) {
        const Places places(options.folder);
        drop_unbegun(options);
        if (auto moved = open_moved(options, high_water)) {
            return std::move(*moved);
        }
        if (log_there(places)) {
            return begin_after_damage(options, high_water,
                                      "journal.db is missing or empty, journal.db-wal is there");
        }
        if (high_water.epoch() || high_water.damaged() || fs::exists(places.snapshot)) {
            return begin_after_damage(options, high_water, "journal.db is missing or empty");
        }
        // Opened again, it was in use: an empty one would give the numbers that people hold once more.
        if (no_later_than) {
            return fail(
                JournalFailure{JournalError::unwritable,
                               fmt::format("{} was in use and nothing of it is there: put it and what "
                                           "stood beside it back, or start kioskd anew for an empty journal",
                                           places.database.string())});
        }
        return begin_first(options, high_water);
    }
    if (const LogWalk walk = walk_log(Places(options.folder).database, options.vfs); walk.damaged()) {
        return begin_after_damage(options, high_water, walk.problem());
    }
    return open_existing(options, high_water, no_later_than);
}

/// JournalError::too_new, before anything of the file is touched.
std::optional<JournalFailure> refuse_newer(const Options& options) {
    if (nothing_there(options)) {
        return std::nullopt;
    }
    const Places places(options.folder);
    try {
        const int version = version_of(places.database, options.vfs);
        if (version > kSchemaVersion) {
            return JournalFailure{JournalError::too_new,
                                  fmt::format("{} is of version {}, this program knows {}: update it",
                                              places.database.string(), version, kSchemaVersion)};
        }
    } catch (const sqlite::Error&) {
        // Opening it says what is wrong.
        return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

JournalFailure failure_of(const sqlite::Error& error, const fs::path& file) {
    const std::string detail = fmt::format("{}: {}", file.string(), error.what());
    if (error.primary() == SQLITE_FULL || error.system() == ENOSPC || error.system() == EDQUOT) {
        return {JournalError::full, detail + "; make room on this disk or raise the quota"};
    }
    if (error.primary() == SQLITE_READONLY || error.primary() == SQLITE_CANTOPEN ||
        error.primary() == SQLITE_PERM) {
        return {JournalError::unwritable, detail + "; give this user a writable folder"};
    }
    if (error.primary() == SQLITE_CORRUPT || error.primary() == SQLITE_NOTADB) {
        return {JournalError::damaged, detail};
    }
    return {JournalError::failed, detail};
}

Result<Opened, JournalFailure> open_or_begin(const Options& options, HighWater& high_water,
                                             std::optional<domain::Seq> no_later_than) {
    const Places places(options.folder);
    try {
        if (auto newer = refuse_newer(options)) {
            return fail(std::move(*newer));
        }
        auto opened = open_any(options, high_water, no_later_than);
        if (opened) {
            opened->store->empty_log(options.log);
            cover(high_water, opened->loaded.recovered);
        }
        return opened;
    } catch (const sqlite::Error& error) {
        return fail(failure_of(error, places.database));
    } catch (const FileError& error) {
        return fail(failure_of_errno(error.error(), error.what()));
    } catch (const fs::filesystem_error& error) {
        return fail(failure_of_errno(error.code().value(), error.what()));
    }
}

}  // namespace jiaohao::journal
