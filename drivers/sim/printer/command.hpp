// Control lines of the simulated printer.
//
//   fault NAME[@ROWS|@cut][/SECONDS]   clear [NAME]   unplug   replug   papers   state
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "drivers/sim/printer/fault.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

struct PrinterCommand {
    enum class Do : std::uint8_t { fault, clear, clear_all, papers, state };
    Do what{};
    /// fault; clear: its fault alone.
    FaultOrder order;
};

/// The error is a sentence for the person at the keyboard.
[[nodiscard]] Result<PrinterCommand, std::string> parse_printer_command(const std::string& line);

}  // namespace jiaohao::drivers::sim
