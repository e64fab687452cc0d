// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>

#include "tests/fuzz/profiles.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<drivers::printer::PrinterProfile> load_all() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(JIAOHAO_SOURCE_DIR "/drivers/profiles")) {
        if (entry.path().filename().string().starts_with("printer-")) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<drivers::printer::PrinterProfile> profiles;
    for (const auto& file : files) {
        auto profile = drivers::printer::load_profile(file);
        check(profile.has_value(), "a shipped profile is refused", profile ? "" : profile.error());
        profiles.push_back(std::move(*profile));
    }
    check(!profiles.empty(), "there are no printer profiles");
    return profiles;
}

}  // namespace

const drivers::printer::PrinterProfile& printer_profile_by(std::uint8_t choice) {
    static const auto profiles = load_all();
    return profiles[choice % profiles.size()];
}

}  // namespace jiaohao::fuzz
