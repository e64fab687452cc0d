// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/encoder.hpp"

#include <gtest/gtest.h>
#include <algorithm>

#include "drivers/printer/escpos.hpp"
#include "drivers/printer/qr_raster.hpp"

namespace jiaohao::drivers::printer {
namespace {

using ports::PaperLine;
using ports::TicketPaper;

EncodedTicket encoded(const TicketPaper& paper, const PrinterProfile& profile = {}) {
    const TextCodec codec(profile);
    auto ticket = encode_ticket(paper, profile, codec);
    EXPECT_TRUE(ticket.has_value()) << (ticket ? "" : ticket.error());
    return ticket ? *ticket : EncodedTicket{};
}

TicketPaper one_line(const std::string& text, std::uint8_t size = 1) {
    TicketPaper paper;
    paper.head.push_back({text, PaperLine::Align::left, size, false});
    return paper;
}

bool holds(const Bytes& bytes, const Bytes& part) {
    return std::search(bytes.begin(), bytes.end(), part.begin(), part.end()) != bytes.end();
}

TEST(TicketEncoder, WritesTheGoldenBytesOfASmallChineseTicket) {
    TicketPaper paper;
    paper.head.push_back({"排队 A001", PaperLine::Align::centre, 2, true});
    const auto ticket = encoded(paper);
    EXPECT_EQ(to_hex(ticket.bytes),
              "1b 40 1d 61 0f 1b 74 00 1c 26 1b 2d 00 1c 2d 00 1d 42 00 "
              "1b 61 01 1b 45 01 1b 33 38 1d 21 11 c5 c5 b6 d3 20 41 30 30 31 0a "
              "1d 21 00 1b 61 00 1d 56 42 18");
    EXPECT_EQ(ticket.dots, 56U + 24U);
    EXPECT_TRUE(ticket.replaced.empty());
}

TEST(TicketEncoder, StatesEverythingAfterInitialisingInEveryTicket) {
    const auto first = encoded(one_line("x"));
    const auto second = encoded(one_line("x"));
    EXPECT_EQ(first.bytes, second.bytes);
    EXPECT_EQ(to_hex(ByteView(first.bytes).first(5)), "1b 40 1d 61 0f");
}

TEST(TicketEncoder, DoesNotAskForAutomaticStatusWhereTheProfileHasNone) {
    PrinterProfile profile;
    profile.auto_status = false;
    EXPECT_FALSE(holds(encoded(one_line("x"), profile).bytes, {0x1D, 0x61}));
}

TEST(TicketEncoder, ReplacesFourByteCharactersAndReportsThem) {
    const auto ticket = encoded(one_line("¥5•😀"));
    EXPECT_TRUE(holds(ticket.bytes, {0xA3, 0xA4, '5', 0xA1, 0xA4, 0xA1, 0xF5, 0x0A}));
    const std::vector<Replacement> expected{{0xA5, 0xFFE5}, {0x2022, 0xB7}, {0x1F600, U'□'}};
    EXPECT_EQ(ticket.replaced, expected);
}

TEST(TicketEncoder, NeverSendsAnOddNumberOfBytesForRareHanzi) {
    const auto ticket = encoded(one_line("𠀀㐀龥"));
    EXPECT_EQ(ticket.replaced.size(), 2U);
    EXPECT_TRUE(holds(ticket.bytes, {0xA1, 0xF5, 0xA1, 0xF5, 0xFD, 0x9B, 0x0A}));
}

TEST(TicketEncoder, LetsNoTextReachThePrinterAsACommand) {
    const auto ticket = encoded(one_line(std::string("a\x1B@\x1Dr\x01\x10\x04\x01z")));
    EXPECT_TRUE(holds(ticket.bytes, {'a', ' ', '@', ' ', 'r', ' ', ' ', ' ', ' ', 'z', 0x0A}));
    EXPECT_EQ(ticket.replaced.size(), 6U);
}

TEST(TicketEncoder, ReportsInvalidUtf8InsteadOfSendingIt) {
    const auto ticket = encoded(one_line("a\xFF\xC3z"));
    ASSERT_EQ(ticket.replaced.size(), 2U);
    EXPECT_EQ(ticket.replaced[0].from, 0xFFFDU);
    EXPECT_TRUE(holds(ticket.bytes, {'a', 0xA1, 0xF5, 0xA1, 0xF5, 'z', 0x0A}));
}

TEST(TicketEncoder, PrintsLatinLettersFromTheCodePageWithChineseModeOff) {
    PrinterProfile profile;
    profile.code_page = 16;
    profile.code_pages = {{16, "CP1252"}};
    const auto ticket = encoded(one_line("é中"), profile);
    EXPECT_TRUE(holds(ticket.bytes, {0x1C, 0x2E, 0xE9, 0x1C, 0x26, 0xD6, 0xD0, 0x0A}));
    EXPECT_TRUE(holds(ticket.bytes, {0x1B, 0x74, 16}));
    EXPECT_TRUE(ticket.replaced.empty());
}

TEST(TicketEncoder, StaysWithAsciiOnAPrinterWithoutChinese) {
    PrinterProfile profile;
    profile.chinese = ChineseText::none;
    const auto ticket = encoded(one_line("A中¥"), profile);
    EXPECT_TRUE(holds(ticket.bytes, {'A', '?', 0x9D, 0x0A}));  // ¥ is 9D in code page 437
    EXPECT_FALSE(holds(ticket.bytes, {0x1C, 0x26}));
}

TEST(TicketEncoder, ShrinksANumberThatWouldNotFitItsRow) {
    PrinterProfile profile;
    profile.width_dots = 384;  // 32 columns
    EXPECT_TRUE(holds(encoded(one_line("A001", 8), profile).bytes, {0x1D, 0x21, 0x77}));
    EXPECT_TRUE(holds(encoded(one_line("AB001", 8), profile).bytes, {0x1D, 0x21, 0x55}));
}

TEST(TicketEncoder, TakesTheLargestSizeTheProfileAllowsAndDoublesChineseByFsWhereNeeded) {
    PrinterProfile profile;
    profile.max_size = 2;
    profile.chinese_scaling = ChineseScaling::fs;
    const auto ticket = encoded(one_line("号", 4), profile);
    EXPECT_TRUE(holds(ticket.bytes, {0x1D, 0x21, 0x11, 0x1C, 0x21, 0x0C}));
}

TEST(TicketEncoder, WrapsEnglishAtSpacesAndChineseAnywhere) {
    PrinterProfile profile;
    profile.width_dots = 192;  // 16 columns
    const auto english = encoded(one_line("please wait for your number"), profile);
    EXPECT_TRUE(holds(english.bytes, Bytes{'w', 'a', 'i', 't', ' ', 'f', 'o', 'r', 0x0A, 'y'}))
        << to_hex(english.bytes);
    const auto back = encoded(one_line("please wait until your number"), profile);
    EXPECT_TRUE(holds(back.bytes, Bytes{'w', 'a', 'i', 't', 0x0A, 'u', 'n', 't', 'i', 'l', ' ', 'y'}))
        << "a word that does not fit goes whole to the next row: " << to_hex(back.bytes);
    const auto chinese = encoded(one_line("一二三四五六七八九"), profile);
    EXPECT_TRUE(holds(chinese.bytes, {0xB0, 0xCB, 0x0A, 0xBE, 0xC5, 0x0A}));
}

TEST(TicketEncoder, PutsTheMarkOfAReprintInvertedOnTop) {
    auto paper = one_line("A001", 4);
    paper.mark = "补打 2";
    const auto bytes = encoded(paper).bytes;
    const Bytes on{0x1D, 0x42, 0x01};
    const Bytes number{'A', '0', '0', '1'};
    const auto mark_at = std::search(bytes.begin(), bytes.end(), on.begin(), on.end());
    const auto number_at = std::search(bytes.begin(), bytes.end(), number.begin(), number.end());
    EXPECT_LT(mark_at, number_at);
    EXPECT_TRUE(holds(Bytes(mark_at, number_at), {0x1D, 0x42, 0x00}));
    EXPECT_FALSE(holds(encoded(one_line("A001", 4)).bytes, on));
}

TEST(TicketEncoder, SendsAQrCodeInFiveStepsAndCutsAfterIt) {
    auto paper = one_line("x");
    paper.qr = "https://h/t/1";
    const auto bytes = encoded(paper).bytes;
    EXPECT_TRUE(holds(bytes, {0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0}));
    EXPECT_TRUE(holds(bytes, {0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x43, 6}));
    EXPECT_TRUE(holds(bytes, {0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x45, 49}));
    EXPECT_TRUE(holds(bytes, {0x1D, 0x28, 0x6B, 16, 0, 0x31, 0x50, 0x30, 'h', 't', 't', 'p'}));
    EXPECT_TRUE(holds(bytes, {0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30}));
    EXPECT_EQ(Bytes(bytes.end() - 4, bytes.end()), (Bytes{0x1D, 0x56, 0x42, 24}));
}

TEST(TicketEncoder, SendsDotsWhereThePrinterDrawsNoQrInStripesBelowTheFlushLength) {
    PrinterProfile profile;
    profile.qr = QrKind::raster;
    auto paper = one_line("x");
    paper.qr = std::string(300, 'q');
    const auto ticket = encoded(paper, profile);
    EXPECT_TRUE(holds(ticket.bytes, {0x1D, 0x76, 0x30, 0x03}));
    EXPECT_FALSE(holds(ticket.bytes, {0x1D, 0x28, 0x6B}));
}

TEST(Raster, NoStripeIsLongerThanTheNulsThatFillOneThatIsCutOff) {
    PrinterProfile wide;
    wide.width_dots = 1024;
    wide.stripe_rows = 24;
    auto image = std::make_shared<ports::PaperImage>();
    image->width = 1024;
    image->height = 100;
    image->rows.assign(std::size_t{128} * 100, 0x55);
    ports::PaperBlock block;
    block.kind = ports::PaperBlock::Kind::image;
    block.image = image;
    TicketPaper picture;
    picture.blocks.push_back(block);
    PrinterProfile dots;
    dots.qr = QrKind::raster;
    auto code = one_line("x");
    code.qr = std::string(300, 'q');
    for (const auto& ticket : {encoded(picture, wide), encoded(code, dots)}) {
        ASSERT_GT(ticket.bytes.size(), 2 * escpos::kFlushLength);
        std::size_t before = 0;
        for (const std::size_t boundary : ticket.boundaries) {
            EXPECT_LE(boundary - before, escpos::kFlushLength);
            before = boundary;
        }
    }
}

TEST(Raster, AtItsEndBeginsNoRealTimeCommandWithWhatFollows) {
    escpos::Writer out;
    out.raster(Bytes{0x00, 0x00, 0x00, 0x10}, 4, false);
    EXPECT_NE(out.bytes().back(), 0x10);
}

TEST(Raster, FlipsADotWhereThePrinterWouldRunARealTimeCommand) {
    escpos::Writer out;
    out.raster(Bytes{0x10, 0x04, 0x01, 0x10, 0x05, 0x10, 0x14, 0x00}, 4, false);
    const Bytes& bytes = out.bytes();
    EXPECT_FALSE(escpos::holds_realtime_command(ByteView(bytes).subspan(8)));
    EXPECT_EQ(bytes.size(), 16U);
}

TEST(TicketEncoder, NamesWhatIsTooLarge) {
    const PrinterProfile profile;
    const TextCodec codec(profile);
    const auto refused = [&](const TicketPaper& ticket) {
        const auto done = encode_ticket(ticket, profile, codec);
        return done ? "taken" : done.error();
    };
    EXPECT_EQ(refused({}), "the ticket is empty");
    auto paper = one_line("x");
    paper.qr = std::string(301, 'q');
    EXPECT_EQ(refused(paper), "a QR text of 301 bytes; at most 300");
    paper.qr.clear();
    paper.head.assign(101, {"x"});
    EXPECT_EQ(refused(paper), "101 lines; a ticket has at most 100");
    EXPECT_EQ(refused(one_line(std::string(1001, 'x'))), "a line of 1001 bytes; at most 1000");
}

TEST(TicketEncoder, GivesBoundariesThatEndWithTheTicket) {
    auto paper = one_line("x");
    paper.head.push_back({"y"});
    const auto ticket = encoded(paper);
    ASSERT_FALSE(ticket.boundaries.empty());
    EXPECT_TRUE(std::is_sorted(ticket.boundaries.begin(), ticket.boundaries.end()));
    EXPECT_EQ(ticket.boundaries.back(), ticket.bytes.size());
}

TEST(TicketEncoder, GivesABoundaryOnceWhereAPieceWritesNothing) {
    ports::TicketPaper paper;
    ports::PaperBlock nothing;
    nothing.kind = ports::PaperBlock::Kind::feed;
    paper.blocks = {nothing, nothing};
    const auto ticket = encoded(paper);
    const auto& ends = ticket.boundaries;
    EXPECT_EQ(ends.size(), 2) << "before the cut and behind it";
    EXPECT_EQ(std::adjacent_find(ends.begin(), ends.end()), ends.end());
}

}  // namespace
}  // namespace jiaohao::drivers::printer
