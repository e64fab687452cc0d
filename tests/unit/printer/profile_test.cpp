// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/profile.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "drivers/printer/identity.hpp"
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
    EXPECT_EQ(error_of("[text.code_pages]\n0 = \"CP-none\"\n"),
              "p.toml:2: text.code_pages.0: allowed is an encoding that iconv knows, such as \"CP437\" or "
              "\"CP1252\"");
    EXPECT_EQ(error_of("line = 3\n"), "p.toml:1: line: allowed is a table [line]");
}

TEST(PrinterProfile, RefusesWhatContradictsItself) {
    EXPECT_EQ(error_of("[paper]\nwidth_dots = 512\ncolumns = 48\n"),
              "p.toml:3: paper.columns: allowed is 42: 512 dots hold so many characters of 12");
    EXPECT_EQ(error_of("[text]\ncode_page = 16\n[text.code_pages]\n0 = \"CP437\"\n"),
              "p.toml:2: text.code_page: allowed is a number that stands in text.code_pages");
    EXPECT_EQ(error_of("[text.code_pages]\nx = \"CP437\"\n"),
              "p.toml:2: text.code_pages.x: allowed is a number 0..255 = an encoding");
    EXPECT_EQ(error_of("[status]\nrealtime = false\n"),
              "p.toml:2: status.realtime: allowed is true, or auto_status = false as well");
    EXPECT_EQ(error_of("[raster]\nstripe_rows = 25\n"),
              "p.toml:2: raster.stripe_rows: allowed is a whole number 1..24");
    EXPECT_EQ(error_of("[cut]\nkind = \"scissors\"\n"),
              "p.toml:2: cut.kind: allowed is one of \"partial\", \"full\", \"esc_m\", \"esc_i\", \"none\"");
    EXPECT_EQ(error_of("[line]\nflow = \"dtr\"\n"),
              "p.toml:2: line.flow: allowed is one of \"none\", \"rts_cts\", \"xon_xoff\", \"credit\"");
}

TEST(PrinterProfile, RefusesABufferThatNoFlowControlSaves) {
    for (const char* flow : {"none", "rts_cts", "xon_xoff", "credit"}) {
        const std::string line = std::string("[line]\nflow = \"") + flow + "\"\n[buffer]\nreceive_bytes = ";
        const std::string said = error_of(line + "45\n");
        EXPECT_EQ(
            said.find("p.toml:4: buffer.receive_bytes: allowed is 256 or more, whatever the flow control"),
            0U)
            << said;
        EXPECT_NE(said.find("set the printer to its large buffer"), std::string::npos) << said;
        EXPECT_NE(error_of(line + "255\n"), "no error");
        EXPECT_EQ(error_of(line + "256\n"), "no error");
        EXPECT_EQ(error_of(line + "0\n"),
                  "p.toml:4: buffer.receive_bytes: allowed is a whole number 256..1048576");
    }
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

TEST(PrinterProfile, AnEmptyFileIsNoPrinter) {
    std::string file = (fs::temp_directory_path() / "profile.XXXXXX").string();
    const int fd = ::mkstemp(file.data());
    ASSERT_GE(fd, 0);
    ::close(fd);
    const auto profile = load_profile(file);
    ASSERT_FALSE(profile.has_value());
    EXPECT_EQ(profile.error(), file + ":1: printer.model: missing; allowed is a text of 1..100 bytes");
    fs::remove(file);
}

TEST(PrinterProfile, APipeIsNotWaitedFor) {
    const std::string file =
        (fs::temp_directory_path() / ("profile-pipe." + std::to_string(::getpid()))).string();
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    const auto profile = load_profile(file);
    ASSERT_FALSE(profile.has_value());
    EXPECT_EQ(profile.error(), file + ": is no regular file, not a printer profile");
    fs::remove(file);
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

std::string name_meaning(const PrinterIdentity& identity, const std::string& name) {
    if (compare(identity, {name, "", "", ""}) == Resemblance::fits) {
        return "maker";
    }
    return compare(identity, {"", name, "", ""}) == Resemblance::fits ? "model" : "a name of another printer";
}

std::string meaning_of(const PrinterProfile& profile, const ReplyExample& example) {
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
    } else if (const auto* name = std::get_if<PrinterName>(&replies[0])) {
        return name_meaning(profile.identity, name->text);
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
    EXPECT_GE(files.size(), 12U);
    for (const auto& file : files) {
        const auto profile = load_profile(file);
        ASSERT_TRUE(profile.has_value()) << profile.error();
        EXPECT_NE(profile->examples.empty(), profile->realtime_status) << file;
        for (const auto& example : profile->examples) {
            EXPECT_EQ(meaning_of(*profile, example), example.meaning) << file << ' ' << to_hex(example.bytes);
        }
    }
}

}  // namespace
}  // namespace jiaohao::drivers::printer
