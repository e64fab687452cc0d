// What stands on a simulated paper.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::sim {

/// Characters printed in one style. A Chinese character is two cells wide.
struct PaperRun {
    std::string text;
    std::uint8_t width = 1;
    std::uint8_t height = 1;
    bool bold = false;
    bool inverted = false;
    bool operator==(const PaperRun&) const = default;
};

enum class PaperSide : std::uint8_t { left, centre, right };

/// One printed strip: text, a QR code, a barcode or dots; or nothing but fed paper.
struct PaperRow {
    std::vector<PaperRun> runs;
    PaperSide side = PaperSide::left;
    /// Paper used, in dots.
    std::uint32_t dots = 0;

    std::string qr;
    std::uint8_t qr_module = 3;
    char qr_level = 'L';

    /// Content of a Code128; its text stands below the bars.
    std::string barcode;
    std::uint8_t barcode_module = 2;
    std::uint8_t barcode_height = 0;

    std::size_t raster_row_bytes = 0;
    std::uint8_t raster_scale = 1;
    Bytes raster;
};

struct Paper {
    std::vector<PaperRow> rows;
    /// Torn off without a cut, with data lost, or both.
    bool partial = false;

    [[nodiscard]] bool blank() const;
    /// Text line by line; a QR code as "[QR payload]", a barcode as "[CODE128 payload]", dots as "[dots WxH]".
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string qr() const;
    /// Something is printed inverted: the mark of a reprint.
    [[nodiscard]] bool marked() const;
    /// The first word with a digit among the largest text that is not inverted.
    [[nodiscard]] std::string number() const;
};

/// Half-width cells of a UTF-8 text: one for ASCII and Latin letters, two for the rest.
[[nodiscard]] std::uint32_t cells_of(const std::string& text);

}  // namespace jiaohao::drivers::sim
