// The USB keypads of a hall: drivers, whom their presses reach, and what can be told of them. On the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "drivers/keypad/keypad_driver.hpp"
#include "drivers/keypad/qt_fd_notifier.hpp"
#include "kiosk/base/result.hpp"
#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/ports/device_facts.hpp"
#include "kiosk/service/device_reports.hpp"
#include "kiosk/service/effects.hpp"

namespace jiaohao::daemon {

class Keypads {
  public:
    using Counts = std::map<std::string, std::map<std::string, std::uint64_t>>;

    /// All of them outlive it.
    Keypads(service::HallThread& hall, drivers::Timers& timers, drivers::keypad::KeypadDriver::Post post,
            Log log);

    /// The error names the profile's file, line and key. Adds each to its counter in `counters`.
    [[nodiscard]] Result<void, std::string> add(
        const config::KioskConfig& config, std::map<domain::CounterId, service::CounterDevices>& counters);
    void start();
    void stop();
    void add_facts(std::vector<ports::DeviceFacts>& all) const;
    void add_counts(Counts& all) const;

  private:
    struct Unit {
        config::KeypadConfig config;
        std::unique_ptr<service::BusReports> reports;
        std::unique_ptr<drivers::keypad::KeypadDriver> driver;
    };
    [[nodiscard]] Result<Unit, std::string> make(const config::KeypadConfig& config,
                                                 const std::filesystem::path& profiles) const;

    service::HallThread& hall_;
    drivers::Timers& timers_;
    drivers::keypad::KeypadDriver::Post post_;
    Log log_;
    drivers::keypad::EvdevOpener opener_;
    // Has no state of its own.
    mutable drivers::keypad::QtFdNotifier notifier_;
    std::map<domain::DeviceId, Unit> units_;
};

}  // namespace jiaohao::daemon
