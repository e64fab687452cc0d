// Recomputes hall-days in the background, and keeps an eye on the store for /healthz and /metrics, whose
// answers must not wait for a disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "headoffice/feeds/feed_service.hpp"

namespace jiaohao::headoffice {

class RollUpWorker {
  public:
    RollUpWorker(feeds::FeedService& feeds, Store& store);
    ~RollUpWorker();
    RollUpWorker(const RollUpWorker&) = delete;
    RollUpWorker& operator=(const RollUpWorker&) = delete;

    // Any thread, never blocking:
    /// Events were stored: hall-days are dirty.
    void wake();
    /// Empty when the store answers, else why it does not.
    [[nodiscard]] std::string sickness() const;
    /// Prometheus text.
    [[nodiscard]] std::string metrics() const;

  private:
    void run(const std::stop_token& stop);
    void look();

    feeds::FeedService& feeds_;
    Store& store_;
    mutable std::mutex mutex_;
    std::condition_variable_any ready_;
    bool woken_ = true;           // guarded by mutex_
    StoreCounts counts_;          // guarded by mutex_
    std::string sickness_;        // guarded by mutex_
    std::uint64_t computed_ = 0;  // guarded by mutex_
    std::uint64_t failed_ = 0;    // guarded by mutex_
    std::jthread thread_;
};

}  // namespace jiaohao::headoffice
