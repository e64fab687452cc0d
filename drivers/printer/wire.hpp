// What goes over the line for a ticket: its pieces, with the questions in and behind them. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "drivers/printer/encoder.hpp"
#include "drivers/printer/escpos.hpp"
#include "drivers/printer/profile.hpp"

namespace jiaohao::drivers::printer {

/// Offset at which the piece that begins at `from` ends: the whole ticket, or as much as the printer's buffer is sure
/// to hold (at least one command) where only credits keep it from overflowing: the profile says so, or the ticket is
/// larger than the buffer and there is no flow control.
[[nodiscard]] std::size_t piece_end(const EncodedTicket& paper, const PrinterProfile& profile,
                                    std::size_t from);

/// The bytes from..end, a GS r after each half second's worth of them and one at the end. Returns how many.
/// No poll can be answered while a long ticket travels; the questions within it are lost with whatever part is lost.
[[nodiscard]] std::uint32_t write_piece(escpos::Writer& out, const EncodedTicket& paper, std::size_t from,
                                        std::size_t end, const SerialSetting& line);

/// `paper` behind a cut of its own: for a printer that may hold half of a ticket which was given up, whose paper would
/// else become the head of this one. ESC @ drops the line in work; paper that cannot be cut is fed out of sight.
[[nodiscard]] EncodedTicket behind_remains(const EncodedTicket& paper, const PrinterProfile& profile);

/// Everything that is sent for a ticket when nothing goes wrong.
[[nodiscard]] Bytes whole_wire(const EncodedTicket& paper, const PrinterProfile& profile,
                               const escpos::JobMark& mark);

}  // namespace jiaohao::drivers::printer
