// Bad bytes in the write-ahead log, which SQLite itself takes for the end of it.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "kiosk/journal/log_walk.hpp"
#include "kiosk/journal/snapshot_file.hpp"
#include "tests/crash/fault_vfs.hpp"
#include "tests/crash/journal_rig.hpp"
#include "tests/unit/journal/killed_journal.hpp"

namespace jiaohao {
namespace {

using domain::RangeId;
using domain::Seq;
using test::KilledJournal;

constexpr std::streamoff kFrame = 24 + 4096;
constexpr std::streamoff kFirstFrame = 32;

void flip(const std::filesystem::path& path, std::streamoff at) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    char byte = 0;
    file.seekg(at).read(&byte, 1);
    byte = static_cast<char>(~byte);
    file.seekp(at).write(&byte, 1);
}

TEST(DamagedLog, IsFoundWhereverItIsHurtAndNeitherNumbersNorTicketsAreLost) {
    const KilledJournal killed(40);
    const auto frames = killed.log_size() / kFrame;
    ASSERT_GT(frames, 80);
    int found = 0;
    int whole = 0;
    for (std::streamoff frame = 0; frame < frames; frame += 3) {
        SCOPED_TRACE(frame);
        test::JournalRig rig;
        killed.copy_to(rig);
        flip(rig.file("journal.db-wal"), kFirstFrame + frame * kFrame + (frame % 2 == 0 ? 2000 : 9));
        ASSERT_TRUE(rig.open());
        if (!rig.start.fresh) {
            EXPECT_GE(rig.start.state.seq, killed.end(2)) << "only a tail can pass for a torn one";
            continue;
        }
        ++found;
        EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
        EXPECT_EQ(rig.start.previous, killed.epoch());
        EXPECT_GE(rig.start.floors[RangeId{"a"}], killed.expected().last_ordinal.at(RangeId{"a"}));
        EXPECT_EQ(rig.start.state.day, killed.expected().day);
        rig.close();  // waits for the salvage
        ASSERT_TRUE(rig.open());
        const auto backlog = rig.journal->outbox().backlog();
        ASSERT_EQ(backlog->size(), 2U);
        EXPECT_EQ(backlog->front().epoch, killed.epoch());
        whole += backlog->front().last == killed.end(0) ? 1 : 0;
    }
    EXPECT_GT(found, 20);
    EXPECT_GT(whole, found * 3 / 4) << "most pages stand in the log more than once";
}

TEST(DamagedLog, TheHallGoesOnWithEveryTicketThatCanBeRead) {
    const KilledJournal killed(40);
    test::JournalRig rig;
    killed.copy_to(rig);
    // The first frames hold pages that later ones hold again.
    flip(rig.file("journal.db-wal"), kFirstFrame + 20 * kFrame + 2000);
    ASSERT_TRUE(rig.open());
    ASSERT_TRUE(rig.start.fresh);
    EXPECT_EQ(rig.start.state.tickets, killed.expected().tickets);
    EXPECT_EQ(rig.start.state.services, killed.expected().services);
    EXPECT_EQ(rig.start.state.counters, killed.expected().counters);
}

TEST(DamagedLog, ABadHeaderDoesNotMakeTheWholeLogUnseen) {
    const KilledJournal killed(20);
    for (const std::streamoff at : {0, 9, 17, 25}) {
        SCOPED_TRACE(at);
        test::JournalRig rig;
        killed.copy_to(rig);
        flip(rig.file("journal.db-wal"), at);
        ASSERT_TRUE(rig.open());
        EXPECT_TRUE(rig.start.fresh);
        EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    }
}

TEST(DamagedLog, ZerosWhereItBeganDoNotHideTheRest) {
    const KilledJournal killed(20);
    test::JournalRig rig;
    killed.copy_to(rig);
    std::fstream(rig.file("journal.db-wal"), std::ios::in | std::ios::out | std::ios::binary)
        << std::string(4096, '\0');
    ASSERT_TRUE(rig.open());
    EXPECT_TRUE(rig.start.fresh);
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
}

TEST(DamagedLog, SectorsThatCannotBeReadCostNoMoreThanTheyHeld) {
    const KilledJournal killed(40);
    for (const std::streamoff at : {0L, 20 * kFrame, 60 * kFrame}) {
        SCOPED_TRACE(at);
        test::FaultVfs vfs("bad sector", 1);
        vfs.spoil("journal.db-wal", at, 512);
        test::JournalRig rig;
        killed.copy_to(rig);
        auto options = rig.options();
        options.vfs = "bad sector";
        ASSERT_TRUE(rig.open(options));
        EXPECT_TRUE(rig.start.fresh);
        EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
        EXPECT_EQ(rig.start.state.tickets.size(), killed.expected().tickets.size());
        rig.close();  // waits for the salvage
        ASSERT_TRUE(rig.open(options));
        const auto backlog = rig.journal->outbox().backlog();
        ASSERT_EQ(backlog->size(), 2U);
        EXPECT_EQ(backlog->front().last, killed.end(0));
        rig.close();
    }
}

TEST(DamagedLog, ALogThatIsGoneIsMissedByTheNumbersThatWereReserved) {
    const KilledJournal killed(15);
    for (const std::uintmax_t left : {0U, 20'000U}) {
        SCOPED_TRACE(left);
        test::JournalRig rig;
        killed.copy_to(rig);
        std::filesystem::resize_file(rig.file("journal.db-wal"), left);
        ASSERT_TRUE(rig.open());
        EXPECT_TRUE(rig.start.fresh) << "an older state of the same epoch would give its numbers again";
        EXPECT_GE(rig.start.floors[RangeId{"a"}], killed.expected().last_ordinal.at(RangeId{"a"}));
    }
}

TEST(DamagedLog, ALogThatIsGoneIsMissedByTheSecondFileToo) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(15));
    rig.close();
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    // Nothing of it reserves a number.
    ASSERT_TRUE(rig.commit_chatter(3, true));
    NullSink sink;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (journal::read_snapshot_file(rig.file("snapshot.json"), Log(sink, "test")).seq !=
               rig.expected.seq &&
           std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    test::JournalRig copy;
    for (const char* name : {"journal.db", "high-water", "snapshot.json"}) {
        std::filesystem::copy_file(rig.file(name), copy.file(name));
    }
    ASSERT_TRUE(copy.open());
    EXPECT_TRUE(copy.start.fresh) << "its next event would have a seq that head office knows";
    EXPECT_EQ(copy.start.previous, rig.start.epoch);
    EXPECT_EQ(copy.start.state.tickets, rig.expected.tickets);
    EXPECT_EQ(copy.start.state.devices, rig.expected.devices);
}

TEST(DamagedLog, ASecondFileOfAnEarlierEpochProvesNothing) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(15));
    rig.close();
    std::filesystem::remove(rig.file("journal.db"));
    ASSERT_TRUE(rig.open());
    const auto begun = rig.start.epoch;
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.epoch, begun);
}

TEST(DamagedLog, ALogWithoutItsDatabaseIsKept) {
    const KilledJournal killed(40);
    test::JournalRig rig;
    killed.copy_to(rig);
    std::filesystem::remove(rig.file("journal.db"));
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(rig.start.set_aside) / "journal.db-wal"));
    EXPECT_FALSE(rig.start.state.tickets.empty()) << "those of the second snapshot";
}

TEST(DamagedLog, TheSecondSnapshotAloneIsNoFirstStart) {
    const KilledJournal killed(40);
    test::JournalRig rig;
    killed.copy_to(rig);
    for (const char* name : {"journal.db", "journal.db-wal", "high-water"}) {
        std::filesystem::remove(rig.file(name));
    }
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_EQ(rig.start.previous, killed.epoch());
    EXPECT_FALSE(rig.start.state.tickets.empty());
    EXPECT_GT(rig.start.floors[RangeId{"a"}], 0U);
}

TEST(DamagedLog, PowerThatGoesWhileItIsSetAsideCostsNoTicket) {
    const KilledJournal killed(40);
    test::JournalRig rig;
    killed.copy_to(rig);
    const auto aside = rig.folder() / ("damaged-" + killed.epoch().get() + "-20260102T000000Z");
    std::filesystem::create_directories(aside);
    for (const char* name : {"journal.db", "journal.db-wal"}) {
        std::filesystem::rename(rig.file(name), aside / name);
    }
    ASSERT_TRUE(rig.open());
    EXPECT_TRUE(rig.start.fresh);
    EXPECT_EQ(rig.start.state.tickets, killed.expected().tickets);
}

TEST(DamagedLog, ATornTailIsNone) {
    const KilledJournal killed(20);
    for (const std::streamoff missing : {1L, 100L, 4096L, 4120L}) {
        SCOPED_TRACE(missing);
        test::JournalRig rig;
        killed.copy_to(rig);
        std::filesystem::resize_file(rig.file("journal.db-wal"),
                                     static_cast<std::uintmax_t>(killed.log_size() - missing));
        EXPECT_FALSE(journal::walk_log(rig.file("journal.db"), {}).damaged());
        ASSERT_TRUE(rig.open());
        EXPECT_FALSE(rig.start.fresh);
        EXPECT_EQ(rig.start.state.seq, killed.end(1));
    }
}

TEST(DamagedLog, WhatIsLeftBehindTheEndOfALogBegunAnewIsNone) {
    test::JournalRig rig;
    auto options = rig.options();
    options.checkpoint_pages = 6;
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    for (int i = 0; i < 60; ++i) {
        ASSERT_TRUE(rig.commit(3));
        const auto walk = journal::walk_log(rig.file("journal.db"), {});
        EXPECT_FALSE(walk.damaged()) << walk.problem();
    }
    EXPECT_GT(rig.journal->counters().checkpoints, 0U);
}

TEST(DamagedLog, OpeningLeavesAnEmptyLog) {
    const KilledJournal killed(10);
    test::JournalRig rig;
    killed.copy_to(rig);
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state, killed.expected());
    EXPECT_EQ(std::filesystem::file_size(rig.file("journal.db-wal")), 0U);
}

TEST(DamagedLog, AQuietSpellMovesTheLogIntoTheFile) {
    test::JournalRig rig;
    auto options = rig.options();
    options.quiet = std::chrono::milliseconds{1};
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(3));
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (rig.journal->counters().checkpoints == 0 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
    }
    // Without its log the file is the whole journal.
    test::JournalRig copy;
    for (const char* name : {"journal.db", "high-water"}) {
        std::filesystem::copy_file(rig.file(name), copy.file(name));
    }
    ASSERT_TRUE(copy.open());
    EXPECT_EQ(copy.start.state, rig.expected);
}

}  // namespace
}  // namespace jiaohao
