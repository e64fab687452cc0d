// What a hall says of its upload, in numbers and in sentences.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/daemon/diagnostics_upload.hpp"
#include "kiosk/i18n/catalogue.hpp"

namespace jiaohao::daemon {
namespace {

constexpr WallTime kAt{std::chrono::milliseconds{1'767'323'045'678}};

std::vector<std::string> codes_of(const std::vector<api::Finding>& findings) {
    std::vector<std::string> codes;
    for (const api::Finding& finding : findings) {
        codes.push_back(finding.code);
    }
    return codes;
}

/// As kioskctl doctor prints it.
std::string sentence(const api::Finding& finding, const std::string& language) {
    const auto loaded = i18n::Catalogue::load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "ui/i18n");
    const i18n::Params params(finding.params.begin(), finding.params.end());
    return loaded.catalogue.text(language, "doctor." + finding.code, params);
}

TEST(UploadFacts, TellHowManyEventsWereSetApartWhichLastAndWhatToDo) {
    upload::UploadStatus status;
    EXPECT_EQ(upload_facts(status)["set_apart"], 0);
    EXPECT_FALSE(upload_facts(status).contains("last_set_apart"));
    EXPECT_EQ(codes_of(upload_findings(status, false)), (std::vector<std::string>{"upload_backlog"}));
    status.set_apart = 12;
    status.last_set_apart = {domain::EpochId{"e1"}, domain::Seq{900}, kAt};
    EXPECT_EQ(upload_facts(status)["set_apart"], 12);
    EXPECT_EQ(upload_facts(status)["last_set_apart"],
              (nlohmann::json{{"at", "2026-01-02T03:04:05.678Z"}, {"epoch", "e1"}, {"seq", 900}}));
    const auto findings = upload_findings(status, false);
    ASSERT_EQ(codes_of(findings), (std::vector<std::string>{"upload_set_apart", "upload_backlog"}));
    EXPECT_EQ(findings[0].level, api::Finding::Level::warning);
    for (const char* language : {"en", "zh_CN"}) {
        const std::string text = sentence(findings[0], language);
        EXPECT_NE(text.find("12"), std::string::npos) << text;
        EXPECT_NE(text.find("900"), std::string::npos) << text;
        EXPECT_NE(text.find("timedatectl"), std::string::npos) << text;
        EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
}

TEST(UploadFacts, TellWhichNamesHeadOfficeDidNotTake) {
    upload::UploadStatus status;
    status.names_refused = {"names.hall.en is empty", "names.services.a.en is empty"};
    EXPECT_EQ(upload_facts(status)["names_refused"][1], "names.services.a.en is empty");
    const auto findings = upload_findings(status, false);
    ASSERT_EQ(codes_of(findings), (std::vector<std::string>{"upload_names_refused", "upload_backlog"}));
    for (const char* language : {"en", "zh_CN"}) {
        const std::string text = sentence(findings[0], language);
        EXPECT_NE(text.find("names.hall.en is empty"), std::string::npos) << text;
        EXPECT_NE(text.find('2'), std::string::npos) << text;
        EXPECT_EQ(text.find('{'), std::string::npos) << text;
    }
}

TEST(UploadFacts, SayNothingOfAConnectionThatOwnFilesKeptFromBeingMade) {
    upload::UploadStatus status;
    status.failed = 3;
    status.alarms = {{upload::Alarm::untrusted, std::nullopt, "no certificate"},
                     {upload::Alarm::clone, domain::EpochId{"e1"}, "seq 3"}};
    const auto own = upload_findings(status, true);
    ASSERT_EQ(codes_of(own), (std::vector<std::string>{"upload_alarm", "upload_backlog"}));
    EXPECT_EQ(own[0].params.at("code"), "clone");
    EXPECT_EQ(own[1].level, api::Finding::Level::warning);
    EXPECT_EQ(upload_findings(status, false).size(), 3U);
    EXPECT_EQ(upload_facts(status)["alarms"].size(), 2U);
    status.last_success = kAt;
    EXPECT_EQ(upload_findings(status, true).back().level, api::Finding::Level::ok);
}

}  // namespace
}  // namespace jiaohao::daemon
