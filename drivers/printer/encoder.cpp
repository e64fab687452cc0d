// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "drivers/printer/ticket_writer.hpp"

namespace jiaohao::drivers::printer {
namespace {

using ports::PaperBlock;
using ports::PaperLine;
using ports::TicketPaper;
using Wrong = std::optional<std::string>;

constexpr std::size_t kMostColumns = 8;

Wrong wrong_line(const PaperLine& line) {
    return line.text.size() > kMostLineBytes
               ? Wrong(fmt::format("a line of {} bytes; at most {}", line.text.size(), kMostLineBytes))
               : std::nullopt;
}

Wrong wrong_qr(const std::string& data) {
    return data.size() > kMostQrBytes
               ? Wrong(fmt::format("a QR text of {} bytes; at most {}", data.size(), kMostQrBytes))
               : std::nullopt;
}

Wrong wrong_barcode(const std::string& data) {
    const bool printable = std::all_of(data.begin(), data.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (data.empty() || data.size() > kMostBarcodeBytes || !printable) {
        return fmt::format("a barcode of \"{}\"; it takes 1..{} characters of ASCII", data,
                           kMostBarcodeBytes);
    }
    return std::nullopt;
}

Wrong wrong_columns(const PaperBlock& block) {
    if (block.columns.empty() || block.columns.size() > kMostColumns) {
        return fmt::format("{} columns; 1..{} are possible", block.columns.size(), kMostColumns);
    }
    for (const auto& column : block.columns) {
        if (auto wrong = wrong_line({column.text, PaperLine::Align::left, 1, false})) {
            return wrong;
        }
    }
    return std::nullopt;
}

Wrong wrong_image(const PaperBlock& block) {
    const auto* image = block.image.get();
    if (image == nullptr || image->width == 0 || image->height == 0 || image->height > kMostImageHeight ||
        image->rows.size() != (std::size_t{image->width} + 7) / 8 * image->height) {
        return std::string("an image without dots, or too high");
    }
    return std::nullopt;
}

Wrong wrong_block(const PaperBlock& block) {
    switch (block.kind) {
        case PaperBlock::Kind::qr:
            return wrong_qr(block.line.text);
        case PaperBlock::Kind::barcode:
            return wrong_barcode(block.line.text);
        case PaperBlock::Kind::columns:
            return wrong_columns(block);
        case PaperBlock::Kind::image:
            return wrong_image(block);
        case PaperBlock::Kind::rule:
            return block.rule < ' ' || block.rule > '~' ? Wrong("a rule of no printable character")
                                                        : std::nullopt;
        case PaperBlock::Kind::text:
        case PaperBlock::Kind::feed:
            break;
    }
    return wrong_line(block.line);
}

Wrong wrong_paper(const TicketPaper& paper) {
    const std::size_t pieces = paper.head.size() + paper.foot.size() + paper.blocks.size();
    if (pieces > kMostLines) {
        return fmt::format("{} lines; a ticket has at most {}", pieces, kMostLines);
    }
    for (const auto* lines : {&paper.head, &paper.foot}) {
        for (const auto& line : *lines) {
            if (auto wrong = wrong_line(line)) {
                return wrong;
            }
        }
    }
    for (const auto& block : paper.blocks) {
        if (auto wrong = wrong_block(block)) {
            return wrong;
        }
    }
    if (pieces == 0 && paper.qr.empty()) {
        return std::string("the ticket is empty");
    }
    if (auto wrong = wrong_line({paper.mark, PaperLine::Align::left, 1, false})) {
        return wrong;
    }
    return wrong_qr(paper.qr);
}

Wrong too_wide(const char* what, const std::string& data) {
    return fmt::format("the {} of {} bytes does not fit the paper", what, data.size());
}

Wrong write_block(const PaperBlock& block, TicketWriter& out) {
    const auto& line = block.line;
    switch (block.kind) {
        case PaperBlock::Kind::text:
            out.line(line, block.inverted);
            break;
        case PaperBlock::Kind::columns:
            out.columns(block.columns, line.size, line.bold);
            break;
        case PaperBlock::Kind::rule:
            out.rule(block.rule);
            break;
        case PaperBlock::Kind::feed:
            out.feed(block.measure);
            break;
        case PaperBlock::Kind::qr:
            return out.qr(line.text, block.measure, line.align) ? std::nullopt
                                                                : too_wide("QR text", line.text);
        case PaperBlock::Kind::barcode:
            return out.barcode(line.text, block.measure, line.align) ? std::nullopt
                                                                     : too_wide("barcode", line.text);
        case PaperBlock::Kind::image:
            return out.image(*block.image, line.align)
                       ? std::nullopt
                       : Wrong(
                             fmt::format("an image {} dots wide does not fit the paper", block.image->width));
    }
    return std::nullopt;
}

Wrong write_pieces(const TicketPaper& paper, const PrinterProfile& profile, TicketWriter& out) {
    if (!paper.blocks.empty()) {
        for (const auto& block : paper.blocks) {
            const bool here = block.only_mm == 0 || block.only_mm == profile.width_mm;
            if (auto wrong = here ? write_block(block, out) : std::nullopt) {
                return wrong;
            }
        }
        return std::nullopt;
    }
    for (const auto& line : paper.head) {
        out.line(line);
    }
    if (!paper.qr.empty() && !out.qr(paper.qr, 0, PaperLine::Align::centre)) {
        return too_wide("QR text", paper.qr);
    }
    for (const auto& line : paper.foot) {
        out.line(line);
    }
    return std::nullopt;
}

}  // namespace

Result<EncodedTicket, std::string> encode_ticket(const TicketPaper& paper, const PrinterProfile& profile,
                                                 const TextCodec& codec) {
    if (auto wrong = wrong_paper(paper)) {
        return fail(*wrong);
    }
    TicketWriter out(profile, codec);
    out.prologue();
    if (!paper.mark.empty()) {
        out.mark(paper.mark);
    }
    if (auto wrong = write_pieces(paper, profile, out)) {
        return fail(*wrong);
    }
    out.cut();
    return out.take();
}

}  // namespace jiaohao::drivers::printer
