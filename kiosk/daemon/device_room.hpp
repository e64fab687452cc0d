// The devices thread's possessions: lines, drivers and the ports they offer to the hall.
// Thread: everything on the devices thread (the one with the Qt event loop), except the ports it hands out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/line/capture_store.hpp"
#include "drivers/line/line_fault.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/daemon/test_prints.hpp"
#include "kiosk/ports/device_facts.hpp"
#include "kiosk/service/device_reports.hpp"
#include "kiosk/service/effects.hpp"

namespace jiaohao::daemon {

class DeviceRoom {
  public:
    /// Loads every profile; the error names file, line and key. `hall`, `papers` and `clock` outlive the room. `papers`
    /// hears of printers and of what became of their jobs: the hall itself, or a satellite before it.
    [[nodiscard]] static Result<std::unique_ptr<DeviceRoom>, std::string> make(
        const config::KioskConfig& config, service::HallThread& hall, service::PrinterSink& papers,
        const Clock& clock, Log log);
    ~DeviceRoom();
    DeviceRoom(const DeviceRoom&) = delete;
    DeviceRoom& operator=(const DeviceRoom&) = delete;

    /// Thread-safe ports for the hall's effects.
    [[nodiscard]] std::map<domain::DeviceId, ports::TicketPrinter*> printers() const;
    [[nodiscard]] std::map<domain::CounterId, service::CounterDevices> counters() const;

    void start();
    /// Jobs under way end with their outcome reported to the hall.
    void stop();
    /// Runs a task on the devices thread. Thread-safe.
    void post(std::function<void()> task) const;
    /// Switches the recording of a printer's or bus's line on (a new one) or off, or only tells how it stands.
    /// Nothing for an id that is no line. On the devices thread.
    [[nodiscard]] std::optional<drivers::capture::Store::Status> record(const domain::DeviceId& line,
                                                                        std::optional<bool> on);
    /// What is wrong with each line, up or down; lines that are well are left out. On the devices thread.
    [[nodiscard]] std::map<domain::DeviceId, drivers::LineFault> line_faults() const;
    /// {id: {name: count}} for status and metrics; on the devices thread.
    [[nodiscard]] std::map<std::string, std::map<std::string, std::uint64_t>> counts() const;

    /// Every device of the configuration as its driver knows it. On the devices thread.
    [[nodiscard]] std::vector<ports::DeviceFacts> facts() const;
    struct AddressRange {
        std::uint32_t least = 1;
        std::uint32_t most = 255;
    };
    /// Begins a scan of addresses; without a range only tells how the last one stands. Nothing for an id that is no
    /// bus. On the devices thread.
    [[nodiscard]] std::optional<ports::BusScan> scan(const domain::DeviceId& line,
                                                     std::optional<AddressRange> range);
    /// Prints a page that is no ticket, unless one is under way; without a paper only tells of the last one (number 0:
    /// none yet). Nothing for an id that is no printer. On the devices thread.
    [[nodiscard]] std::optional<TestPrints::Page> test_print(const domain::DeviceId& printer,
                                                             std::optional<ports::TicketPaper> paper);

  private:
    struct Impl;
    explicit DeviceRoom(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace jiaohao::daemon
