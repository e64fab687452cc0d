// What one printer model can do. Read from drivers/profiles/printer-*.toml.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/line/serial_setting.hpp"
#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::printer {

enum class ChineseText : std::uint8_t { gb18030, none };
enum class ChineseScaling : std::uint8_t { gs, fs };
enum class QrKind : std::uint8_t { native, raster, none };
enum class CutKind : std::uint8_t { partial, full, none };

/// A recorded reply and what it means; the test suite runs every one of every profile.
struct ReplyExample {
    /// 1..4: the reply answers DLE EOT n. 0: unasked (ASB) or a block.
    std::uint8_t query = 0;
    Bytes bytes;
    /// A fault code ("paper_out"), "ready", "paper_near_end", "process_id" or "paper_status".
    std::string meaning;
};

struct PrinterProfile {
    std::string model = "generic";
    SerialSetting line;

    std::uint16_t width_dots = 576;
    std::uint8_t dots_per_mm = 8;
    std::uint16_t speed_mm_s = 100;
    std::chrono::milliseconds cut_time{500};

    ChineseText chinese = ChineseText::gb18030;
    ChineseScaling chinese_scaling = ChineseScaling::gs;
    std::uint8_t code_page = 0;
    /// iconv name of that code page.
    std::string latin = "CP437";
    std::uint8_t max_size = 8;
    std::uint8_t line_spacing_dots = 32;

    QrKind qr = QrKind::native;
    std::uint8_t qr_module = 6;
    char qr_level = 'M';

    CutKind cut = CutKind::partial;
    std::uint8_t feed_before_cut_mm = 3;

    bool auto_status = true;
    bool process_id = false;

    std::uint32_t receive_buffer = 4096;
    /// Send at most receive_buffer bytes, wait for GS r, go on. For cables without flow control.
    bool credits = false;

    std::vector<ReplyExample> examples;

    /// Dots of one half-width character at size 1.
    [[nodiscard]] static constexpr std::uint16_t cell_dots() { return 12; }
    [[nodiscard]] constexpr std::uint16_t columns() const { return width_dots / cell_dots(); }
    [[nodiscard]] std::chrono::nanoseconds print_time(std::uint32_t dots) const;
};

/// The error names file, line, key and what is allowed.
[[nodiscard]] Result<PrinterProfile, std::string> load_profile(const std::filesystem::path& file);
[[nodiscard]] Result<PrinterProfile, std::string> parse_profile(std::string_view toml,
                                                                std::string_view file_name);

}  // namespace jiaohao::drivers::printer
