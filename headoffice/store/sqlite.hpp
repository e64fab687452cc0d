// A thin owner of one SQLite connection and its statements, for this room only. Failures are thrown as
// SqliteFailure and caught at the room's edge, where they become StoreError.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "headoffice/store/store.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace jiaohao::headoffice::sqlite {

/// Never leaves the room.
struct SqliteFailure {
    StoreError error;
    /// The extended SQLite result code; 0 when the failure is not SQLite's.
    int code = 0;
};

/// A prepared statement in use; resets itself when it goes out of scope. Parameters and columns count from 1
/// and 0 as in SQLite. Text and blob parameters must live until the statement is gone.
class Statement {
  public:
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::string_view text);
    Statement& bind_blob(int index, std::span<const std::uint8_t> bytes);
    Statement& bind_null(int index);

    /// True when there is a row.
    [[nodiscard]] bool step();
    /// For statements without rows.
    void run();
    /// Ready for another set of parameters.
    void again();

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;
    [[nodiscard]] bool null(int column) const;

  private:
    void check(int code) const;
    sqlite3_stmt* statement_;
};

/// Not thread-safe.
class Database {
  public:
    enum class Mode : std::uint8_t { writer, reader };
    Database(const std::filesystem::path& file, Mode mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    void execute(const char* sql);
    /// From the connection's statement cache. `sql` must be a literal. One use of the same text at a time.
    [[nodiscard]] Statement prepare(const char* sql);
    [[nodiscard]] std::int64_t integer(const char* sql);
    [[nodiscard]] std::int64_t last_id() const;
    [[nodiscard]] std::int64_t changes() const;
    [[nodiscard]] bool in_transaction() const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::filesystem::path file_;
    sqlite3* handle_ = nullptr;
    std::map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

[[nodiscard]] SqliteFailure failure_of(sqlite3* handle, int code);

}  // namespace jiaohao::headoffice::sqlite
