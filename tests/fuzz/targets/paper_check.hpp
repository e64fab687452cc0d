// Prints a ticket on paper that is only looked at: an interpreter written from the printer's side.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drivers/printer/encoder.hpp"

namespace jiaohao::fuzz {

/// Every byte belongs to a command that the printer knows, and no command is left unfinished.
void check_ticket(const drivers::printer::EncodedTicket& ticket,
                  const drivers::printer::PrinterProfile& profile);
/// Encodes and checks; a refusal must say why.
void check_paper(const ports::TicketPaper& paper, const drivers::printer::PrinterProfile& profile);

}  // namespace jiaohao::fuzz
