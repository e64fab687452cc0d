// Words for problems found in TOML; only for checked_toml.cpp.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

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

/// Steers a terminal, or turns the line round that it stands in. Ends of lines are those of a longer report.
inline bool steers_terminals(std::uint32_t point) {
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    const bool direction = point == 0x061C || point == 0x200E || point == 0x200F ||
                           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    return (control && point != '\n' && point != '\t') || direction;
}

/// For a terminal: what steers it is shown by its number ("\u001b"). `text` is UTF-8; bytes that are none stay.
inline std::string for_terminals(std::string_view text) {
    std::string shown;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        // What steers has three bytes at most.
        const std::size_t size = first < 0xC0U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
        const std::string_view one = text.substr(i, size);
        std::uint32_t point = size == 1 ? first : first & (0x7FU >> size);
        for (const char more : one.substr(1)) {
            point = point << 6U | (static_cast<unsigned char>(more) & 0x3FU);
        }
        shown += steers_terminals(point) ? fmt::format("\\u{:04x}", point) : std::string(one);
        i += size;
    }
    return shown;
}

inline std::string text_words(const TextRule& rule) {
    if (!rule.meaning.empty()) {
        return std::string(rule.meaning);
    }
    return fmt::format("a text of {} to {} bytes without control characters", rule.least, rule.most);
}

inline std::string text_wrong(std::string_view value, const TextRule& rule) {
    const bool bad_length = value.size() < rule.least || value.size() > rule.most;
    bool bad_character = false;
    for (const char c : value) {
        bad_character =
            bad_character || (rule.alphabet.empty() ? static_cast<unsigned char>(c) < 0x20
                                                    : rule.alphabet.find(c) == std::string_view::npos);
    }
    if (!bad_length && !bad_character) {
        return {};
    }
    return fmt::format("is {}; allowed: {}", in_quotes(value), text_words(rule));
}

}  // namespace jiaohao::config
