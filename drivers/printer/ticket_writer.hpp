// The pieces of a ticket, each as ESC/POS on its own: lines, columns, rules, codes, pictures, the cut. Internal to
// drivers/printer; the order of the pieces is encoder.cpp's.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "drivers/printer/encoder.hpp"
#include "drivers/printer/escpos.hpp"
#include "drivers/printer/qr_raster.hpp"

namespace jiaohao::drivers::printer {

class TicketWriter {
  public:
    TicketWriter(const PrinterProfile& profile, const TextCodec& codec) : profile_(profile), codec_(codec) {}

    void prologue();
    void mark(const std::string& text);
    void line(const ports::PaperLine& entry, bool inverted = false);
    void columns(const std::vector<ports::PaperColumn>& columns, std::uint8_t size, bool bold);
    void rule(char fill);
    void feed(std::uint8_t millimetres);
    /// False: it does not fit the paper. `module` 0: the profile's.
    [[nodiscard]] bool qr(const std::string& data, std::uint8_t module, ports::PaperLine::Align align);
    [[nodiscard]] bool barcode(const std::string& data, std::uint8_t height_mm,
                               ports::PaperLine::Align align);
    [[nodiscard]] bool image(const ports::PaperImage& image, ports::PaperLine::Align align);
    void cut();
    [[nodiscard]] EncodedTicket take();

  private:
    using Glyphs = std::span<const Glyph>;

    void boundary();
    [[nodiscard]] bool chinese() const { return profile_.chinese == ChineseText::gb18030; }
    [[nodiscard]] std::vector<Glyph> glyphs_of(const std::string& text);
    void style(std::uint8_t size, bool bold, ports::PaperLine::Align align);
    void glyphs(Glyphs glyphs);
    void end_row();
    void raster(ByteView rows, std::size_t row_bytes, bool doubled);
    void draw(const QrMatrix& matrix, std::uint8_t module);
    void leave_out(const char* what, const std::string& text);

    const PrinterProfile& profile_;
    const TextCodec& codec_;
    escpos::Writer out_;
    EncodedTicket ticket_;
    std::uint8_t spacing_ = 0;
    std::uint8_t page_ = 0;
};

}  // namespace jiaohao::drivers::printer
