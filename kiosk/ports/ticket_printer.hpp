// A printer of tickets, as the hall sees it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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

/// One of several texts side by side.
struct PaperColumn {
    std::string text;
    PaperLine::Align align = PaperLine::Align::left;
    /// In characters of normal width; 0: an equal share of what the others leave.
    std::uint8_t width = 0;
};

/// A picture in black and white: rows of ceil(width / 8) bytes, the leftmost dot in the highest bit, 1 is black.
struct PaperImage {
    std::uint16_t width = 0;
    std::uint16_t height = 0;
    std::vector<std::uint8_t> rows;
};

/// A piece of a ticket laid out by a template, over the whole width.
struct PaperBlock {
    enum class Kind : std::uint8_t { text, columns, rule, feed, qr, barcode, image };
    Kind kind{};
    /// Only on paper of so many millimetres; 0: on any.
    std::uint8_t only_mm = 0;
    /// text: what is printed. qr, barcode: `text` is its content, `align` its place. columns: size and bold.
    PaperLine line;
    bool inverted = false;
    std::vector<PaperColumn> columns;
    /// rule: the character that fills the line.
    char rule = '-';
    /// feed: millimetres of air. barcode: its height. qr: dots of a module, 0 as the printer's profile says.
    std::uint8_t measure = 0;
    std::shared_ptr<const PaperImage> image;
};

struct TicketPaper {
    std::vector<PaperLine> head;
    /// Printed as a QR code between head and foot; empty: none. At most 300 bytes.
    std::string qr;
    std::vector<PaperLine> foot;
    /// A mark such as "reprint 2": set on every copy but the first, printed inverted on top.
    std::string mark;
    /// Instead of head, qr and foot when there are any.
    std::vector<PaperBlock> blocks;
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

/// What is known of a printer beyond its state. Texts as the device answered, empty: no answer.
struct PrinterFacts {
    std::string maker;
    std::string model;
    std::string firmware;
    /// Of its Chinese font, such as "CHINA GB18030".
    std::string font;
    /// Name of the profile in use.
    std::string profile;
    /// Maker or model are not those of the profile.
    bool contradicts_profile = false;
    /// While paper is near its end: so many more tickets like the last ones. Nothing: enough, or not to be said.
    std::optional<std::uint32_t> tickets_left;
    /// The sensor was on already when this process began: there may be fewer.
    bool tickets_left_at_most = false;
    bool operator==(const PrinterFacts&) const = default;
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
    /// When any of them changed.
    virtual void on_printer_facts(const domain::DeviceId& /*printer*/, const PrinterFacts& /*facts*/) {}
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
