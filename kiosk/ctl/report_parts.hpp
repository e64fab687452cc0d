// What the reports for people share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "kiosk/ctl/words.hpp"

namespace jiaohao::ctl {

/// A member as text; empty when it is not there.
inline std::string at(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end()) {
        return {};
    }
    return found->is_string() ? found->get<std::string>() : found->dump();
}

/// The catalogue's word for a code of that area; the code itself where there is none.
inline std::string coded(const Words& words, const std::string& area, const std::string& code) {
    const std::string id = area + "." + code;
    return words.has(id) ? words.text(id) : code;
}

/// Of the view of a snapshot; empty where the role does not see them.
[[nodiscard]] std::string report_visits(const Words& words, const nlohmann::json& view);

}  // namespace jiaohao::ctl
