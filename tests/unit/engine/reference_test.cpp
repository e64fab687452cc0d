// drivers/profiles/README.md names every key that the reader accepts: the reader itself is asked, by an unknown
// key in each table.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "tests/unit/engine/sample_profile.hpp"

namespace jiaohao::drivers::engine {
namespace {

/// The keys named behind "allowed here:".
std::set<std::string> accepted(const std::string& problems) {
    const std::string head = "unknown key; allowed here: ";
    const std::size_t at = problems.find(head);
    std::set<std::string> keys;
    if (at == std::string::npos) {
        return keys;
    }
    std::istringstream line(problems.substr(at + head.size(), problems.find('\n', at) - at - head.size()));
    for (std::string key; std::getline(line, key, ',');) {
        keys.insert(key.substr(key.find_first_not_of(' ')));
    }
    return keys;
}

TEST(Reference, NamesEveryKeyOfAProfile) {
    std::ifstream file(std::string(JIAOHAO_SOURCE_DIR) + "/drivers/profiles/README.md");
    const std::string reference{std::istreambuf_iterator<char>(file), {}};
    const std::vector<std::pair<std::string, std::string>> places{
        {"id = \"sample\"", "zzz = 1\nid = \"sample\""},
        {"baud = 9600", "zzz = 1\nbaud = 9600"},
        {"least = 1\n", "zzz = 1\nleast = 1\n"},
        {"turn = \"event\"", "zzz = 1\nturn = \"event\""},
        {"most_bytes = 60", "zzz = 1\nmost_bytes = 60"},
        {"{ is = \"constant\"", "{ zzz = 1, is = \"constant\""},
        {"{ is = \"length\"", "{ zzz = 1, is = \"length\""},
        {"{ is = \"address\"", "{ zzz = 1, is = \"address\""},
        {"{ is = \"command\"", "{ zzz = 1, is = \"command\""},
        {"{ is = \"data\", most", "{ zzz = 1, is = \"data\", size"},
        {"{ is = \"data\"", "{ zzz = 1, is = \"data\""},
        {"{ is = \"check\"", "{ zzz = 1, is = \"check\""},
        {"first = \"length\"\n", "zzz = 1\nfirst = \"length\"\n"},
        {"{ plain", "{ zzz = 1, plain"},
        {"command = 0x10", "zzz = 1\ncommand = 0x10"},
        {"{ sends", "{ zzz = 1, sends"},
        {"name = \"taken\"", "zzz = 1\nname = \"taken\""},
        {"{ command = 0x06", "{ zzz = 1, command = 0x06"},
        {"name = \"worst\"", "zzz = 1\nname = \"worst\""},
    };
    std::string missing;
    for (const auto& [old, now] : places) {
        const auto keys = accepted(sample::problems_of(sample::with(old, now)));
        ASSERT_FALSE(keys.empty()) << now;
        for (const std::string& key : keys) {
            if (reference.find("`" + key + "`") == std::string::npos) {
                missing += key + " ";
            }
        }
    }
    EXPECT_EQ(missing, "");
}

TEST(Reference, ShowsAWorkedExampleThatWorks) {
    std::ifstream file(std::string(JIAOHAO_SOURCE_DIR) + "/drivers/README.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::size_t section = text.find("## Adding a device without C++");
    ASSERT_NE(section, std::string::npos);
    const std::string fence = "```toml\n";
    const std::size_t begin = text.find(fence, section) + fence.size();
    EXPECT_EQ(sample::problems_of(text.substr(begin, text.find("```", begin) - begin)), "");
}

TEST(Reference, NamesEverySayingMeaningAndKindOfCheck) {
    std::ifstream file(std::string(JIAOHAO_SOURCE_DIR) + "/drivers/profiles/README.md");
    const std::string reference{std::istreambuf_iterator<char>(file), {}};
    for (const std::string_view saying : known_sayings()) {
        EXPECT_NE(reference.find("`" + std::string(saying) + "`"), std::string::npos) << saying;
    }
    for (unsigned what = 0; what < 10; ++what) {
        const std::string name(code(static_cast<What>(what)));
        EXPECT_NE(reference.find("`" + name + "`"), std::string::npos) << name;
    }
    for (unsigned kind = 0; kind < 9; ++kind) {
        const std::string name(frames::code(static_cast<frames::CheckKind>(kind)));
        EXPECT_NE(reference.find("`" + name + "`"), std::string::npos) << name;
    }
}

}  // namespace
}  // namespace jiaohao::drivers::engine
