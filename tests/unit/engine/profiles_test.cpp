// Every profile of the tree: read whole, which runs its examples.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "drivers/engine/example_check.hpp"
#include "drivers/engine/profile_toml.hpp"

namespace jiaohao::drivers::engine {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> device_profiles() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(JIAOHAO_SOURCE_DIR) / "drivers/profiles")) {
        std::ifstream file(entry.path());
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (entry.path().extension() == ".toml" && text.find("\nkind = \"device\"") != std::string::npos) {
            files.push_back(entry.path());
        }
    }
    return files;
}

TEST(Profiles, AllMeanAndSayWhatTheirExamplesSay) {
    std::size_t examples = 0;
    for (const fs::path& file : device_profiles()) {
        const auto profile = load_device_profile(file);
        EXPECT_TRUE(profile) << profile.error();
        if (!profile) {
            continue;
        }
        examples += profile->examples.size();
        EXPECT_EQ(profile->id, file.stem().string());
    }
    EXPECT_GE(examples, 120U);
}

TEST(Profiles, HoldTheTwoHallBusesThePublicShapesAndTheModbusBoxes) {
    std::set<std::string> found;
    for (const fs::path& file : device_profiles()) {
        found.insert(file.stem().string());
    }
    for (const std::string name :
         {"bus-hall-a", "bus-hall-b", "handset-lcd-21-keys", "display-armfly-ascii", "display-armfly-modbus",
          "display-led-strip-ascii", "display-led-strip-aa01", "display-onbon-bx", "display-led8n",
          "display-edi", "display-rice-lake", "display-split-flap-sbb", "display-scannotec", "pad-dwin-dgus",
          "pad-nextion", "handset-xor-text", "handset-xor-binary", "handset-modbus-buttons",
          "handset-armfly-counter"}) {
        EXPECT_TRUE(found.contains(name)) << name;
    }
}

}  // namespace
}  // namespace jiaohao::drivers::engine
