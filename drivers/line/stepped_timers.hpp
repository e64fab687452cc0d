// Timers on a clock that goes from one due timer to the next, for replays: an hour of a hall takes no time.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "drivers/line/byte_line.hpp"
#include "kiosk/base/clock.hpp"

namespace jiaohao::drivers {

/// Wall and boot time move together, only by step().
class SteppedClock final : public Clock {
  public:
    SteppedClock(BootTime boot, WallTime wall, std::string boot_id)
        : boot_(boot),
          wall_offset_(wall.time_since_epoch() - boot.time_since_epoch()),
          id_(std::move(boot_id)) {}
    [[nodiscard]] WallTime wall() const override {
        return WallTime{
            std::chrono::floor<std::chrono::milliseconds>(boot_.time_since_epoch() + wall_offset_)};
    }
    [[nodiscard]] BootTime boot() const override { return boot_; }
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override { return id_; }
    void set(BootTime at) { boot_ = at; }

  private:
    BootTime boot_;
    std::chrono::nanoseconds wall_offset_;
    std::string id_;
};

/// `clock` outlives them.
class SteppedTimers final : public Timers {
  public:
    explicit SteppedTimers(SteppedClock& clock) : clock_(clock) {}

    [[nodiscard]] Id start(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
                           std::function<void()> fire) override {
        const Id id = ++last_;
        due_.emplace(std::pair{clock_.boot() + std::max(after, least_real), id}, std::move(fire));
        return id;
    }
    void cancel(Id id) override {
        std::erase_if(due_, [id](const auto& one) { return one.first.second == id; });
    }
    [[nodiscard]] const Clock& clock() const override { return clock_; }

    /// Turns the clock to the next timer, if that is not after `end`, and fires it. Else turns it to `end`: false.
    bool step(BootTime end) {
        if (due_.empty() || due_.begin()->first.first > end) {
            clock_.set(std::max(clock_.boot(), end));
            return false;
        }
        auto node = due_.extract(due_.begin());
        clock_.set(std::max(clock_.boot(), node.key().first));
        node.mapped()();
        return true;
    }

  private:
    SteppedClock& clock_;
    std::map<std::pair<BootTime, Id>, std::function<void()>> due_;
    Id last_ = 0;
};

}  // namespace jiaohao::drivers
