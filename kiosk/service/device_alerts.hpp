// Alerts of devices that do not flap: raised when a fault has lasted, resolved when it has been over for a while,
// one for each device and kind. A fault that keeps coming and going is told as one, with how often.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/ports/device_facts.hpp"
#include "kiosk/service/device_alert_kinds.hpp"

namespace jiaohao::service {

/// Ids are "device:<device>:<kind>". The code is the kind's, "<kind>_left" with params.left where it is known how
/// many tickets the paper is good for, or "<kind>_unsteady" with params.times and params.minutes. Times are real
/// ones, as those of DeviceBudget. Devices beyond most_devices raise none. Not thread-safe: the hall thread's.
class DeviceAlerts {
  public:
    using Span = std::chrono::nanoseconds;
    /// So many beginnings within the window make a fault unsteady.
    static constexpr std::size_t unsteady_after = 5;
    static constexpr Span window = std::chrono::minutes{10};
    /// An unsteady one is over when it has not come for so long; it has come to stay when it lasts for `settled`.
    static constexpr Span calm = std::chrono::minutes{5};
    static constexpr Span settled = std::chrono::minutes{1};
    /// Alerts from before the start about devices that nobody has heard of since are closed then.
    static constexpr Span orphaned_after = std::chrono::minutes{2};
    static constexpr Span retry_refused = std::chrono::seconds{10};

    explicit DeviceAlerts(const Clock& clock) : clock_(clock), begun_(clock.boot()) {}

    /// In the order in which they happen; what is not recorded as an event counts too.
    void heard(const domain::ReportDevice& report);
    void heard(const ports::DeviceNote& note);
    /// The state was read from the journal: alerts told before may not stand in it.
    void start_anew();

    /// What is to be ordered now, given the alerts that are open.
    [[nodiscard]] std::vector<domain::Command> due(
        const std::map<domain::AlertId, domain::AlertRecord>& open);

  private:
    struct Track {
        const AlertKind* kind = nullptr;
        Standing standing = Standing::unknown;
        /// Before it became unknown.
        Standing last_known = Standing::unknown;
        Span since{0};
        /// The last beginnings, and all since it was calm for a window.
        std::deque<Span> recent;
        std::uint64_t times = 0;
        Span first{0};
        bool told = false;
        /// A person closed the alert while the fault lasted: not raised again before it comes again.
        bool closed = false;
        Span not_before{0};
        // As it was told last.
        bool told_unsteady = false;
        std::uint64_t told_times = 0;
        std::optional<std::uint32_t> told_left;
    };
    struct Device {
        std::optional<domain::ReportDevice> report;
        std::optional<ports::DeviceNote> note;
        std::map<std::string, Track> tracks;
    };
    using Commands = std::vector<domain::Command>;

    [[nodiscard]] Span now() const;
    [[nodiscard]] Device* at(const domain::DeviceId& id);
    void judge(Device& device);
    void settle(Track& track, Standing standing) const;
    static void forget_spell(Track& track);
    [[nodiscard]] bool unsteady(const Track& track) const;
    void adopt(const std::map<domain::AlertId, domain::AlertRecord>& open, Commands& commands);
    void look(const domain::DeviceId& id, const Device& device, Track& track, const domain::AlertRecord* open,
              Commands& commands);
    void look_open(const domain::DeviceId& id, const Device& device, Track& track, Commands& commands);
    [[nodiscard]] bool worth_telling_anew(const Device& device, const Track& track) const;
    void raise(const domain::DeviceId& id, const Device& device, Track& track, Commands& commands) const;

    const Clock& clock_;
    const BootTime begun_;
    std::map<domain::DeviceId, Device> devices_;
};

}  // namespace jiaohao::service
