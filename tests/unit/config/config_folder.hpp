// A folder with a configuration that a test writes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "kiosk/config/kiosk_config.hpp"

namespace jiaohao::config {

class ConfigFolder : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = std::filesystem::temp_directory_path() / "config.XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
        std::ofstream(folder_ / "bus-x.toml") << "";
        std::ofstream(folder_ / "printer-x.toml") << "";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path write(const std::string& file, const std::string& text) {
        std::filesystem::create_directories((folder_ / file).parent_path());
        std::ofstream(folder_ / file) << text;
        return folder_ / file;
    }
    /// A hall of two services and one counter, then `more`.
    static std::string hall_and(const std::string& more) {
        return R"([terminal]
profiles = "."
[hall]
id = "h"
name = { zh_CN = "厅", en = "Hall" }
languages = ["zh_CN", "en"]
[[range]]
id = "a"
prefix = "A"
[[range]]
id = "b"
prefix = "B"
[[service]]
id = "s1"
name = { zh_CN = "一", en = "One" }
range = "a"
[[service]]
id = "s2"
name = { zh_CN = "二", en = "Two" }
range = "b"
[[counter]]
id = "c1"
label = "1"
services = ["s1", "s2"]
)" + more;
    }
    std::string problems_of(const std::string& text) {
        const auto loaded = load(write("kiosk.toml", text));
        return loaded ? "" : loaded.error().text();
    }
    /// Adds `more` to the hall and looks for `wanted` among the problems.
    void expect_problem(const std::string& more, const std::string& wanted) {
        const std::string text = problems_of(hall_and(more));
        EXPECT_NE(text.find(wanted), std::string::npos) << "wanted: " << wanted << "\ngot: " << text;
    }

    std::filesystem::path folder_;
};

}  // namespace jiaohao::config
