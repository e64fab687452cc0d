// Targets, and people who may do more than call customers.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/config/config_folder.hpp"

namespace jiaohao::config {
namespace {

class TargetsSection : public ConfigFolder {
  protected:
    std::string error_of(const std::string& more) {
        const auto loaded = load(write("kiosk.toml", hall_and(more)));
        return loaded ? "none" : loaded.error().text();
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
};

TEST_F(TargetsSection, HasDefaultsAndReadsAll) {
    const auto plain = load(write("kiosk.toml", hall_and("")));
    ASSERT_TRUE(plain) << plain.error().text();
    EXPECT_EQ(plain->hall.targets.wait, std::chrono::minutes{10});
    EXPECT_EQ(plain->hall.targets.alert_wait, std::chrono::minutes{30});
    EXPECT_EQ(plain->hall.targets.alert_level, 2U);
    EXPECT_EQ(plain->hall.targets.alert_no_counter, std::chrono::minutes{10});
    EXPECT_EQ(plain->hall.targets.alert_numbers_percent, 5U);
    const auto own = load(
        write("kiosk.toml",
              hall_and("[targets]\nwait_min = 15\nshare_percent = 90\nalert_wait_min = 45\nalert_level = 1\n"
                       "alert_no_counter_min = 3\nalert_numbers_percent = 20\n")));
    ASSERT_TRUE(own) << own.error().text();
    EXPECT_EQ(own->hall.targets.wait, std::chrono::minutes{15});
    EXPECT_DOUBLE_EQ(own->hall.targets.share, 0.9);
    EXPECT_EQ(own->hall.targets.alert_wait, std::chrono::minutes{45});
    EXPECT_EQ(own->hall.targets.alert_level, 1U);
    EXPECT_EQ(own->hall.targets.alert_no_counter, std::chrono::minutes{3});
    EXPECT_EQ(own->hall.targets.alert_numbers_percent, 20U);
    const auto off = load(write("kiosk.toml", hall_and("[targets]\nalert_wait_min = 0\nalert_level = 0\n")));
    ASSERT_TRUE(off) << off.error().text();
    EXPECT_EQ(off->hall.targets.alert_wait, std::chrono::minutes{0});
}

TEST_F(TargetsSection, SaysWhatMakesNoSense) {
    EXPECT_TRUE(has(error_of("[targets]\nalert_level = 3\n"), "level 3 of 4 is a satisfied customer"));
    EXPECT_TRUE(has(error_of("[targets]\nalert_level = 4\n"), "allowed: a whole number from 0 to 3"))
        << error_of("[targets]\nalert_level = 4\n");
    EXPECT_TRUE(has(error_of("[targets]\nwait_min = 20\nalert_wait_min = 10\n"),
                    "10 is below the target `wait_min` (20)"));
    EXPECT_TRUE(has(error_of("[targets]\nwait = 20\n"), "wait"));
    EXPECT_TRUE(has(error_of("[targets]\nshare_percent = 100\n"), "share_percent"));
}

TEST_F(TargetsSection, PeopleMayHaveRolesBesidesThatOfAClerk) {
    const std::string name = "name = { zh_CN = \"a\", en = \"a\" }\n";
    const std::string hash =
        "pin_hash = "
        "\"$argon2id$v=19$m=19456,t=2,p=1$XZ2vkybctwz3SP24atmPYw$YIx5lYBOX1NkXBonRYXQ+LkY/cq7T0JI4d2f9t/"
        "c8ic\"\n";
    const auto loaded = load(write("kiosk.toml", hall_and("[[clerk]]\nid = \"boss\"\n" + name + hash +
                                                          "roles = [\"clerk\", \"manager\"]\n")));
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->staff.at(domain::ClerkId{"boss"}), std::vector<std::string>{"manager"});
    EXPECT_TRUE(
        has(error_of("[[clerk]]\nid = \"boss\"\n" + name + "roles = [\"manager\"]\n"), "give a pin_hash"));
    EXPECT_TRUE(has(error_of("[[clerk]]\nid = \"boss\"\n" + name + hash + "roles = [\"king\"]\n"), "king"));
    EXPECT_TRUE(has(error_of("[[clerk]]\nid = \"boss\"\n" + name + "roles = []\n"),
                    "clerk[1].roles: names none; leave it out"));
}

}  // namespace
}  // namespace jiaohao::config
