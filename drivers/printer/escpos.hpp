// The ESC/POS commands a ticket needs, as bytes. Sources: Epson command reference (ESC @, ESC a, GS !, GS (
// k, GS V, GS ( H, GS r, GS a, DLE EOT, DLE ENQ), Toshiba B-EP manual (FS !), escpos-printer-db (code pages).
// Parameters are sent binary (0/1), never as ASCII digits: clones know only the binary form.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "kiosk/base/bytes.hpp"

namespace jiaohao::drivers::printer::escpos {

/// The largest single command we ever send stays below this, so that this many NULs always bring a printer
/// that was cut off inside one back to its command loop.
constexpr std::size_t kFlushLength = 2048;
/// So many NULs are behind the parameters of any command, where its data begin.
constexpr std::size_t kHeaderFill = 16;
/// Highest stripe: 24 rows of 80 mm are 1.7 kB.
constexpr std::size_t kRasterMostRows = 24;

using JobMark = std::array<char, 4>;

enum class Justify : std::uint8_t { left = 0, centre = 1, right = 2 };
enum class QrLevel : std::uint8_t { l = 48, m = 49, q = 50, h = 51 };

/// Appends commands to a byte string.
class Writer {
  public:
    void initialise() { put({0x1B, 0x40}); }
    /// Online/offline, drawer, error and paper changes. ESC @ turns it off again.
    void enable_auto_status() { put({0x1D, 0x61, 0x0F}); }
    void justify(Justify where) { put({0x1B, 0x61, static_cast<std::uint8_t>(where)}); }
    void size(std::uint8_t width, std::uint8_t height);
    /// FS !: doubles Chinese characters on printers whose GS ! leaves them alone.
    void chinese_double(bool on) { put({0x1C, 0x21, static_cast<std::uint8_t>(on ? 0x0C : 0x00)}); }
    void bold(bool on) { put({0x1B, 0x45, flag(on)}); }
    void inverted(bool on) { put({0x1D, 0x42, flag(on)}); }
    void underline_off();
    void line_spacing(std::uint8_t dots) { put({0x1B, 0x33, dots}); }
    void feed_lines(std::uint8_t lines) { put({0x1B, 0x64, lines}); }
    void feed_dots(std::uint8_t dots) { put({0x1B, 0x4A, dots}); }
    void code_page(std::uint8_t number) { put({0x1B, 0x74, number}); }
    void chinese_mode(bool on) { put({0x1C, static_cast<std::uint8_t>(on ? 0x26 : 0x2E)}); }
    void line_feed() { put({0x0A}); }
    void text(ByteView bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
    /// Five steps: model 2, module size, correction level, store, print. `data` at most 7,089 bytes.
    void qr(std::string_view data, std::uint8_t module, QrLevel level);
    /// GS v 0, one stripe: at most kRasterMostRows of `row_bytes` each, at most 80 bytes a row. Bytes that a
    /// printer would run as real-time commands get one dot flipped.
    /// `doubled` prints every dot 2x2 (a quarter of the bytes).
    void raster(ByteView rows, std::size_t row_bytes, bool doubled);
    /// Height and module in dots, the text below it, Code128 in set B. `data`: printable ASCII, at most 100.
    void code128(std::string_view data, std::uint8_t height, std::uint8_t module);
    /// Feeds to the cutter first. A cut in an unfinished line is ignored by some printers.
    void cut_partial(std::uint8_t feed) { put({0x1D, 0x56, 0x42, feed}); }
    void cut_full(std::uint8_t feed) { put({0x1D, 0x56, 0x41, feed}); }
    /// ESC i, ESC m: the forms of older clones; where the paper stands.
    void cut_here(bool full) { put({0x1B, static_cast<std::uint8_t>(full ? 0x69 : 0x6D)}); }
    /// GS I n, n = 65..69: answered `5F text 00`, in order with the print data.
    void ask_name(std::uint8_t n) { put({0x1D, 0x49, n}); }
    /// GS ( H fn 48: the printer answers 37 22 d1..d4 00 when everything before it is on paper.
    void ask_process_id(const JobMark& id);
    /// GS r 1: answered in order with the print data.
    void ask_paper_status() { put({0x1D, 0x72, 0x01}); }

    [[nodiscard]] const Bytes& bytes() const { return bytes_; }
    [[nodiscard]] Bytes take() { return std::move(bytes_); }

  private:
    static std::uint8_t flag(bool on) { return on ? 1 : 0; }
    void put(std::initializer_list<std::uint8_t> bytes) { bytes_.insert(bytes_.end(), bytes); }
    Bytes bytes_;
};

/// DLE EOT n, n = 1..4: executed on receipt, also when offline.
[[nodiscard]] inline Bytes realtime_status(std::uint8_t n) {
    return {0x10, 0x04, n};
}
/// DLE ENQ 1: go on from the line that failed, after the cause is removed.
[[nodiscard]] inline Bytes recover_and_continue() {
    return {0x10, 0x05, 0x01};
}
/// DLE ENQ 2: drop what is buffered and recover.
[[nodiscard]] inline Bytes recover_and_clear() {
    return {0x10, 0x05, 0x02};
}

/// True when `bytes` hold DLE EOT, DLE ENQ or DLE DC4, which printers run even inside raster data.
[[nodiscard]] bool holds_realtime_command(ByteView bytes);

}  // namespace jiaohao::drivers::printer::escpos
