// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/recovery.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kiosk/journal/files.hpp"
#include "kiosk/journal/floors.hpp"
#include "kiosk/journal/log_walk.hpp"
#include "kiosk/journal/rescue.hpp"
#include "kiosk/journal/schema.hpp"
#include "kiosk/journal/sealed.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {
namespace {

namespace fs = std::filesystem;
using ports::JournalError;
using ports::JournalFailure;

constexpr std::size_t kMostSnapshotBytes = 64U << 20U;

struct Beginning {
    domain::EpochReason reason{};
    std::optional<domain::EpochId> previous;
    /// The hall goes on with its numbers and tickets from here.
    std::optional<Rescued> take_over;
    std::map<domain::EpochId, domain::Seq> acknowledged;
    fs::path set_aside;
};

bool damaging(const sqlite::Error& error) {
    if (error.primary() == SQLITE_CORRUPT || error.primary() == SQLITE_NOTADB ||
        error.primary() == SQLITE_ERROR) {
        return true;
    }
    // A sector that cannot be read will not be readable tomorrow.
    return error.code() == SQLITE_IOERR_READ || error.code() == SQLITE_IOERR_SHORT_READ;
}

/// Moves the database with its log, so that all of it can be looked at later.
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

bool log_there(const Places& places) {
    std::error_code error;
    fs::path log = places.database;
    log += "-wal";
    return fs::exists(log) && fs::file_size(log, error) > 0;
}

/// The newest folder that a journal of `epoch` was moved to; empty when there is none.
fs::path set_aside_before(const fs::path& folder, const domain::EpochId& epoch) {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().starts_with(std::string(kSetAside) + epoch.get()) &&
            entry.path() > newest) {
            newest = entry.path();
        }
    }
    return newest;
}

std::string compact_time(WallTime at) {
    std::string text = format_rfc3339(at).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

domain::HallState snapshot_file(const Options& options, const Places& places) {
    const auto text = read_file(places.snapshot, kMostSnapshotBytes);
    const auto file = text ? unseal(*text) : std::nullopt;
    if (!file || !file->contains("state")) {
        options.log.error("snapshot.none", {{"path", places.snapshot.string()}});
        return {};
    }
    auto state = decode_state(wire::to_text((*file)["state"]));
    if (!state) {
        options.log.error("snapshot.unreadable",
                          {{"path", places.snapshot.string()}, {"problem", state.error()}});
        return {};
    }
    return std::move(*state);
}

Opened begin(const Options& options, HighWater& high_water, Beginning why) {
    const Places places(options.folder);
    Opened opened;
    auto& recovered = opened.loaded.recovered;
    recovered.epoch = domain::EpochId{make_uuid(options.random)};
    recovered.fresh = true;
    recovered.reason = why.reason;
    recovered.previous = why.previous;
    recovered.set_aside = why.set_aside.string();
    if (why.take_over) {
        recovered.state = std::move(why.take_over->state);
        recovered.salvaged = why.take_over->read;
        recovered.lost = why.take_over->missing;
        take_floors(high_water, recovered);
    }
    recovered.state.epoch = recovered.epoch;
    recovered.state.seq = domain::Seq{0};
    opened.loaded.hall = options.hall;
    opened.loaded.terminal = options.terminal;
    opened.loaded.acknowledged = why.acknowledged;
    opened.loaded.snapshot = encode_state(recovered.state);
    for (const char* end : {"", "-wal", "-shm"}) {
        fs::remove(places.database.string() + end);
    }
    opened.store =
        std::make_unique<Store>(Store::Setting{places.database, options.vfs, options.quota_bytes}, true);
    Store& store = *opened.store;
    store.put_meta(meta_key::hall, options.hall.get());
    store.put_meta(meta_key::terminal, options.terminal.get());
    store.put_meta(meta_key::epoch, recovered.epoch.get());
    store.put_meta(meta_key::created, fmt::format("{:020}", options.clock.wall().time_since_epoch().count()));
    store.put_meta(meta_key::fresh, encode_fresh(recovered));
    for (const auto& [epoch, seq] : why.acknowledged) {
        store.put_meta(meta_key::acknowledged + epoch.get(), fmt::format("{}", seq.get()));
    }
    store.put_snapshot(domain::Seq{0}, kSnapshotVersion, opened.loaded.snapshot);
    store.commit();
    sync_folder(options.folder);
    options.log.info("epoch.begun", {{"epoch", recovered.epoch.get()}, {"reason", domain::code(why.reason)}});
    return opened;
}

Opened begin_after_damage(const Options& options, HighWater& high_water, const std::string& problem) {
    const Places places(options.folder);
    const auto previous = high_water.epoch();
    Beginning why{
        domain::EpochReason::damaged, previous, Rescued{snapshot_file(options, places), 0, 0}, {}, {}};
    // The high-water file names an epoch before its first commit: without one, the very first start was cut
    // short.
    if (!previous && !high_water.damaged() && !fs::exists(places.snapshot)) {
        why.reason = domain::EpochReason::created;
    }
    if (!previous && !why.take_over->state.epoch.get().empty()) {
        why.previous = why.take_over->state.epoch;
    }
    if (fs::exists(places.database) || log_there(places)) {
        const auto name = fmt::format("{}{}-{}", kSetAside, previous ? previous->get() : "unknown",
                                      compact_time(options.clock.wall()));
        why.set_aside = move_database(places, options.folder, name);
    } else if (previous) {
        // The power may have gone between setting aside and beginning anew.
        why.set_aside = set_aside_before(options.folder, *previous);
    }
    if (!why.set_aside.empty()) {
        why.take_over =
            rescue(why.set_aside, options.vfs, previous, std::move(why.take_over->state), options.log);
    }
    options.log.error("journal.damaged",
                      {{"problem", problem},
                       {"set_aside", why.set_aside.empty() ? "nothing was there" : why.set_aside.string()},
                       {"read", why.take_over->read},
                       {"missing", why.take_over->missing}});
    return begin(options, high_water, std::move(why));
}

/// The same disk in another hall or under another name: what is still to upload goes its own way.
Opened begin_after_move(const Options& options, HighWater& high_water, Opened before) {
    const Places places(options.folder);
    const auto epoch = before.loaded.recovered.epoch;
    before.store->db().exec("PRAGMA journal_mode = DELETE");
    before.store.reset();
    fs::create_directories(places.old);
    fs::rename(places.database, places.old / (epoch.get() + ".db"));
    sync_folder(places.old);
    return begin(
        options, high_water,
        {domain::EpochReason::moved, epoch, std::nullopt, std::move(before.loaded.acknowledged), {}});
}

/// True also for what a crash during the very first start leaves: a file without a single table.
bool nothing_there(const Options& options) {
    const Places places(options.folder);
    std::error_code error;
    if (!fs::exists(places.database) || (fs::file_size(places.database, error) == 0 && !log_there(places))) {
        return true;
    }
    try {
        sqlite::Connection db(places.database, sqlite::Connection::Mode::read_only, options.vfs);
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
        check_durable(high_water, opened.loaded.recovered);
        if (opened.loaded.hall != options.hall || opened.loaded.terminal != options.terminal) {
            return begin_after_move(options, high_water, std::move(opened));
        }
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

Opened open_any(const Options& options, HighWater& high_water, std::optional<domain::Seq> no_later_than) {
    if (nothing_there(options)) {
        if (high_water.epoch() || high_water.damaged() || fs::exists(Places(options.folder).snapshot)) {
            return begin_after_damage(options, high_water, "journal.db is missing or empty");
        }
        return begin(options, high_water, {domain::EpochReason::created, std::nullopt, std::nullopt, {}, {}});
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
        opened.store->empty_log(options.log);
        cover(high_water, opened.loaded.recovered);
        return opened;
    } catch (const sqlite::Error& error) {
        return fail(failure_of(error, places.database));
    } catch (const FileError& error) {
        return fail(failure_of_errno(error.error(), error.what()));
    } catch (const fs::filesystem_error& error) {
        return fail(failure_of_errno(error.code().value(), error.what()));
    }
}

std::string encode_snapshot_file(const domain::EpochId& epoch, domain::Seq seq, std::string_view state) {
    auto content = wire::parse_json(state);
    return seal({{"v", 1},
                 {"epoch", epoch.get()},
                 {"seq", seq.get()},
                 {"state", content ? std::move(*content) : nlohmann::json::object()}});
}

}  // namespace jiaohao::journal
