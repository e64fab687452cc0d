// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <linux/input-event-codes.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "drivers/keypad/key_profile.hpp"

namespace jiaohao::drivers::keypad {
namespace {

namespace fs = std::filesystem;
using What = KeyWords::Said::What;

TEST(KeypadProfiles, AllMeanWhatTheirExamplesSay) {
    std::size_t found = 0;
    for (const auto& entry : fs::directory_iterator(fs::path(JIAOHAO_SOURCE_DIR) / "drivers/profiles")) {
        if (entry.path().filename().string().starts_with("keypad-")) {
            const auto profile = load_keypad_profile(entry.path());
            ASSERT_TRUE(profile) << profile.error();
            EXPECT_EQ(profile->id, entry.path().stem().string());
            ++found;
        }
    }
    EXPECT_GE(found, 3U);
}

class KeypadProfileFile : public ::testing::Test {
  protected:
    KeypadProfileFile() {
        std::string pattern = (fs::temp_directory_path() / "keypad-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
    }
    ~KeypadProfileFile() override { fs::remove_all(folder_); }

    /// A good profile with one line put in the place of another.
    [[nodiscard]] std::string mistake(const std::string& line, const std::string& instead) const {
        std::string text =
            "id = \"keypad-x\"\nname = \"X\"\nkind = \"keypad\"\nrole = \"handset\"\nmost_digits = 2\n"
            "[[key]]\nkeys = [\"KEY_A\"]\nmeans = \"handset.call\"\n"
            "[[key]]\nkeys = [\"KEY_1\"]\nmeans = \"digit.1\"\n"
            "[[key]]\nkeys = [\"KEY_ENTER\"]\nmeans = \"enter\"\n"
            "[[code]]\ndigits = \"1\"\nmeans = \"handset.park\"\n"
            "[[example]]\nname = \"a\"\nkeys = \"KEY_A\"\nmeans = \"handset.call\"\n"
            "[[example]]\nname = \"b\"\nkeys = \"KEY_1 KEY_ENTER\"\nmeans = \"handset.park\"\n";
        if (const auto place = text.find(line); place != std::string::npos) {
            text.replace(place, line.size(), instead);
        } else {
            ADD_FAILURE() << line;
        }
        std::ofstream(folder_ / "keypad-x.toml") << text;
        const auto loaded = load_keypad_profile(folder_ / "keypad-x.toml");
        return loaded ? "" : loaded.error();
    }
    void expect(const std::string& line, const std::string& instead, const std::string& part) const {
        const std::string said = mistake(line, instead);
        EXPECT_NE(said.find(part), std::string::npos) << said;
        EXPECT_NE(said.find("keypad-x.toml"), std::string::npos) << said;
    }

  private:
    fs::path folder_;
};

TEST_F(KeypadProfileFile, IsTakenWithoutAMistake) {
    EXPECT_EQ(mistake("most_digits = 2", "most_digits = 3"), "");
    EXPECT_EQ(mistake("most_digits = 2", "led = \"\""), "");
}

TEST_F(KeypadProfileFile, AMistakeIsNamedWithPlaceAndWhatIsAllowed) {
    expect("[\"KEY_A\"]", "[\"KEY_SHINY\"]", "key[1].keys[1]: is KEY_SHINY; allowed: a name of");
    expect("[\"KEY_A\"]", "[\"KEY_NUMLOCK\"]", "without KEY_NUMLOCK");
    expect("[\"KEY_A\"]", "[\"KEY_1\"]", "key[2].keys[1]: KEY_1 has a meaning already");
    expect("means = \"handset.call\"", "means = \"pad.1\"", "allowed of a handset: handset.call, ");
    expect("means = \"digit.1\"", "means = \"digit.x\"",
           "allowed: digit.0 to digit.9, enter, clear, nothing");
    expect("digits = \"1\"", "digits = \"123\"", "longer than most_digits (2)");
    expect("digits = \"1\"", "digits = \"x\"", "0 to 8 digits");
    expect("[[code]]", "[[code]]\ndigits = \"1\"\nmeans = \"handset.park\"\n[[code]]",
           "code[2].digits: \"1\" has a meaning already");
    expect("means = \"enter\"", "means = \"entre\"",
           "key[3].means: is \"entre\"; allowed: digit.0 to digit.9");
    expect("keys = \"KEY_A\"", "keys = \"KEY_SHINY\"", "example[1].keys: Linux knows no KEY_SHINY");
    expect("keys = [\"KEY_A\"]", "keys = [\"KEY_A\"]\nlamp = 1", "key[1].lamp: unknown key");
    expect("role = \"handset\"", "role = \"display\"", "role: ");
    expect("most_digits = 2", "most_digit = 2", "most_digit");
    expect("most_digits = 2", "led = \"LED_DISCO\"", "Linux knows no LED_DISCO");
    expect("most_digits = 2", "bounce_ms = 5000", "bounce_ms: ");
}

TEST_F(KeypadProfileFile, WithoutAKeyIsNone) {
    std::string file = (fs::temp_directory_path() / "keypad-XXXXXX").string();
    const int fd = ::mkstemp(file.data());
    ASSERT_GE(fd, 0);
    ::close(fd);
    std::ofstream(file) << "id = \"keypad-x\"\nname = \"X\"\nkind = \"keypad\"\nrole = \"handset\"\n";
    const auto loaded = load_keypad_profile(file);
    fs::remove(file);
    ASSERT_FALSE(loaded.has_value());
    EXPECT_NE(loaded.error().find("key: missing; needed: a [[key]]"), std::string::npos) << loaded.error();
}

TEST_F(KeypadProfileFile, ANumberWithTooManyDigitsIsNotTheOneItBeginsWith) {
    EXPECT_EQ(
        mistake("[[code]]",
                "[[example]]\nname = \"long\"\nkeys = \"KEY_1 KEY_1 KEY_1 KEY_ENTER\"\nmeans = \"unknown\"\n"
                "[[code]]\ndigits = \"11\"\nmeans = \"handset.park\"\n[[code]]"),
        "");
}

TEST_F(KeypadProfileFile, AnExampleThatMeansSomethingElseIsRefused) {
    expect("\"KEY_1 KEY_ENTER\"", "\"KEY_1\"",
           "example[2].means: is \"handset.park\", but these keys mean \"entering\"");
    expect("means = \"handset.call\"\n[[key]]", "means = \"handset.recall\"\n[[key]]",
           "example[1].means: is \"handset.call\", but these keys mean \"handset.recall\"");
}

TEST_F(KeypadProfileFile, APressThatNoExampleShowsIsRefused) {
    expect("[[example]]\nname = \"a\"\nkeys = \"KEY_A\"\nmeans = \"handset.call\"\n", "",
           "none shows handset.call");
}

TEST(KeyWords, DigitsBeforeAFunctionKeyDoNotChangeItAndAreDropped) {
    const auto profile =
        load_keypad_profile(fs::path(JIAOHAO_SOURCE_DIR) / "drivers/profiles/keypad-numpad.toml");
    ASSERT_TRUE(profile);
    KeyWords words(*profile);
    EXPECT_EQ(words.press(KEY_KP6).what, What::entering);
    EXPECT_EQ(words.press(KEY_KPMINUS).meant.key, ports::HandsetKey::recall);
    EXPECT_EQ(words.press(KEY_KPENTER).meant.key, ports::HandsetKey::call);
}

TEST(KeyWords, HoweverLongSomebodyLeansOnADigitNoMoreAreKept) {
    const auto profile =
        load_keypad_profile(fs::path(JIAOHAO_SOURCE_DIR) / "drivers/profiles/keypad-numpad.toml");
    ASSERT_TRUE(profile);
    KeyWords words(*profile);
    for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(words.press(KEY_KP6).what, What::entering);
        EXPECT_LE(words.waiting(), profile->most_digits);
    }
    EXPECT_EQ(words.press(KEY_KPENTER).what, What::unknown);
    EXPECT_EQ(words.press(KEY_KPENTER).meant.key, ports::HandsetKey::call);
}

}  // namespace
}  // namespace jiaohao::drivers::keypad
