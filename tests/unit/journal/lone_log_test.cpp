// A write-ahead log whose database is gone: what its pages still hold is read.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/journal/killed_journal.hpp"

namespace jiaohao {
namespace {

using domain::RangeId;
using domain::Seq;
using test::KilledJournal;

void without(const test::JournalRig& rig, std::initializer_list<const char*> names) {
    for (const char* name : names) {
        std::filesystem::remove(rig.file(name));
    }
}

/// Everything of the hall that its events imply.
void expect_all_of(const KilledJournal& killed, test::JournalRig& rig) {
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_EQ(rig.start.previous, killed.epoch());
    EXPECT_NE(rig.start.epoch, killed.epoch());
    EXPECT_TRUE(rig.start.state.tickets == killed.expected().tickets) << rig.start.state.tickets.size();
    EXPECT_TRUE(rig.start.state.services == killed.expected().services);
    EXPECT_GE(rig.start.floors[RangeId{"a"}], killed.expected().last_ordinal.at(RangeId{"a"}));
    EXPECT_EQ(rig.start.floors_day, killed.expected().day);
}

TEST(LoneLog, IsReadIntoAFreshFile) {
    const KilledJournal killed(40, false);
    test::JournalRig rig;
    killed.copy_to(rig);
    without(rig, {"journal.db", "snapshot.json"});
    ASSERT_TRUE(rig.open());
    expect_all_of(killed, rig);
    EXPECT_EQ(rig.start.salvaged, killed.end(0).get());
    EXPECT_EQ(rig.start.lost, 0U);
    const std::filesystem::path aside = rig.start.set_aside;
    EXPECT_TRUE(std::filesystem::exists(aside / "journal.db-wal"));
    EXPECT_EQ(rig.start.set_aside_files, "journal.db-wal, readable.db");
    const auto begun = rig.start.epoch;
    rig.close();  // waits for the salvage
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.epoch, begun) << "a second damage";
    const auto backlog = rig.journal->outbox().backlog();
    ASSERT_EQ(backlog->size(), 2U);
    EXPECT_EQ(backlog->front().epoch, killed.epoch());
    EXPECT_EQ(backlog->front().last, killed.end(0));
}

TEST(LoneLog, IsReadAlsoBesideAFileOfNoBytes) {
    const KilledJournal killed(40, false);
    test::JournalRig rig;
    killed.copy_to(rig);
    std::filesystem::resize_file(rig.file("journal.db"), 0);
    ASSERT_TRUE(rig.open());
    expect_all_of(killed, rig);
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(rig.start.set_aside) / "journal.db-wal"));
}

TEST(LoneLog, IsReadAlsoBesideAFileThatIsNoDatabase) {
    const KilledJournal killed(40, false);
    test::JournalRig rig;
    killed.copy_to(rig);
    std::ofstream(rig.file("journal.db")) << std::string(9000, 'x');
    ASSERT_TRUE(rig.open());
    expect_all_of(killed, rig);
}

TEST(LoneLog, ThatIsAllThereIsSaysItself) {
    const KilledJournal killed(40, false);
    test::JournalRig rig;
    killed.copy_to(rig);
    without(rig, {"journal.db", "snapshot.json", "high-water"});
    ASSERT_TRUE(rig.open());
    EXPECT_TRUE(rig.start.state.tickets == killed.expected().tickets)
        << "a first start would have removed it";
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_GE(rig.start.floors[RangeId{"a"}], killed.expected().last_ordinal.at(RangeId{"a"}));
}

/// What a hall of weeks has: most pages stand in the file alone, the log holds those of the last minutes.
TEST(LoneLog, OfALongRunGivesItsLastEvents) {
    test::JournalRig source;
    auto options = source.options();
    options.checkpoint_pages = 60;
    ASSERT_TRUE(source.open(options));
    source.adopt(source.start);
    for (int i = 0; i < 100; ++i) {
        ASSERT_TRUE(source.commit(9));
    }
    source.close();
    ASSERT_TRUE(source.open());
    source.adopt(source.start);
    const auto moved = source.expected.seq.get();
    for (int i = 0; i < 8; ++i) {
        ASSERT_TRUE(source.commit(3));
    }
    test::JournalRig rig;
    for (const char* name : {"journal.db-wal", "high-water"}) {
        std::filesystem::copy_file(source.file(name), rig.file(name));
    }
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_EQ(rig.start.previous, source.start.epoch);
    EXPECT_GE(rig.start.salvaged, source.expected.seq.get() - moved);
    const domain::TicketId last = source.expected.tickets.rbegin()->first;
    EXPECT_TRUE(rig.start.state.tickets.contains(last));
    EXPECT_GE(rig.start.floors[RangeId{"a"}], source.expected.last_ordinal.at(RangeId{"a"}));
}

TEST(LoneLog, IsReadAlsoWhereItLacksThePageOfTheTables) {
    test::JournalRig source;
    ASSERT_TRUE(source.open());
    source.adopt(source.start);
    ASSERT_TRUE(source.commit(4));
    source.close();
    ASSERT_TRUE(source.open());
    source.adopt(source.start);
    ASSERT_TRUE(source.commit(1));
    test::JournalRig rig;
    for (const char* name : {"journal.db-wal", "high-water"}) {
        std::filesystem::copy_file(source.file(name), rig.file(name));
    }
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.salvaged, 5U) << "they stand in one page";
    EXPECT_EQ(rig.start.state.tickets.size(), source.expected.tickets.size());
}

TEST(LoneLog, ThatCannotBeReadIsSetAsideByNameAndTheHallGoesOn) {
    const KilledJournal killed(40);
    test::JournalRig rig;
    killed.copy_to(rig);
    without(rig, {"journal.db"});
    std::ofstream(rig.file("journal.db-wal")) << std::string(50'000, '\x5a');
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_FALSE(rig.start.state.tickets.empty()) << "those of the second snapshot";
    EXPECT_GE(rig.start.floors[RangeId{"a"}], killed.expected().last_ordinal.at(RangeId{"a"}));
    const std::filesystem::path aside = rig.start.set_aside;
    EXPECT_TRUE(aside.filename().string().starts_with("damaged-" + killed.epoch().get()));
    EXPECT_EQ(std::filesystem::file_size(aside / "journal.db-wal"), 50'000U);
}

}  // namespace
}  // namespace jiaohao
