// What `kioskctl ticket-bytes` writes, read by two that are not derived from our encoder: a parser of the Epson
// reference in another language, and zbarimg looking at the paper.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "drivers/printer/profile.hpp"
#include "drivers/sim/printer/interpreter.hpp"
#include "drivers/sim/printer/paper_picture.hpp"
#include "kiosk/base/bytes.hpp"
#include "tests/support/run_program.hpp"

namespace jiaohao::drivers {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const std::string kUrl = "https://hall.example/t/0123456789abcdef";
const fs::path kRoot(JIAOHAO_SOURCE_DIR);

/// One paper out of the bytes of a file.
class PaperSink final : public sim::InterpreterSink {
  public:
    void print_row(sim::PaperRow row) override { paper.rows.push_back(std::move(row)); }
    void cut() override { ++cuts; }
    void set_auto_status(std::uint8_t) override {}
    void send_paper_status() override {}
    void send_process_id(const std::array<std::uint8_t, 4>&) override {}
    void send_name(std::uint8_t) override {}
    sim::Paper paper;
    int cuts = 0;
};

class TicketBytes : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jiaohao-bytes-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        std::ofstream(folder_ / "data.toml") << R"(language = "zh_CN"
number = "A001"
service = "社保业务"
hall = "政务服务中心"
title_text = "排队号票"
class = "普通"
ahead_text = "前面等候 12 人 😀"
keep_text = "请保管好号票"
date = "2026-01-31"
time = "12:34"
url = ")" << kUrl << "\"\n";
    }
    void TearDown() override { fs::remove_all(folder_); }

    [[nodiscard]] fs::path profile() const {
        return kRoot / "drivers/profiles" / ("printer-" + GetParam() + ".toml");
    }
    test::Ran write(const std::string& layout = "ticket-detailed", const std::string& more = {}) {
        return test::run_program(std::string(JIAOHAO_BINARY_DIR) + "/bin/kioskctl --lang en --texts " +
                                 (kRoot / "ui/i18n").string() + " ticket-bytes --profile " +
                                 profile().string() + " --template " +
                                 (kRoot / "drivers/templates" / layout).string() + ".toml --data " +
                                 (folder_ / "data.toml").string() + " --out " +
                                 (folder_ / "out.bin").string() + " " + more + " 2>&1");
    }
    [[nodiscard]] Json read_back() const {
        const auto end =
            test::run_program("node " + (kRoot / "tests/unit/printer/read_escpos.mjs").string() + " " +
                              (folder_ / "out.bin").string() + " 16=windows-1252,17=ibm866 2>&1");
        EXPECT_EQ(end.code, 0) << end.output;
        return Json::parse(end.output, nullptr, false);
    }
    [[nodiscard]] std::string seen_by_zbar() const {
        std::ifstream stream(folder_ / "out.bin", std::ios::binary);
        const Bytes bytes{std::istreambuf_iterator<char>(stream), {}};
        const auto loaded = printer::load_profile(profile());
        PaperSink sink;
        sim::Interpreter interpreter({loaded->width_dots, loaded->max_size, {}}, sink);
        for (ByteView rest(bytes); !rest.empty();) {
            const std::size_t used = interpreter.step(rest);
            EXPECT_NE(used, 0U) << "the last command is not whole";
            if (used == 0) {
                break;
            }
            rest = rest.subspan(used);
        }
        EXPECT_EQ(interpreter.unknown_commands(), 0U);
        auto font = sim::Font::open({});
        EXPECT_TRUE(font.has_value());
        EXPECT_TRUE(
            sim::write_png(sim::draw_paper(sink.paper, loaded->width_dots, **font), folder_ / "paper.png"));
        return test::run_program("zbarimg --quiet " + (folder_ / "paper.png").string()).output;
    }

    fs::path folder_;
};

std::vector<std::string> texts_of(const Json& read) {
    std::vector<std::string> texts;
    for (const auto& line : read["lines"]) {
        std::string text;
        for (const auto& run : line["runs"]) {
            text += run["text"].get<std::string>();
        }
        texts.push_back(text);
    }
    return texts;
}

bool has_line(const Json& read, const std::string& part) {
    for (const auto& text : texts_of(read)) {
        if (text.find(part) != std::string::npos) {
            return true;
        }
    }
    return false;
}

TEST_P(TicketBytes, AreReadWholeByAParserOfTheReference) {
    ASSERT_EQ(write().code, 0);
    const auto loaded = printer::load_profile(profile());
    const Json read = read_back();
    ASSERT_TRUE(read.is_object());
    EXPECT_EQ(read["cuts"], loaded->cut == printer::CutKind::none ? 0 : 1);
    EXPECT_LE(read["raster"]["highest"].get<int>(), 24);
    const bool chinese = loaded->chinese == printer::ChineseText::gb18030;
    EXPECT_EQ(has_line(read, "政务服务中心"), chinese);
    EXPECT_EQ(has_line(read, "排队号票"), chinese);
    EXPECT_TRUE(has_line(read, "2026-01-31"));
    EXPECT_TRUE(has_line(read, chinese ? "12 人 □" : "12 ? ?"));
    const auto& number = read["lines"][2]["runs"][0];
    EXPECT_EQ(number["text"], " A001 ");
    EXPECT_EQ(number["height"], std::min<int>(4, loaded->max_size));
    EXPECT_EQ(number["invert"], true);
    EXPECT_EQ(number["bold"], true);
    if (loaded->qr == printer::QrKind::native) {
        ASSERT_EQ(read["qr"].size(), 1U);
        EXPECT_EQ(read["qr"][0]["data"], kUrl);
        EXPECT_EQ(read["qr"][0]["level"], "M");
        EXPECT_EQ(read["qr"][0]["model"], 1 + 1);
    } else {
        EXPECT_GT(read["raster"]["stripes"], 1);
    }
    EXPECT_EQ(read["barcodes"], loaded->code128 ? Json{"A001"} : Json::array());
    EXPECT_EQ(read["asked"].empty(), !loaded->realtime_status);
    EXPECT_EQ(!read["asked"].empty() && read["asked"].back() == "GS ( H 0001", loaded->process_id);
}

TEST_P(TicketBytes, ShowAQrCodeAndABarcodeThatAScannerReadsFromThePaper) {
    ASSERT_EQ(write().code, 0);
    const std::string seen = seen_by_zbar();
    EXPECT_NE(seen.find("QR-Code:" + kUrl), std::string::npos) << seen;
    EXPECT_EQ(seen.find("CODE-128:A001") != std::string::npos, printer::load_profile(profile())->code128)
        << seen;
}

TEST_P(TicketBytes, AreTheSameForTheBuiltInTemplateAsForItsFile) {
    ASSERT_EQ(write("ticket").code, 0);
    EXPECT_TRUE(read_back().is_object());
}
INSTANTIATE_TEST_SUITE_P(EachProfile, TicketBytes,
                         ::testing::Values("epson-tm-t88-sc", "epson-tm-t82-sc", "star-escpos", "xprinter-80",
                                           "gprinter-58", "custom-vkp80", "bixolon-srp-350", "citizen-ct-s",
                                           "generic-58", "generic-80", "generic-mute"));

using TicketBytesCommand = TicketBytes;

TEST_P(TicketBytesCommand, ReportsWhatThePrinterCannotPrint) {
    const auto end = write();
    EXPECT_NE(end.output.find("This printer has no \"😀\": \"□\" is printed instead (2 times)."),
              std::string::npos)
        << end.output;
    const Json report = Json::parse(write("ticket-detailed", "--json").output, nullptr, false);
    ASSERT_TRUE(report.is_object());
    EXPECT_EQ(report["bytes"].get<std::size_t>(), fs::file_size(folder_ / "out.bin"));
}

TEST_P(TicketBytesCommand, NamesTheFileAndTheLineThatIsWrong) {
    std::ofstream(folder_ / "data.toml", std::ios::app) << "nummer = \"1\"\n";
    const auto end = write();
    EXPECT_EQ(end.code, 1);
    EXPECT_NE(end.output.find("data.toml:12: nummer: no such key; known here: ahead, ahead_text"),
              std::string::npos)
        << end.output;
    EXPECT_FALSE(fs::exists(folder_ / "out.bin"));
    EXPECT_NE(write("nothing").output.find("nothing.toml: cannot be read"), std::string::npos);
}
INSTANTIATE_TEST_SUITE_P(OneProfile, TicketBytesCommand, ::testing::Values("generic-80"));

}  // namespace
}  // namespace jiaohao::drivers
