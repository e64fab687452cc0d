// Percent decoding and request targets. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jiaohao::http {

struct Target {
    std::string path;
    std::map<std::string, std::string> query;
    /// Names given more than once, each once.
    std::vector<std::string> repeated;
};

/// Nothing for a target that is not "/path[?query]", has a broken escape or a NUL in it.
[[nodiscard]] std::optional<Target> parse_target(std::string_view target);

}  // namespace jiaohao::http
