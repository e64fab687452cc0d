// Counts what the store has not answered yet, so that whoever closes can wait for the last answer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace jiaohao::headoffice {

/// Thread-safe.
class Flights {
  public:
    /// Counted while it lives.
    class One {
      public:
        explicit One(Flights& flights) : flights_(flights) {
            const std::lock_guard lock(flights_.mutex_);
            ++flights_.in_flight_;
        }
        ~One() {
            const std::lock_guard lock(flights_.mutex_);
            --flights_.in_flight_;
            flights_.landed_.notify_all();
        }
        One(const One&) = delete;
        One& operator=(const One&) = delete;

      private:
        Flights& flights_;
    };

    void wait_for_all() {
        std::unique_lock lock(mutex_);
        landed_.wait(lock, [this] { return in_flight_ == 0; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable landed_;
    std::size_t in_flight_ = 0;  // guarded by mutex_
};

}  // namespace jiaohao::headoffice
