// A damaged journal never stops a hall.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "kiosk/domain/lent.hpp"
#include "kiosk/journal/sqlite.hpp"
#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

using domain::RangeId;
using domain::Seq;
using Mode = journal::sqlite::Connection::Mode;

/// 150 tickets and more on the open day, with a snapshot file of `snapshot_at`.
void fill(test::JournalRig& rig, Seq& snapshot_at) {
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(rig.commit(9, i == 40));
        if (i == 40) {
            snapshot_at = rig.expected.seq;
        }
    }
    rig.close();
    ASSERT_TRUE(std::filesystem::exists(rig.file("snapshot.json")));
}

void overwrite(const std::filesystem::path& path, std::streamoff at, const std::string& bytes) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(at);
    file << bytes;
}

struct Damage {
    const char* name;
    std::function<void(test::JournalRig&)> make;
    bool salvageable;
};

std::vector<Damage> damages() {
    return {
        {"not a database", [](auto& rig) { std::ofstream(rig.file("journal.db")) << std::string(9000, 'x'); },
         false},
        {"missing", [](auto& rig) { std::filesystem::remove(rig.file("journal.db")); }, false},
        {"cut to nothing", [](auto& rig) { std::filesystem::resize_file(rig.file("journal.db"), 0); }, false},
        {"cut in the middle", [](auto& rig) { std::filesystem::resize_file(rig.file("journal.db"), 40960); },
         false},
        {"a page of noise",
         [](auto& rig) { overwrite(rig.file("journal.db"), 16L * 4096, std::string(4096, '\x5a')); }, true},
        {"a hole",
         [](auto& rig) {
             journal::sqlite::Connection(rig.file("journal.db"), Mode::read_write, {})
                 .exec("DELETE FROM event WHERE seq = 120");
         },
         true},
        {"an unreadable event",
         [](auto& rig) {
             journal::sqlite::Connection(rig.file("journal.db"), Mode::read_write, {})
                 .exec("UPDATE event SET body = '{' WHERE seq = 440");
         },
         true},
        {"no meta",
         [](auto& rig) {
             journal::sqlite::Connection(rig.file("journal.db"), Mode::read_write, {})
                 .exec("DELETE FROM meta WHERE key = 'epoch'");
         },
         true},
    };
}

TEST(DamagedJournal, IsSetAsideAndTheHallGoesOnWithItsTicketsAboveTheReservedNumbers) {
    for (const Damage& damage : damages()) {
        SCOPED_TRACE(damage.name);
        test::JournalRig rig;
        Seq snapshot_at;
        fill(rig, snapshot_at);
        const auto before = rig.start.epoch;
        const auto used = rig.expected.last_ordinal[RangeId{"a"}];
        damage.make(rig);
        ASSERT_TRUE(rig.open());
        EXPECT_TRUE(rig.start.fresh);
        EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
        EXPECT_EQ(rig.start.previous, before);
        EXPECT_NE(rig.start.epoch, before);
        ASSERT_TRUE(rig.start.floors.contains(RangeId{"a"}));
        EXPECT_EQ(rig.start.floors[RangeId{"a"}], (used + 9) / 10 * 10);
        EXPECT_EQ(rig.start.floors_day, rig.day);
        EXPECT_EQ(rig.start.state.seq, Seq{0});
        ASSERT_FALSE(rig.start.state.tickets.empty());
        EXPECT_EQ(rig.start.state.tickets.begin()->first.epoch, before) << "tickets keep their identity";
        rig.adopt(rig.start);
        ASSERT_TRUE(rig.commit(4));
        rig.close();
        ASSERT_TRUE(rig.open());
        EXPECT_FALSE(rig.start.fresh);
        EXPECT_EQ(rig.start.state, rig.expected);
    }
}

TEST(DamagedJournal, WhatCanBeReadIsSalvagedForUploadWithoutGaps) {
    for (const Damage& damage : damages()) {
        if (!damage.salvageable) {
            continue;
        }
        SCOPED_TRACE(damage.name);
        test::JournalRig rig;
        Seq snapshot_at;
        fill(rig, snapshot_at);
        const auto before = rig.start.epoch;
        damage.make(rig);
        ASSERT_TRUE(rig.open());
        rig.close();  // waits for the salvage
        ASSERT_TRUE(rig.open());
        const auto backlog = rig.journal->outbox().backlog();
        ASSERT_EQ(backlog->size(), 2U);
        EXPECT_EQ(backlog->front().epoch, before);
        const auto events = test::all_events(*rig.journal, before, Seq{1});
        EXPECT_EQ(events.size(), backlog->front().last.get());
        EXPECT_GT(events.size(), 400U);
        ASSERT_TRUE(rig.journal->outbox().acknowledge(before, backlog->front().last));
        rig.close();
        ASSERT_TRUE(rig.open());
        EXPECT_EQ(rig.journal->outbox().backlog()->size(), 1U) << "head office has all of it";
    }
}

TEST(DamagedJournal, AnUnreadableSnapshotFallsBackToTheOlderOne) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    for (int i = 0; i < 10; ++i) {
        ASSERT_TRUE(rig.commit(5, i == 3 || i == 7));
    }
    rig.close();
    {
        journal::sqlite::Connection db(rig.file("journal.db"), Mode::read_write, {});
        db.exec("UPDATE snapshot SET body = '{\"v\":1' WHERE seq = 40");
    }
    ASSERT_TRUE(rig.open());
    EXPECT_FALSE(rig.start.fresh);
    EXPECT_EQ(rig.start.state, rig.expected);
}

TEST(DamagedJournal, TheOpenDayIsKnownBeforeItsFirstTicket) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(2));
    rig.close();
    std::filesystem::remove(rig.file("journal.db"));
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_EQ(rig.start.floors_day, rig.day);
}

TEST(DamagedJournal, NumbersThatWereLentOrTakenOverAreNotGivenAgain) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(2));
    const auto write = [&](const domain::Event& event) {
        ports::CommitBatch batch;
        batch.events = rig.next(1);
        batch.events.front().event = event;
        return rig.commit(std::move(batch)).has_value();
    };
    const auto own = rig.next(1).front().envelope.terminal;
    ASSERT_TRUE(write(domain::LeaseGranted{domain::TerminalId{"t2"}, RangeId{"a"}, 301, 350}));
    ASSERT_TRUE(write(domain::LeaseGranted{own, RangeId{"a"}, 901, 950})) << "at a satellite";
    domain::TicketAdopted adopted;
    adopted.ticket = {domain::TerminalId{"t2"}, domain::EpochId{"e2"}, Seq{5}};
    adopted.range = RangeId{"b"};
    adopted.ordinal = 40;
    ASSERT_TRUE(write(adopted));
    rig.close();
    for (const char* const file : {"journal.db", "journal.db-wal", "snapshot.json"}) {
        std::filesystem::remove(rig.file(file));
    }
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.floors[domain::lent_counter(RangeId{"a"})], 350U)
        << "a satellite's own numbers are those it has given";
    EXPECT_EQ(rig.start.floors[domain::lent_counter(RangeId{"b"})], 40U);
    EXPECT_FALSE(rig.start.floors.contains(RangeId{"b"})) << "the hall's own go on where they were";
}

TEST(DamagedJournal, LostHighWaterFileIsMadeAnewFromTheState) {
    test::JournalRig rig;
    Seq snapshot_at;
    fill(rig, snapshot_at);
    std::ofstream(rig.file("high-water")) << "garbage";
    ASSERT_TRUE(rig.open());
    EXPECT_FALSE(rig.start.fresh);
    rig.close();
    std::filesystem::remove(rig.file("journal.db"));
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.floors[RangeId{"a"}], 150U);
}

}  // namespace
}  // namespace jiaohao
