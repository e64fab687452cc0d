// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/escpos.hpp"

#include <string>

namespace jiaohao::drivers::printer::escpos {
namespace {

std::uint8_t low(std::size_t value) {
    return static_cast<std::uint8_t>(value & 0xFF);
}
std::uint8_t high(std::size_t value) {
    return static_cast<std::uint8_t>((value >> 8) & 0xFF);
}

bool realtime_at(ByteView bytes, std::size_t i) {
    return bytes[i] == 0x10 && (bytes[i + 1] == 0x04 || bytes[i + 1] == 0x05 || bytes[i + 1] == 0x14);
}

}  // namespace

void Writer::size(std::uint8_t width, std::uint8_t height) {
    put({0x1D, 0x21, static_cast<std::uint8_t>(((width - 1) << 4) | (height - 1))});
}

void Writer::underline_off() {
    // Chinese text has an underline of its own.
    put({0x1B, 0x2D, 0x00, 0x1C, 0x2D, 0x00});
}

void Writer::qr(std::string_view data, std::uint8_t module, QrLevel level) {
    put({0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00});
    put({0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, module});
    put({0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x45, static_cast<std::uint8_t>(level)});
    const std::size_t length = data.size() + 3;
    put({0x1D, 0x28, 0x6B, low(length), high(length), 0x31, 0x50, 0x30});
    bytes_.insert(bytes_.end(), data.begin(), data.end());
    put({0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x51, 0x30});
}

void Writer::raster(ByteView rows, std::size_t row_bytes, bool doubled) {
    const std::size_t count = rows.size() / row_bytes;
    put({0x1D, 0x76, 0x30, static_cast<std::uint8_t>(doubled ? 0x03 : 0x00), low(row_bytes), high(row_bytes),
         low(count), high(count)});
    const std::size_t start = bytes_.size();
    bytes_.insert(bytes_.end(), rows.begin(), rows.end());
    for (std::size_t i = start; i + 1 < bytes_.size(); ++i) {
        if (realtime_at(bytes_, i)) {
            bytes_[i] ^= 0x01;
        }
    }
    // The next command begins with ESC or GS; only a DLE at the very end could meet it.
    if (bytes_.back() == 0x10) {
        bytes_.back() ^= 0x01;
    }
}

void Writer::code128(std::string_view data, std::uint8_t height, std::uint8_t module) {
    constexpr std::string_view kSetB = "{B";
    std::string text(kSetB);
    for (const char c : data) {
        // A brace begins a code of the printer's own unless it stands twice.
        text.append(c == '{' ? 2 : 1, c);
    }
    put({0x1D, 0x68, height, 0x1D, 0x77, module, 0x1D, 0x66, 0x00, 0x1D, 0x48, 0x02});
    put({0x1D, 0x6B, 0x49, low(text.size())});
    bytes_.insert(bytes_.end(), text.begin(), text.end());
}

void Writer::ask_process_id(const JobMark& id) {
    put({0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30});
    bytes_.insert(bytes_.end(), id.begin(), id.end());
}

bool holds_realtime_command(ByteView bytes) {
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
        if (realtime_at(bytes, i)) {
            return true;
        }
    }
    return false;
}

}  // namespace jiaohao::drivers::printer::escpos
