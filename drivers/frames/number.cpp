// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/number.hpp"

#include <algorithm>

namespace jiaohao::drivers::frames {
namespace {

std::optional<std::uint32_t> digit_value(std::uint8_t byte, std::uint32_t base) {
    std::uint32_t value = base;
    if (byte >= '0' && byte <= '9') {
        value = byte - std::uint32_t{'0'};
    } else if (byte >= 'A' && byte <= 'F') {
        value = byte - std::uint32_t{'A'} + 10;
    } else if (byte >= 'a' && byte <= 'f') {
        value = byte - std::uint32_t{'a'} + 10;
    }
    return value < base ? std::optional{value} : std::nullopt;
}

}  // namespace

std::uint32_t greatest(NumberForm form, std::size_t width) {
    const std::uint64_t base = form == NumberForm::decimal ? 10 : form == NumberForm::hex ? 16 : 256;
    std::uint64_t most = 1;
    for (std::size_t i = 0; i < width && most <= 0xFFFFFFFF; ++i) {
        most *= base;
    }
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(most - 1, 0xFFFFFFFF));
}

std::optional<std::uint32_t> read_number(NumberForm form, ByteView bytes) {
    if (!is_ascii(form) && bytes.size() == 1) {
        return bytes.front();
    }
    std::uint32_t value = 0;
    if (!is_ascii(form)) {
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            value = (value << 8U) | bytes[form == NumberForm::big ? i : bytes.size() - 1 - i];
        }
        return value;
    }
    const std::uint32_t base = form == NumberForm::decimal ? 10 : 16;
    for (const std::uint8_t byte : bytes) {
        const auto digit = digit_value(byte, base);
        if (!digit) {
            return std::nullopt;
        }
        value = value * base + *digit;
    }
    return value;
}

void write_number(NumberForm form, std::size_t width, std::uint32_t value, Bytes& out) {
    const std::size_t begin = out.size();
    const std::uint32_t base = form == NumberForm::decimal ? 10 : form == NumberForm::hex ? 16 : 256;
    for (std::size_t i = 0; i < width; ++i) {
        const auto digit = static_cast<std::uint8_t>(value % base);
        constexpr std::string_view kDigits = "0123456789ABCDEF";
        out.push_back(is_ascii(form) ? static_cast<std::uint8_t>(kDigits[digit]) : digit);
        value /= base;
    }
    if (form != NumberForm::little) {
        std::reverse(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
    }
}

}  // namespace jiaohao::drivers::frames
