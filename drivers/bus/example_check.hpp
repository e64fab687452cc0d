// Runs the example frames of a profile against the codec and the profile's own tables.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/bus/profile.hpp"

namespace jiaohao::drivers {

/// One sentence per example that does not mean what it says; empty when all do.
[[nodiscard]] std::vector<std::string> check_examples(const BusProfile& profile);

/// "FF 68 03" -> bytes; nothing for anything but pairs of hex digits apart by spaces.
[[nodiscard]] std::optional<Bytes> bytes_from_hex(std::string_view text);

}  // namespace jiaohao::drivers
