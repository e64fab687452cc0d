// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/pattern.hpp"

#include <gtest/gtest.h>

#include "drivers/engine/example_check.hpp"
#include "drivers/engine/render.hpp"

namespace jiaohao::drivers::engine {
namespace {

std::optional<Captures> captured(std::string_view pattern, const std::string& hex) {
    return match(parse_pattern(pattern).value(), bytes_from_hex(hex).value());
}

TEST(Pattern, FitsBytesAnyBytesAndRuns) {
    struct Row {
        std::string pattern;
        std::string data;
        bool fits;
    };
    for (const Row& row : std::vector<Row>{{"06 0F", "06 0F", true},
                                           {"06 0F", "06 0E", false},
                                           {"06 0F", "06 0F 00", false},
                                           {"06 0F", "06", false},
                                           {"", "", true},
                                           {"", "00", false},
                                           {"?? 0F", "AA 0F", true},
                                           {"?? 0F", "0F", false},
                                           {".. 0C", "0C", true},
                                           {".. 0C", "01 02 0C", true},
                                           {".. 0C", "0C 01", false},
                                           {"01 .. 0C", "01 0C", true},
                                           {"01 .. 0C", "01", false},
                                           {"..", "", true},
                                           {"'OK'", "4F 4B", true},
                                           {"'OK' 0D", "4F 4B 0D", true}}) {
        EXPECT_EQ(captured(row.pattern, row.data).has_value(), row.fits) << row.pattern << " on " << row.data;
    }
}

TEST(Pattern, CapturesNumbersInEveryForm) {
    EXPECT_EQ(captured("{key}", "2A")->key, 0x2AU);
    EXPECT_EQ(captured("10 {key:2}", "10 01 02")->key, 0x0102U);
    EXPECT_EQ(captured("{key:little:2} ..", "01 02 99")->key, 0x0201U);
    EXPECT_EQ(captured("'K' {key:decimal:2}", "4B 31 32")->key, 12U);
    EXPECT_EQ(captured("{code:hex:2}", "31 66")->code, 0x1FU);
    EXPECT_EQ(captured("{bits:little:2}", "01 80")->bits, 0x8001U);
    EXPECT_EQ(captured("{count:2} {count:2}", "00 05 00 11")->counts, (std::vector<std::uint32_t>{5, 17}));
    EXPECT_EQ(captured("01 {text}", "01 56 31 0A")->text, "V1?");
    EXPECT_EQ(captured("{key:decimal:2}", "31 58"), std::nullopt);
}

TEST(Pattern, SaysWhatIsWrongAndWhatIsAllowed) {
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"0", "\"0\" is not understood; allowed: pairs of hex digits"},
        {"GG", "is not understood"},
        {"{key", "has no end; needed: }"},
        {"'abc", "has no end; needed: a second '"},
        {"{number}", "{number} is not known; allowed: key, count, bits, code, text"},
        {"{key:9}", "width 9 is too much for big; allowed: 1 to 4"},
        {"{key:wide}", "\"wide\" is neither a form nor a width; allowed: big, little"},
        {"{key:digits:2}", "digits is for {number} and {waiting}"},
        {"{text:big}", "{text} cannot be big; allowed: ascii, gb2312, gbk, utf8"},
        {"{key:ascii}", "{key} cannot be ascii"},
        {".. ..", "holds two parts without a width"},
        {"{key} {key}", "captures {key} twice"},
        {"{key:big:1:0A}", "a fill byte needs a template"},
        {"{key:big:1:0A:3}", "\"3\" is too much"},
    };
    for (const auto& [text, says] : wrong) {
        const auto pattern = parse_pattern(text);
        ASSERT_FALSE(pattern) << text;
        EXPECT_NE(pattern.error().find(says), std::string::npos) << text << ": " << pattern.error();
    }
}

std::string rendered(std::string_view text, const RenderValues& values) {
    return to_hex(render(parse_template(text).value(), values, std::bitset<256>{}.set()));
}

RenderValues number(std::string text) {
    RenderValues values;
    values.number = std::move(text);
    return values;
}

TEST(Template, PutsANumberInEveryForm) {
    EXPECT_EQ(rendered("0A {number:digits:3:0A}", number("A027")), "0a 00 02 07");
    EXPECT_EQ(rendered("{number:digits:3:0F}", number("B7")), "0f 0f 07");
    EXPECT_EQ(rendered("{number:digits:3}", number("1042")), "00 04 02");
    EXPECT_EQ(rendered("{number:digits:3}", number("")), "0a 0a 0a");
    EXPECT_EQ(rendered("{number:decimal:4}", number("A27")), "30 30 32 37");
    EXPECT_EQ(rendered("{number:decimal:4}", number("")), "20 20 20 20");
    EXPECT_EQ(rendered("{number:ascii}", number("A027")), "41 30 32 37");
    EXPECT_EQ(rendered("{number:ascii:6}", number("A027")), "20 20 41 30 32 37");
    EXPECT_EQ(rendered("{number:ascii:3}", number("A027")), "30 32 37");
    EXPECT_EQ(rendered("{number:big:2}", number("A1042")), "04 12");
    EXPECT_EQ(rendered("{number:little:2}", number("A1042")), "12 04");
    EXPECT_EQ(rendered("{number:hex:4}", number("1042")), "30 34 31 32");
    EXPECT_EQ(rendered("{number:big:2}", number("99999999999999999999")), "ff ff");
}

TEST(Template, ShowsNinesForAQueueTooLongForTheDisplay) {
    RenderValues values;
    values.waiting = 1500;
    EXPECT_EQ(rendered("{waiting:digits:3}", values), "09 09 09");
    EXPECT_EQ(rendered("{waiting:decimal:3}", values), "39 39 39");
    EXPECT_EQ(rendered("{waiting:ascii:3}", values), "39 39 39");
    EXPECT_EQ(rendered("{waiting}", values), "ff");
    EXPECT_EQ(rendered("{waiting:ascii}", values), "31 35 30 30");
    values.waiting = 7;
    EXPECT_EQ(rendered("{waiting:digits:3}", values), "0a 0a 07");
    EXPECT_EQ(rendered("{waiting:decimal:3}", values), "30 30 37");
}

TEST(Template, CutsAndFillsTextsAtWholeCharacters) {
    RenderValues values;
    // Two Chinese characters of two bytes each in GB2312.
    values.text = "\xE6\xAC\xA2\xE8\xBF\x8E";
    EXPECT_EQ(rendered("{text:gb2312}", values), "bb b6 d3 ad");
    EXPECT_EQ(rendered("{text:gb2312:3}", values), "bb b6 20");
    EXPECT_EQ(rendered("{text:gbk:6:00}", values), "bb b6 d3 ad 00 00");
    EXPECT_EQ(rendered("{text:utf8:5}", values), "e6 ac a2 20 20");
    EXPECT_EQ(rendered("{text:ascii}", values), "3f 3f");
    values.text = "a\tb\xFF\xE6";
    EXPECT_EQ(rendered("{text:gb2312}", values), "61 20 62 3f 3f");
}

TEST(Template, NeverPutsAByteIntoATextThatTheShapeForbids) {
    RenderValues values;
    values.text = "a#b";
    auto allowed = std::bitset<256>{}.set();
    allowed.reset('#');
    EXPECT_EQ(to_hex(render(parse_template("{text}").value(), values, allowed)), "61 3f 62");
}

TEST(Template, SaysWhatIsWrong) {
    EXPECT_NE(parse_template("??").error().find("is not understood"), std::string::npos);
    EXPECT_NE(parse_template("{count}").error().find("allowed: number, waiting, text"), std::string::npos);
    EXPECT_NE(parse_template("{number:ascii:0}").error().find("1 to 256"), std::string::npos);
    EXPECT_NE(parse_template("{number:digits:3:XX}").error().find("is no byte"), std::string::npos);
}

}  // namespace
}  // namespace jiaohao::drivers::engine
