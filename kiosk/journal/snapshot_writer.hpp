// Writes the second file of the last good snapshot, away from the commit path.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "kiosk/base/log.hpp"
#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::journal {

/// One file, one helper thread; a newer snapshot replaces one that still waits. The last one is written
/// before the destructor returns.
class SnapshotWriter {
  public:
    /// `database`, by `vfs`: the journal, to be read for renew().
    SnapshotWriter(std::filesystem::path file, std::filesystem::path database, std::string vfs, Log log);
    ~SnapshotWriter();
    SnapshotWriter(const SnapshotWriter&) = delete;
    SnapshotWriter& operator=(const SnapshotWriter&) = delete;

    /// Thread-safe, returns at once. `state` as encoded by the snapshot codec.
    void write(domain::EpochId epoch, domain::Seq seq, std::string state);
    /// The same with the state after event `seq`, which is durable: the helper reads it from the journal. Nothing is
    /// done when the file has it already.
    void renew(domain::Seq seq);
    /// What waits is dropped, what is under way ends: nobody reads the journal when it returns.
    void rest();
    [[nodiscard]] std::uint64_t written() const { return written_; }

  private:
    struct Job {
        domain::EpochId epoch;
        domain::Seq seq;
        /// None: to be read from the journal.
        std::optional<std::string> state;
    };
    void give(Job job);
    void run();
    void put(Job job);
    /// False: there is nothing to write.
    bool fill(Job& job) const;

    std::filesystem::path file_;
    std::filesystem::path database_;
    std::string vfs_;
    Log log_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::condition_variable idle_;
    std::optional<Job> next_;  // guarded by mutex_
    bool busy_ = false;        // guarded by mutex_
    bool closing_ = false;     // guarded by mutex_
    /// What the file holds. The helper's own.
    domain::EpochId epoch_;
    domain::Seq seq_;
    std::atomic<std::uint64_t> written_{0};
    std::jthread thread_;
};

}  // namespace jiaohao::journal
