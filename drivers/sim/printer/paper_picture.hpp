// A paper as it would lie in the hand.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "drivers/sim/picture/font.hpp"
#include "drivers/sim/picture/picture.hpp"
#include "drivers/sim/printer/paper.hpp"

namespace jiaohao::drivers::sim {

/// One pixel a dot: `width_dots` of print between unprinted margins.
[[nodiscard]] Picture draw_paper(const Paper& paper, std::uint16_t width_dots, Font& font);

}  // namespace jiaohao::drivers::sim
