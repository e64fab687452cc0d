// Reads the profile of a pad, handset or display (pad-*, handset-*, display-*, bus-*.toml ...).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "drivers/engine/profile.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::engine {

/// Every key is checked: unknown, missing, wrong type, out of range, a shape that cannot be taken apart, rules
/// that can never fit, sayings that no frame can hold, an example that does not mean what it says, a rule or
/// saying without an example.
/// The error is one line per problem: file:line:column: key: what is wrong and what is allowed.
[[nodiscard]] Result<DeviceProfile, std::string> load_device_profile(const std::filesystem::path& file);

}  // namespace jiaohao::drivers::engine
