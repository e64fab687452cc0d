// Byte 0 chooses the printer, byte 1 what the rest becomes: texts of any bytes, a code, columns.
// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/profiles.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/fuzz/targets/paper_check.hpp"

namespace jiaohao::fuzz {
namespace {

using ports::PaperBlock;
using ports::PaperLine;

PaperLine line_of(Input& input) {
    PaperLine line;
    const std::uint8_t style = input.byte();
    line.align = static_cast<PaperLine::Align>(style % 3);
    line.size = style / 3 % 10;
    line.bold = (style & 0x80U) != 0;
    line.text = std::string(text_of(input.line()));
    return line;
}

PaperBlock block_of(Input& input) {
    PaperBlock block;
    block.kind = static_cast<PaperBlock::Kind>(input.byte() % 6);
    const std::uint8_t more = input.byte();
    block.inverted = (more & 1U) != 0;
    block.measure = more;
    block.only_mm = more % 7 == 0 ? 58 : 0;
    block.rule = static_cast<char>(more);
    block.line = line_of(input);
    for (std::uint8_t i = 0; block.kind == PaperBlock::Kind::columns && i < more % 5; ++i) {
        const PaperLine column = line_of(input);
        block.columns.push_back({column.text, column.align, column.size});
    }
    return block;
}

}  // namespace

void ticket_bytes(ByteView bytes) {
    Input input(bytes);
    const auto& profile = printer_profile_by(input.byte());
    const std::uint8_t how = input.byte();
    ports::TicketPaper paper;
    if ((how & 1U) != 0) {
        paper.mark = std::string(text_of(input.line()));
    }
    if ((how & 2U) != 0) {
        paper.qr = std::string(text_of(input.line()));
    }
    while (!input.empty()) {
        if ((how & 4U) != 0) {
            paper.blocks.push_back(block_of(input));
        } else {
            (paper.head.size() % 3 == 2 ? paper.foot : paper.head).push_back(line_of(input));
        }
    }
    check_paper(paper, profile);
}

}  // namespace jiaohao::fuzz
