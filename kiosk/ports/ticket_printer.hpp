// A printer of tickets, as the hall sees it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::ports {

/// One line of a ticket, composed from the catalogue and the owner's texts; UTF-8.
struct PaperLine {
    enum class Align : std::uint8_t { left, centre, right };
    std::string text;
    Align align = Align::left;
    /// 1..8 times the normal height and width; a printer that cannot takes what it can.
    std::uint8_t size = 1;
    bool bold = false;
};

struct TicketPaper {
    std::vector<PaperLine> head;
    /// Printed as a QR code between head and foot; empty: none. At most 300 bytes.
    std::string qr;
    std::vector<PaperLine> foot;
    /// A mark such as "reprint 2": set on every copy but the first, printed inverted on top.
    std::string mark;
};

struct PrintJob {
    domain::TicketId ticket;
    std::uint32_t copy = 1;
    TicketPaper paper;
};

struct PrintOutcome {
    enum class Kind : std::uint8_t { printed, not_printed, unknown };
    Kind kind{};
    domain::PrintProof proof{};
    domain::PrintCause cause{};
    std::chrono::milliseconds took{};
};

/// Told of what became of jobs and of the device. Called from the devices thread; must not block.
class PrinterListener {
  public:
    virtual ~PrinterListener() = default;
    /// Exactly once for every job that print() accepted.
    virtual void on_print_outcome(const domain::TicketId& ticket, std::uint32_t copy,
                                  const PrintOutcome& outcome) = 0;
    /// `paper_possible`: a job given now would be printed. `fault` is a code such as "paper_out".
    virtual void on_printer_state(const domain::DeviceId& printer, domain::DeviceState state,
                                  const std::string& fault, bool paper_possible) = 0;
};

/// Thread-safe; returns at once.
class TicketPrinter {
  public:
    virtual ~TicketPrinter() = default;
    /// The state `ticket.print_started` is durable. The outcome comes through the listener, also when the
    /// queue is full (not_printed, queue_full) or the link is down.
    virtual void print(PrintJob job) = 0;
};

}  // namespace jiaohao::ports
