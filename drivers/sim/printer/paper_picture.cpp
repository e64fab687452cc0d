// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/paper_picture.hpp"

#include <algorithm>
#include <string_view>

#include "drivers/printer/qr_raster.hpp"
#include "drivers/printer/text_codec.hpp"
#include "drivers/sim/printer/code128.hpp"

namespace jiaohao::drivers::sim {
namespace {

constexpr int kCell = 12;
constexpr int kFont = 24;
constexpr int kMargin = 32;
constexpr int kTop = 40;
constexpr int kBottom = 24;
/// Thermal paper is not quite white, its print not quite black.
constexpr std::uint8_t kPaperGrey = 247;
constexpr std::uint8_t kInkGrey = 28;
constexpr std::uint8_t kEdgeGrey = 205;

class Artist {
  public:
    Artist(Canvas& canvas, int width_dots, Font& font) : canvas_(canvas), width_(width_dots), font_(font) {}

    void row(const PaperRow& row, int y) {
        if (!row.qr.empty()) {
            qr(row, y);
        } else if (!row.barcode.empty()) {
            barcode(row, y);
        } else if (!row.raster.empty()) {
            raster(row, y);
        } else {
            text(row, y);
        }
    }

  private:
    [[nodiscard]] int start_of(PaperSide side, int used) const {
        const int room = std::max(width_ - used, 0);
        return kMargin + (side == PaperSide::centre ? room / 2 : side == PaperSide::right ? room : 0);
    }

    void text(const PaperRow& row, int y) {
        int used = 0;
        int tallest = 1;
        for (const auto& run : row.runs) {
            used += static_cast<int>(cells_of(run.text)) * kCell * run.width;
            tallest = std::max<int>(tallest, run.height);
        }
        int x = start_of(row.side, used);
        for (const auto& run : row.runs) {
            x = characters(run, x, y + kFont * (tallest - run.height));
        }
    }

    int characters(const PaperRun& run, int x, int y) {
        for (std::string_view rest(run.text); !rest.empty();) {
            const char32_t point = printer::next_code_point(rest);
            const int cell = kCell * run.width * (point < 0x250 ? 1 : 2);
            if (run.inverted) {
                canvas_.fill(x, y - 3, cell, kFont * run.height + 6, kInkGrey);
            }
            character(point, run, x, y, cell);
            x += cell;
        }
        return x;
    }

    void character(char32_t point, const PaperRun& run, int x, int y, int cell) {
        // The em square fills the cell's height but for a little air, as printers' own fonts do.
        const auto& glyph = font_.glyph(point, (kFont - 1) * run.width, (kFont - 1) * run.height);
        const int pen = x + (cell - glyph.advance) / 2 + glyph.left;
        const int top = y + (kFont * 5 / 6) * run.height - glyph.top;
        const std::uint8_t to = run.inverted ? kPaperGrey : kInkGrey;
        for (int bold = 0; bold < (run.bold ? 1 + run.width : 1); ++bold) {
            for (int gy = 0; gy < glyph.height; ++gy) {
                const auto row = static_cast<std::size_t>(gy) * static_cast<std::size_t>(glyph.width);
                for (int gx = 0; gx < glyph.width; ++gx) {
                    canvas_.blend(pen + gx + bold, top + gy,
                                  glyph.coverage[row + static_cast<std::size_t>(gx)], to);
                }
            }
        }
    }

    void qr(const PaperRow& row, int y) {
        const auto matrix = printer::make_qr(row.qr, row.qr_level);
        if (!matrix) {
            return;
        }
        const int side = static_cast<int>(matrix->width);
        const int module = row.qr_module;
        const int x = start_of(row.side, side * module);
        for (int i = 0; i < side * side; ++i) {
            if (matrix->dark[static_cast<std::size_t>(i)]) {
                canvas_.fill(x + i % side * module, y + i / side * module, module, module, kInkGrey);
            }
        }
    }

    void barcode(const PaperRow& row, int y) {
        const auto modules = code128_modules(row.barcode);
        const int side = static_cast<int>(modules.size()) * row.barcode_module;
        int x = start_of(row.side, side);
        PaperRow below;
        below.side = row.side;
        below.runs.push_back({row.barcode, 1, 1, false, false});
        text(below, y + row.barcode_height);
        for (const bool black : modules) {
            if (black) {
                canvas_.fill(x, y, row.barcode_module, row.barcode_height, kInkGrey);
            }
            x += row.barcode_module;
        }
    }

    void raster(const PaperRow& row, int y) {
        const int columns = static_cast<int>(row.raster_row_bytes) * 8;
        const int rows = static_cast<int>(row.raster.size() / row.raster_row_bytes);
        const int scale = row.raster_scale;
        const int x = start_of(row.side, columns * scale);
        for (int i = 0; i < columns * rows; ++i) {
            if ((row.raster[static_cast<std::size_t>(i / 8)] >> (7 - i % 8) & 1) != 0) {
                canvas_.fill(x + i % columns * scale, y + i / columns * scale, scale, scale, kInkGrey);
            }
        }
    }

    Canvas& canvas_;
    int width_;
    Font& font_;
};

}  // namespace

Picture draw_paper(const Paper& paper, std::uint16_t width_dots, Font& font) {
    constexpr int kTallest = 20000;
    int height = kTop + kBottom;
    for (const auto& row : paper.rows) {
        height = std::min(height + static_cast<int>(row.dots), kTallest);
    }
    Canvas canvas(width_dots + 2 * kMargin, height, kPaperGrey);
    Artist artist(canvas, width_dots, font);
    int y = kTop;
    for (const auto& row : paper.rows) {
        artist.row(row, y);
        y += static_cast<int>(row.dots);
    }
    canvas.frame(kEdgeGrey);
    return canvas.take();
}

}  // namespace jiaohao::drivers::sim
