// Words for problems found in TOML; only for checked_toml.cpp.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "kiosk/base/plain_text.hpp"
#include "kiosk/config/checked_toml.hpp"

namespace jiaohao::config {

inline std::string_view type_words(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "a text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number with a fraction";
        case toml::node_type::boolean:
            return "true or false";
        default:
            return "a date or time";
    }
}

/// At most 60 bytes of it, so that a message stays a line; no character is cut in two.
inline std::string in_quotes(std::string_view text) {
    std::size_t size = std::min<std::size_t>(text.size(), 60);
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) {
        --size;
    }
    return fmt::format("\"{}{}\"", text.substr(0, size), size < text.size() ? "..." : "");
}

/// For a terminal: what steers it is shown by its number ("\u001b"). `text` is UTF-8; bytes that are none stay. Ends of
/// lines are those of a longer report.
inline std::string for_terminals(std::string_view text) {
    std::string shown;
    for_characters(text, [&](std::string_view one, std::uint32_t point) {
        const bool steers = (is_control(point) && point != '\n' && point != '\t') || turns_lines(point);
        shown += steers ? fmt::format("\\u{:04x}", point) : std::string(one);
    });
    return shown;
}

inline std::string text_words(const TextRule& rule) {
    if (!rule.meaning.empty()) {
        return std::string(rule.meaning);
    }
    return fmt::format("a text of {} to {} bytes without control characters and marks of direction",
                       rule.least, rule.most);
}

inline std::string text_wrong(std::string_view value, const TextRule& rule) {
    const bool bad_length = value.size() < rule.least || value.size() > rule.most;
    const bool bad_character = rule.alphabet.empty()
                                   ? !is_plain(value)
                                   : value.find_first_not_of(rule.alphabet) != std::string_view::npos;
    if (!bad_length && !bad_character) {
        return {};
    }
    return fmt::format("is {}; allowed: {}", in_quotes(value), text_words(rule));
}

}  // namespace jiaohao::config
