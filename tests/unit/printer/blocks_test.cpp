// The pieces of a ticket laid out by a template, as bytes.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <algorithm>
#include <memory>
#include <string>

#include "drivers/printer/encoder.hpp"
#include "drivers/printer/escpos.hpp"

namespace jiaohao::drivers::printer {
namespace {

using ports::PaperBlock;
using ports::PaperLine;
using Kind = PaperBlock::Kind;

PaperBlock block(Kind kind, const std::string& text = {}) {
    PaperBlock one;
    one.kind = kind;
    one.line.text = text;
    return one;
}

Result<EncodedTicket, std::string> tried(const PaperBlock& one, const PrinterProfile& profile = {}) {
    ports::TicketPaper paper;
    paper.blocks.push_back(one);
    const TextCodec codec(profile);
    return encode_ticket(paper, profile, codec);
}

std::string error_of(const PaperBlock& one, const PrinterProfile& profile = {}) {
    const auto ticket = tried(one, profile);
    return ticket ? "no error" : ticket.error();
}

EncodedTicket encoded(const PaperBlock& one, const PrinterProfile& profile = {}) {
    auto ticket = tried(one, profile);
    EXPECT_TRUE(ticket.has_value()) << (ticket ? "" : ticket.error());
    return ticket ? *ticket : EncodedTicket{};
}

bool holds(const Bytes& bytes, const std::string& part) {
    return std::search(bytes.begin(), bytes.end(), part.begin(), part.end(), [](std::uint8_t a, char b) {
               return a == static_cast<std::uint8_t>(b);
           }) != bytes.end();
}

TEST(PaperBlocks, ColumnsFillTheLineAndWrapEachInItsOwnPlace) {
    auto columns = block(Kind::columns);
    columns.columns = {{"Service", PaperLine::Align::left, 0}, {"12", PaperLine::Align::right, 8}};
    EXPECT_TRUE(holds(encoded(columns).bytes, "Service" + std::string(33 + 6, ' ') + "12\n"));
    columns.columns = {{"one two", PaperLine::Align::left, 4}, {"x", PaperLine::Align::right, 2}};
    EXPECT_TRUE(holds(encoded(columns).bytes, "one  x\ntwo   \n"));
    columns.columns = {{"a", PaperLine::Align::left, 4}, {"b", PaperLine::Align::left, 4}};
    EXPECT_TRUE(holds(encoded(columns).bytes, "a   b\n")) << "a full row would be wrapped by the printer";
}

TEST(PaperBlocks, ARuleIsAsWideAsThePaper) {
    auto rule = block(Kind::rule);
    rule.rule = '=';
    EXPECT_TRUE(holds(encoded(rule).bytes, "\x1d!" + std::string(1, '\0') + std::string(48, '=') + "\n"));
}

TEST(PaperBlocks, ABarcodeIsCode128SetBWithBracesDoubled) {
    auto code = block(Kind::barcode, "A{1");
    code.measure = 10;
    const auto bytes = encoded(code).bytes;
    EXPECT_TRUE(holds(bytes, "\x1dh\x50"));
    EXPECT_TRUE(holds(bytes, "\x1dkI\x06{BA{{1"));
}

TEST(PaperBlocks, ABarcodeThatThePrinterCannotDrawIsPrintedAsTextAndReported) {
    PrinterProfile profile;
    profile.code128 = false;
    const auto ticket = encoded(block(Kind::barcode, "A001"), profile);
    EXPECT_TRUE(holds(ticket.bytes, "A001\n"));
    EXPECT_EQ(ticket.left_out, (std::vector<std::string>{"barcode"}));
    profile.qr = QrKind::none;
    EXPECT_EQ(encoded(block(Kind::qr, "https://h"), profile).left_out, (std::vector<std::string>{"qr"}));
}

TEST(PaperBlocks, NamesABarcodeThatCannotBe) {
    EXPECT_EQ(error_of(block(Kind::barcode, "\xC3\xA4")),
              "a barcode of \"\xC3\xA4\"; it takes 1..40 characters of ASCII");
    EXPECT_EQ(error_of(block(Kind::barcode, std::string(40, 'x'))),
              "the barcode of 40 bytes does not fit the paper");
    EXPECT_FALSE(tried(block(Kind::image)).has_value());
    EXPECT_FALSE(tried(block(Kind::columns)).has_value());
}

TEST(PaperBlocks, APictureGoesInStripesShorterThanTheFlush) {
    auto picture = block(Kind::image);
    auto image = std::make_shared<ports::PaperImage>();
    image->width = 500;
    image->height = 50;
    image->rows.assign(std::size_t{63} * 50, 0x10);
    picture.image = image;
    PrinterProfile profile;
    profile.stripe_rows = 24;
    const auto ticket = encoded(picture, profile);
    std::size_t stripes = 0;
    for (std::size_t i = 0; i + 8 < ticket.bytes.size(); ++i) {
        if (ticket.bytes[i] == 0x1D && ticket.bytes[i + 1] == 0x76 && ticket.bytes[i + 4] == 63) {
            ++stripes;
            EXPECT_LE(ticket.bytes[i + 6], 24);
        }
    }
    EXPECT_EQ(stripes, 3U);
    EXPECT_GE(ticket.dots, 50U);
    profile.raster = false;
    EXPECT_EQ(encoded(picture, profile).left_out, (std::vector<std::string>{"image"}));
    profile = {};
    profile.width_dots = 384;
    EXPECT_EQ(error_of(picture, profile), "an image 500 dots wide does not fit the paper");
}

TEST(PaperBlocks, SwitchesToTheCodePageThatHasTheCharacterAndBack) {
    PrinterProfile profile;
    profile.chinese = ChineseText::none;
    profile.code_pages = {{0, "CP437"}, {17, "CP866"}, {16, "CP1252"}};
    const auto ticket = encoded(block(Kind::text, "\xC3\xA9\xD0\x96\xC3\xA9"), profile);
    EXPECT_TRUE(holds(ticket.bytes, std::string("\x82\x1bt\x11\x86\x1bt\x00\x82\n", 10)))
        << to_hex(ticket.bytes);
    EXPECT_TRUE(ticket.replaced.empty());
}

TEST(PaperBlocks, OldClonesAreCutByTheirOwnCommandAfterFeeding) {
    PrinterProfile profile;
    profile.cut = CutKind::esc_i;
    const auto full = encoded(block(Kind::text, "x"), profile).bytes;
    EXPECT_EQ(Bytes(full.end() - 5, full.end()), (Bytes{0x1B, 0x4A, 24, 0x1B, 0x69}));
    profile.cut = CutKind::esc_m;
    EXPECT_EQ(encoded(block(Kind::text, "x"), profile).bytes.back(), 0x6D);
    profile.cut = CutKind::none;
    const auto torn = encoded(block(Kind::text, "x"), profile).bytes;
    EXPECT_EQ(Bytes(torn.end() - 3, torn.end()), (Bytes{0x1B, 0x4A, 24}));
}

TEST(PaperBlocks, ReportsEachKindOfReplacementOnce) {
    EXPECT_EQ(describe({{0x2022, 0xB7}, {0x1F600, 0x25A1}, {0x2022, 0xB7}}, 16),
              "U+2022>U+00B7 x2,U+1F600>U+25A1");
    EXPECT_EQ(describe({{0x2022, 0xB7}, {0x1F600, 0x25A1}}, 1), "U+2022>U+00B7,...");
    EXPECT_EQ(describe({}, 3), "");
}

}  // namespace
}  // namespace jiaohao::drivers::printer
