// What a bus driver is told: its line, the profiles spoken on it, the devices.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/bus/counter_memory.hpp"
#include "drivers/engine/profile.hpp"
#include "kiosk/domain/types/ids.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers::bus {

/// One configured handset, pad or display.
struct BusDevice {
    domain::DeviceId id;
    domain::DeviceKind kind{};
    std::uint32_t address = 0;
    /// Place in BusSettings::profiles.
    std::size_t profile = 0;
};

struct BusSettings {
    domain::DeviceId line;
    /// Pads of one make and handsets of another may share a line whose settings both can live with; at least one.
    std::vector<engine::DeviceProfile> profiles;
    /// 0: the profiles'.
    std::int32_t baud = 0;
    /// Nothing: as the profiles say.
    std::optional<bool> own_echo;
    std::vector<BusDevice> devices;
    /// Number of the first press; 0: derived from the wall clock, so that numbers of an earlier process are
    /// not used again.
    std::uint64_t first_press = 0;
    /// Null: the first reading of a counter after a start is its baseline. Outlives the driver.
    CounterMemory* counters = nullptr;
};

/// Empty: BusDriver accepts them. One sentence per problem: profiles that need unlike lines, an address outside
/// its profile's range or with two profiles, two devices of a kind at one address, a kind that the profile does
/// not play.
[[nodiscard]] std::vector<std::string> settings_faults(const BusSettings& settings);

/// What holds for the whole line: the longest silences that any of the profiles needs.
struct LineManners {
    /// Baud rate as set, bits and parity of the profiles; no path.
    SerialSetting port;
    std::chrono::milliseconds inter_byte{0};
    std::chrono::milliseconds turn_around{0};
    bool own_echo = false;
};
/// `settings` holds a profile.
[[nodiscard]] LineManners line_manners(const BusSettings& settings);

[[nodiscard]] engine::Role role_of(domain::DeviceKind kind);
[[nodiscard]] domain::DeviceKind kind_of(engine::Role role);

}  // namespace jiaohao::drivers::bus
