// The real driver on a real QSerialPort against the simulated printer behind a pty, at 600 times the speed of
// the day. Waits are for conditions; the bound only ends a test that hangs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>
#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "drivers/line/qt_timers.hpp"
#include "drivers/line/serial_line.hpp"
#include "drivers/printer/printer_driver.hpp"
#include "drivers/sim/printer/station.hpp"

namespace jiaohao::drivers {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using domain::DeviceState;
using domain::PrintCause;
using domain::PrintProof;
using printer::PrinterProfile;
using Kind = ports::PrintOutcome::Kind;
using sim::PrinterStation;
using sim::StationSetting;

inline bool wait_until(const std::function<bool()>& holds) {
    for (int turn = 0; turn < 6000 && !holds(); ++turn) {
        QEventLoop loop;
        QTimer::singleShot(10, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return holds();
}

class Recorder final : public ports::PrinterListener {
  public:
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t,
                          const ports::PrintOutcome& outcome) override {
        told.emplace_back(ticket.seq.get(), outcome);
    }
    void on_printer_state(const domain::DeviceId&, DeviceState now, const std::string& code, bool) override {
        state = now;
        fault = code;
    }
    std::vector<std::pair<std::uint64_t, ports::PrintOutcome>> told;
    DeviceState state{};
    std::string fault;
};

inline PrinterProfile profile_with(bool process_id, bool auto_status = true) {
    PrinterProfile profile;
    profile.process_id = process_id;
    profile.auto_status = auto_status;
    return profile;
}

class PrinterOnPty : public ::testing::Test {
  protected:
    explicit PrinterOnPty(double speed = 600.0)
        : clock_({WallTime{}, speed, SystemClock{}.boot().time_since_epoch()}) {}

    static void SetUpTestSuite() {
        static int argc = 1;
        static char name[] = "contract_printer";
        static char* argv[] = {name, nullptr};
        if (QCoreApplication::instance() == nullptr) {
            static QCoreApplication app(argc, argv);
        }
    }

    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jiaohao-printer-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }

    void TearDown() override {
        driver_.reset();
        line_.reset();
        if (station_) {
            station_->stop();
            runner_.join();
            station_.reset();
        }
        fs::remove_all(folder_);
    }

    void begin(const PrinterProfile& profile, std::vector<std::string> faults = {}) {
        switch_on(profile, std::move(faults));
        start_driver(profile);
    }

    void switch_on(const PrinterProfile& profile, std::vector<std::string> faults = {}) {
        StationSetting setting;
        setting.link = folder_ / "printer";
        setting.profile = profile;
        setting.faults = std::move(faults);
        setting.out = papers_;
        setting.script = script_;
        auto station = PrinterStation::make(std::move(setting), clock_, [this](const std::string& event) {
            const std::lock_guard lock(mutex_);
            events_ += event + "\n";
        });
        ASSERT_TRUE(station.has_value()) << station.error();
        station_ = std::move(*station);
        runner_ = std::thread([this] { station_->run(); });
    }

    void start_driver(const PrinterProfile& profile) {
        auto line_setting = profile.line;
        line_setting.path = (folder_ / "printer").string();
        line_ = std::make_unique<SerialLine>(line_setting, clock_, log_);
        printer::PrinterOptions options;
        options.id = domain::DeviceId("printer-1");
        options.least_real = least_real_;
        driver_ = std::make_unique<printer::PrinterDriver>(options, profile, *line_, timers_, heard_, log_);
        driver_->start();
    }

    bool reach(DeviceState state) {
        return wait_until([&] { return heard_.state == state; });
    }

    void print(std::uint64_t seq) {
        ports::PrintJob job;
        job.ticket.seq = domain::Seq(seq);
        job.paper.head = {{"政务服务中心", ports::PaperLine::Align::centre, 2, true},
                          {"A00" + std::to_string(seq), ports::PaperLine::Align::centre, 6, true},
                          {"前面等候 12 人", ports::PaperLine::Align::centre, 1, false},
                          {"Please wait for your number.", ports::PaperLine::Align::centre, 1, false}};
        job.paper.qr = "https://hall.example/t/" + std::to_string(seq);
        driver_->print(std::move(job));
    }

    ports::PrintOutcome outcome_of(std::uint64_t seq) {
        const auto found = [&] {
            return std::find_if(heard_.told.begin(), heard_.told.end(),
                                [&](const auto& entry) { return entry.first == seq; });
        };
        EXPECT_TRUE(wait_until([&] { return found() != heard_.told.end(); })) << "no outcome of " << seq;
        return found() == heard_.told.end() ? ports::PrintOutcome{} : found()->second;
    }

    /// What the printer told so far, JSON lines.
    std::string events() {
        const std::lock_guard lock(mutex_);
        return events_;
    }

    std::string command(const std::string& line) { return station_->command(line); }

    fs::path folder_;
    /// Pictures of the papers go here; empty: none are drawn.
    fs::path papers_;
    /// What the printer plays.
    std::vector<sim::ScriptLine> script_;
    NullSink sink_;
    Log log_{sink_, "test"};
    ScaledClock clock_;
    QtTimers timers_{clock_};
    Recorder heard_;
    /// Far above what a crowded machine needs to let the other thread answer.
    std::chrono::nanoseconds least_real_ = 2s;
    std::mutex mutex_;
    std::string events_;  // guarded by mutex_
    std::unique_ptr<PrinterStation> station_;
    std::thread runner_;
    std::unique_ptr<SerialLine> line_;
    std::unique_ptr<printer::PrinterDriver> driver_;
};

inline const char* const kOnePaper = R"({"marked":0,"papers":1,"partial":0})";
inline const char* const kNoPaper = R"({"marked":0,"papers":0,"partial":0})";

}  // namespace jiaohao::drivers
