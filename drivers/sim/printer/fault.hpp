// Named faults of a simulated printer, and how they are ordered: NAME[@ROWS|@cut][/SECONDS].
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

enum class PrinterFault : std::uint8_t {
    paper_near_end,
    paper_out,
    cover_open,
    cutter_jam,
    head_hot,
    xoff,
    silent,
    garbage,
    unplug,
    asb_lost,
    slow_reply,
    split_reply,
    stray_bytes,
    clone,
    power_cycle,
    buffer_45,
    buffer_4k,
};

/// "wrong-baud" is another name of garbage.
[[nodiscard]] std::optional<PrinterFault> printer_fault(std::string_view name);
[[nodiscard]] std::vector<std::string_view> all_printer_faults();
[[nodiscard]] std::string_view printer_fault_name(PrinterFault fault);
/// "paper-near-end, paper-out, ..."
[[nodiscard]] std::string printer_fault_names();

struct FaultOrder {
    PrinterFault fault{};
    /// Begins after so many more printed rows; 0: now.
    int after_rows = 0;
    /// Begins when the next paper is cut, before anything that stands behind the cut is carried out.
    bool at_cut = false;
    /// Ends by itself so long after it began; nothing: when cleared.
    std::optional<std::chrono::nanoseconds> lasts{};
    [[nodiscard]] bool comes_later() const { return after_rows > 0 || at_cut; }
};

/// "paper-out@2", "xoff/8", "head-hot@3/60", "unplug@cut". SECONDS 0: until cleared. Without SECONDS a head cools and an XOFF is
/// taken back by itself (30 s, 5 s), as on real printers, and a printer is switched on again after 10 s; the others
/// stay until cleared.
[[nodiscard]] Result<FaultOrder, std::string> parse_fault_order(std::string_view text);

}  // namespace jiaohao::drivers::sim
