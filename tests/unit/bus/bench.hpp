// A driver on a hand-turned clock and a line whose far end is the test.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "drivers/bus/bus_driver.hpp"
#include "drivers/engine/profile_toml.hpp"
#include "drivers/frames/encode.hpp"
#include "tests/support/fake_line.hpp"
#include "tests/support/manual_timers.hpp"

namespace jiaohao::drivers::bus {

using domain::DeviceKind;
using domain::DeviceState;
using namespace std::chrono_literals;

struct Heard final : ports::HallBusListener {
    struct State {
        std::string id;
        DeviceKind kind{};
        DeviceState state{};
        std::string fault;
        bool operator==(const State&) const = default;
    };
    void on_handset(const ports::HandsetPress& press) override {
        handsets.push_back(press);
        if (acknowledge_to != nullptr) {
            acknowledge_to->acknowledge(press.id);
        }
    }
    void on_pad(const ports::PadPress& press) override {
        pads.push_back(press);
        if (acknowledge_to != nullptr) {
            acknowledge_to->acknowledge(press.id);
        }
    }
    void on_bus_device(const domain::DeviceId& device, DeviceKind kind, DeviceState state,
                       const std::string& fault) override {
        states.push_back({device.get(), kind, state, fault});
    }

    void on_bus_scan(const domain::DeviceId& /*line*/, const ports::BusScan& scan) override {
        scans.push_back(scan);
    }

    std::vector<ports::BusScan> scans;
    std::vector<ports::HandsetPress> handsets;
    std::vector<ports::PadPress> pads;
    std::vector<State> states;
    /// When set, every press is acknowledged at once.
    ports::HallBus* acknowledge_to = nullptr;
};

inline engine::DeviceProfile load_shipped(const std::string& name) {
    auto loaded =
        engine::load_device_profile(std::string(JIAOHAO_SOURCE_DIR) + "/drivers/profiles/" + name + ".toml");
    EXPECT_TRUE(loaded.has_value()) << (loaded ? "" : loaded.error());
    return loaded ? *loaded : engine::DeviceProfile{};
}

inline const engine::DeviceProfile& shipped_profile() {
    static const engine::DeviceProfile profile = load_shipped("bus-hall-a");
    return profile;
}

/// A frame of the hall bus.
inline Bytes hall_frame(std::uint32_t address, std::uint32_t command, Bytes data) {
    const auto bytes =
        frames::encode(shipped_profile().shapes.front(), {0, address, command, std::move(data)});
    EXPECT_TRUE(bytes.has_value());
    return bytes ? *bytes : Bytes{};
}

inline BusSettings bench_settings() {
    BusSettings settings;
    settings.line = domain::DeviceId{"bus1"};
    settings.profiles = {shipped_profile()};
    settings.first_press = 100;
    settings.devices = {{domain::DeviceId{"h7"}, DeviceKind::handset, 7, 0},
                        {domain::DeviceId{"h8"}, DeviceKind::handset, 8, 0},
                        {domain::DeviceId{"p107"}, DeviceKind::pad, 107, 0}};
    return settings;
}

class BusBench : public ::testing::Test {
  protected:
    BusBench() { make(bench_settings()); }

    void make(BusSettings settings) {
        driver.reset();
        driver = std::make_unique<BusDriver>(
            std::move(settings), line, timers, heard, [](const std::function<void()>& call) { call(); },
            Log(sink, "test"));
        driver->start();
        line.bring_up();
    }
    static Bytes frame(std::uint32_t address, std::uint32_t command, Bytes data) {
        return hall_frame(address, command, std::move(data));
    }
    /// What the driver says within `span`.
    Bytes said(std::chrono::milliseconds span = 100ms) {
        timers.advance(span);
        return line.take_written();
    }

    const Bytes call7 = frame(7, 0x01, {0x0C});
    testing::ManualTimers timers;
    testing::FakeLine line{timers.clock()};
    NullSink sink;
    Heard heard;
    std::unique_ptr<BusDriver> driver;
};

inline Bytes operator+(Bytes left, const Bytes& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

}  // namespace jiaohao::drivers::bus
