// SPDX-License-Identifier: Apache-2.0
#include "kiosk/i18n/catalogue.hpp"
#include "kiosk/domain/types/hall_config.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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

TEST_F(CatalogueFolder, ACountIsSpokenInTheFormOfItsLanguage) {
    write("zh_CN/a.json", R"({"a.calls":"{n} 次叫号","a.of":"{all} 张中 {n} 张"})");
    write("en/a.json", R"({"a.calls":{"one":"{n} call","other":"{n} calls"},
                           "a.of":{"by":"all","one":"{n} of {all} ticket","other":"{n} of {all} tickets"}})");
    const auto loaded = Catalogue::load(folder_);
    for (const auto& problem : loaded.problems) {
        ADD_FAILURE() << to_string(problem);
    }
    const auto calls = [&loaded](const std::string& language, const std::string& n) {
        return loaded.catalogue.text(language, "a.calls", {{"n", n}});
    };
    EXPECT_EQ(calls("en", "0"), "0 calls");
    EXPECT_EQ(calls("en", "1"), "1 call");
    EXPECT_EQ(calls("en", "2"), "2 calls");
    EXPECT_EQ(calls("en", "1.0"), "1.0 calls");
    EXPECT_EQ(calls("en", "1,001"), "1,001 calls");
    EXPECT_EQ(calls("zh_CN", "0"), "0 次叫号");
    EXPECT_EQ(calls("zh_CN", "1"), "1 次叫号");
    EXPECT_EQ(calls("zh_CN", "2"), "2 次叫号");
    EXPECT_EQ(calls("fr", "1"), "1 次叫号") << "in the language it falls back to";
    const auto english = Catalogue::load(folder_, "en");
    EXPECT_EQ(english.catalogue.text("fr", "a.calls", {{"n", "1"}}), "1 call") << "and in its form";
    EXPECT_EQ(loaded.catalogue.text("en", "a.of", {{"n", "1"}, {"all", "2"}}), "1 of 2 tickets");
    EXPECT_EQ(loaded.catalogue.text("en", "a.of", {{"n", "0"}, {"all", "1"}}), "0 of 1 ticket");
    EXPECT_EQ(loaded.catalogue.text("en", "a.calls"), "{n} calls");
}

TEST_F(CatalogueFolder, PluralFormsThatALanguageLacksOrDoesNotHaveAreProblems) {
    write("zh_CN/a.json", R"({"a.x":{"one":"{n} 次","other":"{n} 次"},"a.y":"{n}","a.z":"{n}"})");
    write("en/a.json", R"({"a.x":{"other":"{n} times"},"a.y":{"by":"m","one":"{n} y","other":"{n} ys"},
                           "a.z":{"one":"a z","other":"{n} zs"}})");
    const auto all = problems();
    for (const std::string wanted :
         {"en/a.json: a.x: lacks the plural form \"one\"",
          "en/a.json: a.y: counts by {m}, which is none of its parameters",
          "zh_CN/a.json: a.x: has \"one\", which is no plural form of zh_CN; its forms: other",
          "en/a.json: a.z: has the parameters [], but [n] in en/a.json"}) {
        EXPECT_NE(std::find(all.begin(), all.end(), wanted), all.end()) << wanted;
    }
    EXPECT_EQ(all.size(), 4U);
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

TEST_F(ShippedCatalogue, CountsAreSpokenAsPeopleSpeak) {
    const auto said = [this](const std::string& language, const std::string& id, const std::string& by,
                             const std::string& number) {
        return loaded_.catalogue.text(language, id, {{by, number}});
    };
    EXPECT_EQ(said("en", "office.tile.p50.small", "n", "0"), "0 calls");
    EXPECT_EQ(said("en", "office.tile.p50.small", "n", "1"), "1 call");
    EXPECT_EQ(said("en", "office.tile.p50.small", "n", "2"), "2 calls");
    EXPECT_EQ(said("en", "doctor.upload_backlog", "events", "1"), "1 event waits for head office");
    EXPECT_EQ(said("en", "doctor.upload_backlog", "events", "0"), "0 events wait for head office");
    EXPECT_EQ(said("en", "touch.display.total", "n", "1"), "1 person waiting");
    EXPECT_EQ(said("en", "ctl.status.counters", "n", "1"), "1 counter open");
    for (const char* number : {"0", "1", "2"}) {
        EXPECT_EQ(said("zh_CN", "office.tile.p50.small", "n", number), std::string(number) + " 次叫号");
    }
}

TEST_F(ShippedCatalogue, HasASentenceForEveryRefusal) {
    EXPECT_GE(expect_codes<domain::RefusalCode>(loaded_.catalogue, "refusal"), 40);
}

TEST_F(ShippedCatalogue, HasASentenceForEveryReasonOfACall) {
    EXPECT_GE(expect_codes<domain::CallReason>(loaded_.catalogue, "why"), 10);
    for (const std::string& reason : domain::OrderConfig{}.pick_reasons) {
        EXPECT_EQ(loaded_.catalogue.text("en", "pick." + reason, {}).find("pick."), std::string::npos)
            << reason;
    }
}

TEST_F(ShippedCatalogue, HasASentenceForEveryCauseOfAMissingPaper) {
    EXPECT_GE(expect_codes<domain::PrintCause>(loaded_.catalogue, "cause"), 12);
}

}  // namespace
}  // namespace jiaohao::i18n
