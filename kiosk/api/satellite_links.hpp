// How the satellites of this hall stand, as devices of it. Not thread-safe: the loop's. Internal to kiosk/api.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "kiosk/api/options.hpp"
#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"

namespace jiaohao::api {

/// A satellite is the device of its terminal's name: ready while a session of it is open, lost (link_lost) when the last
/// one has ended, unknown until it had the time to come back after this program's start. Its own devices are
/// "<terminal>-<device>"; while it is away nobody knows how they are.
class SatelliteLinks {
  public:
    /// Of one satellite; more are not taken.
    static constexpr std::size_t most_devices = 16;
    /// Journals remembered of one: so many machines have no token in common.
    static constexpr std::size_t most_journals = 8;

    explicit SatelliteLinks(const std::vector<DeviceToken>& tokens);
    [[nodiscard]] bool none() const { return terminals_.empty(); }

    /// A satellite says whose journal it has. True: that journal greeted no longer than `soon` ago, and another one since,
    /// so two machines use the same token. Each ends the other's link and is back within seconds; a machine that was
    /// replaced, and weeks later is put back, is one.
    [[nodiscard]] bool greeted(const domain::TerminalId& terminal,
                               const std::optional<domain::EpochId>& epoch, BootTime now,
                               std::chrono::nanoseconds soon);
    /// What a satellite says of a device of its own. False: too many of them.
    [[nodiscard]] bool take(const domain::TerminalId& terminal, const domain::ReportDevice& report);
    /// Devices of satellites that the journal tells of; they may have changed since.
    void recall(const std::map<domain::DeviceId, domain::DeviceRecord>& known);
    /// What the hall is to be told now. `linked`: satellites with a session; `patient`: the others may still come.
    [[nodiscard]] std::vector<domain::ReportDevice> due(const std::set<domain::TerminalId>& linked,
                                                        bool patient);
    /// It did not get there.
    void not_told(const domain::ReportDevice& report);
    /// The state was read from the journal anew and may be older than what was told.
    void start_anew();

  private:
    struct Row {
        domain::DeviceKind kind{};
        /// Told last, and what is to be told.
        std::optional<domain::DeviceState> told;
        std::optional<domain::DeviceState> owed;
    };
    struct Satellite {
        Row self{domain::DeviceKind::satellite, {}, {}};
        std::map<domain::DeviceId, Row> devices;
        /// Journals it had a moment ago, and when each greeted; the one it has last.
        std::vector<std::pair<domain::EpochId, BootTime>> journals;
    };
    void stand(Satellite& satellite, domain::DeviceState state);
    std::map<domain::TerminalId, Satellite> terminals_;
};

}  // namespace jiaohao::api
