// What head office is told at every contact.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/contact.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/i18n/catalogue.hpp"
#include "kiosk/upload/policy.hpp"

namespace jiaohao::daemon {
namespace {

using Json = nlohmann::json;

config::KioskConfig hall_of(std::size_t services) {
    config::KioskConfig config;
    config.hall.languages = {"zh_CN", "en"};
    config.hall.name = {{"zh_CN", "演示大厅"}, {"en", "Demo hall"}};
    for (std::size_t i = 0; i < services; ++i) {
        domain::ServiceConfig service;
        service.id = domain::ServiceId{fmt::format("s{:03}", i)};
        service.name = {{"zh_CN", "缴费"}, {"en", fmt::format("Payments {}", i)}};
        config.hall.services.push_back(service);
        domain::CounterConfig counter;
        counter.id = domain::CounterId{fmt::format("c{:03}", i)};
        counter.label = std::to_string(i + 1);
        config.hall.counters.push_back(counter);
    }
    return config;
}

TEST(Contact, TellsWhatPeopleCallTheHallItsServicesAndItsCounters) {
    const config::KioskConfig config = hall_of(2);
    const Json status = Json::parse(contact_status("abc", 17, contact_names(config)));
    EXPECT_EQ(status["names"], Json::parse(R"({"hall":{"zh_CN":"演示大厅","en":"Demo hall"},
        "services":{"s000":{"zh_CN":"缴费","en":"Payments 0"},"s001":{"zh_CN":"缴费","en":"Payments 1"}},
        "counters":{"c000":{"zh_CN":"1","en":"1"},"c001":{"zh_CN":"2","en":"2"}}})"));
    EXPECT_EQ(status["config"], "abc");
    EXPECT_EQ(status["durable_seq"], 17);
    EXPECT_TRUE(status["versions"].contains("kioskd"));
}

TEST(Contact, LeavesOutNamesThatAreNotThere) {
    config::KioskConfig config = hall_of(2);
    config.hall.name = {{"zh_CN", "厅"}, {"en", ""}};
    config.hall.services[0].name = {};
    const Json names = Json::parse(contact_names(config));
    EXPECT_EQ(names["hall"], Json::parse(R"({"zh_CN":"厅"})"));
    EXPECT_FALSE(names["services"].contains("s000"));
    EXPECT_TRUE(names["services"].contains("s001"));
}

TEST(Contact, StaysWithinItsBoundAndLeavesOutTheLastOnesWhole) {
    const config::KioskConfig config = hall_of(1000);
    for (const std::size_t most : {std::size_t{0}, std::size_t{200}, std::size_t{1000}, kMostNameBytes}) {
        const std::string text = contact_names(config, most);
        EXPECT_LE(text.size(), std::max<std::size_t>(most, 100)) << most;
        const Json names = Json::parse(text);
        EXPECT_EQ(names["hall"]["en"], "Demo hall");
        for (const auto& [id, name] : names["services"].items()) {
            EXPECT_EQ(name.size(), 2U) << id;
        }
    }
    const Json names = Json::parse(contact_names(config));
    EXPECT_GT(names["services"].size(), 200U);
    EXPECT_TRUE(names["services"].contains("s000"));
    EXPECT_FALSE(names["services"].contains("s999"));
    EXPECT_LT(contact_status(std::string(64, 'f'), ~0ULL, contact_names(config)).size(), 16'384U);
}

TEST(Contact, LeavesOutEverythingBehindTheFirstThatHasNoRoom) {
    config::KioskConfig config = hall_of(3);
    config.hall.services[1].name["en"] = std::string(500, 'x');
    const Json names = Json::parse(contact_names(config, 300));
    EXPECT_TRUE(names["services"].contains("s000"));
    EXPECT_EQ(names["services"].size(), 1U) << "short or not, what comes behind it";
}

TEST(Doctor, HasARemedyForEveryTroubleOfTheUpload) {
    const auto catalogue =
        i18n::Catalogue::load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "ui/i18n").catalogue;
    int count = 0;
    for (int value = 1; value < 64; ++value) {
        const std::string_view code = upload::code(static_cast<upload::Alarm>(value));
        for (const std::string& language : catalogue.languages()) {
            EXPECT_TRUE(code.empty() || catalogue.has(language, fmt::format("doctor.upload_alarm.{}", code)))
                << language << " " << code;
        }
        count += code.empty() ? 0 : 1;
    }
    EXPECT_GE(count, 10);
}

}  // namespace
}  // namespace jiaohao::daemon
