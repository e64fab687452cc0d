// A hall's time zone: where its days, hours and quarter-hours begin.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/result.hpp"
#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::headoffice::feeds {

/// Wall-clock time in a hall, without offset.
using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

/// Immutable, cheap to copy, any thread.
class Zone {
  public:
    /// "+08:00", "-03:30", "UTC", or a name of the zone database ("Asia/Shanghai"), whose TZif file (RFC
    /// 8536) is read from `folder`. The error says what is wrong and what would do.
    [[nodiscard]] static Result<Zone, std::string> of(std::string_view text,
                                                      const std::string& folder = "/usr/share/zoneinfo");
    /// UTC+8, the time of all China.
    Zone();

    /// As given to of().
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::chrono::seconds offset_at(WallTime at) const;
    [[nodiscard]] LocalTime to_local(WallTime at) const;
    /// Of a wall-clock time that a change of offset repeats, the first; one that it skips is moved past the
    /// gap.
    [[nodiscard]] WallTime to_utc(LocalTime local) const;
    /// "2026-03-01T09:15:00+08:00", whole seconds.
    [[nodiscard]] std::string format(WallTime at) const;

  private:
    struct Change {
        std::chrono::sys_seconds from;
        std::chrono::seconds offset;
    };
    Zone(std::string name, std::vector<Change> changes);
    [[nodiscard]] static Result<std::vector<Change>, std::string> read_tzif(std::string_view bytes);

    std::string name_;
    /// Ascending; the first holds for all time before the second.
    std::shared_ptr<const std::vector<Change>> changes_;
};

/// Zone of each hall; the default for those not listed.
struct Zones {
    Zone fallback;
    std::map<domain::HallId, Zone> by_hall;

    [[nodiscard]] const Zone& of(const domain::HallId& hall) const;
    /// A short text that is another when any hall's zone is another.
    [[nodiscard]] std::string tag() const;
};

}  // namespace jiaohao::headoffice::feeds
