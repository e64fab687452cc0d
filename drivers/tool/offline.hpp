// Captures without a hall: what their bytes mean, and what a driver makes of them. Pure but for reading profiles.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "drivers/line/capture.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::tool {

struct Choice {
    /// Folder of the profiles.
    std::filesystem::path profiles;
    /// Empty: as the capture says.
    std::string profile;
};

/// One line for each record, with what its bytes mean and why bytes were rejected.
[[nodiscard]] Result<std::string, std::string> decode(const capture::Capture& capture, const Choice& choice);

struct Replayed {
    /// One line for each thing that the driver told, then its counts.
    std::string told;
    /// One line for each connection that was written otherwise than recorded.
    std::string differences;
    /// False: a beginning was left out whose bytes cannot be compared.
    bool whole = true;
};
[[nodiscard]] Result<Replayed, std::string> replay(const capture::Capture& capture, const Choice& choice);

}  // namespace jiaohao::drivers::tool
