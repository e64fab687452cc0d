// Local times of named zones, by libical: IANA names from the system's zone files, other names by the VTIMEZONE of the
// file that uses them. Thread: libical keeps its zones in the process; one reader at a time. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/clock.hpp"

namespace jiaohao::agenda {

/// A day of the calendar and a time of day, in some zone.
struct Local {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    friend auto operator<=>(const Local&, const Local&) = default;
};
/// A day that exists, of the years 2000 to 2199, and a time of day.
[[nodiscard]] bool is_real(const Local& local);
/// As UTC.
[[nodiscard]] WallTime as_utc(const Local& local);
[[nodiscard]] Local utc_of(WallTime at);

class Zones {
  public:
    Zones();
    ~Zones();
    Zones(const Zones&) = delete;
    Zones& operator=(const Zones&) = delete;

    /// Takes a VTIMEZONE; false when it is none, or repeats or lies in a way that no zone does. One with the name of an
    /// IANA zone is that zone, whatever else it says.
    [[nodiscard]] bool define(const std::string& vtimezone);
    [[nodiscard]] bool knows(const std::string& zone);
    /// Nothing when `local` is not real or the zone is not known. A time that the zone skips in spring is taken as if
    /// it had not; of a time that comes twice in autumn, one of the two.
    [[nodiscard]] std::optional<WallTime> instant(const Local& local, const std::string& zone);
    [[nodiscard]] std::optional<Local> local(WallTime at, const std::string& zone);

  private:
    struct Known;
    Known* find(const std::string& zone);
    std::map<std::string, std::unique_ptr<Known>> known_;
    std::size_t unknown_ = 0;
};

/// "2026-01-02T09:30:00+08:00", "2026-01-02T01:30Z", or without a zone "2026-01-02 09:30[:00]", which is in `zone`.
[[nodiscard]] std::optional<WallTime> read_start(std::string_view text, const std::string& zone,
                                                 Zones& zones);

}  // namespace jiaohao::agenda
