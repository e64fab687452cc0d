// How often the state of one device is worth an event and a line in the log. A line full of noise makes a printer
// change its mind many times a second; the journal has room for tickets, not for that.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/types/events.hpp"
#include "kiosk/domain/types/views.hpp"

namespace jiaohao::service {

/// More than a hall has; what keeps something for each device keeps no more.
inline constexpr std::size_t most_devices = 256;

/// Per device so many changes at once and one more with each `refill` (real time); of the rest the last one is
/// held until its turn comes and those before it are counted. Not thread-safe: the hall thread's.
class DeviceBudget {
  public:
    static constexpr std::uint32_t burst = 10;
    static constexpr std::chrono::nanoseconds refill = std::chrono::seconds{6};

    explicit DeviceBudget(const Clock& clock) : clock_(clock), begun_(clock.boot()) {}

    /// Whether the report may be recorded now; else it is held. One that says nothing new costs nothing.
    [[nodiscard]] bool pass(const domain::ReportDevice& report);

    /// Of a report that waited for the journal: a newer one of its device is held, over which it must not be put. It
    /// counts as a change that nobody recorded. Newer ones that were let through come after it by themselves.
    [[nodiscard]] bool overtaken(const domain::ReportDevice& report);

    struct Release {
        domain::ReportDevice report;
        /// Changes before it that nobody recorded.
        std::uint64_t between = 0;
    };
    /// Held reports whose turn has come; `all`: at the end. pass() lets them through.
    [[nodiscard]] std::vector<Release> release(bool all);

    /// What was counted and released, for the journal.
    [[nodiscard]] std::optional<domain::Gap> tell();
    /// A gap of device states that did not become durable is still to be told; false: it is of something else.
    bool put_back(const domain::Gap& gap);

    /// How the device stands, recorded or not; null: as its last event says.
    [[nodiscard]] std::optional<domain::DeviceView> held(const domain::DeviceId& device) const;
    [[nodiscard]] bool pending() const { return held_ > 0 || !gap_.dropped.empty(); }

  private:
    struct Entry {
        std::optional<domain::ReportDevice> last;
        std::optional<domain::ReportDevice> held;
        WallTime held_since{};
        WallTime changing_since{};
        std::uint64_t between = 0;
        /// Real time since the start at which the whole burst is there again.
        std::chrono::nanoseconds full_at{0};
    };
    [[nodiscard]] std::chrono::nanoseconds now() const;
    bool spend(Entry& entry) const;
    void forget_steady();
    void count(WallTime from, WallTime to, std::uint64_t changes);

    const Clock& clock_;
    const BootTime begun_;
    std::map<domain::DeviceId, Entry> devices_;
    std::size_t held_ = 0;
    domain::Gap gap_;
};

}  // namespace jiaohao::service
