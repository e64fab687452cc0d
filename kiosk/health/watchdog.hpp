// Tells systemd that the whole process is alive, not just one thread: every thread must have answered its
// ping.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <vector>
#include "kiosk/base/log.hpp"

namespace jiaohao::health {

/// Thread-safe. `check()` is called every few seconds from one thread; the watchdog is fed only in a check
/// that finds every ping of the check before answered and nothing silent for longer than it may be.
class Watchdog {
  public:
    /// Sends the ping; the thread concerned calls `answered` from its own loop.
    using Ping = std::function<void(std::function<void()> answered)>;
    /// How long something has been silent (real time); zero when it is not.
    using Silence = std::function<std::chrono::nanoseconds()>;

    explicit Watchdog(Log log) : log_(log.in("watchdog")) {}

    void watch(std::string thread, Ping ping);
    void watch_silence(std::string what, Silence silence, std::chrono::nanoseconds most);

    /// True when the watchdog was fed (or would have been, without systemd).
    bool check();
    /// Names of those that did not answer the last check.
    [[nodiscard]] std::vector<std::string> late() const;

    /// READY=1, STOPPING=1, STATUS=...: no-ops without systemd.
    static void ready(const std::string& status);
    static void stopping();
    /// Half the time systemd allows, if it watches.
    [[nodiscard]] static std::optional<std::chrono::nanoseconds> period();

  private:
    struct Watched {
        Ping ping;
        std::uint64_t asked = 0;
        std::uint64_t answered = 0;
    };
    struct Silent {
        Silence silence;
        std::chrono::nanoseconds most;
    };
    const Log log_;
    mutable std::mutex mutex_;
    std::map<std::string, Watched> threads_;  // guarded by mutex_
    std::map<std::string, Silent> silences_;  // set before the first check
    std::vector<std::string> late_;           // guarded by mutex_
};

}  // namespace jiaohao::health
