// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/ticket_template.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <filesystem>
#include <fstream>
#include <string>

#include "drivers/printer/encoder.hpp"

namespace jiaohao::drivers::printer {
namespace {

namespace fs = std::filesystem;
using Kind = ports::PaperBlock::Kind;

std::string error_of(const std::string& toml) {
    const auto made =
        TicketTemplate::parse(toml, "t.toml", fs::path(JIAOHAO_SOURCE_DIR) / "tests/unit/printer");
    return made ? "no error" : made.error();
}

TicketTemplate made_of(const std::string& toml) {
    auto made = TicketTemplate::parse(toml, "t.toml", {});
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error());
    return made ? *made : TicketTemplate::standard();
}

TicketFields some_fields(const std::string& language) {
    return {{"number", "A001"}, {"hall", language == "zh_CN" ? "ZH" : "EN"}, {"wait_text", ""}};
}

const std::string kNumber = "[[block]]\nkind = \"text\"\ntext = \"{number}\"\n";

TEST(TicketTemplateFile, NamesFileLineKeyAndWhatIsAllowed) {
    EXPECT_EQ(error_of(""), "t.toml:1: block: allowed is 1..60 tables [[block]]");
    EXPECT_EQ(error_of("block = []\n"), "t.toml:1: block: allowed is 1..60 tables [[block]]");
    EXPECT_EQ(error_of("[[block]]\nkind = \"picture\"\n"),
              "t.toml:2: block.kind: allowed is one of \"text\", \"columns\", \"rule\", \"feed\", \"qr\", "
              "\"barcode\", \"image\"");
    EXPECT_EQ(
        error_of("[[block]]\nkind = \"text\"\ntext = \"x\"\nsise = 2\n"),
        "t.toml:4: block.sise: no such key; known here: align, bold, invert, kind, language, size, text, "
        "width");
    EXPECT_EQ(error_of("[[block]]\nkind = \"text\"\ntext = \"x\"\nwidth = 70\n"),
              "t.toml:4: block.width: allowed is 58 or 80");
    EXPECT_EQ(error_of("[ticket]\nwidths = [58, 90]\n" + kNumber),
              "t.toml:2: ticket.widths: allowed is a list of 58 and 80");
    EXPECT_EQ(error_of("x = = 1\n").rfind("t.toml:1: not TOML: ", 0), 0U);
}

TEST(TicketTemplateFile, RefusesAFieldThatDoesNotExist) {
    EXPECT_EQ(error_of("[[block]]\nkind = \"text\"\ntext = \"No. {nummer}\"\n")
                  .rfind("t.toml:3: block.text: {nummer} is no field; the fields are number, service, ", 0),
              0U);
    EXPECT_EQ(error_of("[[block]]\nkind = \"qr\"\ndata = \"{url\"\n"),
              "t.toml:3: block.data: a text whose braces are in pairs around a field");
}

TEST(TicketTemplateFile, RefusesALineThatCannotFit) {
    EXPECT_EQ(error_of("[[block]]\nkind = \"text\"\ntext = \"Number {number}\"\nsize = 4\n")
                  .rfind("t.toml:1: block.size: does not fit: paper of 58 mm has 32 columns", 0),
              0U);
    EXPECT_EQ(
        error_of("[ticket]\nwidths = [80]\n[[block]]\nkind = \"text\"\ntext = \"Numb {number}\"\nsize = 4\n"),
        "no error");
    EXPECT_NE(
        error_of("[[block]]\nkind = \"columns\"\ncolumns = [{ text = \"x\", width = 30 }, { text = \"y\", "
                 "width = 10 }]\n")
            .find("does not fit: paper of 58 mm"),
        std::string::npos);
    EXPECT_NE(error_of("[[block]]\nkind = \"barcode\"\ndata = \"{number}{number}{number}{number}{number}\"\n")
                  .find("on paper of 58 mm: the barcode of 20 bytes does not fit"),
              std::string::npos);
}

TEST(TicketTemplateFile, RefusesATicketTooLongForThePaper) {
    EXPECT_EQ(error_of("[ticket]\nmost_mm = 60\n" + kNumber + "[[block]]\nkind = \"feed\"\nmm = 90\n"),
              "t.toml:1: ticket.most_mm: the ticket is 97 mm long on paper of 58 mm; allowed are 60 mm");
}

TEST(TicketTemplateFile, RefusesALogoThatIsNoPicture) {
    const std::string error = error_of("[[block]]\nkind = \"image\"\nfile = \"template_test.cpp\"\n");
    EXPECT_EQ(error.rfind("t.toml:3: block.file: ", 0), 0U) << error;
    EXPECT_NE(error.find("allowed is a PNG file"), std::string::npos) << error;
    EXPECT_EQ(error_of("[[block]]\nkind = \"image\"\n"),
              "t.toml:1: block.file: allowed is the name of a PNG file beside the template");
}

TEST(TicketTemplateFile, EveryShippedOneLoads) {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(JIAOHAO_SOURCE_DIR) / "drivers/templates")) {
        const auto made = TicketTemplate::load(entry.path());
        EXPECT_TRUE(made.has_value()) << made.error();
        ++count;
    }
    EXPECT_GE(count, 2);
    EXPECT_FALSE(TicketTemplate::standard().fields().empty());
}

TEST(TicketTemplateFile, SaysThatAFileIsMissing) {
    EXPECT_EQ(TicketTemplate::load("/nowhere/t.toml").error(),
              "/nowhere/t.toml: cannot be read; is the path right and the file readable?");
}

TEST(TicketTemplateLayout, FillsFieldsAndLeavesOutWhatIsEmpty) {
    const auto made = made_of(
        "[[block]]\nkind = \"text\"\ntext = \"No. {number}\"\nsize = 2\nbold = true\ninvert = "
        "true\nalign = \"right\"\n[[block]]\nkind = \"text\"\ntext = \"Wait {wait_text}\"\n");
    const auto paper = made.lay_out("en", some_fields);
    ASSERT_EQ(paper.blocks.size(), 1U);
    EXPECT_EQ(paper.blocks[0].line.text, "No. A001");
    EXPECT_EQ(paper.blocks[0].line.size, 2);
    EXPECT_TRUE(paper.blocks[0].line.bold);
    EXPECT_TRUE(paper.blocks[0].inverted);
    EXPECT_EQ(paper.blocks[0].line.align, ports::PaperLine::Align::right);
}

TEST(TicketTemplateLayout, SpeaksTheTicketsLanguageOrTheBlocksOwn) {
    const auto made = made_of(
        "[[block]]\nkind = \"text\"\ntext = { en = \"Hall {hall}\", zh_CN = \"- {hall}\" }\n"
        "[[block]]\nkind = \"text\"\ntext = \"{hall}\"\nlanguage = \"zh_CN\"\n"
        "[[block]]\nkind = \"text\"\ntext = { en = \"only\" }\n");
    const auto english = made.lay_out("en", some_fields);
    ASSERT_EQ(english.blocks.size(), 3U);
    EXPECT_EQ(english.blocks[0].line.text, "Hall EN");
    EXPECT_EQ(english.blocks[1].line.text, "ZH");
    const auto chinese = made.lay_out("zh_CN", some_fields);
    ASSERT_EQ(chinese.blocks.size(), 2U) << "no text in Chinese";
    EXPECT_EQ(chinese.blocks[0].line.text, "- ZH");
}

TEST(TicketTemplateLayout, NeverLooksIntoAValue) {
    EXPECT_EQ(fill_fields("{hall}!", {{"hall", "{number}"}, {"number", "1"}}), "{number}!");
    EXPECT_EQ(fill_fields("plain", {}), "plain");
    EXPECT_EQ(fill_fields("{hall}", {}), std::nullopt);
}

TEST(TicketTemplateLayout, ABlockForOnePaperIsPrintedOnThatPaperOnly) {
    const auto made = made_of(kNumber + "[[block]]\nkind = \"text\"\ntext = \"wide\"\nwidth = 80\n");
    const auto paper = made.lay_out("en", some_fields);
    for (const int mm : {58, 80}) {
        PrinterProfile profile;
        profile.width_mm = static_cast<std::uint8_t>(mm);
        const TextCodec codec(profile);
        const auto bytes = encode_ticket(paper, profile, codec)->bytes;
        const std::string text(bytes.begin(), bytes.end());
        EXPECT_EQ(text.find("wide") != std::string::npos, mm == 80);
    }
}

}  // namespace
}  // namespace jiaohao::drivers::printer
