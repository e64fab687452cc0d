// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/command.hpp"

#include <fmt/format.h>

namespace jiaohao::drivers::sim {

Result<PrinterCommand, std::string> parse_printer_command(const std::string& line) {
    using Do = PrinterCommand::Do;
    const auto space = line.find(' ');
    const std::string verb = line.substr(0, space);
    const std::string argument = space == std::string::npos ? "" : line.substr(space + 1);
    if (verb == "papers") {
        return PrinterCommand{Do::papers, {}};
    }
    if (verb == "state") {
        return PrinterCommand{Do::state, {}};
    }
    if (verb == "unplug" || verb == "replug") {
        return PrinterCommand{verb == "unplug" ? Do::fault : Do::clear, {.fault = PrinterFault::unplug}};
    }
    if (verb == "clear" && argument.empty()) {
        return PrinterCommand{Do::clear_all, {}};
    }
    if (verb == "fault" || verb == "clear") {
        const auto order = parse_fault_order(argument);
        if (!order) {
            return fail(order.error());
        }
        return PrinterCommand{verb == "fault" ? Do::fault : Do::clear, *order};
    }
    return fail(
        fmt::format("unknown command '{}'; known: fault NAME[@ROWS|@cut][/SECONDS], clear [NAME], "
                    "unplug, replug, papers, state, quit",
                    verb));
}

}  // namespace jiaohao::drivers::sim
