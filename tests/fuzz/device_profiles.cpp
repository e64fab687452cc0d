// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "drivers/engine/profile_toml.hpp"
#include "tests/fuzz/profiles.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

namespace fs = std::filesystem;

bool is_device_profile(const fs::path& file) {
    std::ifstream in(file);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    return file.extension() == ".toml" && text.find("\nkind = \"device\"\n") != std::string::npos;
}

std::vector<drivers::engine::DeviceProfile> load_all() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(JIAOHAO_SOURCE_DIR "/drivers/profiles")) {
        if (is_device_profile(entry.path())) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<drivers::engine::DeviceProfile> profiles;
    for (const auto& file : files) {
        auto profile = drivers::engine::load_device_profile(file);
        check(profile.has_value(), "a shipped profile is refused", profile ? "" : profile.error());
        profiles.push_back(std::move(*profile));
    }
    check(!profiles.empty(), "there are no device profiles");
    return profiles;
}

}  // namespace

const std::vector<drivers::engine::DeviceProfile>& device_profiles() {
    static const auto profiles = load_all();
    return profiles;
}

const drivers::engine::DeviceProfile& device_profile_by(std::uint8_t choice) {
    const auto& all = device_profiles();
    return all[choice % all.size()];
}

}  // namespace jiaohao::fuzz
