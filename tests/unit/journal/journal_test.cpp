// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <thread>

#include "kiosk/domain/decide.hpp"
#include "kiosk/journal/sqlite.hpp"
#include "tests/crash/fault_vfs.hpp"
#include "tests/crash/journal_rig.hpp"

namespace jiaohao {
namespace {

using domain::Seq;
using ports::JournalError;
using Mode = journal::sqlite::Connection::Mode;

TEST(Journal, BeginsWithANewEpochThatAsksForItsFirstEvent) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    EXPECT_TRUE(rig.start.fresh);
    EXPECT_EQ(rig.start.reason, domain::EpochReason::created);
    EXPECT_EQ(rig.start.epoch.get().size(), 36U);
    const auto epoch = rig.start.epoch;
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_TRUE(rig.start.fresh) << "no event stands yet";
    EXPECT_EQ(rig.start.epoch, epoch);
}

TEST(Journal, StartsFromTheStateOfAllCommittedEvents) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    for (int i = 0; i < 40; ++i) {
        ASSERT_TRUE(rig.commit(3, i % 10 == 9));
    }
    ASSERT_TRUE(rig.commit(2));
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_FALSE(rig.start.fresh);
    EXPECT_EQ(rig.start.state, rig.expected);
    EXPECT_EQ(rig.start.requests.size(), 41U);
    EXPECT_EQ(rig.start.requests.back().answer.number, "122");
}

TEST(Journal, ARequestThatLeftNoEventIsDurableByItself) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(3));
    ports::CommitBatch batch;
    domain::Answer answer;
    answer.number = "A007";
    batch.requests.push_back({domain::RequestId{"again"}, Seq{4}, Seq{3}, answer});
    ASSERT_TRUE(rig.commit(std::move(batch)));
    EXPECT_EQ(rig.journal->counters().events, 3U);
    // Its commit is no fact: what comes after it has the next number all the same.
    ASSERT_TRUE(rig.commit(1));
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state, rig.expected);
    const auto& kept = rig.start.requests;
    const auto found = std::ranges::find(kept, domain::RequestId{"again"}, &ports::RequestRecord::id);
    ASSERT_NE(found, kept.end());
    EXPECT_EQ(found->answer.number, "A007");
}

TEST(Journal, ASecondOneIsRefusedWithTheProcessId) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    const auto second = journal::SqliteJournal::open(rig.options());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().error, JournalError::locked);
    EXPECT_NE(second.error().detail.find(std::to_string(::getpid())), std::string::npos)
        << second.error().detail;
}

TEST(Journal, OneCommitIsOneSync) {
    test::FaultVfs vfs("counting", 1);
    test::JournalRig rig;
    auto options = rig.options();
    options.vfs = "counting";
    options.checkpoint_pages = 1'000'000;
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(3));
    const auto before = vfs.syncs();
    const auto commits = rig.journal->counters().commits.load();
    for (int i = 0; i < 200; ++i) {
        ASSERT_TRUE(rig.commit(2));
    }
    EXPECT_EQ(rig.journal->counters().commits - commits, 200U);
    EXPECT_EQ(vfs.syncs() - before, 200U);
    std::printf("200 commits, %llu syncs, %llu reservations\n",
                static_cast<unsigned long long>(vfs.syncs() - before),
                static_cast<unsigned long long>(rig.journal->counters().reservations.load()));
}

TEST(Journal, BatchesThatWaitShareOneCommit) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(2));
    // The first callback holds the journal thread until all others are queued.
    std::promise<void> gate;
    auto open_gate = gate.get_future().share();
    std::promise<void> last;
    const auto events = rig.next(21);
    const auto before = rig.journal->counters().commits.load();
    for (std::size_t i = 0; i < events.size(); ++i) {
        ports::CommitBatch batch;
        batch.events = {events[i]};
        rig.journal->commit(std::move(batch), [&, i](const auto& outcome) {
            EXPECT_TRUE(outcome);
            if (i == 0) {
                open_gate.wait();
            } else if (i + 1 == events.size()) {
                last.set_value();
            }
        });
    }
    gate.set_value();
    last.get_future().wait();
    EXPECT_LE(rig.journal->counters().commits - before, 3U);
    EXPECT_EQ(rig.journal->outbox().backlog()->back().last, Seq{23});
    rig.close();  // before the promises its thread uses
}

TEST(Journal, ReadsHaveNoSyncAndWritesAreFull) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    journal::sqlite::Connection db(rig.file("journal.db"), Mode::read_only, {});
    EXPECT_EQ(db.text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(db.integer("PRAGMA user_version"), 1);
}

TEST(Journal, ForgetsRequestsOfDaysBeforeTheLastOne) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(4));
    for (unsigned day = 3; day <= 5; ++day) {
        rig.day = domain::BusinessDay{std::chrono::year{2026} / 1 / std::chrono::day{day}};
        ports::CommitBatch batch;
        batch.events = rig.next(1);
        batch.events[0].event = domain::DayOpened{rig.day};
        ASSERT_TRUE(rig.commit(std::move(batch)));
        ASSERT_TRUE(rig.commit(2));
    }
    rig.close();
    ASSERT_TRUE(rig.open());
    ASSERT_EQ(rig.start.requests.size(), 2U) << "of the 4th and the 5th";
    EXPECT_EQ(rig.start.requests[0].last_seq, Seq{10});
}

TEST(Journal, KeepsTheRequestsOfADaySteppedBackTo) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(2));
    const auto open_day = [&](int year, const char* request) {
        ports::CommitBatch batch;
        batch.events = rig.next(1);
        batch.events[0].event = domain::DayOpened{domain::BusinessDay{std::chrono::year{year} / 1 / 2}};
        const Seq seq = batch.events[0].envelope.seq;
        batch.requests.push_back({domain::RequestId{request}, seq, seq, {}});
        ASSERT_TRUE(rig.commit(std::move(batch)));
    };
    open_day(2026, "today");
    open_day(2035, "ahead");
    open_day(2026, "back");
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.requests.size(), 4U) << "of the first commit too";
}

TEST(Journal, ABatchOutOfOrderIsRefusedAndNothingElseIsTakenUntilReopened) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(3));
    ports::CommitBatch hole;
    hole.events = rig.next(2);
    hole.events.erase(hole.events.begin());
    const auto refused = rig.commit(std::move(hole));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().error, JournalError::failed);
    EXPECT_FALSE(rig.commit(1)) << "the state the hall decided on is wrong now";
    const auto reopened = rig.journal->reopen();
    ASSERT_TRUE(reopened);
    EXPECT_EQ(reopened->state.seq, Seq{3});
    rig.adopt(*reopened);
    EXPECT_TRUE(rig.commit(1));
}

/// In use, with three events, its folder moved to the place that is returned.
std::filesystem::path moved_away(test::JournalRig& rig) {
    EXPECT_TRUE(rig.open());
    rig.adopt(rig.start);
    EXPECT_TRUE(rig.commit(3));
    std::filesystem::path away = rig.folder().string() + ".away";
    std::filesystem::rename(rig.folder(), away);
    return away;
}

TEST(Journal, ThatIsMovedAwayWhileItIsOpenTakesNothingMore) {
    test::JournalRig rig;
    const std::filesystem::path away = moved_away(rig);
    const auto gone = rig.commit(1);
    ASSERT_FALSE(gone) << "nobody would find it again";
    EXPECT_EQ(gone.error().error, JournalError::unwritable);
    EXPECT_NE(gone.error().detail.find("journal.db was moved or deleted"), std::string::npos)
        << gone.error().detail;
    EXPECT_FALSE(rig.journal->reopen());
    std::filesystem::rename(away, rig.folder());
    const auto back = rig.journal->reopen();
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(back->state.seq, Seq{3});
    rig.adopt(*back);
    EXPECT_TRUE(rig.commit(1));
}

TEST(Journal, ThatIsMovedAwayWhileItIsOpenIsNotBegunAnewInAnEmptyFolder) {
    test::JournalRig rig;
    const std::filesystem::path away = moved_away(rig);
    std::filesystem::create_directory(rig.folder());
    ASSERT_FALSE(rig.commit(1));
    const auto empty = rig.journal->reopen();
    ASSERT_FALSE(empty) << "the numbers that people hold would be given once more";
    EXPECT_EQ(empty.error().error, JournalError::unwritable);
    EXPECT_NE(empty.error().detail.find("put it and what stood beside it back"), std::string::npos)
        << empty.error().detail;
    EXPECT_FALSE(std::filesystem::exists(rig.folder() / "journal.db"));
    std::filesystem::remove_all(rig.folder());
    std::filesystem::rename(away, rig.folder());
    const auto back = rig.journal->reopen();
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(back->state.seq, Seq{3});
}

TEST(Journal, WhoseFileAloneIsTakenAwayWhileItIsOpenGoesOnAboveTheNumbersGiven) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(3));
    for (const char* file : {"journal.db", "journal.db-wal"}) {
        std::filesystem::rename(rig.folder() / file, rig.folder() / (std::string("away-") + file));
    }
    ASSERT_FALSE(rig.commit(1));
    const auto begun = rig.journal->reopen();
    ASSERT_TRUE(begun) << begun.error().detail;
    EXPECT_TRUE(begun->fresh);
    EXPECT_EQ(begun->reason, domain::EpochReason::damaged) << "people are told";
    EXPECT_NE(begun->epoch, rig.start.epoch);
    const domain::RangeId range{"a"};
    ASSERT_TRUE(begun->floors.contains(range));
    EXPECT_GE(begun->floors.at(range), rig.expected.last_ordinal.at(range));
}

TEST(Journal, AFailedSyncIsNoCommitAndLeavesNothingBehind) {
    test::FaultVfs vfs("failing", 1);
    test::JournalRig rig;
    auto options = rig.options();
    options.vfs = "failing";
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(5));
    vfs.fail_next_sync();
    const auto failed = rig.commit(2);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().error, JournalError::failed);
    EXPECT_FALSE(rig.commit(2));
    const auto reopened = rig.journal->reopen();
    ASSERT_TRUE(reopened) << reopened.error().detail;
    EXPECT_EQ(reopened->state, rig.expected);
    ASSERT_TRUE(reopened->last);
    EXPECT_EQ(reopened->last->seq, rig.expected.seq);
    EXPECT_EQ(reopened->last->at, rig.expected.last_at);
    EXPECT_EQ(reopened->requests.size(), 1U);
    EXPECT_TRUE(rig.commit(2));
    rig.close();
    ASSERT_TRUE(rig.open(options));
    EXPECT_EQ(rig.start.state, rig.expected);
}

TEST(Journal, AFullDiskIsNamedAndWorksAgainWhenThereIsRoom) {
    test::FaultVfs vfs("full", 1);
    test::JournalRig rig;
    auto options = rig.options();
    options.vfs = "full";
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(5));
    EXPECT_TRUE(std::filesystem::exists(rig.file("ballast")));
    vfs.set_full(true);
    const auto full = rig.commit(2);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().error, JournalError::full) << full.error().detail;
    EXPECT_FALSE(std::filesystem::exists(rig.file("ballast"))) << "given back to the disk";
    vfs.set_full(false);
    const auto reopened = rig.journal->reopen();
    ASSERT_TRUE(reopened) << reopened.error().detail;
    EXPECT_EQ(reopened->state, rig.expected);
    EXPECT_TRUE(rig.commit(2));
    EXPECT_TRUE(std::filesystem::exists(rig.file("ballast")));
}

TEST(Journal, TheQuotaIsKeptAndAcknowledgedEventsMakeRoom) {
    test::JournalRig rig;
    auto options = rig.options();
    options.quota_bytes = 400'000;
    ASSERT_TRUE(rig.open(options));
    rig.adopt(rig.start);
    Result<void, ports::JournalFailure> result;
    while ((result = rig.commit_chatter(50, true)) && rig.expected.seq.get() < 10'000) {
    }
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().error, JournalError::full) << result.error().detail;
    EXPECT_LE(std::filesystem::file_size(rig.file("journal.db")), 400'000U);
    auto reopened = rig.journal->reopen();
    ASSERT_TRUE(reopened) << reopened.error().detail;
    EXPECT_EQ(reopened->state, rig.expected);
    ASSERT_TRUE(rig.journal->outbox().acknowledge(rig.start.epoch, rig.expected.seq));
    for (int i = 0; i < 10; ++i) {
        result = rig.commit_chatter(50, true);
        ASSERT_TRUE(result) << "head office has the older ones: they go before retention; "
                            << result.error().detail;
        ASSERT_TRUE(rig.journal->outbox().acknowledge(rig.start.epoch, rig.expected.seq));
    }
    EXPECT_GT(rig.journal->counters().dropped, 0U);
}

TEST(Journal, AnUnwritableFolderIsNamed) {
    test::JournalRig rig;
    auto options = rig.options();
    std::ofstream(rig.file("in-the-way")) << "x";
    options.folder = rig.file("in-the-way") / "journal";
    const auto opened = journal::SqliteJournal::open(options);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().error, JournalError::unwritable) << opened.error().detail;
}

TEST(Journal, AnotherHallGetsANewEpochAndTheOldOneStaysToUpload) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(6));
    const auto first = rig.start.epoch;
    rig.close();
    auto options = rig.options();
    options.hall = domain::HallId{"other"};
    ASSERT_TRUE(rig.open(options));
    EXPECT_EQ(rig.start.reason, domain::EpochReason::moved);
    EXPECT_EQ(rig.start.previous, first);
    EXPECT_EQ(rig.start.floors.at(domain::RangeId{"a"}), 10U) << "a mistyped id is still the same hall";
    const auto backlog = rig.journal->outbox().backlog();
    ASSERT_EQ(backlog->size(), 2U);
    EXPECT_EQ(backlog->front().epoch, first);
    EXPECT_EQ(backlog->front().last, Seq{6});
    EXPECT_EQ(test::all_events(*rig.journal, first, Seq{1}).size(), 6U);
}

TEST(Outbox, ReadsWhatIsDurableAndRemembersTheMark) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    const auto events = rig.next(30);
    ports::CommitBatch batch;
    batch.events = events;
    ASSERT_TRUE(rig.commit(std::move(batch)));
    EXPECT_EQ(test::all_events(*rig.journal, rig.start.epoch, Seq{1}), events);
    EXPECT_EQ(rig.journal->outbox().read(rig.start.epoch, Seq{5}, 4, 1U << 20U)->size(), 4U);
    EXPECT_EQ(rig.journal->outbox().read(rig.start.epoch, Seq{5}, 100, 1)->size(), 1U);
    ASSERT_TRUE(rig.journal->outbox().acknowledge(rig.start.epoch, Seq{12}));
    ASSERT_TRUE(rig.journal->outbox().acknowledge(rig.start.epoch, Seq{9}));
    ASSERT_TRUE(rig.journal->outbox().acknowledge(rig.start.epoch, Seq{900}));
    EXPECT_EQ(rig.journal->outbox().backlog()->back().acknowledged, Seq{30})
        << "never beyond what is durable";
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.journal->outbox().backlog()->back().acknowledged, Seq{30});
    EXPECT_FALSE(rig.journal->outbox().read(domain::EpochId{"nobody"}, Seq{1}, 1, 1));
}

TEST(Outbox, AcknowledgedEventsGoAfterTheirTimeButNeverThoseTheSnapshotsNeed) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    for (int i = 0; i < 30; ++i) {
        ASSERT_TRUE(rig.commit(50, i == 10 || i == 20));
    }
    ASSERT_TRUE(rig.journal->outbox().acknowledge(rig.start.epoch, rig.expected.seq));
    rig.close();
    rig.clock().turn(std::chrono::hours{24 * 36});
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state, rig.expected);
    journal::sqlite::Connection db(rig.file("journal.db"), Mode::read_only, {});
    const auto patience = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (rig.journal->counters().dropped < 550 && std::chrono::steady_clock::now() < patience) {
        std::this_thread::yield();
    }
    EXPECT_EQ(db.integer("SELECT min(seq) FROM event"), 551);
    rig.close();
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state, rig.expected);
}

TEST(Journal, LiftsAFileOfTheFirstVersion) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    ASSERT_TRUE(rig.commit(5));
    rig.close();
    {
        journal::sqlite::Connection db(rig.file("journal.db"), Mode::read_write, {});
        db.exec("ALTER TABLE request DROP COLUMN day; PRAGMA user_version = 0");
    }
    ASSERT_TRUE(rig.open());
    EXPECT_EQ(rig.start.state, rig.expected);
    ASSERT_EQ(rig.start.requests.size(), 1U);
    journal::sqlite::Connection db(rig.file("journal.db"), Mode::read_only, {});
    EXPECT_EQ(db.integer("PRAGMA user_version"), 1);
    EXPECT_EQ(db.text("SELECT day FROM request"), "2026-01-02");
}

TEST(Journal, RefusesANewerFileAndLeavesItAlone) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.close();
    {
        journal::sqlite::Connection(rig.file("journal.db"), Mode::read_write, {})
            .exec("PRAGMA user_version = 9");
    }
    const auto read = [&] {
        std::ifstream file(rig.file("journal.db"), std::ios::binary);
        return std::string{std::istreambuf_iterator<char>(file), {}};
    };
    const auto before = read();
    const auto opened = journal::SqliteJournal::open(rig.options());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().error, JournalError::too_new);
    EXPECT_EQ(read(), before);
}

TEST(Journal, TellsHowLongACommitHasBeenWaiting) {
    test::JournalRig rig;
    ASSERT_TRUE(rig.open());
    rig.adopt(rig.start);
    EXPECT_EQ(rig.journal->silence(), std::chrono::nanoseconds{0});
    std::promise<void> entered;
    std::promise<void> gate;
    ports::CommitBatch batch;
    batch.events = rig.next(1);
    rig.journal->commit(std::move(batch), [&entered, opened = gate.get_future().share()](const auto&) {
        entered.set_value();
        opened.wait();
    });
    entered.get_future().wait();
    rig.clock().turn(std::chrono::seconds{6});
    EXPECT_EQ(rig.journal->silence(), std::chrono::seconds{6});
    gate.set_value();
    rig.close();  // before the promises its thread uses
}

}  // namespace
}  // namespace jiaohao
