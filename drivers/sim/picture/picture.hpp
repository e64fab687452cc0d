// Pictures of what simulated devices show: PNG.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

using Rgb = std::array<std::uint8_t, 3>;

/// One byte a dot, row by row: a mixture of `dark` (0) and `light` (255).
struct Picture {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    Bytes grey;
    Rgb dark{0, 0, 0};
    Rgb light{255, 255, 255};

    /// The colour of each value of a dot.
    [[nodiscard]] Rgb colour(std::uint8_t value) const;
};

/// Draws within its bounds; what lies outside is left out.
class Canvas {
  public:
    Canvas(int width, int height, std::uint8_t ground);

    /// Mixes `to` in by coverage (255: all of it).
    void blend(int x, int y, std::uint8_t coverage, std::uint8_t to);
    void fill(int x, int y, int width, int height, std::uint8_t grey);
    void frame(std::uint8_t grey);
    [[nodiscard]] Picture take() { return std::move(picture_); }

  private:
    int width_;
    int height_;
    Picture picture_;
};

/// Written beside and renamed: who reads the file never sees half of it.
[[nodiscard]] Result<void, std::string> write_png(const Picture& picture, const std::filesystem::path& file);

}  // namespace jiaohao::drivers::sim
