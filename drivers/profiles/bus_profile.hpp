// Reads the profile of a hall bus (bus-*.toml).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "drivers/bus/profile.hpp"
#include "kiosk/config/checked_toml.hpp"

namespace jiaohao::drivers {

/// Every key is checked: unknown, missing, wrong type, out of range, meaning that clashes (two keys for the
/// same bytes), and an example frame that does not mean what it says.
[[nodiscard]] Result<BusProfile, config::Problems> load_bus_profile(const std::filesystem::path& file);

}  // namespace jiaohao::drivers
