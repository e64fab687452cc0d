// Base64 by libcrypto.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/result.hpp"

namespace jiaohao::headoffice::feeds {

[[nodiscard]] std::string to_base64(std::string_view bytes);
[[nodiscard]] Result<std::string, std::string> from_base64(std::string_view text);

/// The alphabet for URLs, without padding (RFC 4648, 5).
[[nodiscard]] std::string to_base64url(std::string_view bytes);
[[nodiscard]] Result<std::string, std::string> from_base64url(std::string_view text);

}  // namespace jiaohao::headoffice::feeds
