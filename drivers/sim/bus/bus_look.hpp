// How the devices of a simulated line are, for who watches or draws them. Plain values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "drivers/engine/profile.hpp"

namespace jiaohao::drivers::sim_bus {

/// What became of the last press: none yet; on its way; answered; kept in a register until the host reads it; given up.
enum class LastPress : std::uint8_t { none, waiting, answered, kept, failed };

struct DeviceLook {
    std::uint32_t address = 0;
    std::set<engine::Role> roles;
    /// It can show something: its profile has words for it.
    bool shows = false;
    /// UTF-8, as shown.
    std::string number;
    std::string waiting;
    std::string text;
    /// pad: asks for a rating.
    bool armed = false;
    LastPress press = LastPress::none;
    std::uint64_t answered = 0;
    std::uint64_t beeps = 0;
    bool operator==(const DeviceLook&) const = default;
};

struct BusLook {
    bool plugged = false;
    std::set<std::string> faults;
    std::vector<DeviceLook> devices;
    bool operator==(const BusLook&) const = default;
};

/// What a person can press at a device of the profile that plays these roles: "pad.4" .. "pad.1", "handset.call" ...,
/// in the order people expect them.
[[nodiscard]] std::vector<std::string> presses_of(const engine::DeviceProfile& profile,
                                                  const std::set<engine::Role>& roles);

}  // namespace jiaohao::drivers::sim_bus
