// Byte strings as they travel on lines and wires.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace jiaohao {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// "1b 40 ff", for logs, captures and test messages.
[[nodiscard]] std::string to_hex(ByteView bytes);

}  // namespace jiaohao
