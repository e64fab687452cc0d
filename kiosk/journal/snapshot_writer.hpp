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
    SnapshotWriter(std::filesystem::path file, Log log);
    ~SnapshotWriter();
    SnapshotWriter(const SnapshotWriter&) = delete;
    SnapshotWriter& operator=(const SnapshotWriter&) = delete;

    /// Thread-safe, returns at once. `state` as encoded by the snapshot codec.
    void write(domain::EpochId epoch, domain::Seq seq, std::string state);
    [[nodiscard]] std::uint64_t written() const { return written_; }

  private:
    struct Job {
        domain::EpochId epoch;
        domain::Seq seq;
        std::string state;
    };
    void run();
    void put(const Job& job);

    std::filesystem::path file_;
    Log log_;
    std::mutex mutex_;
    std::condition_variable ready_;
    std::optional<Job> next_;  // guarded by mutex_
    bool closing_ = false;     // guarded by mutex_
    std::atomic<std::uint64_t> written_{0};
    std::jthread thread_;
};

}  // namespace jiaohao::journal
