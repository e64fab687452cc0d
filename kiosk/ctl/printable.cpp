// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ctl/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace jiaohao::ctl {
namespace {

struct Character {
    std::uint32_t point = 0;
    /// 0: the first byte begins no character.
    std::size_t bytes = 0;
};

/// The first character; the table is that of Unicode 15, table 3-7 (no overlong forms, no surrogates).
Character first_of(std::string_view text) {
    struct Form {
        unsigned char least, most, second_least, second_most;
        std::size_t bytes;
    };
    static constexpr std::array<Form, 8> forms{{{0xC2, 0xDF, 0x80, 0xBF, 2},
                                                {0xE0, 0xE0, 0xA0, 0xBF, 3},
                                                {0xE1, 0xEC, 0x80, 0xBF, 3},
                                                {0xED, 0xED, 0x80, 0x9F, 3},
                                                {0xEE, 0xEF, 0x80, 0xBF, 3},
                                                {0xF0, 0xF0, 0x90, 0xBF, 4},
                                                {0xF1, 0xF3, 0x80, 0xBF, 4},
                                                {0xF4, 0xF4, 0x80, 0x8F, 4}}};
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(0) < 0x80) {
        return {byte(0), 1};
    }
    const auto form = std::find_if(forms.begin(), forms.end(), [first = byte(0)](const Form& one) {
        return first >= one.least && first <= one.most;
    });
    if (form == forms.end() || text.size() < form->bytes || byte(1) < form->second_least ||
        byte(1) > form->second_most) {
        return {};
    }
    std::uint32_t point = byte(0) & (0xFFU >> (form->bytes + 1));
    for (std::size_t i = 1; i < form->bytes; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return {};
        }
        point = point << 6U | (byte(i) & 0x3FU);
    }
    return {point, form->bytes};
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const Character one = first_of(text);
        if (one.bytes == 0) {
            return false;
        }
        text.remove_prefix(one.bytes);
    }
    return true;
}

std::string printable(std::string_view text, bool keep_lines) {
    std::string shown;
    while (!text.empty()) {
        const Character one = first_of(text);
        const bool kept_line = keep_lines && text.front() == '\n';
        if (one.bytes == 0 || (one.point < 0x20 && !kept_line) || one.point == 0x7F) {
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
        } else if (one.point >= 0x80 && one.point < 0xA0) {
            shown += fmt::format("\\u{:04x}", one.point);
        } else {
            shown += text.substr(0, one.bytes);
        }
        text.remove_prefix(std::max<std::size_t>(one.bytes, 1));
    }
    return shown;
}

}  // namespace jiaohao::ctl
