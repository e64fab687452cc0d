// Timers and a clock that stand still until a test turns them.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "drivers/line/byte_line.hpp"
#include "kiosk/base/clock.hpp"

namespace jiaohao::drivers::testing {

/// Starts at 2020-01-06T08:00:00Z, one hour after boot. Wall and boot time move together.
class HandClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override {
        return WallTime{std::chrono::milliseconds{1578297600000}} +
               std::chrono::floor<std::chrono::milliseconds>(elapsed_);
    }
    [[nodiscard]] BootTime boot() const override { return BootTime{std::chrono::hours{1} + elapsed_}; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return "00000000-0000-4000-8000-000000000001"; }

    void turn(std::chrono::nanoseconds span) { elapsed_ += span; }

  private:
    std::chrono::nanoseconds elapsed_{0};
};

/// Fires nothing by itself: advance() turns the clock to each due timer in order and calls it, also those
/// that a called timer starts within the span. `least_real` counts like `after` (the clock runs at speed 1).
class ManualTimers final : public Timers {
  public:
    [[nodiscard]] Id start(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
                           std::function<void()> fire) override {
        const auto span = after < least_real ? least_real : after;
        const Id id = ++last_id_;
        due_.emplace(Key{clock_.boot() + span, id}, std::move(fire));
        return id;
    }

    void cancel(Id id) override {
        std::erase_if(due_, [id](const auto& entry) { return entry.first.second == id; });
    }

    [[nodiscard]] const Clock& clock() const override { return clock_; }

    void advance(std::chrono::nanoseconds span) {
        const BootTime end = clock_.boot() + span;
        while (!due_.empty() && due_.begin()->first.first <= end) {
            fire_first();
        }
        clock_.turn(end - clock_.boot());
    }

    /// Turns the clock to the next timer and fires it. False when none is pending.
    bool fire_next() {
        if (due_.empty()) {
            return false;
        }
        fire_first();
        return true;
    }

    [[nodiscard]] std::size_t pending() const { return due_.size(); }
    [[nodiscard]] BootTime now() const { return clock_.boot(); }

  private:
    using Key = std::pair<BootTime, Id>;

    void fire_first() {
        auto node = due_.extract(due_.begin());
        if (node.key().first > clock_.boot()) {
            clock_.turn(node.key().first - clock_.boot());
        }
        node.mapped()();
    }

    HandClock clock_;
    std::map<Key, std::function<void()>> due_;
    Id last_id_ = 0;
};

}  // namespace jiaohao::drivers::testing
