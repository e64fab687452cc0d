// Where the parts of a shape stand. Only for the sources of this room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "drivers/frames/number.hpp"
#include "drivers/frames/shape.hpp"

namespace jiaohao::drivers::frames {

/// Bytes of a part; of the data part that varies, the least.
[[nodiscard]] inline std::size_t part_size(const Part& part) {
    switch (part.kind) {
        case PartKind::constant:
            return part.bytes.size();
        case PartKind::data:
            return part.least;
        case PartKind::check:
            return check_width(part.check) * (part.form == NumberForm::hex ? 2 : 1);
        default:
            return part.width;
    }
}

[[nodiscard]] inline bool varies(const Part& part) {
    return part.kind == PartKind::data && part.least != part.most;
}

/// Place of the data part that varies; parts.size() when none does.
[[nodiscard]] inline std::size_t varying_part(const Shape& shape) {
    std::size_t i = 0;
    while (i < shape.parts.size() && !varies(shape.parts[i])) {
        ++i;
    }
    return i;
}

/// The length part that tells how long the varying part is; nothing when a constant behind it does.
[[nodiscard]] inline std::optional<std::size_t> deciding_length(const Shape& shape, std::size_t varying) {
    for (std::size_t i = 0; i < varying && varying < shape.parts.size(); ++i) {
        const Part& part = shape.parts[i];
        if (part.kind == PartKind::length && part.first <= varying && varying <= part.last) {
            return i;
        }
    }
    return std::nullopt;
}

/// The first constant behind the varying part; parts.size() when there is none.
[[nodiscard]] inline std::size_t ending_constant(const Shape& shape, std::size_t varying) {
    std::size_t i = varying + 1;
    while (i < shape.parts.size() && shape.parts[i].kind != PartKind::constant) {
        ++i;
    }
    return std::min(i, shape.parts.size());
}

[[nodiscard]] inline bool value_allowed(const Part& part, std::uint32_t value) {
    if (value < part.least_value || value > part.most_value) {
        return false;
    }
    if (part.values.empty()) {
        return true;
    }
    for (const std::uint32_t allowed : part.values) {
        if (allowed == value) {
            return true;
        }
    }
    return false;
}

}  // namespace jiaohao::drivers::frames
