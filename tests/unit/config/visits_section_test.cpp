// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/config/config_folder.hpp"

namespace jiaohao::config {
namespace {

class VisitsConfiguration : public ConfigFolder {
  protected:
    std::string problems(const std::string& more) {
        const auto loaded = load(write("kiosk.toml", hall_and(more)));
        return loaded ? "" : loaded.error().text();
    }
};

TEST_F(VisitsConfiguration, HasDefaultsForAppointmentsAndPurposes) {
    const auto loaded = load(write("kiosk.toml", hall_and("")));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->hall.appointments.earliest, std::chrono::minutes{60});
    EXPECT_EQ(loaded->hall.appointments.late, domain::LateRule::as_walk_in);
    EXPECT_EQ(loaded->hall.visit_purposes.size(), 6U);
    EXPECT_TRUE(loaded->hall.diversions.empty());
}

TEST_F(VisitsConfiguration, ReadsRulesForAppointments) {
    const auto loaded = load(write(
        "kiosk.toml",
        hall_and("[appointments]\nearliest_min = 20\nlatest_min = 5\nlate = \"refuse\"\nmost = 100\n")));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    const auto& rule = loaded->hall.appointments;
    EXPECT_EQ(rule.earliest, std::chrono::minutes{20});
    EXPECT_EQ(rule.latest, std::chrono::minutes{5});
    EXPECT_EQ(rule.late, domain::LateRule::refuse);
    EXPECT_EQ(rule.most, 100U);
}

TEST_F(VisitsConfiguration, ReadsWhatIsOfferedInsteadOfWaiting) {
    const auto loaded = load(write(
        "kiosk.toml", hall_and("[[diversion]]\nid = \"machine\"\nto = \"self_service\"\nfrom_wait_min = 15\n"
                               "takes_min = 3\nhours = [\"09:00-11:30\", \"23:00-24:00\"]\n"
                               "[[diversion]]\nid = \"web\"\nto = \"web_hall\"\n")));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    ASSERT_EQ(loaded->hall.diversions.size(), 2U);
    const auto& rule = loaded->hall.diversions[0];
    EXPECT_EQ(rule.target, domain::DiversionTarget::self_service);
    EXPECT_EQ(rule.from_wait, std::chrono::minutes{15});
    EXPECT_EQ(rule.takes, std::chrono::minutes{3});
    ASSERT_EQ(rule.hours.size(), 2U);
    EXPECT_EQ(rule.hours[0].to, std::chrono::minutes{690});
    EXPECT_EQ(rule.hours[1].to, std::chrono::minutes{1440});
    EXPECT_EQ(loaded->hall.diversions[1].from_wait, std::chrono::minutes{10});
    EXPECT_TRUE(loaded->hall.diversions[1].text.empty());
}

TEST_F(VisitsConfiguration, NamesEveryProblemWithItsLineAndWhatIsAllowed) {
    const std::string said = problems(
        "[appointments]\nlatest_min = -1\nlate = \"never\"\n"
        "[[diversion]]\nid = \"a\"\nto = \"service\"\n"
        "[[diversion]]\nid = \"a\"\nto = \"hotline\"\nservice = \"nowhere\"\nservices = [\"gone\"]\n"
        "hours = [\"9-10\", \"12:00-11:00\", \"10:00-24:30\"]\nfrom_wait = 3\n");
    for (const char* part : {"appointments.latest_min", "appointments.late", "name the service to go to",
                             "another diversion's id", "there is no service \"nowhere\"", "only with `to`",
                             "there is no service \"gone\"", "is \"9-10\"", "is \"12:00-11:00\"",
                             "is \"10:00-24:30\"", "diversion[2].from_wait"}) {
        EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
    }
    EXPECT_NE(said.find("kiosk.toml:"), std::string::npos);
}

TEST_F(VisitsConfiguration, SendsNobodyFromAServiceToItself) {
    const std::string said = problems(
        "[[diversion]]\nid = \"a\"\nto = \"service\"\nservice = \"s1\"\nservices = [\"s2\", \"s1\"]\n");
    EXPECT_NE(said.find("diversion[1].services[2]: \"s1\" is the service to go to"), std::string::npos)
        << said;
}

TEST_F(VisitsConfiguration, KnowsOnlyPurposesThatHaveWords) {
    const auto with = [&](const std::string& purposes) {
        std::string text = hall_and("");
        const std::string mark = "[hall]\n";
        return text.insert(text.find(mark) + mark.size(), "visit_purposes = [" + purposes + "]\n");
    };
    const auto loaded = load(write("kiosk.toml", with("\"trial\", \"question\"")));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().text();
    EXPECT_EQ(loaded->hall.visit_purposes, (std::vector<std::string>{"trial", "question"}));
    const auto golf = load(write("kiosk.toml", with("\"golf\"")));
    ASSERT_FALSE(golf.has_value());
    EXPECT_NE(golf.error().text().find("hall.visit_purposes"), std::string::npos) << golf.error().text();
    EXPECT_NE(problems("[appointments]\nmost = 0\n").find("appointments.most"), std::string::npos);
}

}  // namespace
}  // namespace jiaohao::config
