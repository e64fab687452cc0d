// Glyphs from a font file (FreeType), for pictures of papers and displays.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim {

/// Coverage 0..255 per dot; `left`, `top` place it relative to pen and baseline.
struct GlyphPicture {
    int width = 0;
    int height = 0;
    int left = 0;
    int top = 0;
    int advance = 0;
    Bytes coverage;
};

class Font {
  public:
    /// A font with Chinese characters: `wanted` if given, else the first of the usual
    /// Debian places that exists.
    [[nodiscard]] static Result<std::unique_ptr<Font>, std::string> open(const std::filesystem::path& wanted);
    ~Font();
    Font(const Font&) = delete;
    Font& operator=(const Font&) = delete;

    /// Kept for reuse. Sizes are the em square in dots, across and up.
    [[nodiscard]] const GlyphPicture& glyph(char32_t point, int across, int up);

  private:
    struct Face;
    explicit Font(std::unique_ptr<Face> face);
    std::unique_ptr<Face> face_;
    std::map<std::tuple<char32_t, int, int>, GlyphPicture> cache_;
};

}  // namespace jiaohao::drivers::sim
