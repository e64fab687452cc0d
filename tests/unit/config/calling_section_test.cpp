// [calling], [park], [[message]] and counters that call by themselves.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/i18n/catalogue.hpp"
#include "tests/unit/config/config_folder.hpp"

namespace jiaohao::config {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class CallingSection : public ConfigFolder {
  protected:
    domain::HallConfig hall(const std::string& more) {
        const auto loaded = load(write("kiosk.toml", hall_and(more)));
        EXPECT_TRUE(loaded.has_value()) << loaded.error().text();
        return loaded ? loaded->hall : domain::HallConfig{};
    }
};

TEST_F(CallingSection, IsReadWithItsDefaults) {
    const domain::HallConfig plain = hall("");
    EXPECT_EQ(plain.calling.no_show_after_calls, 0U);
    EXPECT_EQ(plain.calling.wrap_up, seconds{0});
    EXPECT_EQ(plain.calling.expire_after, minutes{0});
    EXPECT_EQ(plain.calling.longest_journey, 8U);
    EXPECT_EQ(plain.park.usual, minutes{0});
    EXPECT_EQ(plain.park.longest, minutes{120});
    EXPECT_FALSE(plain.counters[0].auto_call);
    const domain::HallConfig own = hall(
        "auto_call = true\n[calling]\nno_show_after_calls = 3\nwrap_up_s = 45\nauto_call_after_s = 7\n"
        "expire_after_min = 90\nlongest_journey = 4\n[park]\nusual_min = 15\nlongest_min = 60\n");
    EXPECT_EQ(own.calling.no_show_after_calls, 3U);
    EXPECT_EQ(own.calling.wrap_up, seconds{45});
    EXPECT_EQ(own.calling.auto_call_after, seconds{7});
    EXPECT_EQ(own.calling.expire_after, minutes{90});
    EXPECT_EQ(own.calling.longest_journey, 4U);
    EXPECT_EQ(own.park.usual, minutes{15});
    EXPECT_EQ(own.park.longest, minutes{60});
    EXPECT_TRUE(own.counters[0].auto_call);
}

TEST_F(CallingSection, MessagesAreTheCataloguesOrHaveTheirText) {
    const domain::HallConfig plain = hall("");
    ASSERT_GT(plain.messages.size(), 3U);
    const auto words = i18n::Catalogue::load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "ui/i18n", "en");
    for (const domain::MessageConfig& message : plain.messages) {
        for (const char* language : {"en", "zh_CN"}) {
            EXPECT_TRUE(words.catalogue.has(language, "message." + message.code)) << message.code;
        }
    }
    const domain::HallConfig own = hall(
        "[[message]]\ncode = \"break_now\"\n[[message]]\ncode = \"vault\"\ntext = { zh_CN = \"金库\", en = "
        "\"Vault\" }\n");
    ASSERT_EQ(own.messages.size(), 2U);
    EXPECT_EQ(own.messages[1].text.at("en"), "Vault");
    EXPECT_NE(problems_of(hall_and("[[message]]\ncode = \"vault\"\n"))
                  .find("message[1].code: there are no words for \"vault\": give it a `text`"),
              std::string::npos);
    EXPECT_NE(problems_of(hall_and("[[message]]\ncode = \"break_now\"\n[[message]]\ncode = \"break_now\"\n"))
                  .find("message[2].code: \"break_now\" is another message's code"),
              std::string::npos);
    EXPECT_NE(
        problems_of(hall_and("[[message]]\ncode = \"vault\"\ntext = { en = \"Vault\" }\n")).find("zh_CN"),
        std::string::npos);
}

TEST_F(CallingSection, WhatCannotBeIsNamed) {
    EXPECT_NE(problems_of(hall_and("[calling]\nno_show_after_calls = 5\n"))
                  .find("calling.no_show_after_calls: 5 calls are never reached"),
              std::string::npos);
    EXPECT_NE(problems_of(hall_and("[park]\nusual_min = 200\n")).find("park.usual_min: 200 is more than"),
              std::string::npos);
    EXPECT_NE(
        problems_of(hall_and("[calling]\nlongest_journey = 0\n")).find("allowed: a whole number from 1"),
        std::string::npos);
    EXPECT_NE(problems_of(hall_and("[calling]\nwrap_up = 3\n")).find("calling.wrap_up"), std::string::npos);
    EXPECT_NE(problems_of(hall_and("[park]\nlongest_min = 1441\n")).find("park.longest_min"),
              std::string::npos);
}

}  // namespace
}  // namespace jiaohao::config
