// Power that goes while a damaged journal is set aside or the next one is begun.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "kiosk/journal/sqlite.hpp"
#include "tests/crash/fault_vfs.hpp"
#include "tests/crash/journal_rig.hpp"
#include "tests/unit/journal/killed_journal.hpp"

namespace jiaohao {
namespace {

namespace fs = std::filesystem;
using domain::RangeId;
using domain::Seq;
using test::KilledJournal;

/// Moves these files as an earlier start did that came no further.
fs::path put_aside(const test::JournalRig& rig, const std::string& name,
                   std::initializer_list<const char*> files) {
    const fs::path folder = rig.file(("damaged-" + name).c_str());
    fs::create_directories(folder);
    for (const char* file : files) {
        fs::rename(rig.file(file), folder / file);
    }
    return folder;
}

std::ptrdiff_t folders_aside(const test::JournalRig& rig) {
    return std::count_if(fs::directory_iterator(rig.folder()), {}, [](const fs::directory_entry& entry) {
        return entry.path().filename().string().starts_with("damaged-");
    });
}

/// A run whose first events stand in the file alone and whose last ones in the log alone.
class LongRun {
  public:
    LongRun() {
        EXPECT_TRUE(rig_.open());
        rig_.adopt(rig_.start);
        for (int i = 0; i < 60; ++i) {
            EXPECT_TRUE(rig_.commit(3));
        }
        rig_.close();
        EXPECT_TRUE(rig_.open());
        rig_.adopt(rig_.start);
        for (int i = 0; i < 8; ++i) {
            EXPECT_TRUE(rig_.commit(3));
        }
    }
    void copy_to(const test::JournalRig& other) const {
        for (const char* name : {"journal.db", "journal.db-wal", "high-water"}) {
            fs::copy_file(rig_.folder() / name, other.file(name));
        }
    }
    [[nodiscard]] const domain::HallState& expected() const { return rig_.expected; }
    [[nodiscard]] std::string folder(const char* time) const {
        return rig_.start.epoch.get() + "-20260102T" + time + "Z";
    }

    /// Every ticket has its place and every event goes to head office.
    void expect_whole(test::JournalRig& rig) const {
        ASSERT_TRUE(rig.open());
        EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
        EXPECT_EQ(rig.start.previous, rig_.start.epoch);
        EXPECT_EQ(rig.start.state.tickets.size(), expected().tickets.size());
        EXPECT_TRUE(rig.start.state.services == expected().services);
        rig.close();  // waits for the salvage
        ASSERT_TRUE(rig.open());
        const auto backlog = rig.journal->outbox().backlog();
        ASSERT_EQ(backlog->size(), 2U);
        EXPECT_EQ(backlog->front().epoch, rig_.start.epoch);
        EXPECT_EQ(backlog->front().last, expected().seq);
        const auto events = test::all_events(*rig.journal, rig_.start.epoch, Seq{1});
        EXPECT_EQ(events.size(), expected().seq.get());
        EXPECT_TRUE(std::none_of(events.begin(), events.end(), [](const domain::RecordedEvent& one) {
            return domain::type_name(one.event) == "event.lost";
        }));
    }

  private:
    test::JournalRig rig_;
};

TEST(SetAside, PowerThatGoesWhileTheNextIsBegunCostsNoTicket) {
    const KilledJournal killed(40, false);
    int cut_short = 0;
    for (std::uint64_t at = 1; at <= 45; at += 2) {
        SCOPED_TRACE(at);
        test::FaultVfs vfs("beginning", at);
        test::JournalRig rig;
        killed.copy_to(rig);
        put_aside(rig, killed.epoch().get() + "-20260102T000000Z", {"journal.db", "journal.db-wal"});
        auto options = rig.options();
        options.vfs = "beginning";
        vfs.cut_after(at);
        cut_short += journal::SqliteJournal::open(options) ? 0 : 1;
        vfs.power_back();
        ASSERT_TRUE(rig.open(options));
        EXPECT_TRUE(rig.start.fresh);
        EXPECT_EQ(rig.start.previous, killed.epoch());
        EXPECT_EQ(rig.start.state.tickets.size(), killed.expected().tickets.size());
        EXPECT_GE(rig.start.floors[RangeId{"a"}], killed.expected().last_ordinal.at(RangeId{"a"}));
        EXPECT_EQ(folders_aside(rig), 1);
        rig.close();
    }
    EXPECT_GT(cut_short, 10);
}

TEST(SetAside, AnEmptyFileOfABeginningIsNotTakenForTheJournal) {
    const KilledJournal killed(40, false);
    test::JournalRig rig;
    killed.copy_to(rig);
    put_aside(rig, killed.epoch().get() + "-20260102T000000Z", {"journal.db", "journal.db-wal"});
    std::ofstream(rig.file("journal.db")).close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state.tickets, killed.expected().tickets);
    EXPECT_EQ(folders_aside(rig), 1);
}

TEST(SetAside, PowerBetweenFileAndLogCostsNeitherTicketNorEvent) {
    const LongRun run;
    test::JournalRig rig;
    run.copy_to(rig);
    const auto folder = put_aside(rig, run.folder("000000"), {"journal.db"});
    run.expect_whole(rig);
    EXPECT_TRUE(fs::exists(folder / "journal.db-wal")) << "the log belongs to its file";
    EXPECT_EQ(folders_aside(rig), 1);
}

TEST(SetAside, TwoFoldersOfOneEpochGiveOneFileForUpload) {
    const LongRun run;
    test::JournalRig rig;
    run.copy_to(rig);
    const auto first = put_aside(rig, run.folder("000000"), {"journal.db"});
    std::ofstream(first / "journal.db-wal").close();
    put_aside(rig, run.folder("000001"), {"journal.db-wal"});
    run.expect_whole(rig);
}

TEST(SetAside, ALogGoesToNoFolderThatHasItsOwn) {
    const LongRun run;
    test::JournalRig rig;
    run.copy_to(rig);
    const auto first = put_aside(rig, run.folder("000000"), {"journal.db"});
    std::ofstream(first / "journal.db-wal").close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(fs::file_size(first / "journal.db-wal"), 0U);
    EXPECT_EQ(folders_aside(rig), 2);
    EXPECT_EQ(rig.start.state.tickets.size(), run.expected().tickets.size()) << "both are read";
}

TEST(SetAside, WhatWasNeverBegunIsNotSalvagedAgainAndAgain) {
    test::JournalRig rig;
    const auto folder = put_aside(rig, "unknown-20260102T000000Z", {});
    journal::sqlite::Connection(folder / "journal.db", journal::sqlite::Connection::Mode::create, {})
        .exec("PRAGMA journal_mode = WAL");
    ASSERT_GT(fs::file_size(folder / "journal.db"), 0U);
    ASSERT_TRUE(rig.open());
    rig.close();  // waits for the salvage
    EXPECT_TRUE(fs::exists(folder / "salvaged"));
}

}  // namespace
}  // namespace jiaohao
