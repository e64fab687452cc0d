// Numbers as they stand on a line. Shared by frames and by the engine's patterns and templates.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "drivers/frames/shape.hpp"
#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::frames {

/// Widest number: 4 bytes, or 8 ASCII digits.
constexpr std::size_t kMostNumberBytes = 4;
constexpr std::size_t kMostNumberDigits = 8;
[[nodiscard]] constexpr bool is_ascii(NumberForm form) {
    return form == NumberForm::decimal || form == NumberForm::hex;
}
/// Greatest number that fits `width` bytes or digits.
[[nodiscard]] std::uint32_t greatest(NumberForm form, std::size_t width);
/// Nothing when a digit is none.
[[nodiscard]] std::optional<std::uint32_t> read_number(NumberForm form, ByteView bytes);
/// `value` <= greatest(form, width); what stands above is cut off.
void write_number(NumberForm form, std::size_t width, std::uint32_t value, Bytes& out);

}  // namespace jiaohao::drivers::frames
