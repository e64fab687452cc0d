// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/sealed.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "kiosk/wire/event_codec.hpp"
#include "kiosk/wire/json_text.hpp"

namespace jiaohao::journal {

std::string seal(const nlohmann::json& content) {
    return seal_text(wire::to_text(content));
}

std::string seal_text(std::string_view body) {
    return fmt::format("{}\n{}\n", wire::to_hex(wire::hash_of(body)), body);
}

std::optional<nlohmann::json> unseal(std::string_view text) {
    const auto first = text.find('\n');
    if (first == std::string_view::npos || !text.ends_with('\n') || text.size() < first + 2) {
        return std::nullopt;
    }
    const auto body = text.substr(first + 1, text.size() - first - 2);
    if (wire::to_hex(wire::hash_of(body)) != text.substr(0, first)) {
        return std::nullopt;
    }
    auto json = wire::parse_json(body);
    if (!json || !json->is_object() || json->value("v", 0) != 1) {
        return std::nullopt;
    }
    return std::move(*json);
}

}  // namespace jiaohao::journal
