// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

namespace jiaohao::headoffice::sqlite {
namespace {

StoreError::Code kind_of(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return StoreError::Code::full;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return StoreError::Code::damaged;
        default:
            return StoreError::Code::unavailable;
    }
}

}  // namespace

SqliteFailure failure_of(sqlite3* handle, int code) {
    const int extended = handle == nullptr ? code : sqlite3_extended_errcode(handle);
    const char* name = handle == nullptr ? nullptr : sqlite3_db_filename(handle, "main");
    return {
        StoreError{kind_of(code),
                   fmt::format("{}: {} (SQLite {})", name == nullptr ? "store" : name,
                               handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle), extended)},
        extended};
}

Statement::~Statement() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) {
        throw failure_of(sqlite3_db_handle(statement_), code);
    }
}

Statement& Statement::bind(int index, std::int64_t value) {
    check(sqlite3_bind_int64(statement_, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    // A null pointer would bind NULL; an empty view may have one.
    check(sqlite3_bind_text64(statement_, index, text.data() == nullptr ? "" : text.data(), text.size(),
                              SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(int index, std::span<const std::uint8_t> bytes) {
    check(sqlite3_bind_blob64(statement_, index, bytes.data(), bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind_null(int index) {
    check(sqlite3_bind_null(statement_, index));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code == SQLITE_DONE) {
        return false;
    }
    throw failure_of(sqlite3_db_handle(statement_), code);
}

void Statement::run() {
    while (step()) {
    }
}

void Statement::again() {
    sqlite3_reset(statement_);
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string Statement::text(int column) const {
    const auto bytes = blob(column);
    return {bytes.begin(), bytes.end()};
}

std::span<const std::uint8_t> Statement::blob(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const std::uint8_t*>(bytes),
            bytes == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Database::Database(const std::filesystem::path& file, Mode mode) : file_(file) {
    const int flags =
        mode == Mode::writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const int code = sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        SqliteFailure failure = failure_of(handle_, code);
        sqlite3_close(handle_);
        failure.error.detail += fmt::format(
            "; cannot open {}: does its folder exist and may this user write there?", file.string());
        throw failure;
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, 5000);
}

Database::~Database() {
    statements_.clear();
    sqlite3_close(handle_);
}

void Database::execute(const char* sql) {
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw failure_of(handle_, code);
    }
}

Statement Database::prepare(const char* sql) {
    auto& cached = statements_[sql];
    if (!cached) {
        sqlite3_stmt* statement = nullptr;
        const int code = sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) {
            throw failure_of(handle_, code);
        }
        cached.reset(statement);
    }
    return Statement(cached.get());
}

std::int64_t Database::integer(const char* sql) {
    Statement statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

std::int64_t Database::last_id() const {
    return sqlite3_last_insert_rowid(handle_);
}

std::int64_t Database::changes() const {
    return sqlite3_changes64(handle_);
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

void Database::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

}  // namespace jiaohao::headoffice::sqlite
