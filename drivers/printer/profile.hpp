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
/// What makes Chinese text large: GS ! like all text, or FS ! (double only).
enum class ChineseScaling : std::uint8_t { gs, fs };
enum class QrKind : std::uint8_t { native, raster, none };
/// GS V 66 / GS V 65 feed to the cutter by themselves; ESC m (partial) and ESC i (full) cut where the paper stands.
enum class CutKind : std::uint8_t { partial, full, esc_m, esc_i, none };

/// A character set of the printer: its number in ESC t and its iconv name.
struct CodePage {
    std::uint8_t number = 0;
    std::string encoding;
    bool operator==(const CodePage&) const = default;
};

/// What the device answers to GS I; patterns in which `*` stands for anything. Case does not matter.
struct PrinterIdentity {
    std::vector<std::string> makers;
    std::vector<std::string> models;
    /// False: GS I is never sent (a unit that prints it or hangs).
    bool ask = true;
    /// The profile stands for whatever device answers: the one that fits its names takes its place.
    bool detect = false;
};

/// A recorded reply and what it means; the test suite runs every one of every profile.
struct ReplyExample {
    /// 1..4: the reply answers DLE EOT n. 0: unasked (ASB) or a block.
    std::uint8_t query = 0;
    Bytes bytes;
    /// A fault code ("paper_out"), "ready", "paper_near_end", "process_id", "paper_status", "maker" or "model".
    std::string meaning;
};

struct PrinterProfile {
    std::string model;
    PrinterIdentity identity;
    SerialSetting line;

    /// Of the paper: what a ticket template is laid out for.
    std::uint8_t width_mm = 80;
    std::uint16_t width_dots = 576;
    std::uint8_t dots_per_mm = 8;
    std::uint16_t speed_mm_s = 100;
    std::chrono::milliseconds cut_time{500};

    ChineseText chinese = ChineseText::gb18030;
    ChineseScaling chinese_scaling = ChineseScaling::gs;
    /// The one set at the beginning of each ticket; the others are switched to for what it lacks, in this order.
    std::uint8_t code_page = 0;
    std::vector<CodePage> code_pages{{0, "CP437"}};
    std::uint8_t max_size = 8;
    std::uint8_t line_spacing_dots = 32;

    QrKind qr = QrKind::native;
    std::uint8_t qr_module = 6;
    char qr_level = 'M';

    /// GS v 0, for logos and QR codes drawn as dots; in stripes of so many rows.
    bool raster = true;
    std::uint8_t stripe_rows = 16;
    /// GS k 73.
    bool code128 = true;

    CutKind cut = CutKind::partial;
    std::uint8_t feed_before_cut_mm = 3;

    /// False: nothing is ever answered, so no ticket can be proved. Implies all below false.
    bool realtime_status = true;
    bool auto_status = true;
    bool process_id = false;
    /// DLE ENQ 1 and 2 are known.
    bool recovery = true;
    bool near_end_sensor = true;
    /// Paper left on the roll when the near-end sensor comes on; 0: not known.
    std::uint32_t near_end_reserve_mm = 0;

    std::uint32_t receive_buffer = 4096;
    /// Send at most receive_buffer bytes, wait for GS r, go on. For cables without flow control.
    bool credits = false;

    std::vector<ReplyExample> examples;

    /// Dots of one half-width character at size 1.
    [[nodiscard]] static constexpr std::uint16_t cell_dots() { return 12; }
    [[nodiscard]] constexpr std::uint16_t columns() const { return width_dots / cell_dots(); }
    [[nodiscard]] std::chrono::nanoseconds print_time(std::uint32_t dots) const;
    [[nodiscard]] constexpr std::uint32_t millimetres(std::uint32_t dots) const {
        return (dots + dots_per_mm - 1) / dots_per_mm;
    }
};

/// Every printer-*.toml of a folder, but those that detect.
[[nodiscard]] Result<std::vector<PrinterProfile>, std::string> load_candidates(
    const std::filesystem::path& folder);
/// The error names file, line, key and what is allowed.
[[nodiscard]] Result<PrinterProfile, std::string> load_profile(const std::filesystem::path& file);
[[nodiscard]] Result<PrinterProfile, std::string> parse_profile(std::string_view toml,
                                                                std::string_view file_name);

}  // namespace jiaohao::drivers::printer
