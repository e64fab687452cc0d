// A person at the window of simulated pads and handsets; the hall's driver at the other end of a pseudo-terminal.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "drivers/bus/bus_driver.hpp"
#include "drivers/engine/saying.hpp"
#include "drivers/line/qt_timers.hpp"
#include "drivers/line/serial_line.hpp"
#include "drivers/sim/window/bus_view.hpp"
#include "tests/ui/simulators/window_rig.hpp"
#include "tests/unit/bus/bench.hpp"

namespace jiaohao::drivers::sim {
namespace {

class BusWindow : public WindowTest {
  protected:
    void begin(sim_bus::WorldSettings settings) {
        process = std::make_unique<sim_bus::BusProcess>(std::move(settings), clock, folder / "bus", false);
        auto font = Font::open({});
        ASSERT_TRUE(font.has_value()) << font.error();
        view = std::make_unique<BusView>(*process, std::move(*font));
        runner = std::thread([this] { process->run(); });
        open(*view);
        ASSERT_TRUE(wait_until([this] { return view->plugged(); }));
    }
    void begin_hall() {
        begin({bus::shipped_profile(), 0, {7, 8}, {107}, 1, {}, {}});
        auto port = bus::shipped_profile().line.port;
        port.path = folder / "bus";
        line = std::make_unique<SerialLine>(port, clock, log);
        driver = std::make_unique<bus::BusDriver>(
            bus::bench_settings(), *line, timers, heard, [](const std::function<void()>& call) { call(); },
            log);
        heard.acknowledge_to = driver.get();
        driver->start();
        ASSERT_TRUE(wait_until([this] { return line->up(); }));
    }
    void TearDown() override {
        front.reset();
        driver.reset();
        line.reset();
        if (process) {
            process->stop();
            runner.join();
        }
        view.reset();
        WindowTest::TearDown();
    }
    QString role(int row, DeviceList::Role role) const {
        return view->devices()->data(view->devices()->index(row, 0), role).toString();
    }

    SystemClock clock;
    NullSink sink;
    Log log{sink, "test"};
    QtTimers timers{clock};
    bus::Heard heard;
    std::unique_ptr<sim_bus::BusProcess> process;
    std::unique_ptr<BusView> view;
    std::thread runner;
    std::unique_ptr<SerialLine> line;
    std::unique_ptr<bus::BusDriver> driver;
};

TEST_F(BusWindow, AFaceAndAKeyPressedWithTheMouseReachTheHallAndItsAnswersAreSeen) {
    begin_hall();
    driver->show_number(7, "A027");
    driver->show_waiting(7, 12);
    driver->start_rating(107);
    ASSERT_TRUE(wait_until([this] { return role(0, DeviceList::number) == "027"; }));
    ASSERT_TRUE(wait_until([this] { return role(2, DeviceList::armed) == "true"; }));
    keep_pictures("bus");
    click("pad.107.4");
    ASSERT_TRUE(wait_until([this] { return !heard.pads.empty(); }));
    EXPECT_EQ(heard.pads[0].level, 4U);
    EXPECT_TRUE(wait_until([this] { return words_of("press.107") == "Answered by the hall"; }));
    click("key.8.handset.call");
    ASSERT_TRUE(wait_until([this] { return !heard.handsets.empty(); }));
    EXPECT_EQ(heard.handsets[0].id.address, 8U);
    EXPECT_EQ(heard.handsets[0].key, ports::HandsetKey::call);
    click("key.7.handset.transfer");
    ASSERT_TRUE(wait_until([this] { return heard.handsets.size() == 2; }));
    EXPECT_EQ(heard.handsets[1].key, ports::HandsetKey::transfer);
    EXPECT_EQ(heard.pads.size(), 1U) << "one click, one press";
}

TEST_F(BusWindow, FaultsAndThePlugAreSwitchedWithTheMouse) {
    begin_hall();
    click("fault.silent");
    ASSERT_TRUE(wait_until([this] { return view->faults() == QStringList{"silent"}; }));
    click("key.7.handset.call");
    EXPECT_TRUE(wait_until([this] { return words_of("press.7") == "Nobody answered"; }));
    EXPECT_TRUE(heard.handsets.empty());
    keep_pictures("bus-fault");
    click("fault.silent");
    ASSERT_TRUE(wait_until([this] { return view->faults().isEmpty(); }));
    click("key.7.handset.call");
    ASSERT_TRUE(wait_until([this] { return heard.handsets.size() == 1; }));
    click("plug");
    EXPECT_TRUE(wait_until([this] { return !view->plugged() && !line->up(); }));
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder / "bus")));
    click("plug");
    EXPECT_TRUE(wait_until([this] { return view->plugged() && line->up(); }));
    click("key.8.handset.recall");
    EXPECT_TRUE(wait_until([this] { return heard.handsets.size() == 2; }));
}

TEST_F(BusWindow, WhatTheHostSaysStandsOnTheDisplaysInItsOwnCharacters) {
    const auto profile = bus::load_shipped("display-led-strip-ascii");
    begin({profile, 0, {}, {}, 1, {1, 2, 3}, {}});
    const int fd = ::open((folder / "bus").c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    ASSERT_GE(fd, 0);
    const auto tell = [&](const char* what, std::uint32_t address) {
        engine::Values values;
        values.address = address;
        values.number = "A127";
        values.waiting = 12;
        values.text = "请A027到3号窗口";
        const auto said = engine::say(profile, what, values);
        ASSERT_TRUE(said.has_value()) << what;
        for (const auto& one : *said) {
            ASSERT_EQ(::write(fd, one.bytes.data(), one.bytes.size()),
                      static_cast<ssize_t>(one.bytes.size()));
        }
    };
    tell("number", 1);
    EXPECT_TRUE(wait_until([&] { return role(0, DeviceList::number) == "A127"; }));
    tell("waiting", 1);
    EXPECT_TRUE(wait_until([&] { return role(0, DeviceList::waiting) == "12"; }));
    tell("text", 2);
    EXPECT_TRUE(wait_until([&] { return role(1, DeviceList::text).startsWith("请A027到3号窗口"); }))
        << role(1, DeviceList::text).toStdString();
    keep_pictures("display");
    ::close(fd);
}

TEST_F(BusWindow, ABoxOfButtonsThatIsPolledKeepsItsPressUntilItIsRead) {
    begin({bus::load_shipped("handset-modbus-buttons"), 0, {}, {}, 1, {1, 2}, {}});
    keep_pictures("modbus");
    click("key.1.handset.call");
    EXPECT_TRUE(wait_until([this] { return words_of("press.1") == "Kept until it is read"; }));
    EXPECT_EQ(words_of("press.2"), "No press yet");
}

}  // namespace
}  // namespace jiaohao::drivers::sim
