// A frame's bytes as they travel.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "drivers/frames/shape.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::frames {

enum class EncodeError : std::uint8_t {
    bad_address,  ///< not in the part's range or values, or too large for its width
    bad_command,
    data_too_short,
    data_too_long,
    bad_data,         ///< a byte that may not occur in the data
    length_too_large  ///< does not fit its part, or is no whole number of units
};
[[nodiscard]] std::string_view code(EncodeError error);

/// Lengths, checks and escapes are filled in. A part with one allowed value takes that value whatever the frame
/// says. `frame.shape` is not looked at. shape_faults(shape) is empty.
[[nodiscard]] Result<Bytes, EncodeError> encode(const Shape& shape, const Frame& frame);

}  // namespace jiaohao::drivers::frames
