// SPDX-License-Identifier: Apache-2.0
#include "headoffice/store/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jiaohao::headoffice::sqlite {
namespace {

// "JHho" as PRAGMA application_id: tells this file from any other SQLite database.
constexpr std::int64_t kApplicationId = 0x4A48686F;
constexpr std::int64_t kPageSize = 8192;

// Ids are small integers so that the key of an event row costs a few bytes. An epoch belongs to one terminal
// and one hall for ever: a terminal that moves gets a new epoch. Every key starts with the hall.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE hall (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE terminal (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE epoch (id INTEGER PRIMARY KEY, hall_id INTEGER NOT NULL, terminal_id INTEGER NOT NULL,
  uuid TEXT NOT NULL, UNIQUE (terminal_id, uuid));
CREATE TABLE cursor (hall_id INTEGER NOT NULL, terminal_id INTEGER NOT NULL, epoch_id INTEGER NOT NULL,
  stored_to INTEGER NOT NULL, chain BLOB NOT NULL, last_event_at INTEGER, received_at INTEGER NOT NULL,
  quarantined INTEGER NOT NULL, PRIMARY KEY (hall_id, terminal_id, epoch_id)) WITHOUT ROWID;
CREATE TABLE event (hall_id INTEGER NOT NULL, terminal_id INTEGER NOT NULL, epoch_id INTEGER NOT NULL,
  seq INTEGER NOT NULL, day INTEGER, recv_day INTEGER NOT NULL, chain BLOB NOT NULL, problem TEXT, body BLOB NOT NULL,
  PRIMARY KEY (hall_id, terminal_id, epoch_id, seq)) WITHOUT ROWID;
CREATE INDEX event_day ON event (hall_id, day) WHERE day IS NOT NULL;
CREATE TABLE dirty (hall_id INTEGER NOT NULL, day INTEGER NOT NULL, first_mark INTEGER NOT NULL, mark INTEGER NOT NULL,
  PRIMARY KEY (hall_id, day)) WITHOUT ROWID;
CREATE TABLE rollup (hall_id INTEGER NOT NULL, grain INTEGER NOT NULL, day INTEGER NOT NULL, slot_min INTEGER NOT NULL,
  service TEXT NOT NULL, counter TEXT NOT NULL, clerk TEXT NOT NULL, rev INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  figures BLOB NOT NULL,
  PRIMARY KEY (hall_id, grain, day, slot_min, service, counter, clerk)) WITHOUT ROWID;
CREATE INDEX rollup_day ON rollup (grain, day, slot_min);
CREATE TABLE contact (terminal TEXT PRIMARY KEY, hall TEXT NOT NULL, received_at INTEGER NOT NULL,
  backlog INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('rev', 0);
)sql";

// Which hall a terminal speaks for: until now the one of its newest epoch. Days too far away to be true.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE terminal_hall (terminal TEXT PRIMARY KEY, hall TEXT NOT NULL, listed INTEGER NOT NULL,
  since INTEGER NOT NULL, refused INTEGER NOT NULL DEFAULT 0, refused_hall TEXT, refused_at INTEGER) WITHOUT ROWID;
INSERT INTO terminal_hall (terminal, hall, listed, since)
  SELECT t.name, h.name, 0, coalesce((SELECT min(c.received_at) FROM cursor c WHERE c.epoch_id = e.id), 0)
  FROM epoch e JOIN terminal t ON t.id = e.terminal_id JOIN hall h ON h.id = e.hall_id
  WHERE e.id = (SELECT max(n.id) FROM epoch n WHERE n.terminal_id = e.terminal_id);
INSERT OR IGNORE INTO terminal_hall (terminal, hall, listed, since) SELECT terminal, hall, 0, received_at FROM contact;
ALTER TABLE event ADD COLUMN far_day INTEGER;
ALTER TABLE cursor ADD COLUMN set_apart INTEGER NOT NULL DEFAULT 0;
)sql";

// Terminals that tell another event at a stored seq. The zone that a hall's slots were cut in: not known of what
// was computed until now. What halls, services and counters are called, as the hall itself says.
constexpr const char* kVersion3 = R"sql(
ALTER TABLE terminal_hall ADD COLUMN clones INTEGER NOT NULL DEFAULT 0;
ALTER TABLE terminal_hall ADD COLUMN clone_epoch TEXT;
ALTER TABLE terminal_hall ADD COLUMN clone_seq INTEGER;
ALTER TABLE terminal_hall ADD COLUMN clone_at INTEGER;
CREATE TABLE hall_zone (hall_id INTEGER PRIMARY KEY, zone TEXT NOT NULL);
CREATE TABLE hall_names (hall TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
)sql";

// Whether a hall's zone was set anew since it was first noted; days that wait to be computed in another zone (their
// first marks lie behind those of all days with new events). Which names a terminal was last heard saying, and how
// often any hall's changed.
constexpr const char* kVersion4 = R"sql(
ALTER TABLE hall_zone ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dirty ADD COLUMN recut INTEGER NOT NULL DEFAULT 0;
UPDATE dirty SET recut = 1 WHERE first_mark > 576460752303423488;
ALTER TABLE contact ADD COLUMN names_hash TEXT NOT NULL DEFAULT '';
INSERT INTO meta VALUES ('names_rev', 0);
)sql";

// Every day is computed once more, behind those with new events. Version 5: ratings stored until then were not filtered.
// Version 6: how counters spent their time was not told.
constexpr const char* kComputedAnew = R"sql(
INSERT INTO dirty (hall_id, day, first_mark, mark)
  SELECT hall_id, day, 1152921504606846976 - day, (SELECT coalesce(max(mark), 0) + 1 FROM dirty) FROM rollup
  WHERE grain = 2 AND service = '' AND counter = '' AND clerk = '' AND length(figures) > 0
  ON CONFLICT DO NOTHING;
)sql";

constexpr std::array<const char*, kSchemaVersion> kSteps{kVersion1, kVersion2,     kVersion3,
                                                         kVersion4, kComputedAnew, kComputedAnew};

void migrate(Database& database) {
    auto version = database.integer("PRAGMA user_version");
    if (version > kSchemaVersion) {
        throw SqliteFailure{
            {StoreError::Code::too_new,
             fmt::format("the store has schema {}, this version of headofficed knows up to {}: start "
                         "the newer version, or restore the backup made before the update",
                         version, kSchemaVersion)}};
    }
    for (; version < kSchemaVersion; ++version) {
        database.execute("BEGIN IMMEDIATE");
        database.execute(kSteps.at(static_cast<std::size_t>(version)));
        database.execute(fmt::format("PRAGMA user_version = {}", version + 1).c_str());
        database.execute("COMMIT");
    }
}

}  // namespace

void prepare_writer(Database& database, std::uint64_t quota_bytes) {
    const bool empty = database.integer("SELECT count(*) FROM sqlite_schema") == 0;
    if (empty) {
        database.execute(
            fmt::format("PRAGMA page_size = {}; PRAGMA application_id = {}", kPageSize, kApplicationId)
                .c_str());
    } else if (database.integer("PRAGMA application_id") != kApplicationId) {
        throw SqliteFailure{{StoreError::Code::invalid,
                             "the file is an SQLite database of another program: name another store file"}};
    }
    // One connection does all writes and checkpoints: SQLite 3.40 can lose commits when a second one
    // checkpoints.
    database.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;"
        "PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY");
    if (quota_bytes > 0) {
        const std::int64_t pages =
            std::max<std::int64_t>(16, static_cast<std::int64_t>(quota_bytes) /
                                           std::max<std::int64_t>(1, database.integer("PRAGMA page_size")));
        database.execute(fmt::format("PRAGMA max_page_count = {}", pages).c_str());
    }
    migrate(database);
}

}  // namespace jiaohao::headoffice::sqlite
