// SPDX-License-Identifier: Apache-2.0
#include "drivers/frames/shape.hpp"

#include <algorithm>
#include <array>

namespace jiaohao::drivers::frames {

bool Shape::has(PartKind kind) const {
    return std::any_of(parts.begin(), parts.end(), [kind](const Part& part) { return part.kind == kind; });
}

std::string_view code(Sender sender) {
    constexpr std::array<std::string_view, 3> codes{"device", "host", "both"};
    return codes.at(static_cast<std::size_t>(sender));
}

std::string_view code(NumberForm form) {
    constexpr std::array<std::string_view, 4> codes{"big", "little", "decimal", "hex"};
    return codes.at(static_cast<std::size_t>(form));
}

std::string_view code(PartKind kind) {
    constexpr std::array<std::string_view, 6> codes{"constant", "address", "command",
                                                    "length",   "data",    "check"};
    return codes.at(static_cast<std::size_t>(kind));
}

}  // namespace jiaohao::drivers::frames
