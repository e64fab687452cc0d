// Where the numbers of a range come from that satellites are lent. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain {

/// Key of HallState::last_ordinal under which an owner counts the numbers of `range` that it lent. The colon stands in no
/// configured id.
[[nodiscard]] inline RangeId lent_counter(const RangeId& range) {
    return RangeId(range.get() + ":lent");
}

/// The first number to lend: the upper half of a range is lent from, so that the hall's own sequence has no holes until it
/// comes there.
[[nodiscard]] constexpr std::uint32_t lending_from(std::uint32_t first, std::uint32_t last) {
    return first + (last - first) / 2 + (last - first) % 2;
}

}  // namespace jiaohao::domain
