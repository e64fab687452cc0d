// Every fault by its name at every kind of device: it costs that device its time and nothing else, and ends.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

struct Kind {
    const char* name;
    const char* profile;
    /// How the simulated person's press is called.
    const char* means;
};
constexpr std::array kKinds{Kind{"handset", "bus-hall-a", "handset.call"}, Kind{"pad", "bus-hall-a", "pad.4"},
                            Kind{"latched_box", "handset-modbus-buttons", "handset.call"},
                            Kind{"counting_box", "handset-armfly-counter", "handset.call"}};
constexpr std::array kFaults{"noise-before", "noise-inside", "noise-after",   "garbage",
                             "bad-check",    "truncated",    "doubled-press", "stuck-key",
                             "silent",       "late-reply",   "slow-reply",    "address-clash",
                             "exception",    "own-echo",     "wrong-baud",    "truncated-then-good"};

class FaultBench : public PolledBench {
  protected:
    /// From one thing that is due to the next.
    void pass(std::chrono::nanoseconds span) {
        const auto end = now() + span;
        while (now() < end) {
            const auto due = world->next_due().value_or(end);
            timers.advance(std::clamp<std::chrono::nanoseconds>(due - now(), 200us, 20ms));
            feed_line();
        }
    }
    void break_it(const std::string& fault, std::uint32_t address) {
        // These two are of the line, so they are everybody's.
        const bool of_line = fault == "own-echo" || fault == "wrong-baud";
        ASSERT_TRUE(
            world->faults().set(fault, 0.6, of_line ? std::nullopt : std::optional<std::uint32_t>(address)))
            << fault;
    }
};

class EveryFault : public FaultBench, public ::testing::WithParamInterface<std::tuple<Kind, const char*>> {
  protected:
    EveryFault() {
        const Kind kind = std::get<0>(GetParam());
        make(load_shipped(kind.profile), {1, 2}, {1, 2});
        heard.acknowledge_to = driver.get();
        pass(2s);
    }
    void press(std::uint32_t address) {
        ++pressed[address];
        PolledBench::press(address, std::get<0>(GetParam()).means);
    }
    [[nodiscard]] int taken(std::uint32_t address) const {
        const auto at = [address](const auto& one) { return one.id.address == address; };
        return static_cast<int>(std::count_if(heard.handsets.begin(), heard.handsets.end(), at) +
                                std::count_if(heard.pads.begin(), heard.pads.end(), at));
    }
    /// Presses at this address of which the person was told that they are safe.
    [[nodiscard]] int safe(std::uint32_t address) const {
        return static_cast<int>(std::count_if(events.begin(), events.end(), [&](const auto& event) {
            const auto at = event.numbers.find("address");
            return (event.name == "acknowledged" || event.name == "echo") && at != event.numbers.end() &&
                   at->second == address;
        }));
    }
    std::map<std::uint32_t, int> pressed;
};

TEST_P(EveryFault, LosesAndDoublesNoAcknowledgedPressCostsTheNextDeviceNothingAndEnds) {
    break_it(std::get<1>(GetParam()), 1);
    for (int i = 0; i < 3; ++i) {
        press(1);
        press(2);
        pass(5s);
    }
    world->faults().clear("");
    pass(60s);
    EXPECT_LE(safe(1), taken(1)) << "acknowledged and never taken";
    EXPECT_LE(taken(1), pressed[1]) << "taken twice";
    EXPECT_LE(safe(2), taken(2)) << "the next device: acknowledged and never taken";
    if (std::string(std::get<1>(GetParam())) == "wrong-baud") {
        EXPECT_LE(taken(2), pressed[2]);
    } else {
        EXPECT_EQ(taken(2), pressed[2]) << "the next device";
    }
    const int before = taken(1);
    press(1);
    pass(10s);
    EXPECT_EQ(taken(1), before + 1) << "it works again";
    EXPECT_EQ(driver->report().devices[0].health.fault, "");
    const std::string line_fault = driver->report().health.fault;
    const bool echo = std::string(std::get<1>(GetParam())) == "own-echo";
    EXPECT_TRUE(line_fault.empty() || (echo && line_fault == "own_echo"))
        << line_fault << ", until the port is opened anew";
}

std::string name_of(const ::testing::TestParamInfo<std::tuple<Kind, const char*>>& info) {
    std::string name = std::string(std::get<0>(info.param).name) + "_" + std::get<1>(info.param);
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(AtEveryDevice, EveryFault,
                         ::testing::Combine(::testing::ValuesIn(kKinds), ::testing::ValuesIn(kFaults)),
                         name_of);

/// A panel that confirms what it is told.
class EveryFaultOfADisplay : public FaultBench, public ::testing::WithParamInterface<const char*> {
  protected:
    [[nodiscard]] std::string shown(std::uint32_t address) {
        events.clear();
        world->list_devices();
        for (const auto& event : events) {
            if (event.name == "device" && event.numbers.at("address") == address) {
                return event.texts.at("digits");
            }
        }
        return "nothing";
    }
};

TEST_P(EveryFaultOfADisplay, LeavesItShowingTheLastNumberInTheEndAndTheNextDisplayAllAlong) {
    make(load_shipped("display-armfly-modbus"), {1, 2}, {1, 2});
    pass(1s);
    break_it(GetParam(), 1);
    for (int i = 1; i <= 5; ++i) {
        driver->show_number(1, "A10" + std::to_string(i));
        driver->show_number(2, "A20" + std::to_string(i));
        pass(4s);
        if (std::string(GetParam()) != "wrong-baud") {
            EXPECT_EQ(shown(2), "20" + std::to_string(i));
        }
    }
    world->faults().clear("");
    driver->show_number(1, "A109");
    pass(5s);
    EXPECT_EQ(shown(1), "109");
    for (int i = 0; i < 12; ++i) {
        driver->show_waiting(1, 3);
        pass(2s);
    }
    EXPECT_EQ(driver->report().devices[0].health.fault, "") << "well again";
}

std::string fault_name(const ::testing::TestParamInfo<const char*>& one) {
    std::string name = one.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(OfEachName, EveryFaultOfADisplay, ::testing::ValuesIn(kFaults), fault_name);

TEST_F(FaultBench, WhoWaitsForATurnOnALongBusIsNotSilent) {
    std::vector<std::uint32_t> all(247);
    std::iota(all.begin(), all.end(), 1U);
    step = 1ms;
    make(load_shipped("handset-modbus-buttons"), all, all);
    pass(20s);
    const auto report = driver->report();
    EXPECT_GT(report.round_last, 5s) << "longer than the silence its profile allows a box";
    EXPECT_TRUE(std::none_of(heard.states.begin(), heard.states.end(),
                             [](const Heard::State& one) { return one.fault == "silent"; }));
}

class CountingSink final : public LogSink {
  public:
    void write(const LogRecord& record) override { ++lines_[std::string(record.event)]; }
    [[nodiscard]] std::size_t of(const std::string& event) { return lines_[event]; }

  private:
    std::map<std::string, std::size_t> lines_;
};

TEST(LogOfABus, StaysSmallHoweverLongTheNoiseLasts) {
    testing::ManualTimers timers;
    testing::FakeLine line{timers.clock()};
    Heard heard;
    CountingSink sink;
    BusDriver driver(
        bench_settings(), line, timers, heard, [](const std::function<void()>& call) { call(); },
        Log(sink, "test"));
    driver.start();
    line.bring_up();
    heard.acknowledge_to = &driver;
    for (int nth = 0; nth < 10'000; ++nth) {
        line.feed({0x55, 0x00, 0xFE});
        line.feed(ByteView{hall_frame(200, 0x11, {static_cast<std::uint8_t>(nth % 4)})});
        line.feed(ByteView{hall_frame(7, 0x55, {0x01})});
        timers.advance(100ms);
    }
    for (const char* event : {"frame.rejected", "press.stray", "frame.unexpected"}) {
        EXPECT_GE(sink.of(event), 20U) << event;
        EXPECT_LE(sink.of(event), 60U) << event;
    }
}

}  // namespace
}  // namespace jiaohao::drivers::bus
