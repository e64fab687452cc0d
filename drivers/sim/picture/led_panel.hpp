// What a counter display or the window of a handset shows, dot by dot.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "drivers/sim/picture/font.hpp"
#include "drivers/sim/picture/picture.hpp"

namespace jiaohao::drivers::sim {

struct PanelText {
    /// UTF-8; large, on the left.
    std::string number;
    /// Smaller, on the right.
    std::string waiting;
    /// One line below; three, where nothing else is shown.
    std::string text;
    bool operator==(const PanelText&) const = default;
};

/// led: red dots on black. lcd: dark dots on a green ground.
enum class PanelKind : std::uint8_t { led, lcd };

/// 112 by 50 dots. What is too long is cut off, as on the real one.
[[nodiscard]] Picture draw_panel(const PanelText& shown, PanelKind kind, Font& font);

}  // namespace jiaohao::drivers::sim
