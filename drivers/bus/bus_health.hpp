// What is known of the devices of one bus and of its line; tells the listener of changes only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "drivers/line/byte_line.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers {

/// One configured handset or pad.
struct BusDevice {
    domain::DeviceId id;
    /// handset or pad.
    domain::DeviceKind kind{};
    std::uint8_t address = 0;
};

class BusHealth {
  public:
    /// `stale_after` zero: silence means nothing.
    BusHealth(domain::DeviceId line, const std::vector<BusDevice>& devices, std::chrono::seconds stale_after,
              Timers& timers, ports::HallBusListener& listener);
    ~BusHealth();
    BusHealth(const BusHealth&) = delete;
    BusHealth& operator=(const BusHealth&) = delete;

    void line_up();
    void line_down();
    /// `fault` empty: the line is well again.
    void line_warning(const std::string& fault);
    /// False for a device that is not configured.
    bool heard(std::uint8_t address, domain::DeviceKind kind);
    void stuck(std::uint8_t address, domain::DeviceKind kind, bool is_stuck);
    [[nodiscard]] bool knows(std::uint8_t address, domain::DeviceKind kind) const;

  private:
    struct Watched {
        BusDevice device;
        domain::DeviceState state = domain::DeviceState::unknown;
        std::string fault;
        Timers::Id timer = 0;
    };
    void set(Watched& watched, domain::DeviceState state, const std::string& fault);
    [[nodiscard]] Watched* find(std::uint8_t address, domain::DeviceKind kind);

    /// The first entry is the line itself.
    std::vector<Watched> watched_;
    const std::chrono::seconds stale_after_;
    Timers& timers_;
    ports::HallBusListener& listener_;
};

}  // namespace jiaohao::drivers
