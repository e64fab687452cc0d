// A logo from a PNG file, as black and white dots.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "kiosk/base/result.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::drivers::printer {

/// What is darker than half is black, transparent is paper. At most 1024 dots wide and encoder.hpp's kMostImageHeight
/// high. The error says what is wrong with the file and what is allowed.
[[nodiscard]] Result<std::shared_ptr<const ports::PaperImage>, std::string> load_png(
    const std::filesystem::path& file);

}  // namespace jiaohao::drivers::printer
