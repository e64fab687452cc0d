// A hall on a simulated line that is recorded, and its script.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "drivers/line/recording_line.hpp"
#include "drivers/line/stepped_timers.hpp"

namespace jiaohao::drivers::testing {

class TemporaryFolder {
  public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "jiaohao-hour-XXXXXX").string();
        EXPECT_NE(mkdtemp(pattern.data()), nullptr);
        path = pattern;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    std::filesystem::path path;
};

/// What happens at which second.
using Script = std::vector<std::pair<double, std::function<void()>>>;

struct Hour {
    SteppedClock clock{BootTime{std::chrono::seconds{3600}},
                       WallTime{std::chrono::milliseconds{1578297600000}},
                       "00000000-0000-4000-8000-000000000001"};
    SteppedTimers timers{clock};
    NullSink sink;
    TemporaryFolder folder;

    void play(const Script& script, std::chrono::seconds until) {
        const BootTime begun = clock.boot();
        for (const auto& [second, act] : script) {
            static_cast<void>(timers.start(
                std::chrono::microseconds{static_cast<std::int64_t>(second * 1'000'000)}, {}, act));
        }
        while (timers.step(begun + until)) {
        }
    }
    [[nodiscard]] capture::Capture recorded(const std::string& line) const {
        auto read = capture::read_file((folder.path / (line + ".000001.capture")).string());
        EXPECT_TRUE(read.has_value()) << (read ? "" : read.error());
        return read.value_or(capture::Capture{});
    }
};

}  // namespace jiaohao::drivers::testing
