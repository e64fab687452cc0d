// GET over loopback, for the figures of head office.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "kiosk/base/result.hpp"

namespace jiaohao::showroom {

/// The body of a 200 answer within 5 s, at most 16 MiB.
[[nodiscard]] Result<std::string, std::string> http_get(const std::string& url);
[[nodiscard]] Result<nlohmann::json, std::string> http_get_json(const std::string& url);

}  // namespace jiaohao::showroom
