// What doctor says of devices, as a person reads it.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/device_findings.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "kiosk/domain/types/enums.hpp"
#include "kiosk/i18n/catalogue.hpp"

namespace jiaohao::daemon {
namespace {

using api::Finding;
using domain::DeviceKind;
using nlohmann::json;

json row(DeviceKind kind, const char* state, json advice = json::array()) {
    return {{"id", "one"},
            {"kind", domain::code(kind)},
            {"state", state},
            {"fault", ""},
            {"advice", std::move(advice)}};
}

Finding found(const json& of) {
    const auto findings = device_findings(json::array({of}));
    EXPECT_EQ(findings.size(), 1U);
    return findings.empty() ? Finding{} : findings.front();
}

/// As kioskctl doctor prints it.
std::string sentence(const Finding& finding, const std::string& language) {
    const auto loaded = i18n::Catalogue::load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "ui/i18n");
    const i18n::Params params(finding.params.begin(), finding.params.end());
    EXPECT_TRUE(loaded.catalogue.has(language, "doctor." + finding.code)) << finding.code;
    return loaded.catalogue.text(language, "doctor." + finding.code, params);
}

TEST(DeviceFindings, WhoHasSaidNothingYetIsAskedForAKeyOnlyWhereThereIsOne) {
    struct Row {
        DeviceKind kind;
        const char* code;
        bool key;
    };
    for (const auto& [kind, code, key] :
         {Row{DeviceKind::printer, "printer_unheard", false},
          Row{DeviceKind::handset, "device_unheard", true}, Row{DeviceKind::pad, "device_unheard", true},
          Row{DeviceKind::display, "display_unheard", false}, Row{DeviceKind::line, "line_unheard", true},
          Row{DeviceKind::satellite, "satellite_unheard", false}}) {
        const Finding finding = found(row(kind, "unknown"));
        EXPECT_EQ(finding.code, code);
        EXPECT_EQ(finding.level, Finding::Level::warning) << code;
        const std::string english = sentence(finding, "en");
        EXPECT_NE(english.find("one"), std::string::npos) << english;
        EXPECT_EQ(english.find('{'), std::string::npos) << english;
        EXPECT_EQ(english.find("key") != std::string::npos, key) << english;
        EXPECT_EQ(sentence(finding, "zh_CN").find("键") != std::string::npos, key) << code;
    }
}

TEST(DeviceFindings, WhatIsWrongIsSaidWithWhatToDoAndHowBadItIs) {
    const json paper = json::array({{{"id", "fault.printer.paper_out"}, {"params", json::object()}}});
    EXPECT_EQ(found(row(DeviceKind::printer, "ready")).code, "device_ready");
    EXPECT_EQ(found(row(DeviceKind::printer, "ready")).level, Finding::Level::ok);
    const Finding bad = found(row(DeviceKind::printer, "fault", paper));
    EXPECT_EQ(bad.code, "device_trouble");
    EXPECT_EQ(bad.level, Finding::Level::error);
    EXPECT_EQ(bad.params.at("advice"), "fault.printer.paper_out");
    EXPECT_EQ(bad.params.at("device"), "one");
    EXPECT_EQ(found(row(DeviceKind::printer, "lost", paper)).level, Finding::Level::error);
    EXPECT_EQ(found(row(DeviceKind::printer, "stale", paper)).level, Finding::Level::warning);
    EXPECT_EQ(found(row(DeviceKind::printer, "ready", paper)).level, Finding::Level::warning)
        << "the device is well, its port is not";
}

}  // namespace
}  // namespace jiaohao::daemon
