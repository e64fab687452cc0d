// SPDX-License-Identifier: Apache-2.0
#include "kiosk/i18n/catalogue.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "kiosk/domain/types/enums.hpp"

namespace jiaohao::i18n {
namespace {

class CatalogueFolder : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = std::filesystem::temp_directory_path() / "catalogue.XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        write("zh_CN/a.json", R"({"a.hello":"你好，{name}","a.only_zh":"只有中文"})");
        write("en/a.json", R"({"a.hello":"Hello {name}"})");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& file, const std::string& text) {
        std::filesystem::create_directories((folder_ / file).parent_path());
        std::ofstream(folder_ / file) << text;
    }
    std::vector<std::string> problems() {
        std::vector<std::string> all;
        for (const auto& problem : Catalogue::load(folder_).problems) {
            all.push_back(to_string(problem));
        }
        return all;
    }

    std::filesystem::path folder_;
};

TEST_F(CatalogueFolder, GivesTheTextOfTheLanguageWithItsParameters) {
    const auto loaded = Catalogue::load(folder_);
    EXPECT_EQ(loaded.catalogue.text("en", "a.hello", {{"name", "Li"}}), "Hello Li");
    EXPECT_EQ(loaded.catalogue.text("zh_CN", "a.hello", {{"name", "李"}}), "你好，李");
    EXPECT_EQ(loaded.catalogue.missing(), 0U);
}

TEST_F(CatalogueFolder, FallsBackToTheOtherLanguageThenToTheIdAndCounts) {
    const auto loaded = Catalogue::load(folder_);
    EXPECT_EQ(loaded.catalogue.text("en", "a.only_zh"), "只有中文");
    EXPECT_EQ(loaded.catalogue.text("fr", "a.only_zh"), "只有中文");
    EXPECT_EQ(loaded.catalogue.missing(), 0U);
    EXPECT_EQ(loaded.catalogue.text("en", "a.nothing"), "a.nothing");
    EXPECT_EQ(loaded.catalogue.missing(), 1U);
}

TEST_F(CatalogueFolder, AMissingTextIsAProblemThatNamesTheLanguage) {
    EXPECT_EQ(problems(), std::vector<std::string>{"zh_CN/a.json: a.only_zh: is missing in en"});
}

TEST_F(CatalogueFolder, AnIdTwiceInAFileOrInTwoFilesIsAProblem) {
    write("zh_CN/a.json", R"({"a.hello":"一 {name}","a.hello":"二 {name}"})");
    EXPECT_EQ(problems(), std::vector<std::string>{"zh_CN/a.json: a.hello: stands twice in this file"});
    write("zh_CN/a.json", R"({"a.hello":"一 {name}"})");
    write("zh_CN/b.json", R"({"a.hello":"二 {name}"})");
    EXPECT_EQ(problems(),
              (std::vector<std::string>{"zh_CN/b.json: a.hello: ids of this file begin with \"b.\"",
                                        "zh_CN/b.json: a.hello: stands in zh_CN/a.json too"}));
}

TEST_F(CatalogueFolder, ParametersThatDifferAreAProblem) {
    write("zh_CN/a.json", R"({"a.hello":"你好，{nmae}"})");
    EXPECT_EQ(problems(), std::vector<std::string>{"zh_CN/a.json: a.hello: has the parameters [nmae], but "
                                                   "[name] in en/a.json"});
}

TEST_F(CatalogueFolder, FilesThatAreNoCatalogueAreProblemsAndTheRestIsThere) {
    write("en/b.json", "{");
    write("en/c.json", R"(["x"])");
    write("en/d.json", R"({"d.x":5})");
    const auto loaded = Catalogue::load(folder_);
    EXPECT_EQ(loaded.problems.size(), 4U);
    EXPECT_EQ(loaded.catalogue.text("en", "a.hello", {{"name", "Li"}}), "Hello Li");
}

TEST(CatalogueWithoutFolder, IsAProblemAndStillGivesIds) {
    const auto loaded = Catalogue::load("/nonexistent/i18n");
    EXPECT_EQ(loaded.problems.size(), 1U);
    EXPECT_EQ(loaded.catalogue.text("en", "a.b"), "a.b");
}

TEST(Fill, ReplacesKnownNamesOnceAndLeavesTheRest) {
    EXPECT_EQ(fill("{a}{b} {c} {", {{"a", "{b}"}, {"b", "2"}}), "{b}2 {c} {");
    EXPECT_EQ(fill("{ a } {{a}}", {{"a", "1"}}), "{ a } {1}");
    EXPECT_EQ(parameters("{b} {a} {b} {not a name}"), (std::vector<std::string>{"a", "b"}));
}

/// The catalogue of the product itself.
class ShippedCatalogue : public ::testing::Test {
  protected:
    static void expect_in_every_language(const Catalogue& catalogue, const std::string& id) {
        for (const std::string& language : catalogue.languages()) {
            EXPECT_TRUE(catalogue.has(language, id)) << language << " lacks " << id;
        }
    }
    /// Every value of an enum has a text; values are counted up until one has no code of its own.
    template <class Enum>
    static int expect_codes(const Catalogue& catalogue, const std::string& area) {
        int count = 0;
        for (int value = 0; value < 256; ++value) {
            const auto code = domain::code(static_cast<Enum>(value));
            if (domain::from_code<Enum>(code) != static_cast<Enum>(value)) {
                break;
            }
            expect_in_every_language(catalogue, area + "." + std::string(code));
            ++count;
        }
        return count;
    }
    const Catalogue::Loaded loaded_ =
        Catalogue::load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "ui" / "i18n");
};

TEST_F(ShippedCatalogue, IsCompleteInBothLanguagesWithTheSameParameters) {
    EXPECT_EQ(loaded_.catalogue.languages(), (std::vector<std::string>{"en", "zh_CN"}));
    for (const auto& problem : loaded_.problems) {
        ADD_FAILURE() << to_string(problem);
    }
}

TEST_F(ShippedCatalogue, HasASentenceForEveryRefusal) {
    EXPECT_GE(expect_codes<domain::RefusalCode>(loaded_.catalogue, "refusal"), 40);
}

TEST_F(ShippedCatalogue, HasASentenceForEveryCauseOfAMissingPaper) {
    EXPECT_GE(expect_codes<domain::PrintCause>(loaded_.catalogue, "cause"), 12);
}

}  // namespace
}  // namespace jiaohao::i18n
