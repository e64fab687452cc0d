// Every fault that a driver can report has a sentence that tells staff what to do, and so has every alert.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "drivers/line/line_fault.hpp"
#include "drivers/printer/status.hpp"
#include "kiosk/i18n/catalogue.hpp"
#include "kiosk/service/device_alert_kinds.hpp"

namespace jiaohao::i18n {
namespace {

namespace fs = std::filesystem;
using Codes = std::set<std::string>;

std::string text_of(const fs::path& file) {
    std::ifstream in(fs::path(JIAOHAO_SOURCE_DIR) / file);
    return {std::istreambuf_iterator<char>(in), {}};
}

Codes all(const std::string& text, const std::regex& wanted) {
    Codes codes;
    for (std::sregex_iterator at(text.begin(), text.end(), wanted), end; at != end; ++at) {
        codes.insert((*at)[1].str());
    }
    return codes;
}

/// Codes in the first column of the tables of alerts in API.md.
Codes alerts_of_the_api() {
    const std::string text = text_of("kiosk/wire/API.md");
    const std::size_t from = text.find("### Alerts of the hall");
    const std::string tables = text.substr(from, text.find("\nErrors are", from) - from);
    Codes codes;
    for (const std::string& cell : all(tables, std::regex("\n\\| (`[^|]*)\\|"))) {
        codes.merge(all(cell, std::regex("`([a-z_]+)`")));
    }
    return codes;
}

/// Codes in the sources of a driver: the texts that stand in one statement with a device state or a line warning.
Codes codes_in(const std::string& folder, const std::string& beside) {
    const std::regex statement("(?:" + beside + R"x()[^;"]*"([a-z_]+)")x");
    Codes codes;
    for (const auto& entry : fs::directory_iterator(fs::path(JIAOHAO_SOURCE_DIR) / folder)) {
        if (entry.path().extension() != ".cpp") {
            continue;
        }
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        const std::string source = text.str();
        for (std::sregex_iterator at(source.begin(), source.end(), statement), end; at != end; ++at) {
            codes.insert((*at)[1].str());
        }
    }
    return codes;
}

class FaultSentences : public ::testing::Test {
  protected:
    void expect(const std::string& id) {
        for (const std::string language : {"en", "zh_CN"}) {
            EXPECT_TRUE(loaded_.catalogue.has(language, id)) << id << " has no sentence in " << language;
        }
    }
    const Catalogue::Loaded loaded_ = Catalogue::load(fs::path(JIAOHAO_SOURCE_DIR) / "ui" / "i18n");
};

TEST_F(FaultSentences, EveryFaultOfAPrinterHasOne) {
    Codes codes = codes_in("drivers/printer", "DeviceState::");
    EXPECT_TRUE(codes.contains("link_lost") && codes.contains("no_printer")) << "the search finds nothing";
    for (int value = 0; value < 256; ++value) {
        codes.insert(std::string(drivers::printer::fault_code(static_cast<drivers::printer::Fault>(value))));
    }
    codes.erase("");
    EXPECT_GE(codes.size(), 10U);
    for (const std::string& code : codes) {
        expect("fault.printer." + code);
    }
}

TEST_F(FaultSentences, EveryFaultOfADeviceOnABusHasOne) {
    const Codes codes = codes_in("drivers/bus", "DeviceState::");
    EXPECT_TRUE(codes.contains("silent") && codes.contains("link_lost")) << "the search finds nothing";
    for (const std::string& code : codes) {
        for (const std::string kind : {"handset", "pad", "display"}) {
            expect("fault." + kind + "." + code);
        }
    }
}

TEST_F(FaultSentences, EveryFaultOfAKeypadHasOne) {
    if (!fs::exists(fs::path(JIAOHAO_SOURCE_DIR) / "drivers" / "keypad")) {
        GTEST_SKIP() << "no such driver";
    }
    Codes codes = codes_in("drivers/keypad", "KeypadFault(?: fault)?\\{|[.>]code [!=]?=");
    EXPECT_TRUE(codes.contains("unplugged") && codes.contains("held")) << "the search finds nothing";
    for (const std::string& code : codes) {
        for (const std::string kind : {"handset", "pad"}) {
            expect("fault." + kind + "." + code);
        }
    }
}

TEST_F(FaultSentences, EveryWarningOfALineHasOne) {
    Codes codes = codes_in("drivers/bus", R"(line_warning\()");
    EXPECT_TRUE(codes.contains("noise")) << "the search finds nothing";
    codes.insert("link_lost");
    for (const std::string& code : codes) {
        expect("fault.line." + code);
    }
}

TEST_F(FaultSentences, EveryTroubleOfAPortHasOne) {
    int found = 0;
    for (int value = 0; value < 256; ++value) {
        const auto code = drivers::code(static_cast<drivers::LineFaultCode>(value));
        if (!code.empty()) {
            ++found;
            expect("line." + std::string(code));
        }
    }
    EXPECT_GE(found, 12);
}

TEST_F(FaultSentences, EveryAlertOfADeviceHasOneAndOneForComingAndGoing) {
    for (const service::AlertKind& kind : service::device_alert_kinds()) {
        expect("alert." + std::string(kind.code));
        expect("alert." + std::string(kind.code) + "_unsteady");
    }
    expect("alert.paper_low_left");
    EXPECT_EQ(
        loaded_.catalogue.text(
            "en", "alert.cover_open_unsteady",
            {{"subject", "printer"}, {"times", "7"}, {"minutes", "3"}, {"device", "printer"}}),
        "printer: the cover opened and closed, 7 times within 3 min. Press it shut until it clicks; if it "
        "goes on, the latch or its switch is worn.");
}

TEST_F(FaultSentences, EveryAlertThatTheApiNamesHasOneAndNoSentenceIsOfAnother) {
    Codes named = alerts_of_the_api();
    EXPECT_GE(named.size(), 35U);
    for (const std::string& code : named) {
        expect("alert." + code);
    }
    for (const service::AlertKind& kind : service::device_alert_kinds()) {
        EXPECT_TRUE(named.contains(std::string(kind.code))) << kind.code;
        named.insert(std::string(kind.code) + "_unsteady");
    }
    named.insert("paper_low_left");
    const Codes spoken = all(text_of("ui/i18n/en/alert.json"), std::regex("\"alert\\.([a-z_]+)\":"));
    for (const std::string& code : spoken) {
        EXPECT_TRUE(named.contains(code)) << "alert." << code << " is said of nothing that anybody raises";
    }
}

}  // namespace
}  // namespace jiaohao::i18n
