// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/profile.hpp"

#include <gtest/gtest.h>
#include <filesystem>

#include "drivers/printer/status.hpp"

namespace jiaohao::drivers::printer {
namespace {

namespace fs = std::filesystem;

std::string error_of(const std::string& toml) {
    const auto profile = parse_profile(toml, "p.toml");
    return profile ? "no error" : profile.error();
}

TEST(PrinterProfile, NamesFileLineKeyAndWhatIsAllowed) {
    EXPECT_EQ(error_of("[line]\nbaud = 300\n"),
              "p.toml:2: line.baud: allowed is a whole number 1200..921600");
    EXPECT_EQ(error_of("[line]\n\nparity = \"odd-ish\"\n"),
              "p.toml:3: line.parity: allowed is one of \"none\", \"even\", \"odd\"");
    EXPECT_EQ(error_of("[status]\nauto_status = 1\n"),
              "p.toml:2: status.auto_status: allowed is true or false");
    EXPECT_EQ(
        error_of("[text]\nlatin = \"CP-none\"\n"),
        "p.toml:2: text.latin: allowed is an encoding that iconv knows, such as \"CP437\" or \"CP1252\"");
    EXPECT_EQ(error_of("line = 3\n"), "p.toml:1: line: allowed is a table [line]");
}

TEST(PrinterProfile, RefusesAKeyItDoesNotKnow) {
    EXPECT_EQ(error_of("[cut]\nkind = \"full\"\nfeeed_mm = 3\n"),
              "p.toml:3: cut.feeed_mm: no such key; known here: feed_mm, kind");
    EXPECT_NE(error_of("[papper]\n").find("p.toml:1: papper"), std::string::npos);
}

TEST(PrinterProfile, SaysWhereTheTextIsNoToml) {
    EXPECT_EQ(error_of("[line]\nbaud = = 3\n").rfind("p.toml:2: not TOML: ", 0), 0U);
}

TEST(PrinterProfile, RefusesAnExampleWithoutBytes) {
    EXPECT_NE(error_of("[[example]]\nhex = \"1g\"\n").find("example.hex: allowed is bytes"),
              std::string::npos);
    EXPECT_NE(error_of("[[example]]\nmeaning = \"ready\"\n").find("example.hex"), std::string::npos);
}

TEST(PrinterProfile, SaysThatAFileIsMissing) {
    const auto profile = load_profile("/nowhere/printer.toml");
    ASSERT_FALSE(profile.has_value());
    EXPECT_EQ(profile.error(),
              "/nowhere/printer.toml: cannot be read; is the path right and the file readable?");
}

std::vector<fs::path> shipped() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(JIAOHAO_SOURCE_DIR) / "drivers/profiles")) {
        if (entry.path().filename().string().rfind("printer-", 0) == 0) {
            files.push_back(entry.path());
        }
    }
    return files;
}

std::string meaning_of(const ReplyExample& example) {
    ReplyParser parser;
    const auto replies = parser.feed(example.bytes);
    if (replies.size() != 1) {
        return "not one reply";
    }
    Condition condition;
    if (const auto* realtime = std::get_if<RealtimeReply>(&replies[0])) {
        condition.apply(example.query, *realtime);
    } else if (const auto* told = std::get_if<AutoStatus>(&replies[0])) {
        condition.apply(*told);
    } else {
        return std::holds_alternative<ProcessIdReply>(replies[0]) ? "process_id" : "paper_status";
    }
    if (condition.fault() != Fault::none) {
        return std::string(fault_code(condition.fault()));
    }
    return condition.paper_near_end ? "paper_near_end" : "ready";
}

TEST(PrinterProfile, EveryShippedProfileLoadsAndItsExamplesMeanWhatItSays) {
    const auto files = shipped();
    EXPECT_GE(files.size(), 3U);
    for (const auto& file : files) {
        const auto profile = load_profile(file);
        ASSERT_TRUE(profile.has_value()) << profile.error();
        EXPECT_FALSE(profile->examples.empty()) << file;
        for (const auto& example : profile->examples) {
            EXPECT_EQ(meaning_of(example), example.meaning) << file << ' ' << to_hex(example.bytes);
        }
    }
}

}  // namespace
}  // namespace jiaohao::drivers::printer
