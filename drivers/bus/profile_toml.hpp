// Reads the profile of a hall bus (bus-*.toml).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "drivers/bus/profile.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers {

/// Every key is checked: unknown, missing, wrong type, out of range, meaning that clashes (two keys for the
/// same bytes), and an example frame that does not mean what it says.
/// The error is one line per problem: file:line:column: key: what is wrong and what is allowed.
[[nodiscard]] Result<BusProfile, std::string> load_bus_profile(const std::filesystem::path& file);

}  // namespace jiaohao::drivers
