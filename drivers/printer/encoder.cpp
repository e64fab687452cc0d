// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "drivers/printer/escpos.hpp"
#include "drivers/printer/qr_raster.hpp"

namespace jiaohao::drivers::printer {
namespace {

using ports::PaperLine;
constexpr std::size_t kMostReplacements = 64;
constexpr std::uint32_t kFontDots = 24;

std::size_t cells_of(std::span<const Glyph> glyphs) {
    std::size_t cells = 0;
    for (const auto& glyph : glyphs) {
        cells += glyph.cells;
    }
    return cells;
}

/// How many glyphs go on a row of `room` cells. Breaks at a space when there is one in the second half of the
/// row; Chinese may break anywhere.
std::size_t row_length(std::span<const Glyph> glyphs, std::size_t room) {
    std::size_t used = 0;
    std::size_t fit = 0;
    while (fit < glyphs.size() && used + glyphs[fit].cells <= room) {
        used += glyphs[fit].cells;
        ++fit;
    }
    if (fit == glyphs.size() || fit == 0) {
        return std::max<std::size_t>(fit, 1);
    }
    const auto breakable = [&](std::size_t at) { return glyphs[at].space || glyphs[at].cells == 2; };
    if (breakable(fit) || glyphs[fit - 1].cells == 2) {
        return fit;
    }
    for (std::size_t at = fit; at > fit / 2; --at) {
        if (breakable(at - 1)) {
            return at;
        }
    }
    return fit;
}

/// A space left at the end of a wrapped row would shift it when centred.
std::span<const Glyph> without_end_spaces(std::span<const Glyph> glyphs) {
    while (!glyphs.empty() && glyphs.back().space) {
        glyphs = glyphs.first(glyphs.size() - 1);
    }
    return glyphs;
}

class TicketWriter {
  public:
    TicketWriter(const PrinterProfile& profile, const TextCodec& codec) : profile_(profile), codec_(codec) {}

    Result<EncodedTicket, std::string> write(const ports::TicketPaper& paper) {
        prologue();
        if (!paper.mark.empty()) {
            mark(paper.mark);
        }
        for (const auto& entry : paper.head) {
            line(entry);
        }
        if (!paper.qr.empty() && profile_.qr != QrKind::none && !qr(paper.qr)) {
            return fail(fmt::format("the QR text of {} bytes does not fit the paper", paper.qr.size()));
        }
        for (const auto& entry : paper.foot) {
            line(entry);
        }
        cut();
        if (ticket_.replaced.size() > kMostReplacements) {
            ticket_.replaced.resize(kMostReplacements);
        }
        ticket_.bytes = out_.take();
        return std::move(ticket_);
    }

  private:
    void boundary() { ticket_.boundaries.push_back(out_.bytes().size()); }

    void prologue() {
        out_.initialise();
        if (profile_.auto_status) {
            out_.enable_auto_status();
        }
        out_.code_page(profile_.code_page);
        out_.chinese_mode(chinese());
        out_.underline_off();
        out_.inverted(false);
        boundary();
    }

    [[nodiscard]] bool chinese() const { return profile_.chinese == ChineseText::gb18030; }

    void mark(const std::string& text) {
        out_.inverted(true);
        // The spaces make the black bar wider than the words.
        line({"  " + text + "  ", PaperLine::Align::centre, 2, true});
        out_.inverted(false);
        out_.feed_dots(12);
        ticket_.dots += 12;
        boundary();
    }

    void line(const PaperLine& entry) {
        const auto glyphs = codec_.encode(entry.text, ticket_.replaced);
        const std::size_t cells = cells_of(glyphs);
        std::uint8_t size = std::clamp<std::uint8_t>(entry.size, 1, profile_.max_size);
        // A number that would wrap is useless: rather smaller than broken.
        while (size > 1 && cells * size > profile_.columns()) {
            --size;
        }
        out_.justify(static_cast<escpos::Justify>(entry.align));
        out_.bold(entry.bold);
        // The same air below large characters as below small ones.
        spacing_ = static_cast<std::uint8_t>(kFontDots * (size - 1U) + profile_.line_spacing_dots);
        out_.line_spacing(spacing_);
        out_.size(size, size);
        if (chinese() && profile_.chinese_scaling == ChineseScaling::fs) {
            out_.chinese_double(size > 1);
        }
        std::span<const Glyph> rest(glyphs);
        do {
            const std::size_t count = rest.empty() ? 0 : row_length(rest, profile_.columns() / size);
            row(count < rest.size() ? without_end_spaces(rest.first(count)) : rest.first(count));
            rest = rest.subspan(count);
            while (!rest.empty() && rest.front().space) {
                rest = rest.subspan(1);
            }
        } while (!rest.empty());
    }

    void row(std::span<const Glyph> glyphs) {
        bool chinese_on = chinese();
        for (const auto& glyph : glyphs) {
            const bool wanted = chinese() && (glyph.chinese_mode || glyph.space);
            if (wanted != chinese_on) {
                out_.chinese_mode(wanted);
                chinese_on = wanted;
            }
            out_.text(glyph.bytes);
        }
        if (chinese_on != chinese()) {
            out_.chinese_mode(chinese());
        }
        out_.line_feed();
        ticket_.dots += spacing_;
        boundary();
    }

    bool qr(const std::string& data) {
        const auto matrix = make_qr(data, profile_.qr_level);
        if (!matrix) {
            return false;
        }
        std::uint8_t module = profile_.qr_module;
        // Four modules of quiet zone on either side.
        while (module > 2 && (matrix->width + 8) * module > profile_.width_dots) {
            --module;
        }
        if ((matrix->width + 8) * module > profile_.width_dots) {
            return false;
        }
        out_.size(1, 1);
        out_.justify(escpos::Justify::centre);
        out_.feed_dots(16);
        if (profile_.qr == QrKind::native) {
            out_.qr(data, module, level());
        } else {
            raster(*matrix, module);
        }
        out_.feed_dots(16);
        ticket_.dots += 32 + static_cast<std::uint32_t>(matrix->width) * module;
        boundary();
        return true;
    }

    [[nodiscard]] escpos::QrLevel level() const {
        switch (profile_.qr_level) {
            case 'L':
                return escpos::QrLevel::l;
            case 'Q':
                return escpos::QrLevel::q;
            case 'H':
                return escpos::QrLevel::h;
            default:
                return escpos::QrLevel::m;
        }
    }

    void raster(const QrMatrix& matrix, std::uint8_t module) {
        const bool doubled = module % 2 == 0;
        const std::size_t scale = doubled ? module / 2 : module;
        const std::size_t dots = matrix.width * scale;
        const std::size_t row_bytes = (dots + 7) / 8;
        Bytes rows(row_bytes * dots, 0);
        for (std::size_t y = 0; y < dots; ++y) {
            for (std::size_t x = 0; x < dots; ++x) {
                if (matrix.dark[y / scale * matrix.width + x / scale]) {
                    rows[y * row_bytes + x / 8] |= static_cast<std::uint8_t>(0x80U >> (x % 8));
                }
            }
        }
        const std::size_t stripe = row_bytes * escpos::kRasterStripeRows;
        for (std::size_t at = 0; at < rows.size(); at += stripe) {
            out_.raster(ByteView{rows}.subspan(at, std::min(stripe, rows.size() - at)), row_bytes, doubled);
            boundary();
        }
    }

    void cut() {
        out_.size(1, 1);
        out_.justify(escpos::Justify::left);
        const std::uint32_t feed =
            std::min(255U, std::uint32_t{profile_.feed_before_cut_mm} * profile_.dots_per_mm);
        ticket_.dots += feed;
        switch (profile_.cut) {
            case CutKind::partial:
                out_.cut_partial(static_cast<std::uint8_t>(feed));
                break;
            case CutKind::full:
                out_.cut_full(static_cast<std::uint8_t>(feed));
                break;
            case CutKind::none:
                out_.feed_dots(static_cast<std::uint8_t>(feed));
                break;
        }
        boundary();
    }

    const PrinterProfile& profile_;
    const TextCodec& codec_;
    escpos::Writer out_;
    EncodedTicket ticket_;
    std::uint8_t spacing_ = 0;
};

}  // namespace

Result<EncodedTicket, std::string> encode_ticket(const ports::TicketPaper& paper,
                                                 const PrinterProfile& profile, const TextCodec& codec) {
    if (paper.head.size() + paper.foot.size() > kMostLines) {
        return fail(fmt::format("{} lines; a ticket has at most {}", paper.head.size() + paper.foot.size(),
                                kMostLines));
    }
    for (const auto* lines : {&paper.head, &paper.foot}) {
        for (const auto& line : *lines) {
            if (line.text.size() > kMostLineBytes) {
                return fail(fmt::format("a line of {} bytes; at most {}", line.text.size(), kMostLineBytes));
            }
        }
    }
    if (paper.qr.size() > kMostQrBytes || paper.mark.size() > kMostLineBytes) {
        return fail(fmt::format("a QR text of {} bytes; at most {}", paper.qr.size(), kMostQrBytes));
    }
    if (paper.head.empty() && paper.foot.empty() && paper.qr.empty()) {
        return fail(std::string("the ticket is empty"));
    }
    return TicketWriter(profile, codec).write(paper);
}

}  // namespace jiaohao::drivers::printer
