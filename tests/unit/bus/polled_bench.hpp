// A driver and simulated devices of any profile on one hand-turned clock.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "drivers/sim/bus/bus_world.hpp"
#include "tests/unit/bus/bench.hpp"

namespace jiaohao::drivers::bus {

/// Handsets and pads of `profile` at each address.
inline BusSettings settings_of(engine::DeviceProfile profile, const std::vector<std::uint32_t>& addresses) {
    BusSettings settings;
    settings.line = domain::DeviceId{"bus1"};
    settings.first_press = 100;
    for (const std::uint32_t address : addresses) {
        for (const engine::Role role : profile.roles) {
            const std::string id = std::string(engine::code(role)) + std::to_string(address);
            settings.devices.push_back({domain::DeviceId{id}, kind_of(role), address, 0});
        }
    }
    settings.profiles.push_back(std::move(profile));
    return settings;
}

class PolledBench : public ::testing::Test {
  protected:
    void make(const engine::DeviceProfile& profile, const std::vector<std::uint32_t>& configured,
              const std::vector<std::uint32_t>& present) {
        make_world(profile, present);
        make_driver(profile, configured);
    }
    void make_world(const engine::DeviceProfile& profile, const std::vector<std::uint32_t>& present) {
        sim_bus::WorldSettings world_settings;
        world_settings.profile = profile;
        world_settings.devices = present;
        world_settings.reply_after = 1ms;
        world = std::make_unique<sim_bus::BusWorld>(
            world_settings, timers.clock(),
            [this](const sim_bus::SimEvent& event) { events.push_back(event); });
        line.peer = [this](ByteView bytes) { world->from_host(bytes, now()); };
    }
    /// Another process with the devices as they are.
    void make_driver(const engine::DeviceProfile& profile, const std::vector<std::uint32_t>& configured) {
        driver.reset();
        auto settings = settings_of(profile, configured);
        settings.counters = counters;
        driver = std::make_unique<BusDriver>(
            std::move(settings), line, timers, heard, [](const std::function<void()>& call) { call(); },
            Log(sink, "test"));
        driver->start();
        line.bring_up();
    }
    [[nodiscard]] std::chrono::nanoseconds now() const { return timers.now().time_since_epoch(); }
    void run(std::chrono::nanoseconds span) {
        const auto end = timers.now() + span;
        while (timers.now() < end) {
            timers.advance(step);
            feed_line();
        }
    }
    void feed_line() {
        const Bytes bytes = world->tick(now());
        if (!bytes.empty() && line.up()) {
            line.feed(ByteView{bytes});
        }
    }
    /// False when it does not come to be within `most`.
    bool until(const std::function<bool()>& done, std::chrono::nanoseconds most = 60s) {
        const auto end = timers.now() + most;
        while (!done() && timers.now() < end) {
            timers.advance(step);
            feed_line();
        }
        return done();
    }
    void press(std::uint32_t address, const std::string& means) {
        ASSERT_TRUE(world->press_meaning(address, means, "", now())) << means;
    }
    [[nodiscard]] std::size_t told(const std::string& name) const {
        return static_cast<std::size_t>(std::count_if(events.begin(), events.end(),
                                                      [&](const auto& event) { return event.name == name; }));
    }
    [[nodiscard]] DeviceReport device(const std::string& id) const {
        for (const DeviceReport& one : driver->report().devices) {
            if (one.device.id.get() == id) {
                return one;
            }
        }
        ADD_FAILURE() << id;
        return {};
    }

    /// How exactly the devices keep their time; a byte lasts 1.04 ms.
    std::chrono::microseconds step{100};
    testing::ManualTimers timers;
    testing::FakeLine line{timers.clock()};
    NullSink sink;
    Heard heard;
    std::vector<sim_bus::SimEvent> events;
    std::unique_ptr<sim_bus::BusWorld> world;
    CounterMemory* counters = nullptr;
    std::unique_ptr<BusDriver> driver;
};

}  // namespace jiaohao::drivers::bus
