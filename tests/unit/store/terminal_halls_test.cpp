// Whose hall a terminal may speak for.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/unit/store/fixture.hpp"

namespace jiaohao::headoffice::testing {
namespace {

using namespace std::chrono_literals;
using Kind = IngestAnswer::Kind;

const domain::HallId kNorth{"north"};
const domain::HallId kSouth{"south"};
const domain::TerminalId kT1{"t1"};
constexpr WallTime kNow{1'772'000'000'000ms};

class TerminalHalls : public ::testing::Test {
  protected:
    static Source of(const domain::HallId& hall, int epoch) {
        return {hall.get(), "t1", "0f0e0d0c-0000-4000-8000-00000000000" + std::to_string(epoch)};
    }
    Kind send(const Source& source, std::uint64_t first, std::uint64_t last) {
        return store_->ingest(batch_of(source, first, last)).value().kind;
    }
    TerminalHall bound() {
        const auto rows = store_->halls().value();
        EXPECT_EQ(rows.size(), 1U);
        return rows.empty() ? TerminalHall{} : rows[0];
    }
    Result<ContactAnswer, StoreError> contact(const domain::HallId& hall) {
        return store_->record({kT1, hall, kNow, 7, "{}"});
    }

    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> store_ = open_store(folder_ / "h.db");
};

TEST_F(TerminalHalls, TheFirstBatchBindsAndAnotherHallIsRefusedNotedAndStoresNothing) {
    EXPECT_EQ(send(of(kNorth, 1), 1, 3), Kind::stored);
    for (const int epoch : {1, 2}) {
        const auto answer = store_->ingest(batch_of(of(kSouth, epoch), 1, 5)).value();
        EXPECT_EQ(answer.kind, Kind::other_hall);
        EXPECT_EQ(answer.hall, kNorth);
    }
    EXPECT_EQ(store_->counts()->events, 3U);
    EXPECT_EQ(store_->counts()->refused_hall, 2U);
    EXPECT_EQ(store_->coverage()->size(), 1U);
    const TerminalHall row = bound();
    EXPECT_EQ(row.hall, kNorth);
    EXPECT_FALSE(row.listed);
    EXPECT_EQ(row.since, batch_of({}, 1, 1).received_at);
    EXPECT_EQ(row.refused, 2U);
    EXPECT_EQ(row.refused_hall, kSouth);
    EXPECT_EQ(row.refused_at, batch_of({}, 1, 1).received_at);
    EXPECT_EQ(send(of(kNorth, 2), 1, 5), Kind::stored);
}

TEST_F(TerminalHalls, AContactBindsTooAndIsRefusedForAnotherHallWithoutReplacingTheLastOne) {
    EXPECT_FALSE(contact(kNorth)->other_hall.has_value());
    EXPECT_EQ(send(of(kSouth, 1), 1, 3), Kind::other_hall);
    EXPECT_EQ(contact(kSouth)->other_hall, kNorth);
    EXPECT_EQ(store_->contacts()->at(0).hall, kNorth);
    EXPECT_EQ(bound().refused, 2U);
    EXPECT_EQ(store_->counts()->refused_hall, 2U);
}

TEST_F(TerminalHalls, ABatchThatIsNotStoredBindsNobody) {
    EXPECT_EQ(send(of(kSouth, 1), 5, 9), Kind::gap);
    EXPECT_TRUE(store_->halls()->empty());
    EXPECT_EQ(send(of(kNorth, 1), 1, 9), Kind::stored);
}

TEST_F(TerminalHalls, TheListDecidesBeforeTheFirstWordAndAfterIt) {
    ASSERT_TRUE(store_->list({{kT1, kSouth}}, kNow).has_value());
    EXPECT_EQ(send(of(kNorth, 1), 1, 3), Kind::other_hall);
    EXPECT_EQ(send(of(kSouth, 1), 1, 3), Kind::stored);
    EXPECT_TRUE(bound().listed);
    ASSERT_TRUE(store_->list({{kT1, kSouth}}, kNow + 1h).has_value());
    EXPECT_EQ(bound().since, kNow) << "the hall has not changed";
    ASSERT_TRUE(store_->list({}, kNow + 2h).has_value());
    EXPECT_FALSE(bound().listed);
    EXPECT_EQ(bound().hall, kSouth) << "who leaves the list keeps the hall";
}

TEST_F(TerminalHalls, AMovedTerminalDrainsItsOldEpochAndBeginsANewOneInItsNewHall) {
    EXPECT_EQ(send(of(kNorth, 1), 1, 3), Kind::stored);
    ASSERT_TRUE(store_->list({{kT1, kSouth}}, kNow).has_value());
    EXPECT_EQ(send(of(kNorth, 1), 4, 9), Kind::stored) << "began before the move";
    EXPECT_EQ(send(of(kSouth, 1), 10, 11), Kind::wrong_hall) << "an epoch has one hall for ever";
    EXPECT_EQ(send(of(kSouth, 2), 1, 5), Kind::stored);
    EXPECT_EQ(send(of(kNorth, 3), 1, 5), Kind::other_hall);
    EXPECT_EQ(store_->counts()->events, 14U);
}

TEST_F(TerminalHalls, SurviveARestart) {
    EXPECT_EQ(send(of(kNorth, 1), 1, 3), Kind::stored);
    EXPECT_EQ(send(of(kSouth, 2), 1, 3), Kind::other_hall);
    store_.reset();
    store_ = open_store(folder_ / "h.db");
    EXPECT_EQ(send(of(kSouth, 2), 1, 3), Kind::other_hall);
    EXPECT_EQ(bound().refused, 2U);
}

/// The schema that the first version wrote, with a terminal that moved from north to south and one that only
/// ever made contact. Never changed: such files exist.
constexpr const char* kFirstVersion = R"sql(
PRAGMA application_id = 0x4A48686F;
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
PRAGMA user_version = 1;
INSERT INTO hall VALUES (1, 'north'), (2, 'south');
INSERT INTO terminal VALUES (1, 't1');
INSERT INTO epoch VALUES (1, 1, 1, '0f0e0d0c-0000-4000-8000-000000000001'), (2, 2, 1, '0f0e0d0c-0000-4000-8000-000000000002');
INSERT INTO cursor VALUES (1, 1, 1, 3, x'00', NULL, 1000, 0), (2, 1, 2, 1, x'00', NULL, 2000, 1);
INSERT INTO contact VALUES ('t1', 'south', 3000, 0, '{}'), ('t2', 'north', 4000, 0, '{}');
)sql";

TEST(TerminalHallsOfAnOlderStore, AreThoseOfTheNewestEpochElseOfTheLastContact) {
    const TemporaryFolder folder;
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open((folder / "h.db").c_str(), &handle), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(handle, kFirstVersion, nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
    const auto store = open_store(folder / "h.db");
    ASSERT_NE(store, nullptr);
    const auto rows = store->halls().value();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].hall, kSouth);
    EXPECT_EQ(rows[0].since, WallTime{2000ms});
    EXPECT_EQ(rows[1].terminal.get(), "t2");
    EXPECT_EQ(rows[1].hall, kNorth);
    EXPECT_EQ(store->counts()->events, 4U);
    EXPECT_EQ(store->counts()->set_apart, 0U);
    EXPECT_EQ(store->ingest(batch_of({"north", "t1", "0f0e0d0c-0000-4000-8000-000000000003"}, 1, 2))->kind,
              Kind::other_hall);
    EXPECT_EQ(store->ingest(batch_of({"south", "t1", "0f0e0d0c-0000-4000-8000-000000000003"}, 1, 2))->kind,
              Kind::stored);
}

}  // namespace
}  // namespace jiaohao::headoffice::testing
