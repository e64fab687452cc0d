// A ticket as the bytes that would be sent, without a printer: what `kioskctl ticket-bytes` does. Opens files only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "drivers/printer/text_codec.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::printer {

struct OfflineOrder {
    std::filesystem::path profile;
    /// Empty: the built-in one.
    std::filesystem::path layout;
    /// TOML: `language`, `mark` (of a reprint) and the fields of the template by name. What is not given is empty.
    std::filesystem::path data;
    std::filesystem::path out;
};

struct OfflineReport {
    std::size_t bytes = 0;
    std::uint32_t paper_mm = 0;
    std::chrono::milliseconds travel{};
    int baud = 0;
    std::vector<Replacement> replaced;
    /// Also those beyond the list.
    std::size_t replacements = 0;
    /// "qr", "barcode", "image": what this printer cannot draw.
    std::vector<std::string> left_out;
};

/// Writes exactly what the driver sends for the first ticket of a process whose marks begin at 0. The error names file,
/// line and key, or what of the ticket cannot be printed.
[[nodiscard]] Result<OfflineReport, std::string> write_ticket_bytes(const OfflineOrder& order);

}  // namespace jiaohao::drivers::printer
