// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/schema.hpp"

#include <fmt/format.h>

#include <array>

namespace jiaohao::journal {
namespace {

constexpr const char* kTables = R"(
CREATE TABLE event (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, day TEXT, at INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE request (id TEXT PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
                      answer TEXT NOT NULL, day TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE TABLE snapshot (seq INTEGER PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)";

/// kSteps[n] makes version n + 1 of version n.
constexpr std::array<const char*, kSchemaVersion> kSteps{
    // Version 0 kept requests for ever: they get the business day they belong to, so that they can be
    // dropped.
    R"(ALTER TABLE request ADD COLUMN day TEXT NOT NULL DEFAULT '';
       UPDATE request SET day = coalesce((SELECT day FROM event WHERE seq = request.last_seq), '');)",
};

}  // namespace

void create_schema(sqlite::Connection& db) {
    db.exec(fmt::format("BEGIN IMMEDIATE; {} PRAGMA user_version = {}", kTables, kSchemaVersion));
}

bool migrate(sqlite::Connection& db) {
    const auto from = db.integer("PRAGMA user_version");
    for (auto version = from; version < kSchemaVersion; ++version) {
        db.exec(fmt::format("BEGIN IMMEDIATE; {} PRAGMA user_version = {}; COMMIT",
                            kSteps.at(static_cast<std::size_t>(version)), version + 1));
    }
    return from < kSchemaVersion;
}

int version_of(const std::filesystem::path& file, const std::string& vfs) {
    sqlite::Connection db(file, sqlite::Connection::Mode::read_only, vfs);
    return static_cast<int>(db.integer("PRAGMA user_version"));
}

}  // namespace jiaohao::journal
