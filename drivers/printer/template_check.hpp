// What a ticket template may say. Internal to drivers/printer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "drivers/printer/profile.hpp"
#include "drivers/printer/text_codec.hpp"
#include "drivers/printer/ticket_template.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::drivers::printer {

/// What is wrong with the {fields} of a text; empty: nothing.
[[nodiscard]] std::string fields_wrong(const std::string& text);
[[nodiscard]] TicketFields samples();
/// Columns as wide as the paper at most, and large text in one line.
[[nodiscard]] bool fits_width(const ports::PaperBlock& block, const PrinterProfile& profile,
                              const TextCodec& codec);

}  // namespace jiaohao::drivers::printer
