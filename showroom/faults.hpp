// What goes wrong in a day, and when, as shares of its length.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::showroom {

enum class FaultKind : std::uint8_t {
    printer_unplugged,
    printer_back,
    paper_out,
    paper_refilled,
    bus_noisy,
    bus_quiet,
    head_office_killed,
    head_office_back,
    hall_killed,
    ui_frozen,
    ui_continued,
};

struct PlannedFault {
    /// 0 at the first ticket, 1 at the last call.
    double share = 0;
    FaultKind kind{};
};

/// "none", or a comma-separated list of: printer, paper, noise, headoffice, ui, kill=N, all (everything,
/// kill=20). Sorted by time. The error names the word that is not known and those that are.
[[nodiscard]] Result<std::vector<PlannedFault>, std::string> plan_faults(const std::string& words);

}  // namespace jiaohao::showroom
