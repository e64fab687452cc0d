// Hours of simulated halls, recorded.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "drivers/line/capture.hpp"

namespace jiaohao::drivers::testing {

inline const std::string kProfiles = std::string(JIAOHAO_SOURCE_DIR) + "/drivers/profiles/";

struct PrinterHour {
    capture::Capture capture;
    /// "1p2u": seq and p(rinted), n(ot printed), u(nknown).
    std::string outcomes;
    int papers = 0;
};
/// Tickets through paper end, noise, split answers, unplugging in a ticket, cover, silence and a wrong speed; or two
/// tickets and nothing else.
/// Recorded from before the line is opened, or only from `begin_s` on, and until `end_s` (0: to its end).
[[nodiscard]] PrinterHour printer_hour(const std::string& profile, bool faults, double begin_s = 0,
                                       double end_s = 0);

struct BusHour {
    capture::Capture capture;
    int presses = 0;
};
/// Presses through noise, bad checksums, broken and doubled frames, an echoing line and unplugging in a frame.
[[nodiscard]] BusHour bus_hour();

}  // namespace jiaohao::drivers::testing
