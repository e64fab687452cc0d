// One thread for what would hold up the loop: hashing PINs, questions that read the disk.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <thread>

#include "kiosk/base/bounded_queue.hpp"

namespace jiaohao::api {

class Worker {
  public:
    explicit Worker(std::size_t capacity) : queue_(capacity), thread_([this] { work(); }) {}
    /// Lets the task under way finish and drops the rest.
    ~Worker() { queue_.close(); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// False: too much is waiting. Thread-safe.
    [[nodiscard]] bool give(std::function<void()> task) { return queue_.push(std::move(task)); }

  private:
    void work() {
        while (!queue_.closed()) {
            for (auto& task : queue_.take_all(std::chrono::seconds(60))) {
                if (queue_.closed()) {
                    return;
                }
                task();
            }
        }
    }
    BoundedQueue<std::function<void()>> queue_;
    // Last: joins before the queue goes.
    std::jthread thread_;
};

}  // namespace jiaohao::api
