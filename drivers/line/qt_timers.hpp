// Timers on the Qt event loop of the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "drivers/line/byte_line.hpp"

namespace jiaohao::drivers {

/// Spans are on `clock` (which outlives this), never shorter than `least_real` of real time. Destroying it
/// drops every pending timer without calling it.
class QtTimers final : public Timers {
  public:
    explicit QtTimers(const Clock& clock);
    ~QtTimers() override;
    QtTimers(const QtTimers&) = delete;
    QtTimers& operator=(const QtTimers&) = delete;

    [[nodiscard]] Id start(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
                           std::function<void()> fire) override;
    void cancel(Id id) override;
    [[nodiscard]] const Clock& clock() const override;

  private:
    class Wheel;
    std::unique_ptr<Wheel> wheel_;
};

}  // namespace jiaohao::drivers
