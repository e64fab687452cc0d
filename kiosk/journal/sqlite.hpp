// The SQLite C API as values. Inside this room a failure is the exception sqlite::Error; it never leaves the
// room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jiaohao::journal::sqlite {

class Error : public std::runtime_error {
  public:
    /// `code` is SQLite's extended result code, `system` the errno it met (0: none).
    Error(int code, int system, const std::string& what)
        : std::runtime_error(what), code_(code), system_(system) {}
    [[nodiscard]] int code() const { return code_; }
    [[nodiscard]] int primary() const { return code_ & 0xFF; }
    [[nodiscard]] int system() const { return system_; }

  private:
    int code_;
    int system_;
};

/// A prepared statement; prepare once, run often. Not thread-safe; must not outlive its connection.
class Statement {
  public:
    Statement(sqlite3* db, std::string_view sql);

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::string_view text);
    Statement& bind_null(int index);

    /// True: a row is there.
    [[nodiscard]] bool step();
    /// Runs a statement without rows to its end and makes it ready for the next run.
    void run();
    /// Ends a read and frees its view of the database.
    void reset() noexcept;

    [[nodiscard]] std::int64_t integer(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] bool null(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
  public:
    /// `immutable`: read_only of a file that nobody writes, without its log; makes no file beside it.
    enum class Mode : std::uint8_t { read_only, immutable, read_write, create };
    /// `vfs` empty: the system's files.
    Connection(const std::filesystem::path& file, Mode mode, const std::string& vfs);

    void exec(const std::string& sql);
    [[nodiscard]] Statement prepare(std::string_view sql) { return {db_.get(), sql}; }
    /// First column of the first row, 0 when there is none.
    [[nodiscard]] std::int64_t integer(std::string_view sql);
    [[nodiscard]] std::string text(std::string_view sql);
    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }
    [[nodiscard]] sqlite3* get() const { return db_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
    };
    std::unique_ptr<sqlite3, Close> db_;
};

}  // namespace jiaohao::journal::sqlite
