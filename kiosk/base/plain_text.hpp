// What text from outside may not hold, because it would steer the terminal or turn round the line that it is shown in.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace jiaohao {

/// Of the blocks C0 and C1, tabs and ends of lines included.
[[nodiscard]] constexpr bool is_control(std::uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

/// Marks of direction, and separators of lines and paragraphs.
[[nodiscard]] constexpr bool turns_lines(std::uint32_t point) {
    return point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

/// Calls `use(character, code point)` for each character of UTF-8; a byte that belongs to none is one by itself.
template <class Use>
constexpr void for_characters(std::string_view text, Use use) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t size = first < 0xC0U ? 1 : first < 0xE0U ? 2 : first < 0xF0U ? 3 : 4;
        const std::string_view one = text.substr(i, size);
        std::uint32_t point = size == 1 ? first : first & (0x7FU >> size);
        for (const char more : one.substr(1)) {
            point = point << 6U | (static_cast<unsigned char>(more) & 0x3FU);
        }
        use(one, point);
        i += size;
    }
}

/// Nothing of that stands in it.
[[nodiscard]] constexpr bool is_plain(std::string_view utf8) {
    bool plain = true;
    for_characters(utf8, [&](std::string_view /*one*/, std::uint32_t point) {
        plain = plain && !is_control(point) && !turns_lines(point);
    });
    return plain;
}

}  // namespace jiaohao
