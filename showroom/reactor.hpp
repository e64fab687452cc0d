// One thread, one poll(2): files that become readable and things to do at a time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>

#include "kiosk/base/clock.hpp"

namespace jiaohao::showroom {

class Reactor {
  public:
    explicit Reactor(const Clock& clock) : clock_(clock) {}

    /// Calls `readable` whenever `fd` can be read or was closed by its peer.
    void watch(int fd, std::function<void()> readable) { readers_[fd] = std::move(readable); }
    void forget(int fd) { readers_.erase(fd); }

    using TimerId = unsigned long;
    /// At that wall time of the (scaled) clock, or at once when it has passed.
    TimerId at(WallTime when, std::function<void()> fire);
    /// After that much real time.
    TimerId after_real(std::chrono::nanoseconds span, std::function<void()> fire);
    void cancel(TimerId id);

    /// Runs until `done` says so, or quit() is called. Checks `done` after every turn.
    void run(const std::function<bool()>& done);
    void quit() { quit_ = true; }
    [[nodiscard]] bool quitting() const { return quit_; }

    [[nodiscard]] const Clock& clock() const { return clock_; }

  private:
    struct Timer {
        TimerId id;
        std::function<void()> fire;
    };
    [[nodiscard]] int patience_ms() const;
    void fire_due();

    const Clock& clock_;
    SystemClock real_;
    std::map<int, std::function<void()>> readers_;
    /// By real boot time: the scaled clock has no jumps of its own.
    std::multimap<BootTime, Timer> timers_;
    TimerId next_ = 1;
    bool quit_ = false;
};

}  // namespace jiaohao::showroom
