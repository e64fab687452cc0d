// The clock seam. Nothing in the product reads a clock except through a Clock it was handed, so every
// deadline is testable without sleeping and a simulated day can run fast.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"

namespace jiaohao {

/// UTC wall time in milliseconds. May jump either way; never used for order.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Time since boot (CLOCK_BOOTTIME): never jumps within one boot, counts suspend.
struct BootClock {
    using rep = std::int64_t;
    using period = std::nano;
    using duration = std::chrono::nanoseconds;
    using time_point = std::chrono::time_point<BootClock>;
    static constexpr bool is_steady = true;
};
using BootTime = BootClock::time_point;

/// Thread-safe. Lifetime: outlives whatever it is handed to.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual WallTime wall() const = 0;
    [[nodiscard]] virtual BootTime boot() const = 0;
    /// How long to wait in real time for `span` to pass on this clock.
    [[nodiscard]] virtual std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const = 0;
    /// Identifies the boot that `boot()` counts from (kernel random boot_id, lower-case UUID).
    [[nodiscard]] virtual std::string boot_id() const = 0;
    /// True when people and pacing run on simulated time; events are then marked `sim`.
    [[nodiscard]] virtual bool simulated() const { return false; }
};

/// The machine's own clocks.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] WallTime wall() const override;
    [[nodiscard]] BootTime boot() const override;
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override {
        return span;
    }
    [[nodiscard]] std::string boot_id() const override;
};

/// One scaled clock shared by all processes of a simulated day: `start` holds when CLOCK_BOOTTIME reads
/// `anchor`; from there simulated time runs `speed` times as fast as real time. boot() is scaled too.
class ScaledClock final : public Clock {
  public:
    struct Setting {
        WallTime start{};
        double speed = 1.0;
        std::chrono::nanoseconds anchor{};
    };
    explicit ScaledClock(Setting setting) : setting_(setting) {}

    /// Parses "START,SPEED,ANCHOR": START in UTC ms since 1970, SPEED in (0, 100000], ANCHOR in ns.
    /// The error is a sentence naming the part that is wrong.
    [[nodiscard]] static Result<Setting, std::string> parse(std::string_view text);
    [[nodiscard]] static std::string format(const Setting& setting);

    [[nodiscard]] WallTime wall() const override;
    [[nodiscard]] BootTime boot() const override;
    [[nodiscard]] std::chrono::nanoseconds to_real(std::chrono::nanoseconds span) const override;
    [[nodiscard]] std::string boot_id() const override;
    [[nodiscard]] bool simulated() const override { return true; }

  private:
    Setting setting_;
};

/// "2020-01-07T08:15:30.250Z". Always UTC, always milliseconds.
[[nodiscard]] std::string format_rfc3339(WallTime at);
[[nodiscard]] Result<WallTime, std::string> parse_rfc3339(std::string_view text);

}  // namespace jiaohao
