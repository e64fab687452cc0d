// Text to JSON and back with the bounds that hostile input needs. Never throws.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"

namespace jiaohao::wire {

/// Nesting beyond this is refused: writing JSON recurses, so a bomb of brackets would end the stack.
inline constexpr int kMostJsonDepth = 32;

/// Refuses what is no JSON, no UTF-8, or nested too deep; the error says which and at what byte.
[[nodiscard]] Result<nlohmann::json, std::string> parse_json(std::string_view text);

/// Keys sorted by byte value, no white space, shortest escapes. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const nlohmann::json& json);

/// False when nested deeper than kMostJsonDepth.
[[nodiscard]] bool within_depth(const nlohmann::json& json, int most = kMostJsonDepth);

/// Base64 with padding (RFC 4648). from_base64 refuses anything else.
[[nodiscard]] std::string to_base64(std::string_view bytes);
[[nodiscard]] Result<std::string, std::string> from_base64(std::string_view text);

}  // namespace jiaohao::wire
