// Threads exchange values through these. Bounded: a producer learns at once that the consumer is behind.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace jiaohao {

/// Many producers, one consumer. After close() pushes are refused; what is queued can still be taken.
template <class T>
class BoundedQueue {
  public:
    explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

    /// False when full or closed; the value is then dropped and the caller must say so.
    [[nodiscard]] bool push(T value) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_ || items_.size() >= capacity_) {
                return false;
            }
            items_.push_back(std::move(value));
        }
        ready_.notify_one();
        return true;
    }

    /// Everything queued, oldest first; waits up to `patience` (real time) for the first item. Once closed and
    /// empty it returns at once, but only once: a consumer that goes on, because it still waits for something
    /// else, sleeps until wake() or `patience` instead of spinning.
    [[nodiscard]] std::deque<T> take_all(std::chrono::nanoseconds patience) {
        std::unique_lock lock(mutex_);
        ready_.wait_for(lock, patience,
                        [this] { return !items_.empty() || woken_ || (closed_ && !end_told_); });
        woken_ = false;
        end_told_ = closed_ && items_.empty();
        return std::exchange(items_, {});
    }

    /// Lets a waiting take_all() return, empty or not.
    void wake() {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        ready_.notify_all();
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        ready_.notify_all();
    }

    [[nodiscard]] bool closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }
    [[nodiscard]] std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return items_.size();
    }

  private:
    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<T> items_;    // guarded by mutex_
    bool closed_ = false;    // guarded by mutex_
    bool woken_ = false;     // guarded by mutex_
    bool end_told_ = false;  // guarded by mutex_
};

}  // namespace jiaohao
