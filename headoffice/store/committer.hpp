// The one writer of the store: jobs of many callers share a durable commit.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "headoffice/store/sqlite.hpp"

namespace jiaohao::headoffice::sqlite {

class Committer {
  public:
    struct Setting {
        std::filesystem::path file;
        std::uint64_t quota_bytes = 0;
        /// Commits are refused as `full` while the partition has less room than this.
        std::uint64_t least_free_bytes = 0;
        /// A commit collects jobs until the first has waited this long (real time), or until `most_jobs` have
        /// come.
        std::chrono::milliseconds collect{20};
        std::size_t most_jobs = 64;
        /// Jobs that may wait; further ones are refused as `unavailable`.
        std::size_t most_waiting = 4096;
    };
    using Work = std::function<void(Database&)>;
    using Done = std::function<void(std::optional<StoreError>)>;

    /// Opens and migrates the file in the caller's thread; throws SqliteFailure.
    /// `forget` is called on the writer thread after any rollback: what was cached from the database is
    /// stale.
    Committer(Setting setting, std::function<void()> forget);
    /// Commits what waits, then closes.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// `work` runs on the writer thread within the shared transaction; when it throws SqliteFailure, its own
    /// writes are undone and the others' stand. `done` is called there exactly once, after the commit is
    /// durable or has failed; it must not call back into the store.
    void submit(Work work, Done done);

  private:
    struct Job {
        Work work;
        Done done;
        std::chrono::steady_clock::time_point since;
        std::optional<StoreError> error;
    };

    void run();
    [[nodiscard]] std::vector<Job> collect();
    void commit(std::vector<Job>& jobs);
    void apply(Job& job);
    void open();
    void check_room() const;
    void roll_back();

    const Setting setting_;
    const std::function<void()> forget_;
    std::unique_ptr<Database> database_;  // writer thread; the constructor before it starts
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Job> waiting_;  // guarded by mutex_
    bool closing_ = false;     // guarded by mutex_
    std::jthread thread_;
};

}  // namespace jiaohao::headoffice::sqlite
