// What a DeviceRoom holds: shared by its making (device_room.cpp) and what it can be asked (device_room_facts.cpp).
// On the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <vector>

#include "drivers/line/qt_timers.hpp"
#include "kiosk/daemon/counter_file.hpp"
#include "kiosk/daemon/device_room.hpp"
#include "kiosk/daemon/device_units.hpp"
#include "kiosk/daemon/keypads.hpp"

namespace jiaohao::daemon {

struct DeviceRoom::Impl {
    Impl(service::HallThread& the_hall, service::PrinterSink& papers, const config::KioskConfig& config,
         const Clock& clock, Log the_log);

    Result<void, std::string> add_printer(const config::PrinterConfig& config,
                                          const config::KioskConfig& all);
    Result<void, std::string> add_bus(const config::BusLineConfig& config, const config::KioskConfig& all);
    [[nodiscard]] LineUnit* line(const domain::DeviceId& id);
    void judge();
    /// What alerts should know of a line; told when it changes.
    void tell(ports::DeviceNote note);
    /// Before anybody is heard of: what was true before the start is not shown as true.
    void report_unheard();
    [[nodiscard]] std::vector<ports::DeviceFacts> facts() const;

    service::HallThread& hall;
    Log log;
    drivers::QtTimers timers;
    /// Outlives the lines that record into it.
    drivers::capture::Store captures;
    const std::vector<domain::DeviceId> record_at_start;
    /// Outlives the drivers that tell it.
    CounterFile counter_file;
    QObject context;
    QTimer judge_timer;
    service::PrinterReports printer_reports;
    TestPrints test_prints;
    std::map<domain::DeviceId, ports::DeviceNote> told;
    std::map<domain::DeviceId, PrinterUnit> printers;
    std::map<domain::DeviceId, BusUnit> buses;
    Keypads keypads;
    std::map<domain::CounterId, service::CounterDevices> counters;
};

}  // namespace jiaohao::daemon
