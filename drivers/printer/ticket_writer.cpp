// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/ticket_writer.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::drivers::printer {
namespace {

using ports::PaperLine;
constexpr std::size_t kMostReplacements = 64;
constexpr std::uint32_t kFontDots = 24;
/// Above and below codes and pictures.
constexpr std::uint8_t kAir = 16;

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
        return std::max<std::size_t>(fit, glyphs.empty() ? 0 : 1);
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

/// In rows of `room` cells; one empty row for no text.
std::vector<std::span<const Glyph>> wrapped(std::span<const Glyph> rest, std::size_t room) {
    std::vector<std::span<const Glyph>> rows;
    do {
        const std::size_t count = row_length(rest, room);
        rows.push_back(count < rest.size() ? without_end_spaces(rest.first(count)) : rest.first(count));
        rest = rest.subspan(count);
        while (!rest.empty() && rest.front().space) {
            rest = rest.subspan(1);
        }
    } while (!rest.empty());
    return rows;
}

escpos::QrLevel level_of(char code) {
    switch (code) {
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

Bytes spaces(std::size_t count) {
    return Bytes(count, ' ');
}

/// Widths of the columns in cells; what is 0 shares the rest.
std::vector<std::size_t> shares(const std::vector<ports::PaperColumn>& columns, std::size_t room) {
    std::size_t stated = 0;
    std::size_t open = 0;
    for (const auto& column : columns) {
        stated += column.width;
        open += column.width == 0 ? 1 : 0;
    }
    const std::size_t rest = room > stated ? room - stated : 0;
    std::vector<std::size_t> widths;
    widths.reserve(columns.size());
    for (const auto& column : columns) {
        widths.push_back(column.width != 0 ? column.width : std::max<std::size_t>(1, rest / open));
    }
    return widths;
}

}  // namespace

void TicketWriter::prologue() {
    out_.initialise();
    if (profile_.auto_status) {
        out_.enable_auto_status();
    }
    page_ = profile_.code_page;
    out_.code_page(page_);
    out_.chinese_mode(chinese());
    out_.underline_off();
    out_.inverted(false);
    boundary();
}

void TicketWriter::mark(const std::string& text) {
    // The spaces make the black bar wider than the words.
    line({"  " + text + "  ", PaperLine::Align::centre, 2, true}, true);
    out_.feed_dots(12);
    ticket_.dots += 12;
    boundary();
}

std::vector<Glyph> TicketWriter::glyphs_of(const std::string& text) {
    return codec_.encode(text, ticket_.replaced);
}

void TicketWriter::style(std::uint8_t size, bool bold, PaperLine::Align align) {
    out_.justify(static_cast<escpos::Justify>(align));
    out_.bold(bold);
    // The same air below large characters as below small ones.
    spacing_ = static_cast<std::uint8_t>(kFontDots * (size - 1U) + profile_.line_spacing_dots);
    out_.line_spacing(spacing_);
    out_.size(size, size);
    if (chinese() && profile_.chinese_scaling == ChineseScaling::fs) {
        out_.chinese_double(size > 1);
    }
}

void TicketWriter::line(const PaperLine& entry, bool inverted) {
    const auto glyphs_here = glyphs_of(entry.text);
    const std::size_t cells = cells_of(glyphs_here);
    std::uint8_t size = std::clamp<std::uint8_t>(entry.size, 1, profile_.max_size);
    // A number that would wrap is useless: rather smaller than broken.
    while (size > 1 && cells * size > profile_.columns()) {
        --size;
    }
    if (inverted) {
        out_.inverted(true);
    }
    style(size, entry.bold, entry.align);
    for (const auto row : wrapped(glyphs_here, profile_.columns() / size)) {
        glyphs(row);
        end_row();
    }
    if (inverted) {
        out_.inverted(false);
    }
}

void TicketWriter::glyphs(Glyphs glyphs) {
    bool chinese_on = chinese();
    for (const auto& glyph : glyphs) {
        const bool wanted = chinese() && (glyph.chinese_mode || glyph.space);
        if (wanted != chinese_on) {
            out_.chinese_mode(wanted);
            chinese_on = wanted;
        }
        if (!glyph.chinese_mode && glyph.page != page_) {
            page_ = glyph.page;
            out_.code_page(page_);
        }
        out_.text(glyph.bytes);
    }
    if (chinese_on != chinese()) {
        out_.chinese_mode(chinese());
    }
}

void TicketWriter::boundary() {
    // What wrote nothing (a feed of 0 mm, a line of no rows) ends where the piece before it did.
    if (ticket_.boundaries.empty() || ticket_.boundaries.back() < out_.bytes().size()) {
        ticket_.boundaries.push_back(out_.bytes().size());
    }
}

void TicketWriter::end_row() {
    out_.line_feed();
    ticket_.dots += spacing_;
    boundary();
}

void TicketWriter::columns(const std::vector<ports::PaperColumn>& columns, std::uint8_t size, bool bold) {
    size = std::clamp<std::uint8_t>(size, 1, profile_.max_size);
    const auto widths = shares(columns, profile_.columns() / size);
    std::vector<std::vector<Glyph>> texts;
    std::vector<std::vector<Glyphs>> rows;
    texts.reserve(columns.size());
    rows.reserve(columns.size());
    std::size_t height = 0;
    for (const auto& column : columns) {
        texts.push_back(glyphs_of(column.text));
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        rows.push_back(wrapped(texts[i], widths[i]));
        height = std::max(height, rows.back().size());
    }
    style(size, bold, PaperLine::Align::left);
    for (std::size_t row = 0; row < height; ++row) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Glyphs text = row < rows[i].size() ? rows[i][row] : Glyphs{};
            const std::size_t air = widths[i] - std::min(widths[i], cells_of(text));
            const std::size_t before = columns[i].align == PaperLine::Align::left    ? 0
                                       : columns[i].align == PaperLine::Align::right ? air
                                                                                     : air / 2;
            out_.text(spaces(before));
            glyphs(text);
            // Nothing behind the last: a full row would be wrapped by the printer.
            out_.text(spaces(i + 1 == columns.size() ? 0 : air - before));
        }
        end_row();
    }
}

void TicketWriter::rule(char fill) {
    style(1, false, PaperLine::Align::left);
    out_.text(Bytes(profile_.columns(), static_cast<std::uint8_t>(fill)));
    end_row();
}

void TicketWriter::feed(std::uint8_t millimetres) {
    std::uint32_t dots = std::uint32_t{millimetres} * profile_.dots_per_mm;
    ticket_.dots += dots;
    for (; dots > 0; dots -= std::min(dots, 255U)) {
        out_.feed_dots(static_cast<std::uint8_t>(std::min(dots, 255U)));
    }
    boundary();
}

void TicketWriter::leave_out(const char* what, const std::string& text) {
    ticket_.left_out.emplace_back(what);
    if (!text.empty()) {
        line({text, PaperLine::Align::centre, 1, false});
    }
}

bool TicketWriter::qr(const std::string& data, std::uint8_t module, PaperLine::Align align) {
    if (profile_.qr == QrKind::none || (profile_.qr == QrKind::raster && !profile_.raster)) {
        leave_out("qr", data);
        return true;
    }
    const auto matrix = make_qr(data, profile_.qr_level);
    if (!matrix) {
        return false;
    }
    module = module == 0 ? profile_.qr_module : module;
    // Four modules of quiet zone on either side.
    while (module > 2 && (matrix->width + 8) * module > profile_.width_dots) {
        --module;
    }
    if ((matrix->width + 8) * module > profile_.width_dots) {
        return false;
    }
    out_.size(1, 1);
    out_.justify(static_cast<escpos::Justify>(align));
    out_.feed_dots(kAir);
    if (profile_.qr == QrKind::native) {
        out_.qr(data, module, level_of(profile_.qr_level));
    } else {
        draw(*matrix, module);
    }
    out_.feed_dots(kAir);
    ticket_.dots += 2U * kAir + static_cast<std::uint32_t>(matrix->width) * module;
    boundary();
    return true;
}

void TicketWriter::draw(const QrMatrix& matrix, std::uint8_t module) {
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
    raster(rows, row_bytes, doubled);
}

void TicketWriter::raster(ByteView rows, std::size_t row_bytes, bool doubled) {
    // A stripe that is cut off must be shorter than the NULs that fill it.
    const std::size_t most = std::max<std::size_t>(1, (escpos::kFlushLength - 16) / row_bytes);
    const std::size_t stripe = row_bytes * std::min<std::size_t>(profile_.stripe_rows, most);
    for (std::size_t at = 0; at < rows.size(); at += stripe) {
        out_.raster(rows.subspan(at, std::min(stripe, rows.size() - at)), row_bytes, doubled);
        boundary();
    }
}

bool TicketWriter::barcode(const std::string& data, std::uint8_t height_mm, PaperLine::Align align) {
    if (!profile_.code128) {
        leave_out("barcode", data);
        return true;
    }
    // Start, data, check of 11 modules, stop of 13, ten of quiet zone on either side.
    const std::size_t modules = 11 * (data.size() + 2) + 13 + 20;
    const std::uint8_t module = modules * 3 <= profile_.width_dots ? 3 : 2;
    if (modules * module > profile_.width_dots) {
        return false;
    }
    const auto height = static_cast<std::uint8_t>(std::min(255, height_mm * profile_.dots_per_mm));
    out_.size(1, 1);
    out_.justify(static_cast<escpos::Justify>(align));
    out_.feed_dots(kAir);
    out_.code128(data, height, module);
    out_.feed_dots(kAir);
    ticket_.dots += 2U * kAir + height + kFontDots;
    boundary();
    return true;
}

bool TicketWriter::image(const ports::PaperImage& image, PaperLine::Align align) {
    if (!profile_.raster) {
        leave_out("image", "");
        return true;
    }
    if (image.width > profile_.width_dots) {
        return false;
    }
    out_.size(1, 1);
    out_.justify(static_cast<escpos::Justify>(align));
    raster(image.rows, (image.width + 7U) / 8U, false);
    ticket_.dots += image.height;
    return true;
}

void TicketWriter::cut() {
    out_.size(1, 1);
    out_.justify(escpos::Justify::left);
    const auto feed = static_cast<std::uint8_t>(
        std::min(255U, std::uint32_t{profile_.feed_before_cut_mm} * profile_.dots_per_mm));
    ticket_.dots += feed;
    switch (profile_.cut) {
        case CutKind::partial:
            out_.cut_partial(feed);
            break;
        case CutKind::full:
            out_.cut_full(feed);
            break;
        case CutKind::esc_m:
        case CutKind::esc_i:
            out_.feed_dots(feed);
            out_.cut_here(profile_.cut == CutKind::esc_i);
            break;
        case CutKind::none:
            out_.feed_dots(feed);
            break;
    }
    boundary();
}

EncodedTicket TicketWriter::take() {
    ticket_.replacements = ticket_.replaced.size();
    if (ticket_.replaced.size() > kMostReplacements) {
        ticket_.replaced.resize(kMostReplacements);
    }
    ticket_.bytes = out_.take();
    return std::move(ticket_);
}

}  // namespace jiaohao::drivers::printer
