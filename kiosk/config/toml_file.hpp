// One TOML file as toml++ reads it, within bounds. Inside this room only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <optional>

#include "kiosk/config/checked_toml.hpp"

namespace jiaohao::config {

/// Nothing when the file cannot be read, is too large, has an overlong line or is no TOML; `problems` says
/// which and where.
[[nodiscard]] std::optional<toml::table> parse_toml_file(const std::filesystem::path& file,
                                                         Problems& problems);

}  // namespace jiaohao::config
