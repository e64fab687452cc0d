// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <future>

#include "tests/unit/store/fixture.hpp"

namespace jiaohao::headoffice::testing {
namespace {

/// The child stores batches and says after each up to where it was told "stored".
[[noreturn]] void store_until_killed(const std::filesystem::path& file, std::uint64_t from, int report) {
    auto store = SqliteStore::open(options_for(file));
    for (std::uint64_t seq = from; store; seq += 10) {
        const auto answer = (*store)->ingest(batch_of({}, seq, seq + 9));
        const std::uint64_t stored_to = answer ? answer->stored_to.get() : 0;
        if (write(report, &stored_to, sizeof stored_to) != sizeof stored_to) {
            break;
        }
    }
    _exit(1);
}

TEST(Durability, WhatWasAcknowledgedIsThereAfterEachOfSeveralKills) {
    const TemporaryFolder folder;
    const auto file = folder / "h.db";
    std::uint64_t stored_to = 0;
    for (int round = 0; round < 5; ++round) {
        int ends[2] = {};
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            store_until_killed(file, stored_to + 1, ends[1]);
        }
        close(ends[1]);
        std::uint64_t told = 0;
        for (int n = 0; n < 8 + round; ++n) {
            ASSERT_EQ(read(ends[0], &told, sizeof told), static_cast<ssize_t>(sizeof told));
        }
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        while (read(ends[0], &told, sizeof told) == static_cast<ssize_t>(sizeof told)) {
        }
        close(ends[0]);
        const auto store = open_store(file);
        ASSERT_NE(store, nullptr);
        stored_to = store->coverage()->at(0).stored_to.get();
        EXPECT_GE(stored_to, told);
        EXPECT_EQ(store->counts()->events, stored_to);
        // The same events again are no clone: rows and cursor agree.
        EXPECT_EQ(store->ingest(batch_of({}, 1, stored_to))->kind, IngestAnswer::Kind::stored);
    }
}

TEST(Durability, ASecondOwnerIsRefusedWithTheProcessIdOfTheFirst) {
    const TemporaryFolder folder;
    const auto store = open_store(folder / "h.db");
    const auto second = SqliteStore::open(options_for(folder / "h.db"));
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, StoreError::Code::unavailable);
    EXPECT_NE(second.error().detail.find("process " + std::to_string(getpid())), std::string::npos)
        << second.error().detail;
}

TEST(Durability, AFullStoreRefusesWritesGoesOnReadingAndTakesThemWithMoreRoom) {
    const TemporaryFolder folder;
    SqliteStoreOptions options = options_for(folder / "h.db");
    options.quota_bytes = 512 * 1024;
    std::uint64_t next = 1;
    {
        auto store = SqliteStore::open(options).value();
        auto answer = store->ingest(batch_of({}, next, next + 99));
        while (answer && next < 10'000) {
            next += 100;
            answer = store->ingest(batch_of({}, next, next + 99));
        }
        ASSERT_FALSE(answer.has_value());
        EXPECT_EQ(answer.error().code, StoreError::Code::full) << answer.error().detail;
        EXPECT_EQ(store->counts()->events, next - 1);
        EXPECT_EQ(store->ingest(batch_of({}, 1, 50))->kind, IngestAnswer::Kind::stored);
    }
    options.quota_bytes = 0;
    auto store = SqliteStore::open(options).value();
    EXPECT_EQ(store->ingest(batch_of({}, next, next + 99))->stored_to.get(), next + 99);
}

TEST(Durability, APartitionWithoutTheRequiredRoomCountsAsFull) {
    const TemporaryFolder folder;
    SqliteStoreOptions options = options_for(folder / "h.db");
    options.least_free_bytes = std::uint64_t{1} << 60U;
    auto store = SqliteStore::open(options).value();
    const auto answer = store->ingest(batch_of({}, 1, 2));
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, StoreError::Code::full);
    EXPECT_NE(answer.error().detail.find("make room"), std::string::npos);
}

void execute(const std::filesystem::path& file, const char* sql) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
}

TEST(Durability, AFileOfANewerVersionIsRefusedByName) {
    const TemporaryFolder folder;
    open_store(folder / "h.db").reset();
    execute(folder / "h.db", "PRAGMA user_version = 99");
    const auto store = SqliteStore::open(options_for(folder / "h.db"));
    ASSERT_FALSE(store.has_value());
    EXPECT_EQ(store.error().code, StoreError::Code::too_new);
    EXPECT_NE(store.error().detail.find("99"), std::string::npos);
    EXPECT_NE(store.error().detail.find("h.db"), std::string::npos);
}

TEST(Durability, SomebodyElsesDatabaseAndAnyOtherFileAreLeftAlone) {
    const TemporaryFolder folder;
    execute(folder / "other.db", "CREATE TABLE t (x)");
    EXPECT_EQ(SqliteStore::open(options_for(folder / "other.db")).error().code, StoreError::Code::invalid);
    std::ofstream(folder / "text.db") << std::string(4096, 'x');
    EXPECT_EQ(SqliteStore::open(options_for(folder / "text.db")).error().code, StoreError::Code::damaged);
    EXPECT_EQ(SqliteStore::open(options_for(folder / "no/such/h.db")).error().code,
              StoreError::Code::unavailable);
}

TEST(Durability, AWriteThatFailsDoesNotFailThoseThatShareItsCommit) {
    const TemporaryFolder folder;
    SqliteStoreOptions options = options_for(folder / "h.db");
    // Both wait for each other.
    options.collect = std::chrono::seconds{30};
    options.collect_most = 2;
    const auto store = SqliteStore::open(options).value();
    std::promise<Result<IngestAnswer, StoreError>> answer;
    store->ingest_async(batch_of({}, 1, 5), [&](Result<IngestAnswer, StoreError> result) {
        answer.set_value(std::move(result));
    });
    const HallDay unknown{domain::HallId{"nowhere"}, std::chrono::year{2026} / 3 / 1};
    EXPECT_EQ(store->replace_rollups(unknown, {}, {}).error().code, StoreError::Code::invalid);
    const auto stored = answer.get_future().get();
    ASSERT_TRUE(stored.has_value()) << stored.error().detail;
    EXPECT_EQ(stored->stored_to.get(), 5U);
    EXPECT_EQ(store->counts()->events, 5U);
}

TEST(Durability, BatchesThatShareACommitAreEachAnsweredAndARefusedOneSpoilsNone) {
    const TemporaryFolder folder;
    SqliteStoreOptions options = options_for(folder / "h.db");
    options.collect = std::chrono::milliseconds{50};
    auto store = SqliteStore::open(options).value();
    std::atomic<int> stored = 0;
    std::atomic<int> refused = 0;
    std::promise<void> all;
    std::atomic<int> open = 40;
    for (int n = 0; n < 40; ++n) {
        Source source;
        source.terminal = "t" + std::to_string(n);
        const std::uint64_t first = n % 4 == 0 ? 2 : 1;
        store->ingest_async(batch_of(source, first, 20), [&](auto answer) {
            (answer && answer->kind == IngestAnswer::Kind::stored ? stored : refused)++;
            if (--open == 0) {
                all.set_value();
            }
        });
    }
    all.get_future().wait();
    EXPECT_EQ(stored, 30);
    EXPECT_EQ(refused, 10);
    EXPECT_EQ(store->counts()->events, 600U);
}

}  // namespace
}  // namespace jiaohao::headoffice::testing
