// A timer that is cancelled with its owner, so that no callback outlives a driver.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "drivers/line/byte_line.hpp"

namespace jiaohao::drivers {

class OneShot {
  public:
    explicit OneShot(Timers& timers) : timers_(timers) {}
    ~OneShot() { cancel(); }
    OneShot(const OneShot&) = delete;
    OneShot& operator=(const OneShot&) = delete;

    /// Replaces a pending start. `fire` may start this timer again.
    void start(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
               std::function<void()> fire) {
        cancel();
        id_ = timers_.start(after, least_real, [this, call = std::move(fire)] {
            id_.reset();
            call();
        });
    }
    void cancel() {
        if (id_) {
            timers_.cancel(*std::exchange(id_, std::nullopt));
        }
    }
    [[nodiscard]] bool pending() const { return id_.has_value(); }

  private:
    Timers& timers_;
    std::optional<Timers::Id> id_;
};

}  // namespace jiaohao::drivers
