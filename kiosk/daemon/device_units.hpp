// A printer and a bus with all that belongs to them, and what can be told of them. On the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "drivers/bus/bus_driver.hpp"
#include "drivers/line/queued_printer.hpp"
#include "drivers/printer/printer_driver.hpp"
#include "kiosk/daemon/line_unit.hpp"
#include "kiosk/ports/device_facts.hpp"
#include "kiosk/service/device_reports.hpp"

namespace jiaohao::daemon {

struct PrinterUnit {
    std::unique_ptr<LineUnit> line;
    std::unique_ptr<NotingListener> outcomes;
    std::unique_ptr<drivers::printer::PrinterDriver> driver;
    std::unique_ptr<NotingPrinter> noting;
    std::unique_ptr<drivers::QueuedPrinter> port;
};

struct BusUnit {
    std::unique_ptr<service::BusReports> reports;
    std::unique_ptr<LineUnit> line;
    std::unique_ptr<drivers::bus::BusDriver> driver;
};

using Counts = std::map<std::string, std::uint64_t>;
using UnitId = domain::DeviceId;

/// What was counted and, of a polled bus, "round_*_ms".
[[nodiscard]] Counts counts_of(const PrinterUnit& unit);
[[nodiscard]] Counts counts_of(const BusUnit& unit);

[[nodiscard]] ports::DeviceNote note_of(const UnitId& id, const PrinterUnit& unit);
[[nodiscard]] ports::DeviceNote note_of(const UnitId& id, const BusUnit& unit);

/// The printer; the line of a bus and then each device on it.
void add_facts(const UnitId& id, const PrinterUnit& unit, std::vector<ports::DeviceFacts>& all);
void add_facts(const UnitId& id, const BusUnit& unit, std::vector<ports::DeviceFacts>& all);

}  // namespace jiaohao::daemon
