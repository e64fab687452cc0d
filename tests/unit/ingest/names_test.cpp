// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/names.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace jiaohao::headoffice {
namespace {

using Json = nlohmann::json;

const std::string kTwoHundred = [] {
    std::string text;
    for (int n = 0; n < 200; ++n) {
        text += "\u00e4";
    }
    return text;
}();

TEST(Names, AreTakenAsTheyStandWithWhatIsMissingEmpty) {
    const Json said{{"hall", {{"zh_CN", "\u5317"}, {"en", "North"}}},
                    {"services", {{"1001", {{"en", kTwoHundred}}}}},
                    {"counters", {{"c1", {{"en", "Window 1"}}}}}};
    const CheckedNames checked = check_names(said);
    EXPECT_EQ(Json::parse(checked.text), said);
    EXPECT_TRUE(checked.refused.empty());
    EXPECT_EQ(check_names(Json::object()).text, R"({"counters":{},"hall":{},"services":{}})");
    EXPECT_EQ(Json::parse(check_names({{"hall", {{"en", "N"}}}, {"people", {{"li", "Li"}}}}).text).size(), 3U)
        << "what is not known is left out";
}

TEST(Names, ABadOneIsRefusedByFieldAndTheOthersStay) {
    const Json said{
        {"hall", {{"en", ""}, {"zh_CN", 7}, {"fr", "a\nb"}, {"de", "Nord"}}},
        {"services", {{"1001", {{"en", kTwoHundred + "x"}}}, {"b c", {{"en", "B"}}}, {"2", "two"}}},
        {"counters", Json::array()}};
    const CheckedNames checked = check_names(said);
    EXPECT_EQ(checked.text, R"({"counters":{},"hall":{"de":"Nord"},"services":{}})");
    EXPECT_EQ(checked.refused,
              (std::vector<std::string>{
                  "names.hall.en is empty", "names.hall.fr holds a control character",
                  "names.hall.zh_CN is no text", "names.services.1001.en is longer than 200 characters",
                  "names.services.2 is no object", "names.services has a key that is no id",
                  "names.counters is no object"}));
}

TEST(Names, ThatCouldTurnThePageAroundOrHideInItAreRefused) {
    for (const char* hidden : {"a\u202Ab", "a\u202Eb", "\u2066ab", "ab\u2069", "a\u0085b", "a\u009Fb",
                               "a\u0080", "a\u007Fb", "a\u001Bb"}) {
        const CheckedNames checked = check_names({{"counters", {{"c1", {{"en", hidden}, {"de", "Platz"}}}}}});
        EXPECT_EQ(checked.refused,
                  (std::vector<std::string>{"names.counters.c1.en holds a control character"}))
            << hidden;
        EXPECT_EQ(Json::parse(checked.text)["counters"]["c1"], (Json{{"de", "Platz"}})) << hidden;
    }
    for (const char* seen :
         {"a\u00A0b", "\u2029", "\u2065", "\u206A", "\u0420\u0443\u0441", "\u2029\u00DF"}) {
        EXPECT_TRUE(check_names({{"hall", {{"en", seen}}}}).refused.empty()) << seen;
    }
}

TEST(Names, AreBoundedInSizeAndSoIsWhatIsSaidOfThem) {
    Json said{{"services", Json::object()}};
    for (int n = 0; n < 700; ++n) {
        said["services"][fmt::format("s{}", n)] = {{"en", "A service"}};
    }
    ASSERT_GT(said.dump().size(), 16U * 1024);
    EXPECT_EQ(check_names(said).text, "");
    EXPECT_EQ(check_names(said).refused, (std::vector<std::string>{"names is larger than 16384 bytes"}));
    for (int n = 0; n < 700; ++n) {
        said["services"][fmt::format("s{}", n)] = 1;
    }
    EXPECT_EQ(check_names(said).refused.size(), 20U);
    for (const Json& wrong : {Json(), Json(7), Json("x"), Json::array()}) {
        EXPECT_EQ(check_names(wrong).text, "");
        EXPECT_EQ(check_names(wrong).refused.size(), 1U);
    }
}

}  // namespace
}  // namespace jiaohao::headoffice
