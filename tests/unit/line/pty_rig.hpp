// SerialLine on a Qt event loop; the far end of the line is a pty.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "drivers/line/serial_line.hpp"
#include "drivers/sim/pty.hpp"

namespace jiaohao::drivers {

namespace fs = std::filesystem;

inline bool wait_until(const std::function<bool()>& holds) {
    for (int turn = 0; turn < 3000 && !holds(); ++turn) {
        QEventLoop loop;
        QTimer::singleShot(10, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return holds();
}

class Ear final : public LineListener {
  public:
    void on_bytes(ByteView bytes, BootTime) override {
        heard.insert(heard.end(), bytes.begin(), bytes.end());
        ++chunks;
    }
    void on_line_up() override { ++ups; }
    void on_line_down(const std::string& reason) override {
        ++downs;
        last_reason = reason;
    }
    Bytes heard;
    std::string last_reason;
    int chunks = 0;
    int ups = 0;
    int downs = 0;
};

class CountingSink final : public LogSink {
  public:
    void write(const LogRecord& record) override { events.emplace_back(record.event); }
    std::vector<std::string> events;
};

class LineOnPty : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        static int argc = 1;
        static char name[] = "unit_line";
        static char* argv[] = {name, nullptr};
        if (QCoreApplication::instance() == nullptr) {
            static QCoreApplication app(argc, argv);
        }
    }
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jiaohao-line-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        setting_.path = (folder_ / "port").string();
    }
    void TearDown() override { fs::remove_all(folder_); }

    sim::Pty plug() {
        auto pty = sim::Pty::open(folder_ / "port");
        EXPECT_TRUE(pty.has_value()) << (pty ? "" : pty.error());
        return std::move(*pty);
    }

    fs::path folder_;
    SerialSetting setting_;
    SystemClock clock_;
    CountingSink sink_;
    Ear ear_;
};

}  // namespace jiaohao::drivers
