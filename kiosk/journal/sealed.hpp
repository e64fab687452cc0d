// A JSON file that says whether it is whole: SHA-256 of the second line on the first.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace jiaohao::journal {

[[nodiscard]] std::string seal(const nlohmann::json& content);
/// Of content that is text already: one JSON object, in one line.
[[nodiscard]] std::string seal_text(std::string_view body);
/// Nothing unless the hash fits and the version `v` is one this program knows (1).
[[nodiscard]] std::optional<nlohmann::json> unseal(std::string_view text);

}  // namespace jiaohao::journal
