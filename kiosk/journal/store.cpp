// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/store.hpp"

#include <fmt/format.h>

#include "kiosk/journal/schema.hpp"
#include "kiosk/journal/snapshot_codec.hpp"
#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::journal {
namespace {

/// Pages by which the quota is raised while room is being made: a deletion may split a page before it frees
/// any.
constexpr std::int64_t kSparePages = 64;

int note_log_pages(void* pages, sqlite3* /*db*/, const char* /*name*/, int in_log) {
    *static_cast<int*>(pages) = in_log;
    return SQLITE_OK;
}

}  // namespace

Store::Store(const Setting& setting, bool create)
    : db_(setting.file, create ? sqlite::Connection::Mode::create : sqlite::Connection::Mode::read_write,
          setting.vfs) {
    db_.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;"
        "PRAGMA journal_size_limit = 4194304; PRAGMA temp_store = MEMORY");
    // Checkpoints are this class's own: after a commit, never inside one.
    sqlite3_wal_autocheckpoint(db_.get(), 0);
    sqlite3_wal_hook(db_.get(), &note_log_pages, &log_pages_);
    page_size_ = db_.integer("PRAGMA page_size");
    if (setting.quota_bytes > 0) {
        most_pages_ = static_cast<std::int64_t>(setting.quota_bytes) / page_size_;
        raise_quota(false);
    }
    if (create) {
        create_schema(db_);
    } else {
        migrate(db_);
    }
    put_event_.emplace(
        db_.prepare("INSERT INTO event(seq, type, day, at, body) VALUES (?1, ?2, ?3, ?4, ?5)"));
    put_request_.emplace(db_.prepare(
        "INSERT OR IGNORE INTO request(id, first_seq, last_seq, answer, day) VALUES (?1, ?2, ?3, ?4, ?5)"));
    put_meta_.emplace(db_.prepare("INSERT OR REPLACE INTO meta(key, value) VALUES (?1, ?2)"));
}

void Store::rollback() noexcept {
    if (db_.in_transaction()) {
        sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Store::put_event(const domain::RecordedEvent& event) {
    const auto& e = event.envelope;
    put_event_->bind(1, static_cast<std::int64_t>(e.seq.get())).bind(2, domain::type_name(event.event));
    if (e.day) {
        put_event_->bind(3, domain::to_string(*e.day));
    } else {
        put_event_->bind_null(3);
    }
    put_event_->bind(4, e.at.time_since_epoch().count()).bind(5, wire::canonical(event));
    put_event_->run();
}

void Store::put_request(const ports::RequestRecord& request, const std::string& day) {
    put_request_->bind(1, request.id.get())
        .bind(2, static_cast<std::int64_t>(request.first_seq.get()))
        .bind(3, static_cast<std::int64_t>(request.last_seq.get()))
        .bind(4, encode_answer(request.answer))
        .bind(5, day);
    put_request_->run();
}

void Store::put_snapshot(domain::Seq seq, int version, std::string_view body) {
    auto put = db_.prepare("INSERT OR REPLACE INTO snapshot(seq, version, body) VALUES (?1, ?2, ?3)");
    put.bind(1, static_cast<std::int64_t>(seq.get())).bind(2, std::int64_t{version}).bind(3, body);
    put.run();
    db_.exec("DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT 2)");
}

void Store::put_meta(std::string_view key, std::string_view value) {
    put_meta_->bind(1, key).bind(2, value);
    put_meta_->run();
}

std::optional<std::string> Store::meta(std::string_view key) {
    auto get = db_.prepare("SELECT value FROM meta WHERE key = ?1");
    get.bind(1, key);
    return get.step() ? std::optional{std::string(get.text(0))} : std::nullopt;
}

void Store::drop_requests_before(const std::string& day) {
    auto drop = db_.prepare("DELETE FROM request WHERE day < ?1");
    drop.bind(1, day);
    drop.run();
}

void Store::drop_after(domain::Seq seq) {
    begin();
    db_.exec(
        fmt::format("DELETE FROM event WHERE seq > {0}; DELETE FROM request WHERE last_seq > {0};"
                    "DELETE FROM snapshot WHERE seq > {0}",
                    seq.get()));
    commit();
}

std::size_t Store::drop_acknowledged(domain::Seq acknowledged, WallTime before, WallTime now,
                                     std::size_t most) {
    auto older = db_.prepare("SELECT seq FROM snapshot ORDER BY seq DESC LIMIT 1 OFFSET 1");
    if (!older.step()) {
        return 0;
    }
    const auto limit = std::min(older.integer(0), static_cast<std::int64_t>(acknowledged.get()));
    older.reset();
    auto rows = db_.prepare("SELECT seq, at FROM event WHERE seq <= ?1 ORDER BY seq LIMIT ?2");
    rows.bind(1, limit).bind(2, static_cast<std::int64_t>(most));
    std::int64_t last = 0;
    std::size_t count = 0;
    const auto old = [&](std::int64_t at) {
        return at < before.time_since_epoch().count() || at > now.time_since_epoch().count();
    };
    while (rows.step() && old(rows.integer(1))) {
        last = rows.integer(0);
        ++count;
    }
    rows.reset();
    if (count > 0) {
        begin();
        db_.exec(fmt::format("DELETE FROM event WHERE seq <= {}", last));
        commit();
    }
    return count;
}

bool Store::is_gone() const {
    int moved = 0;
    // A file system that cannot tell says no.
    return sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

int Store::checkpoint() {
    int in_log = 0;
    int moved = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
        throw sqlite::Error(sqlite3_extended_errcode(db_.get()), sqlite3_system_errno(db_.get()),
                            fmt::format("checkpoint: {}", sqlite3_errmsg(db_.get())));
    }
    log_pages_ = in_log - moved;
    return log_pages_;
}

void Store::empty_log(const Log& log) {
    const int code =
        sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_OK) {
        log.warning("log.not_emptied", {{"problem", sqlite3_errmsg(db_.get())}});
        return;
    }
    log_pages_ = 0;
}

std::uint64_t Store::used_bytes() {
    const auto pages = db_.integer("PRAGMA page_count") - db_.integer("PRAGMA freelist_count");
    return static_cast<std::uint64_t>(pages * page_size_);
}

void Store::raise_quota(bool raised) {
    if (most_pages_ > 0) {
        db_.exec(fmt::format("PRAGMA max_page_count = {}", most_pages_ + (raised ? kSparePages : 0)));
    }
}

}  // namespace jiaohao::journal
