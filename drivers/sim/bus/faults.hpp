// Named faults of a simulated bus.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/random.hpp"

namespace jiaohao::drivers::sim_bus {

/// silent: says nothing and hears nothing. garbage: noise before, inside or after a frame. truncated-frame,
/// bad-checksum: as named. doubled-press: the frame twice at once. stuck-key: the last frame again and again.
/// own-echo: the line gives back what the host sends. unplug: the port is gone until cleared ("replug").
[[nodiscard]] const std::vector<std::string>& fault_names();

class Faults {
  public:
    explicit Faults(std::uint64_t seed) : random_(seed) {}

    /// `rate` in (0, 1]: the share of frames that suffer; without an address all devices. False: no such
    /// fault.
    [[nodiscard]] bool set(const std::string& name, double rate, std::optional<std::uint8_t> address);
    /// Empty: all.
    void clear(const std::string& name);
    /// Whether this fault strikes now at `address`. Draws a random number for rates below 1.
    [[nodiscard]] bool strikes(const std::string& name, std::uint8_t address);
    [[nodiscard]] bool any(const std::string& name) const { return active_.contains(name); }

    /// The frame as it reaches the line.
    [[nodiscard]] Bytes spoil(Bytes frame, std::uint8_t address);

  private:
    struct Active {
        double rate = 1.0;
        std::optional<std::uint8_t> address;
    };
    [[nodiscard]] Bytes noise();
    SeededRandom random_;
    std::map<std::string, Active> active_;
};

}  // namespace jiaohao::drivers::sim_bus
