// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/picture/led_panel.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "drivers/printer/text_codec.hpp"

namespace jiaohao::drivers::sim {
namespace {

constexpr int kColumns = 112;
constexpr int kRows = 50;
// Even, so that a screen may show it at half its size without stripes.
constexpr int kPitch = 4;
constexpr int kEdge = 16;
constexpr int kLarge = 30;
constexpr int kMiddle = 22;
constexpr int kSmall = 16;
/// Coverage from which a dot is lit.
constexpr std::uint8_t kLit = 110;
/// A dot that is not lit is still seen.
constexpr std::uint8_t kUnlit = 18;

class Dots {
  public:
    explicit Dots(Font& font) : font_(font), lit_(std::size_t{kColumns} * kRows) {}

    /// Dots across.
    [[nodiscard]] int width_of(std::string_view text, int size) const {
        int width = 0;
        while (!text.empty()) {
            width += font_.glyph(printer::next_code_point(text), size, size).advance;
        }
        return width;
    }
    /// Gives back what did not fit on the line.
    std::string_view write(std::string_view text, int x, int top, int size) {
        while (!text.empty()) {
            std::string_view rest = text;
            const GlyphPicture& glyph = font_.glyph(printer::next_code_point(rest), size, size);
            if (x + glyph.advance > kColumns) {
                break;
            }
            put(glyph, x + glyph.left, top + size * 5 / 6 - glyph.top);
            x += glyph.advance;
            text = rest;
        }
        return text;
    }
    [[nodiscard]] bool lit(int x, int y) const {
        return lit_[static_cast<std::size_t>(y) * kColumns + static_cast<std::size_t>(x)];
    }

  private:
    void put(const GlyphPicture& glyph, int left, int top) {
        for (int i = 0; i < glyph.width * glyph.height; ++i) {
            const int x = left + i % glyph.width;
            const int y = top + i / glyph.width;
            if (glyph.coverage[static_cast<std::size_t>(i)] >= kLit && x >= 0 && x < kColumns && y >= 0 &&
                y < kRows) {
                lit_[static_cast<std::size_t>(y) * kColumns + static_cast<std::size_t>(x)] = true;
            }
        }
    }
    Font& font_;
    std::vector<bool> lit_;
};

/// Four pixels of a dot's square are its corners, which stay half dark: it looks round.
void draw_dot(Canvas& canvas, int x, int y, std::uint8_t value) {
    constexpr int kSide = kPitch - 1;
    for (int i = 0; i < kSide * kSide; ++i) {
        const bool corner =
            (i % kSide == 0 || i % kSide == kSide - 1) && (i / kSide == 0 || i / kSide == kSide - 1);
        canvas.blend(x + i % kSide, y + i / kSide, corner ? 190 : 255, value);
    }
}

}  // namespace

Picture draw_panel(const PanelText& shown, PanelKind kind, Font& font) {
    Dots dots(font);
    dots.write(shown.number, 1, 1, kLarge);
    dots.write(shown.waiting, kColumns - 1 - dots.width_of(shown.waiting, kMiddle), 8, kMiddle);
    // A panel that shows words alone has three lines for them.
    const bool words_alone = shown.number.empty() && shown.waiting.empty();
    std::string_view text = shown.text;
    for (int top = words_alone ? 0 : kRows - kSmall; top + kSmall <= kRows; top += kSmall + 1) {
        text = dots.write(text, 1, top, kSmall);
    }
    Canvas canvas(kColumns * kPitch + 2 * kEdge, kRows * kPitch + 2 * kEdge, 0);
    for (int y = 0; y < kRows; ++y) {
        for (int x = 0; x < kColumns; ++x) {
            draw_dot(canvas, kEdge + x * kPitch, kEdge + y * kPitch, dots.lit(x, y) ? 255 : kUnlit);
        }
    }
    Picture picture = canvas.take();
    // Lit dots of an LCD are the dark ones; its ground takes the place of the black one.
    picture.dark = kind == PanelKind::led ? Rgb{14, 10, 10} : Rgb{190, 205, 150};
    picture.light = kind == PanelKind::led ? Rgb{255, 96, 54} : Rgb{28, 40, 20};
    return picture;
}

}  // namespace jiaohao::drivers::sim
