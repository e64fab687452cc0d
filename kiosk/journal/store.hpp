// The one connection that writes and checkpoints a journal file, with its statements. Used by one thread at a
// time. Failures are sqlite::Error.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "kiosk/base/log.hpp"
#include "kiosk/domain/types/events.hpp"
#include "kiosk/journal/sqlite.hpp"
#include "kiosk/ports/journal.hpp"

namespace jiaohao::journal {

class Store {
  public:
    struct Setting {
        std::filesystem::path file;
        std::string vfs;
        std::uint64_t quota_bytes = 0;
    };
    /// Opens an existing file and lifts it to this version. With `create` begins a transaction with the
    /// tables, which the caller commits with the first rows of `meta`, so that a crash leaves a whole journal
    /// or none.
    Store(const Setting& setting, bool create);

    void begin() { db_.exec("BEGIN IMMEDIATE"); }
    /// One fdatasync of the write-ahead log.
    void commit() { db_.exec("COMMIT"); }
    void rollback() noexcept;
    /// The file was moved or deleted while it is open: what is written goes where nobody finds it again. One look at
    /// the folder.
    [[nodiscard]] bool is_gone() const;

    void put_event(const domain::RecordedEvent& event);
    void put_request(const ports::RequestRecord& request, const std::string& day);
    /// Keeps the two newest.
    void put_snapshot(domain::Seq seq, int version, std::string_view body);
    void put_meta(std::string_view key, std::string_view value);
    [[nodiscard]] std::optional<std::string> meta(std::string_view key);
    /// Requests of days before `day`.
    void drop_requests_before(const std::string& day);
    /// Everything after `seq`: what a failed commit may have left in the log.
    void drop_after(domain::Seq seq);

    /// One bounded step: acknowledged events before the older snapshot and older than `before`, at most
    /// `most`. Returns how many went. Events of a time after `now` are of a clock that was wrong: they go with
    /// those around them.
    std::size_t drop_acknowledged(domain::Seq acknowledged, WallTime before, WallTime now, std::size_t most);

    /// Moves the log into the file as far as readers allow. Returns the pages that stayed behind.
    int checkpoint();
    /// At opening: nothing of an earlier run stays in the log, so that its walk (log_walk.hpp) can tell a torn
    /// tail from damage. A full disk or a reader leaves it as it is.
    void empty_log(const Log& log);
    [[nodiscard]] int log_pages() const { return log_pages_; }
    /// Bytes of the pages that hold something.
    [[nodiscard]] std::uint64_t used_bytes();
    /// Room above the quota while something is being deleted.
    void raise_quota(bool raised);

    [[nodiscard]] sqlite::Connection& db() { return db_; }

  private:
    sqlite::Connection db_;
    std::int64_t most_pages_ = 0;
    std::int64_t page_size_ = 0;
    int log_pages_ = 0;
    std::optional<sqlite::Statement> put_event_;
    std::optional<sqlite::Statement> put_request_;
    std::optional<sqlite::Statement> put_meta_;
};

}  // namespace jiaohao::journal
