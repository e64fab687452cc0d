// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/profile_toml.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "drivers/bus/example_check.hpp"

namespace jiaohao::drivers {
namespace {

const std::filesystem::path kProfiles = std::filesystem::path(JIAOHAO_SOURCE_DIR) / "drivers/profiles";

std::string read_all(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

class BusProfileFile : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = std::filesystem::temp_directory_path() / "busprofile.XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    /// Loads the shipped profile with one piece of text replaced; returns the problems.
    std::string problems_with(const std::string& from, const std::string& to) {
        std::string text = read_all(kProfiles / "bus-hall-a.toml");
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        text.replace(at, from.size(), to);
        const auto file = folder_ / "bus-x.toml";
        std::ofstream(file) << text;
        const auto loaded = load_bus_profile(file);
        return loaded ? "" : loaded.error();
    }

    std::filesystem::path folder_;
};

TEST(BusProfiles, EveryExampleOfEveryShippedProfileMeansWhatItSays) {
    std::size_t profiles = 0;
    for (const auto& entry : std::filesystem::directory_iterator(kProfiles)) {
        const std::string name = entry.path().filename();
        if (!name.starts_with("bus-") || entry.path().extension() != ".toml") {
            continue;
        }
        const auto profile = load_bus_profile(entry.path());
        ASSERT_TRUE(profile.has_value()) << profile.error();
        EXPECT_EQ(profile->id + ".toml", name);
        EXPECT_FALSE(profile->examples.empty());
        EXPECT_EQ(check_examples(*profile), std::vector<std::string>{});
        ++profiles;
    }
    EXPECT_GE(profiles, 1U);
}

TEST(BusProfiles, ExamplesCoverEveryHandsetKeyAndEveryPadKey) {
    const auto profile = load_bus_profile(kProfiles / "bus-hall-a.toml");
    ASSERT_TRUE(profile.has_value());
    std::set<std::string> meanings;
    for (const BusExample& example : profile->examples) {
        meanings.insert(example.means);
    }
    for (const HandsetKeyRule& rule : profile->handset_keys) {
        EXPECT_TRUE(meanings.contains("handset." + std::string(code(rule.key))));
    }
    for (const auto& [key, level] : profile->pad_levels) {
        EXPECT_TRUE(meanings.contains("pad." + std::to_string(level)));
    }
}

TEST_F(BusProfileFile, AnExampleThatLiesIsAnError) {
    EXPECT_NE(problems_with("means = \"handset.call\"", "means = \"handset.pause\"")
                  .find("key-call: means handset.call, not handset.pause"),
              std::string::npos);
    EXPECT_NE(problems_with("means = \"number.A027\"", "means = \"number.A028\"").find("show-a027"),
              std::string::npos);
}

TEST_F(BusProfileFile, AProblemNamesFileLineKeyAndWhatIsAllowed) {
    const std::string text = problems_with("baud = 9600", "baud = 1");
    EXPECT_NE(text.find("bus-x.toml:9:"), std::string::npos) << text;
    EXPECT_NE(text.find("line.baud"), std::string::npos) << text;
    EXPECT_NE(text.find("300 to 921600"), std::string::npos) << text;
}

TEST_F(BusProfileFile, UnknownKeysClashesAndWindowsTooShortAreErrors) {
    EXPECT_NE(problems_with("own_echo = false", "own_echo = false\nspeed = 3").find("unknown key"),
              std::string::npos);
    EXPECT_NE(problems_with("data = \"0D\"", "data = \"0C\"").find("same bytes"), std::string::npos);
    EXPECT_NE(problems_with("sends = 1", "sends = 0").find("same byte"), std::string::npos);
    EXPECT_NE(problems_with("repeat_window_ms = 700", "repeat_window_ms = 500").find("second press"),
              std::string::npos);
}

TEST(BusProfiles, HexIsPairsApartBySpaces) {
    EXPECT_EQ(bytes_from_hex("06 0f"), (Bytes{0x06, 0x0F}));
    EXPECT_EQ(bytes_from_hex(""), Bytes{});
    for (const char* bad : {"6", "06 F", "060F", "0x06", "06,0F", "zz"}) {
        EXPECT_FALSE(bytes_from_hex(bad).has_value()) << bad;
    }
}

}  // namespace
}  // namespace jiaohao::drivers
