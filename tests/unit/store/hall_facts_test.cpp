// What the store keeps of halls and terminals besides their events: zones, names, clones. And how an older file
// gets there.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "tests/unit/store/fixture.hpp"

namespace jiaohao::headoffice::testing {
namespace {

using namespace std::chrono_literals;
using Kind = IngestAnswer::Kind;

const domain::HallId kNorth{"north"};
const domain::TerminalId kT1{"t1"};
constexpr WallTime kNow{1'772'000'000'000ms};

class HallFacts : public ::testing::Test {
  protected:
    void SetUp() override { ASSERT_NE(store_, nullptr); }
    void reopen() {
        store_.reset();
        store_ = open_store(folder_ / "h.db");
    }
    /// Day rows of everything that is dirty, as the worker would store them.
    std::vector<HallDay> compute() {
        auto days = store_->dirty_days(100).value();
        for (const HallDay& day : days) {
            Rollup row;
            row.grain = Grain::day;
            row.hall_day = day;
            row.figures = "f";
            EXPECT_TRUE(store_->replace_rollups(day, {row}, kNow).has_value());
        }
        return days;
    }
    void execute(const char* sql) {
        store_.reset();
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open((folder_ / "h.db").c_str(), &handle), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(handle);
        sqlite3_close(handle);
    }

    TemporaryFolder folder_;
    std::unique_ptr<SqliteStore> store_ = open_store(folder_ / "h.db");
};

TEST_F(HallFacts, ACloneIsNotedWithTheTerminalWhereAndWhenAlsoAfterARestart) {
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 20))->kind, Kind::stored);
    EXPECT_EQ(store_->halls()->at(0).clones, 0U);
    EXPECT_FALSE(store_->halls()->at(0).last_clone.has_value());
    IngestBatch batch = batch_of({}, 15, 30);
    batch.events[4] = incoming(event_at({}, 19, 1));
    const IngestAnswer answer = store_->ingest(batch).value();
    EXPECT_EQ(answer.kind, Kind::clone);
    EXPECT_EQ(answer.differs, domain::Seq{19});
    EXPECT_EQ(store_->ingest(batch)->kind, Kind::clone);
    reopen();
    const TerminalHall terminal = store_->halls()->at(0);
    EXPECT_EQ(terminal.clones, 2U);
    ASSERT_TRUE(terminal.last_clone.has_value());
    EXPECT_EQ(terminal.last_clone->epoch.get(), Source{}.epoch);
    EXPECT_EQ(terminal.last_clone->seq.get(), 19U);
    EXPECT_EQ(terminal.last_clone->at, batch.received_at);
    EXPECT_EQ(store_->ingest(batch_of({}, 15, 30))->newly_stored, 10U) << "nothing was overwritten";
}

TEST_F(HallFacts, AMovedZoneMarksTheDaysOfTheHallBehindThoseWithNewEventsNewestFirst) {
    // Four days; nothing of south.
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 350))->kind, Kind::stored);
    EXPECT_EQ(store_->ingest(batch_of({"south", "t2"}, 1, 10))->kind, Kind::stored);
    const auto zones = store_->hall_zones().value();
    ASSERT_EQ(zones.size(), 2U);
    EXPECT_EQ(zones[0].hall, kNorth);
    EXPECT_FALSE(zones[0].zone.has_value());
    EXPECT_EQ(compute().size(), 5U);
    EXPECT_EQ(store_->counts()->dirty_days, 0U);

    EXPECT_EQ(store_->move_zone(kNorth, "+06:00").value(), 4U);
    EXPECT_EQ(store_->move_zone(domain::HallId{"nowhere"}, "+06:00").value(), 0U);
    EXPECT_EQ(store_->hall_zones()->at(0).zone, "+06:00");
    EXPECT_EQ(store_->counts()->dirty_days, 4U);
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 360))->kind, Kind::stored) << "new events of the last day";
    EXPECT_EQ(store_->ingest(batch_of({"south", "t2"}, 1, 12))->kind, Kind::stored);
    reopen();
    const auto days = store_->dirty_days(100).value();
    const auto north = [](std::uint64_t seq) {
        return HallDay{kNorth, event_at({}, seq).envelope.day.value()};
    };
    EXPECT_EQ(days, (std::vector<HallDay>{north(350),
                                          {domain::HallId{"south"}, event_at({}, 2).envelope.day.value()},
                                          north(250),
                                          north(150),
                                          north(50)}));
    EXPECT_EQ(compute().size(), 5U);
    EXPECT_TRUE(store_->dirty_days(100)->empty());
}

TEST_F(HallFacts, ADayThatGetsEventsWhileItIsComputedInItsNewZoneStaysDirty) {
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 50))->kind, Kind::stored);
    const HallDay day = compute().at(0);
    EXPECT_EQ(store_->move_zone(kNorth, "+06:00").value(), 1U);
    EXPECT_EQ(store_->dirty_days(10)->size(), 1U);
    EXPECT_EQ(store_->ingest(batch_of({}, 51, 60))->kind, Kind::stored);
    EXPECT_TRUE(store_->replace_rollups(day, {}, kNow).has_value());
    EXPECT_EQ(store_->dirty_days(10), (std::vector<HallDay>{day}));
}

TEST_F(HallFacts, TheLastWordOnNamesCountsAndSilenceLeavesThem) {
    const auto say = [this](const domain::HallId& hall, const std::string& names) {
        return store_->record({kT1, hall, kNow, 0, "{}", names}).value();
    };
    EXPECT_TRUE(store_->names(std::nullopt)->empty());
    EXPECT_FALSE(say(kNorth, R"({"hall":{"en":"North"}})").other_hall.has_value());
    EXPECT_FALSE(say(kNorth, R"({"hall":{"en":"North Hall"}})").other_hall.has_value());
    EXPECT_FALSE(say(kNorth, "").other_hall.has_value());
    EXPECT_TRUE(say(domain::HallId{"south"}, R"({"hall":{"en":"Mine"}})").other_hall.has_value());
    reopen();
    const auto names = store_->names(std::nullopt).value();
    ASSERT_EQ(names.size(), 1U) << "a terminal names its own hall alone";
    EXPECT_EQ(store_->names(kNorth)->size(), 1U);
    EXPECT_TRUE(store_->names(domain::HallId{"south"})->empty());
    EXPECT_EQ(names[0].hall, kNorth);
    EXPECT_EQ(names[0].body, R"({"hall":{"en":"North Hall"}})");
}

/// Names go along when they changed; two terminals of a hall that differ do not take turns.
TEST_F(HallFacts, NamesToldByTheirHashAloneAreAskedForUntilTheyCameOfEachTerminal) {
    const auto alone = [this](const char* terminal, const char* hash) {
        Contact contact{domain::TerminalId{terminal}, kNorth, kNow, 0, "{}"};
        contact.names_hash = hash;
        return store_->record(contact)->names_wanted;
    };
    const auto along = [this](const char* terminal, const char* hash, const char* names) {
        Contact contact{domain::TerminalId{terminal}, kNorth, kNow, 0, "{}", names, hash, true};
        return store_->record(contact)->names_wanted;
    };
    EXPECT_FALSE(alone("t1", "")) << "an older terminal";
    EXPECT_TRUE(alone("t1", "h1"));
    EXPECT_TRUE(alone("t1", "h1"));
    EXPECT_FALSE(along("t1", "h1", R"({"hall":{"en":"One"}})"));
    EXPECT_FALSE(alone("t1", "h1"));
    EXPECT_FALSE(alone("t1", "")) << "brought back to an older version";
    EXPECT_TRUE(alone("t1", "h2"));
    EXPECT_TRUE(alone("t2", "h1")) << "another terminal";
    EXPECT_FALSE(along("t2", "h2", R"({"hall":{"en":"Two"}})"));
    reopen();
    EXPECT_FALSE(alone("t1", "h1")) << "what it has was heard, and the last change counts";
    EXPECT_EQ(store_->names(kNorth)->at(0).body, R"({"hall":{"en":"Two"}})");
    EXPECT_FALSE(along("t1", "h3", "")) << "nothing of it could be taken";
    EXPECT_FALSE(alone("t1", "h3")) << "which asking again would not mend";
}

TEST_F(HallFacts, TheRevisionOfNamesGrowsWhenTheyChangeAndOnlyThen) {
    const auto say = [this](const std::string& names) {
        EXPECT_TRUE(store_->record({kT1, kNorth, kNow, 0, "{}", names}).has_value());
        return store_->names_revision().value();
    };
    const auto first = say(R"({"hall":{"en":"North"}})");
    EXPECT_EQ(say(R"({"hall":{"en":"North"}})"), first);
    EXPECT_EQ(say(""), first);
    EXPECT_GT(say(R"({"hall":{"en":"North Hall"}})"), first);
    reopen();
    EXPECT_GT(store_->names_revision().value(), first);
}

TEST_F(HallFacts, ADayIsOfTheOldZoneUntilItWasComputedAndAMovedZoneIsKnownAsSuch) {
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 250))->kind, Kind::stored);
    EXPECT_EQ(store_->ingest(batch_of({"south", "t2"}, 1, 10))->kind, Kind::stored);
    compute();
    RollupFilter range;
    range.from = event_at({}, 2).envelope.day.value();
    range.to = event_at({}, 250).envelope.day.value();
    const auto old = [&] { return store_->days_of_old_zone(range).value(); };
    EXPECT_TRUE(old().empty());
    EXPECT_EQ(store_->move_zone(kNorth, "+08:00").value(), 3U);
    EXPECT_FALSE(store_->hall_zones()->at(0).moved) << "noted for the first time";
    reopen();
    EXPECT_EQ(old().size(), 3U);
    range.hall = domain::HallId{"south"};
    EXPECT_TRUE(old().empty());
    range.hall = kNorth;
    range.to = event_at({}, 150).envelope.day.value();
    EXPECT_EQ(old().size(), 2U);
    const HallDay first{kNorth, range.from};
    EXPECT_EQ(store_->dirty_days(10)->size(), 3U);
    EXPECT_EQ(store_->ingest(batch_of({"north", "t3", "e3"}, 1, 5))->kind, Kind::stored);
    EXPECT_TRUE(store_->replace_rollups(first, {}, kNow).has_value());
    EXPECT_EQ(old(), (std::vector<HallDay>{{kNorth, event_at({}, 150).envelope.day.value()}}))
        << "new events or not, the rows of the first day are of the new zone";
    EXPECT_EQ(store_->dirty_days(10)->size(), 3U);
    compute();
    EXPECT_TRUE(old().empty());
    EXPECT_EQ(store_->move_zone(kNorth, "+06:00").value(), 3U);
    EXPECT_TRUE(store_->hall_zones()->at(0).moved);
    EXPECT_EQ(old().size(), 2U);
}

/// Takes from a file what came since schema 3.
constexpr const char* kToSchema3 =
    "ALTER TABLE dirty DROP COLUMN recut; ALTER TABLE contact DROP COLUMN names_hash; ALTER TABLE hall_zone "
    "DROP COLUMN moved; DELETE FROM meta WHERE name = 'names_rev'; PRAGMA user_version = 3";

TEST_F(HallFacts, AFileOfSchemaThreeKnowsWhichOfItsDaysWaitForTheirNewZone) {
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 150))->kind, Kind::stored);
    compute();
    EXPECT_EQ(store_->move_zone(kNorth, "+08:00").value(), 2U);
    EXPECT_EQ(store_->ingest(batch_of({}, 151, 350))->kind, Kind::stored);
    execute(kToSchema3);
    reopen();
    ASSERT_NE(store_, nullptr);
    RollupFilter range;
    range.from = event_at({}, 2).envelope.day.value();
    range.to = event_at({}, 350).envelope.day.value();
    EXPECT_EQ(store_->days_of_old_zone(range).value(),
              (std::vector<HallDay>{{kNorth, event_at({}, 2).envelope.day.value()}}))
        << "the second day has new events as well, which is all that a mark could tell";
    EXPECT_EQ(store_->names_revision().value(), 0U);
    EXPECT_FALSE(store_->hall_zones()->at(0).moved);
}

TEST_F(HallFacts, AFileOfSchemaFiveHasEveryDayComputedOnceMoreBehindThoseWithNewEvents) {
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 150))->kind, Kind::stored);
    compute();
    EXPECT_EQ(store_->ingest(batch_of({}, 151, 350))->kind, Kind::stored);
    const auto before = store_->dirty_days(10).value();
    execute("PRAGMA user_version = 5");
    reopen();
    ASSERT_NE(store_, nullptr);
    const auto days = store_->dirty_days(10).value();
    EXPECT_GT(days.size(), before.size());
    EXPECT_EQ(days.front(), before.front());
    EXPECT_EQ(days.back(), (HallDay{kNorth, event_at({}, 2).envelope.day.value()}));
    compute();
    reopen();
    EXPECT_TRUE(store_->dirty_days(10)->empty()) << "once";
}

/// A file as that version wrote it: its tables are made of today's by taking away what came since.
TEST_F(HallFacts, AFileOfSchemaTwoIsBroughtUpToDateAndItsZonesAreNotKnown) {
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 150))->kind, Kind::stored);
    compute();
    EXPECT_EQ(store_->move_zone(kNorth, "+08:00").value(), 2U);
    compute();
    execute(kToSchema3);
    execute(
        "DROP TABLE hall_zone; DROP TABLE hall_names; ALTER TABLE terminal_hall DROP COLUMN clones;"
        "ALTER TABLE terminal_hall DROP COLUMN clone_epoch; ALTER TABLE terminal_hall DROP COLUMN clone_seq;"
        "ALTER TABLE terminal_hall DROP COLUMN clone_at; PRAGMA user_version = 2");
    reopen();
    ASSERT_NE(store_, nullptr);
    EXPECT_EQ(store_->counts()->events, 150U);
    EXPECT_EQ(store_->halls()->at(0).clones, 0U);
    EXPECT_TRUE(store_->names(std::nullopt)->empty());
    EXPECT_FALSE(store_->hall_zones()->at(0).zone.has_value());
    EXPECT_EQ(store_->move_zone(kNorth, "+08:00").value(), 2U);
    EXPECT_EQ(store_->ingest(batch_of({}, 100, 100, 1))->kind, Kind::clone);
    EXPECT_EQ(store_->ingest(batch_of({}, 1, 151))->newly_stored, 1U);
}

}  // namespace
}  // namespace jiaohao::headoffice::testing
