// Dots and bars: GS v 0, GS ( L, GS 8 L, GS k.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "drivers/sim/printer/code128.hpp"
#include "drivers/sim/printer/interpreter.hpp"

namespace jiaohao::drivers::sim {
namespace {

/// Of the text below a barcode.
constexpr std::uint32_t kFont = 24;

}  // namespace

std::size_t Interpreter::raster(ByteView bytes) {
    if (bytes[2] != '0') {
        return unknown();
    }
    if (bytes.size() < 8) {
        return 0;
    }
    const std::size_t row_bytes = bytes[4] + std::size_t{bytes[5]} * 256;
    const std::size_t rows = bytes[6] + std::size_t{bytes[7]} * 256;
    if (bytes.size() < 8 + row_bytes * rows) {
        return 0;
    }
    PaperRow row;
    row.raster_row_bytes = row_bytes;
    row.raster_scale = (bytes[3] & 3) == 3 ? 2 : 1;
    row.raster.assign(bytes.begin() + 8, bytes.begin() + static_cast<std::ptrdiff_t>(8 + row_bytes * rows));
    row.side = style_.side;
    row.dots = static_cast<std::uint32_t>(rows) * row.raster_scale;
    if (row_bytes > 0 && rows > 0) {
        sink_.print_row(std::move(row));
    }
    return 8 + row_bytes * rows;
}

/// GS 8 L: GS ( L for more than 64 kB.
std::size_t Interpreter::graphics(ByteView bytes) {
    constexpr std::size_t kHeader = 7;
    constexpr std::size_t kMost = 1U << 20U;
    if (bytes[2] != 'L') {
        return unknown();
    }
    if (bytes.size() < kHeader) {
        return 0;
    }
    const std::size_t length =
        bytes[3] | bytes[4] << 8U | bytes[5] << 16U | static_cast<std::size_t>(bytes[6]) << 24U;
    if (length > kMost) {
        return unknown();
    }
    if (bytes.size() < kHeader + length) {
        return 0;
    }
    graphics_function(bytes.subspan(kHeader, length));
    return kHeader + length;
}

/// Functions 112 (store dots) and 2, 50 (print them).
void Interpreter::graphics_function(ByteView parameters) {
    constexpr std::size_t kHead = 10;
    if (parameters.size() < 2) {
        return;
    }
    if (parameters[1] == 112 && parameters.size() > kHead) {
        const std::size_t row_bytes = (parameters[6] + parameters[7] * 256U + 7U) / 8U;
        const std::size_t rows = parameters[8] + parameters[9] * 256U;
        if (parameters.size() == kHead + row_bytes * rows && rows > 0) {
            picture_ = {};
            picture_.raster_row_bytes = row_bytes;
            picture_.raster_scale = parameters[3] == 2 ? 2 : 1;
            picture_.raster.assign(parameters.begin() + kHead, parameters.end());
            picture_.dots = static_cast<std::uint32_t>(rows) * picture_.raster_scale;
        }
    } else if ((parameters[1] == 2 || parameters[1] == 50) && !picture_.raster.empty()) {
        picture_.side = style_.side;
        sink_.print_row(std::exchange(picture_, {}));
    }
}

std::size_t Interpreter::barcode(ByteView bytes) {
    if (bytes[2] > 6) {
        if (bytes.size() < 4 || bytes.size() < std::size_t{4} + bytes[3]) {
            return 0;
        }
        print_barcode(bytes[2], bytes.subspan(4, bytes[3]));
        return std::size_t{4} + bytes[3];
    }
    const auto end = std::find(bytes.begin() + 3, bytes.end(), 0);
    return end == bytes.end() ? 0 : static_cast<std::size_t>(end - bytes.begin()) + 1;
}

/// Code128 in set B alone; what else begins with a brace is not printed, as a real one refuses bad data.
void Interpreter::print_barcode(std::uint8_t kind, ByteView data) {
    constexpr std::uint8_t kCode128 = 73;
    if (kind != kCode128 || data.size() < 3 || data[0] != '{' || data[1] != 'B') {
        return;
    }
    PaperRow row;
    for (std::size_t i = 2; i < data.size(); ++i) {
        if (data[i] == '{' && (++i == data.size() || data[i] != '{')) {
            return;
        }
        row.barcode.push_back(static_cast<char>(data[i]));
    }
    row.barcode_module = barcode_module_;
    row.barcode_height = barcode_height_;
    row.side = style_.side;
    row.dots = std::uint32_t{barcode_height_} + kFont;
    // Wider than the paper: a real one prints nothing.
    if (barcode_width(row.barcode) * row.barcode_module <= setting_.width_dots) {
        sink_.print_row(std::move(row));
    }
}

}  // namespace jiaohao::drivers::sim
