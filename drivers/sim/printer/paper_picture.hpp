// A paper as it would lie in the hand: PNG.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "drivers/sim/printer/font.hpp"
#include "drivers/sim/printer/paper.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

/// Grey values, row by row; 255 is white.
struct Picture {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    Bytes grey;
};

/// One pixel a dot: `width_dots` of print between unprinted margins.
[[nodiscard]] Picture draw_paper(const Paper& paper, std::uint16_t width_dots, Font& font);
[[nodiscard]] Result<void, std::string> write_png(const Picture& picture, const std::filesystem::path& file);

}  // namespace jiaohao::drivers::sim
