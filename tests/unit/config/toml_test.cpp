// SPDX-License-Identifier: Apache-2.0
#include "kiosk/config/checked_toml.hpp"
#include "tests/unit/config/config_folder.hpp"

#include <gtest/gtest.h>

namespace jiaohao::config {
namespace {

class CheckedToml : public ConfigFolder {
  protected:
    Table open(const std::string& text) {
        auto top = open_toml({write("x.toml", text)}, problems_);
        EXPECT_TRUE(top.has_value()) << problems_.text();
        return *top;
    }
    Problems problems_;
};

TEST_F(CheckedToml, NamesFileLineColumnKeyAndWhatIsAllowed) {
    Table top = open("a = 1\n[t]\n  n = 99\n");
    static_cast<void>(top.integer("a", {0, 9}));
    auto table = top.table("t");
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->integer("n", {1, 10}, 5), 5);
    ASSERT_EQ(problems_.kept().size(), 1U);
    const Problem& problem = problems_.kept()[0];
    EXPECT_EQ(problem.file, folder_ / "x.toml");
    EXPECT_EQ(problem.line, 3U);
    EXPECT_GT(problem.column, 1U);
    EXPECT_EQ(problem.key, "t.n");
    EXPECT_EQ(problem.what, "is 99; allowed: a whole number from 1 to 10");
}

TEST_F(CheckedToml, ReportsKeysNobodyAskedForWithThoseThatMayStandThere) {
    Table top = open("speed = 3\n");
    static_cast<void>(top.boolean("fast", true));
    top.done();
    ASSERT_EQ(problems_.kept().size(), 1U);
    EXPECT_EQ(to_string(problems_.kept()[0]),
              (folder_ / "x.toml").string() + ":1:1: speed: unknown key; allowed here: fast");
}

TEST_F(CheckedToml, ReportsEveryWrongType) {
    Table top = open("a = \"1\"\nb = 1\nc = 1.5\nd = [1]\ne = {}\nf = 2020-01-01\n");
    static_cast<void>(top.integer("a", {0, 9}));
    static_cast<void>(top.text("b", kIdText));
    static_cast<void>(top.integer("c", {0, 9}));
    static_cast<void>(top.table("d"));
    static_cast<void>(top.texts("e", kIdText));
    static_cast<void>(top.boolean("f"));
    static_cast<void>(top.choice("missing", {"x", "y"}));
    EXPECT_EQ(problems_.kept().size(), 7U) << problems_.text();
    EXPECT_NE(problems_.text().find("missing; needed: one of x, y"), std::string::npos);
}

TEST_F(CheckedToml, AKeyOfFiftyThousandPartsIsRefusedByItsLine) {
    std::string text = "a = 1\n";
    for (int i = 0; i < 50'000; ++i) {
        text += "a.";
    }
    EXPECT_FALSE(open_toml({write("x.toml", text + "a = 1\n")}, problems_).has_value());
    ASSERT_EQ(problems_.kept().size(), 1U);
    EXPECT_EQ(problems_.kept()[0].line, 2U);
}

TEST_F(CheckedToml, KeepsAtMostFiftyProblemsAndCountsTheRest) {
    std::string text;
    for (int i = 0; i < 70; ++i) {
        text += "k" + std::to_string(i) + " = 1\n";
    }
    open(text).done();
    EXPECT_EQ(problems_.kept().size(), 50U);
    EXPECT_EQ(problems_.left_off(), 20U);
    EXPECT_NE(problems_.text().find("and 20 more"), std::string::npos);
}

TEST_F(CheckedToml, ShowsWhatSteersATerminalByItsNumberAndCutsNoCharacter) {
    auto table = open("a = \"\\u001b[31m\\u0000\\u202e\\u0085\\u53eb\"\nb = \"" + std::string(59, 'x') +
                      "\\u53eb\"\n");
    static_cast<void>(table.text("a", TextRule{0, 200, {}, {}}));
    static_cast<void>(table.choice("b", {"y"}));
    ASSERT_EQ(problems_.kept().size(), 2U);
    EXPECT_EQ(
        problems_.kept()[0].what,
        "is \"\\u001b[31m\\u0000\\u202e\\u0085\u53eb\"; allowed: a text of 0 to 200 bytes without control "
        "characters and marks of direction");
    EXPECT_TRUE(problems_.kept()[1].what.starts_with("is \"" + std::string(59, 'x') + "...\"; allowed"))
        << problems_.kept()[1].what;
}

TEST_F(CheckedToml, ShowsMarksOfDirectionByTheirNumbersAndTheirNeighboursAsTheyAre) {
    auto table =
        open("a = \"\\u0000\\u061b\\u061c\\u200d\\u200e\\u2027\\u2028\\u2065\\u2066\\u2069\\u206a\"\n");
    static_cast<void>(table.text("a", TextRule{0, 200, {}, {}}));
    ASSERT_EQ(problems_.kept().size(), 1U);
    EXPECT_TRUE(problems_.kept()[0].what.starts_with(
        "is \"\\u0000\u061b\\u061c\u200d\\u200e\u2027\\u2028\u2065\\u2066\\u2069\u206a\"; allowed"))
        << problems_.kept()[0].what;
}

TEST_F(CheckedToml, ABadElementOfAListIsToldOnce) {
    auto table = open("l = [\"good\", \"BAD ID\", \"odd\"]\n");
    static_cast<void>(table.texts("l", kIdText));
    table.problem_at("l", 1, "there is no \"BAD ID\"");
    table.problem_at("l", 2, "there is no \"odd\"");
    ASSERT_EQ(problems_.kept().size(), 2U);
    EXPECT_EQ(problems_.kept()[0].key, "l[2]");
    EXPECT_EQ(problems_.kept()[1].key, "l[3]");
}

TEST_F(CheckedToml, ALaterLayerWinsKeyByKeyAndKeepsItsOwnPlace) {
    const auto base = write("base.toml", "x = 1\n[t]\na = 1\nb = 2\nl = [1, 2]\n");
    const auto top_file = write("over/top.toml", "\n\n[t]\nb = 70\nl = [3]\np = \"there\"\n");
    auto top = open_toml({base, top_file}, problems_);
    ASSERT_TRUE(top.has_value());
    auto table = top->table("t");
    EXPECT_EQ(table->integer("a", {0, 9}), 1);
    EXPECT_EQ(table->integers("l", {0, 9}), std::vector<std::int64_t>{3});
    EXPECT_EQ(table->path("p"), folder_ / "over/there");
    static_cast<void>(table->integer("b", {0, 9}));
    ASSERT_EQ(problems_.kept().size(), 1U);
    EXPECT_EQ(problems_.kept()[0].file, top_file);
    EXPECT_EQ(problems_.kept()[0].line, 4U);
}

TEST_F(CheckedToml, AFileThatCannotBeReadOrParsedIsAProblemWithItsPlace) {
    EXPECT_FALSE(open_toml({folder_ / "nothing.toml"}, problems_).has_value());
    EXPECT_FALSE(open_toml({write("bad.toml", "a = 1\nb = = 2\n")}, problems_).has_value());
    ASSERT_EQ(problems_.kept().size(), 2U);
    EXPECT_EQ(problems_.kept()[1].line, 2U);
    EXPECT_FALSE(open_toml({write("bytes.toml", std::string("a = \"\xff\xfe\"\n"))}, problems_).has_value());
}

}  // namespace
}  // namespace jiaohao::config
