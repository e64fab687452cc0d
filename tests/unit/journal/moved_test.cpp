// The id of a terminal or hall is changed, by mistake most of the time, and set back.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "kiosk/domain/decide.hpp"
#include "kiosk/domain/lent.hpp"
#include "kiosk/journal/foreign.hpp"
#include "kiosk/journal/sqlite.hpp"
#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

namespace fs = std::filesystem;
using domain::RangeId;
using domain::Seq;
using Mode = journal::sqlite::Connection::Mode;

const RangeId kRange{"a"};

class Moved : public testing::Test {
  protected:
    [[nodiscard]] journal::Options under(const char* terminal, const char* hall = "demo") {
        auto options = rig.options();
        options.terminal = domain::TerminalId{terminal};
        options.hall = domain::HallId{hall};
        return options;
    }
    /// A morning as t1: A001 and A002 wait.
    void begin() {
        ASSERT_TRUE(rig.open());
        rig.adopt(rig.start);
        ASSERT_TRUE(rig.commit(6));
        own = rig.start.epoch;
        state = rig.expected;
        rig.close();
    }
    /// The same folder under another name, with `events` of its own.
    void misname(std::size_t events) {
        ASSERT_TRUE(rig.open(under("t5")));
        rig.adopt(rig.start);
        if (events > 0) {
            ASSERT_TRUE(rig.commit(events));
        }
        rig.close();
    }
    [[nodiscard]] fs::path old(const domain::EpochId& epoch) const {
        return rig.folder() / "old" / (epoch.get() + ".db");
    }
    void put_moved_mark(const fs::path& file) {
        journal::sqlite::Connection db(file, Mode::read_write, {});
        db.exec(
            "INSERT INTO meta VALUES ('moved', '{\"at\":1,\"numbers\":{}}'); PRAGMA journal_mode = DELETE");
    }
    test::JournalRig rig;
    domain::EpochId own;
    domain::HallState state;
};

TEST_F(Moved, ANewNameBeginsAboveTheNumbersGivenAndSaysWhoseQueueItSetAside) {
    begin();
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_TRUE(rig.start.fresh);
    EXPECT_EQ(rig.start.reason, domain::EpochReason::moved);
    EXPECT_EQ(rig.start.previous, own);
    EXPECT_TRUE(rig.start.state.tickets.empty());
    EXPECT_EQ(rig.start.floors.at(kRange), 10U);
    EXPECT_EQ(rig.start.floors_day, rig.day);
    ASSERT_TRUE(rig.start.left);
    EXPECT_EQ(rig.start.left->terminal.get(), "t1");
    EXPECT_EQ(rig.start.left->hall.get(), "demo");
    EXPECT_EQ(rig.start.left->waiting, 2U);
    EXPECT_EQ(rig.start.left->day, rig.day);
    EXPECT_TRUE(rig.start.left->day_open);
    EXPECT_EQ(rig.start.left->file, old(own).string());
    rig.close();
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_TRUE(rig.start.left) << "until there is an event, for the power may go before anybody is told";
    EXPECT_FALSE(rig.start.taken_up);
}

TEST_F(Moved, TheOldNameTakesUpItsOwnJournalAgain) {
    begin();
    misname(0);
    ASSERT_TRUE(rig.open());
    EXPECT_FALSE(rig.start.fresh);
    EXPECT_EQ(rig.start.epoch, own);
    EXPECT_EQ(rig.start.state, state) << "nothing was given meanwhile: no number is left out";
    EXPECT_EQ(rig.start.requests.size(), 1U);
    EXPECT_TRUE(rig.start.taken_up);
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(3));
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state, rig.expected);
    EXPECT_FALSE(rig.start.taken_up) << "told once";
    EXPECT_EQ(test::all_events(*rig.journal, own, Seq{1}).size(), 9U);
}

TEST_F(Moved, OfSeveralUnderOneNameTheNewestIsTakenUp) {
    begin();
    misname(0);
    for (const char* name : {"0.db", "1.db", "7.db", "a.db", "m.db", "zz.db"}) {
        fs::copy_file(old(own), rig.folder() / "old" / name);
        journal::sqlite::Connection db(rig.folder() / "old" / name, Mode::read_write, {});
        db.exec("UPDATE meta SET value = '{\"at\":1,\"numbers\":{}}' WHERE key = 'moved'");
    }
    ASSERT_TRUE(rig.open());
    EXPECT_TRUE(rig.start.taken_up);
    EXPECT_FALSE(fs::exists(old(own)));
    EXPECT_TRUE(fs::exists(rig.folder() / "old" / "zz.db"));
}

TEST_F(Moved, NoNumberOfTheTimeUnderAWrongNameIsGivenAgain) {
    begin();
    misname(6);
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.epoch, own);
    EXPECT_EQ(rig.start.state.tickets.size(), 2U);
    EXPECT_EQ(rig.start.state.last_ordinal.at(kRange), 20U);
    ASSERT_TRUE(rig.start.left);
    EXPECT_EQ(rig.start.left->terminal.get(), "t5");
    EXPECT_EQ(rig.start.left->waiting, 2U);
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state.last_ordinal.at(kRange), 20U) << "not only in memory";
    EXPECT_EQ(rig.journal->outbox().backlog()->size(), 2U) << "what was done meanwhile is uploaded";
}

TEST_F(Moved, WhatWasLentMeanwhileIsLentToNobodyElse) {
    const domain::TerminalId t2{"t2"};
    const auto lend = [&](std::uint32_t first) {
        auto events = rig.next(1);
        events[0].event = domain::LeaseGranted{t2, kRange, first, first + 49};
        ASSERT_TRUE(rig.commit(ports::CommitBatch{std::move(events), {}, {}}));
    };
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(6));
    lend(500);
    own = rig.start.epoch;
    rig.close();
    misname(0);
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state.leases.at(t2).at(kRange).first, 500U) << "nothing was lent: it holds";
    rig.close();
    ASSERT_TRUE(rig.open(under("t5")));
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(6));
    lend(550);
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_FALSE(rig.start.state.leases.contains(t2))
        << "its old block was spent in part, nobody knows how far";
    EXPECT_GE(rig.start.state.last_ordinal.at(domain::lent_counter(kRange)), 599U);
}

TEST_F(Moved, WhatHeadOfficeHasStaysAsLongAsItMayBeTakenUp) {
    begin();
    ASSERT_TRUE(rig.open(under("t5")));
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.journal->outbox().acknowledge(own, Seq{6}));
    ASSERT_TRUE(rig.commit(6));
    rig.close();
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_TRUE(fs::exists(old(own)));
    EXPECT_EQ(rig.journal->outbox().backlog()->size(), 1U);
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.epoch, own);
    EXPECT_EQ(rig.journal->outbox().backlog()->back().acknowledged, Seq{6}) << "not all of it is sent again";
    rig.close();
    misname(0);
    rig.clock().turn(std::chrono::hours{24 * 36});
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_FALSE(fs::exists(old(own)));
}

TEST_F(Moved, PowerThatGoesBetweenSettingAsideAndBeginningChangesNothing) {
    begin();
    const auto keep = rig.folder() / "keep";
    fs::copy_file(rig.file("high-water"), keep);
    const auto cut = [&] {
        for (const char* name : {"journal.db", "journal.db-wal", "journal.db-shm", "snapshot.json"}) {
            fs::remove(rig.file(name));
        }
        fs::copy_file(keep, rig.file("high-water"), fs::copy_options::overwrite_existing);
    };
    misname(0);
    cut();
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_EQ(rig.start.reason, domain::EpochReason::moved) << "not damaged: nothing is lost";
    EXPECT_TRUE(rig.start.state.tickets.empty());
    EXPECT_TRUE(rig.start.left);
    rig.close();
    cut();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.epoch, own);
    EXPECT_EQ(rig.start.state, state);
}

TEST_F(Moved, PowerThatGoesWhileWhatWasSetAsideIsDestroyedStillOpensAndGivesNoNumberTwice) {
    begin();
    const auto keep = rig.folder() / "keep";
    fs::copy_file(rig.file("high-water"), keep);
    misname(0);
    for (const char* name : {"journal.db", "journal.db-wal", "journal.db-shm", "snapshot.json"}) {
        fs::remove(rig.file(name));
    }
    fs::copy_file(keep, rig.file("high-water"), fs::copy_options::overwrite_existing);
    std::ofstream(old(own), std::ios::binary) << std::string(8192, 'x');
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_EQ(rig.start.floors.at(kRange), 10U);
}

TEST_F(Moved, ALogWithoutItsJournalIsNoMoveToBeFinished) {
    begin();
    const auto keep = rig.folder() / "keep";
    fs::copy_file(rig.file("high-water"), keep);
    misname(0);
    for (const char* name : {"journal.db", "journal.db-wal", "journal.db-shm", "snapshot.json"}) {
        fs::remove(rig.file(name));
    }
    fs::copy_file(keep, rig.file("high-water"), fs::copy_options::overwrite_existing);
    // Whatever was committed under the other name stands in it.
    std::ofstream(rig.file("journal.db-wal"), std::ios::binary) << std::string(8192, 'x');
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_FALSE(rig.start.set_aside.empty()) << "kept to be looked at";
}

TEST_F(Moved, AnEpochInOldThatWasNeverSetAsideIsNoMoveToBeFinished) {
    begin();
    fs::create_directories(rig.folder() / "old");
    {
        journal::sqlite::Connection db(rig.file("journal.db"), Mode::read_write, {});
        db.exec("PRAGMA journal_mode = DELETE");
    }
    fs::rename(rig.file("journal.db"), old(own));
    fs::remove(rig.file("snapshot.json"));
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.reason, domain::EpochReason::damaged);
    EXPECT_EQ(rig.start.floors.at(kRange), 10U);
}

TEST_F(Moved, PowerThatGoesBeforeTheNumbersAreRaisedGivesNoneTwice) {
    begin();
    misname(6);
    const auto other = rig.start.epoch;
    put_moved_mark(rig.file("journal.db"));
    fs::rename(rig.file("journal.db"), old(other));
    fs::rename(old(own), rig.file("journal.db"));
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.epoch, own);
    EXPECT_EQ(rig.start.state.last_ordinal.at(kRange), 20U);
    ASSERT_TRUE(rig.start.left);
    EXPECT_EQ(rig.start.left->terminal.get(), "t5");
}

TEST_F(Moved, ADamagedOneIsNotTakenUpAndNotTouched) {
    begin();
    misname(6);
    {
        std::fstream file(old(own), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096);
        file << std::string(4096, 'x');
    }
    ASSERT_TRUE(rig.open());
    EXPECT_TRUE(rig.start.fresh);
    EXPECT_NE(rig.start.epoch, own);
    EXPECT_EQ(rig.start.reason, domain::EpochReason::moved);
    EXPECT_EQ(rig.start.floors.at(kRange), 20U);
    EXPECT_TRUE(fs::exists(old(own)));
}

TEST_F(Moved, AnotherHallIsAnotherQueueToo) {
    begin();
    ASSERT_TRUE(rig.open(under("t1", "other")));
    EXPECT_EQ(rig.start.reason, domain::EpochReason::moved);
    EXPECT_FALSE(fs::exists(rig.file("snapshot.json"))) << "a queue must not come back in another hall";
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state, state);
}

TEST_F(Moved, WhoseJournalStandsThereIsToldWithoutTouchingIt) {
    const auto found = [&](const char* terminal, const char* hall = "demo") {
        return journal::foreign_journal(rig.folder(), domain::HallId{hall}, domain::TerminalId{terminal});
    };
    EXPECT_FALSE(found("t1")) << "there is none";
    begin();
    EXPECT_FALSE(found("t1"));
    ASSERT_TRUE(found("t5"));
    EXPECT_TRUE(found("t1", "other"));
    EXPECT_EQ(found("t5")->journal.waiting, 2U);
    EXPECT_FALSE(found("t5")->other_waits);
    EXPECT_FALSE(fs::exists(rig.file("journal.db-shm")));
    EXPECT_FALSE(fs::exists(rig.file("journal.db-wal")));
    misname(6);
    ASSERT_TRUE(found("t1"));
    EXPECT_TRUE(found("t1")->other_waits);
    ASSERT_TRUE(rig.open(under("t5")));
    EXPECT_EQ(found("t1")->journal.terminal.get(), "t5") << "beside its writer";
}

}  // namespace
}  // namespace jiaohao
