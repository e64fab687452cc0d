// A ticket as ESC/POS. Pure: the same paper and profile give the same bytes.
// Every ticket starts with ESC @ and states everything it relies on; nothing is inherited from the one
// before.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "drivers/printer/profile.hpp"
#include "drivers/printer/text_codec.hpp"
#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"
#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::drivers::printer {

struct EncodedTicket {
    Bytes bytes;
    /// Offsets in `bytes` where a command or line ends: a query may be put there, nowhere else. Each once,
    /// ascending, the last is bytes.size().
    std::vector<std::size_t> boundaries;
    /// Length of the paper, for time-outs.
    std::uint32_t dots = 0;
    /// Characters that came out as others, in order of appearance; at most 64.
    std::vector<Replacement> replaced;
    /// How many there were, also beyond those listed.
    std::size_t replacements = 0;
    /// What this printer cannot draw and was printed as text or not at all: "qr", "barcode", "image".
    std::vector<std::string> left_out;
};

/// Limits of one ticket; beyond them it is refused by name instead of cut short.
constexpr std::size_t kMostLines = 100;
constexpr std::size_t kMostLineBytes = 1000;
constexpr std::size_t kMostQrBytes = 300;
constexpr std::size_t kMostBarcodeBytes = 40;
/// Dots of an image; 20 cm of 80 mm paper.
constexpr std::size_t kMostImageHeight = 1600;

/// The error is a sentence for the log; the job's cause is then `unprintable`.
[[nodiscard]] Result<EncodedTicket, std::string> encode_ticket(const ports::TicketPaper& paper,
                                                               const PrinterProfile& profile,
                                                               const TextCodec& codec);

}  // namespace jiaohao::drivers::printer
