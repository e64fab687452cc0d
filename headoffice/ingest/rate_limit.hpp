// How often each terminal may call: a token bucket per terminal.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "kiosk/base/clock.hpp"

namespace jiaohao::headoffice {

/// Thread-safe.
class RateLimit {
  public:
    struct Setting {
        double per_second = 20;
        double burst = 60;
        /// Terminals remembered; those whose buckets are full again are forgotten first.
        std::size_t most_terminals = 100'000;
    };
    RateLimit(Setting setting, const Clock& clock) : setting_(setting), clock_(clock) {}

    /// Nothing when the call is allowed, else in how many seconds it would be (at least 1).
    [[nodiscard]] std::optional<std::chrono::seconds> refuse(const std::string& terminal);

  private:
    struct Bucket {
        double tokens = 0;
        BootTime at{};
    };
    void make_room(BootTime now);

    const Setting setting_;
    const Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;  // guarded by mutex_
};

}  // namespace jiaohao::headoffice
