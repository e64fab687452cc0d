// kioskctl: the command line over the API in the hall.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/base/result.hpp"

namespace jiaohao::ctl {

/// 0 done, 1 refused, 2 usage, 3 the daemon cannot be reached.
enum ExitCode { kDone = 0, kRefused = 1, kUsage = 2, kUnreachable = 3 };

/// `kioskctl ticket-bytes`: files in, one file out.
struct TicketBytesOrder {
    std::string profile;
    /// Empty: the built-in template.
    std::string layout;
    std::string data;
    std::string out;
};
struct TicketBytesReport {
    std::size_t bytes = 0;
    std::size_t paper_mm = 0;
    std::size_t travel_ms = 0;
    int baud = 0;
    /// Characters that come out as others, UTF-8; each as often as it stands in the ticket.
    std::vector<std::pair<std::string, std::string>> replaced;
    /// What this printer cannot draw.
    std::vector<std::string> left_out;
};

/// Abilities that this room has no business with, put in by main(): it knows no driver.
struct Tools {
    std::function<Result<TicketBytesReport, std::string>(const TicketBytesOrder&)> ticket_bytes;
};

/// Never throws.
int run_ctl(int argc, char** argv, std::ostream& out, std::ostream& err, const Tools& tools = {});

}  // namespace jiaohao::ctl
