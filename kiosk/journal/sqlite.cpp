// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/sqlite.hpp"

#include <fmt/format.h>

namespace jiaohao::journal::sqlite {
namespace {

[[noreturn]] void raise(sqlite3* db, std::string_view doing) {
    const int code = sqlite3_extended_errcode(db);
    throw Error(code, sqlite3_system_errno(db),
                fmt::format("{}: {} (SQLite {})", doing, sqlite3_errmsg(db), code));
}

void check(sqlite3_stmt* statement, int code) {
    if (code != SQLITE_OK) {
        raise(sqlite3_db_handle(statement), sqlite3_sql(statement));
    }
}

int flags_of(Connection::Mode mode) {
    switch (mode) {
        case Connection::Mode::read_only:
            return SQLITE_OPEN_READONLY;
        case Connection::Mode::immutable:
            return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        case Connection::Mode::read_write:
            return SQLITE_OPEN_READWRITE;
        case Connection::Mode::create:
            return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    }
    return SQLITE_OPEN_READONLY;
}

/// A path as SQLite wants it for the mode.
std::string name_of(const std::filesystem::path& file, Connection::Mode mode) {
    if (mode != Connection::Mode::immutable) {
        return file.string();
    }
    std::string name = "file:";
    for (const char c : file.string()) {
        name += c == '%' || c == '?' || c == '#' ? fmt::format("%{:02x}", static_cast<unsigned>(c))
                                                 : std::string(1, c);
    }
    return name + "?immutable=1";
}

}  // namespace

Statement::Statement(sqlite3* db, std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    statement_.reset(statement);
    if (code != SQLITE_OK) {
        raise(db, sql);
    }
}

Statement& Statement::bind(int index, std::int64_t value) {
    check(statement_.get(), sqlite3_bind_int64(statement_.get(), index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    check(statement_.get(), sqlite3_bind_text64(statement_.get(), index, text.data(), text.size(),
                                                SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_null(int index) {
    check(statement_.get(), sqlite3_bind_null(statement_.get(), index));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    try {
        raise(sqlite3_db_handle(statement_.get()), sqlite3_sql(statement_.get()));
    } catch (...) {
        reset();
        throw;
    }
}

void Statement::run() {
    while (step()) {
    }
    reset();
}

void Statement::reset() noexcept {
    sqlite3_reset(statement_.get());
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
    const auto* bytes = sqlite3_column_text(statement_.get(), column);
    if (bytes == nullptr) {
        return {};
    }
    return {reinterpret_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Connection::Connection(const std::filesystem::path& file, Mode mode, const std::string& vfs) {
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(name_of(file, mode).c_str(), &db,
                                     flags_of(mode) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                     vfs.empty() ? nullptr : vfs.c_str());
    db_.reset(db);
    if (code != SQLITE_OK) {
        if (db == nullptr) {
            throw Error(code, 0, fmt::format("{}: no memory", file.string()));
        }
        raise(db, file.string());
    }
}

void Connection::exec(const std::string& sql) {
    if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        raise(db_.get(), sql);
    }
}

std::int64_t Connection::integer(std::string_view sql) {
    auto statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

std::string Connection::text(std::string_view sql) {
    auto statement = prepare(sql);
    return statement.step() ? std::string(statement.text(0)) : std::string();
}

}  // namespace jiaohao::journal::sqlite
