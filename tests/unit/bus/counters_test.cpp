// Press counters over the end of a process: what was pressed in between is told once, nothing is made up.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

struct Memory final : CounterMemory {
    std::vector<CounterPosition> recall(const domain::DeviceId& line) override { return kept[line]; }
    void keep(const domain::DeviceId& line, const std::vector<CounterPosition>& positions) override {
        kept[line] = positions;
        at_keep.push_back(heard->handsets.size());
    }
    [[nodiscard]] std::uint64_t value(std::uint32_t address) {
        for (const CounterPosition& one : kept[domain::DeviceId{"bus1"}]) {
            if (one.address == address) {
                return one.value;
            }
        }
        return 99999;
    }
    std::map<domain::DeviceId, std::vector<CounterPosition>> kept;
    /// Presses that had been delivered when it was told.
    std::vector<std::size_t> at_keep;
    Heard* heard = nullptr;
};

class Counted : public PolledBench {
  protected:
    Counted() {
        memory.heard = &heard;
        counters = &memory;
        make(profile, {1, 2}, {1, 2});
        heard.acknowledge_to = driver.get();
        run(1s);
    }
    void end_process() {
        heard.acknowledge_to = nullptr;
        driver.reset();
    }
    void begin_process() {
        make_driver(profile, {1, 2});
        heard.acknowledge_to = driver.get();
        run(1s);
    }
    /// Boxes that were switched off and on: the same addresses, registers at zero.
    void power_cycle_boxes() { make_world(profile, {1, 2}); }

    const engine::DeviceProfile profile = load_shipped("handset-armfly-counter");
    Memory memory;
};

TEST_F(Counted, PressesMadeWhileNoProcessRanAreToldOnceByTheNextOne) {
    press(2, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    end_process();
    press(2, "handset.call");
    press(2, "handset.call");
    begin_process();
    EXPECT_EQ(heard.handsets.size(), 3U);
    EXPECT_EQ(heard.handsets.back().id.address, 2U);
    end_process();
    begin_process();
    EXPECT_EQ(heard.handsets.size(), 3U) << "each once";
}

TEST_F(Counted, HowFarItWasReadIsKeptBeforeThePressIsDelivered) {
    memory.at_keep.clear();
    press(1, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    EXPECT_EQ(memory.at_keep, std::vector<std::size_t>{0}) << "and only when it has changed";
    EXPECT_EQ(memory.value(1), 1U);
}

TEST_F(Counted, APressTheHallCouldNotTakeIsNotCountedAsRead) {
    heard.acknowledge_to = nullptr;
    press(1, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    driver->forget(heard.handsets[0].id);
    EXPECT_EQ(memory.value(1), 0U);
    end_process();
    begin_process();
    EXPECT_EQ(heard.handsets.size(), 2U) << "it comes again";
}

TEST_F(Counted, BoxesThatWereSwitchedOffMeanwhileMakeNoPress) {
    for (int i = 0; i < 5; ++i) {
        press(1, "handset.call");
    }
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 5; }, 2s));
    end_process();
    power_cycle_boxes();
    press(1, "handset.call");
    press(1, "handset.call");
    begin_process();
    EXPECT_EQ(heard.handsets.size(), 5U) << "two cannot be told from a counter that wrapped";
    EXPECT_EQ(driver->counts().counter_restarts, 1U);
    heard.acknowledge_to = driver.get();
    press(1, "handset.call");
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 6; }, 1s)) << "from the new baseline on";
}

TEST_F(Counted, ABoxThatIsSilentAtTheStartKeepsItsPlaceAndOneThatIsConfiguredNoMoreLosesIt) {
    press(2, "handset.call");
    ASSERT_TRUE(until([&] { return memory.value(2) == 1; }, 1s));
    end_process();
    make(profile, {1, 2}, {1});
    run(1s);
    EXPECT_EQ(memory.value(2), 1U) << "not yet read";
    end_process();
    make(profile, {1}, {1});
    run(1s);
    EXPECT_EQ(memory.value(2), 99999U);
}

TEST_F(Counted, AnAnswerLaterThanAnyPatienceMakesNoSecondPress) {
    heard.acknowledge_to = nullptr;
    press(1, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    run(40s);
    EXPECT_EQ(heard.handsets.size(), 1U) << "the hall has it and will answer";
    EXPECT_EQ(driver->counts().never_answered, 1U);
    driver->acknowledge(heard.handsets.front().id);
    run(1s);
    EXPECT_EQ(heard.handsets.size(), 1U);
    press(1, "handset.call");
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 2; }, 1s));
}

TEST_F(Counted, AStrangerTooManyIsNotRemembered) {
    engine::DeviceProfile wide = profile;
    for (frames::Shape& shape : wide.shapes) {
        for (frames::Part& part : shape.parts) {
            if (part.kind == frames::PartKind::address) {
                part.width = 2;
                part.most_value = 65535;
                part.values.clear();
            }
        }
    }
    const auto shape = std::find_if(wide.shapes.begin(), wide.shapes.end(),
                                    [](const frames::Shape& one) { return one.name == "read"; });
    ASSERT_NE(shape, wide.shapes.end());
    make(wide, {1}, {});
    for (std::uint32_t address = 1000; address < 2000; ++address) {
        const auto bytes = frames::encode(*shape, {0, address, 3, {0, 1}});
        ASSERT_TRUE(bytes.has_value());
        line.feed(ByteView{*bytes});
    }
    EXPECT_GT(memory.kept[domain::DeviceId{"bus1"}].size(), 100U);
    EXPECT_LT(memory.kept[domain::DeviceId{"bus1"}].size(), 300U);
}

/// Latches read with function 3 and counters read with function 4: two shapes on one line.
struct TwoMakes : BusBench {
    static engine::DeviceProfile counters_by_function_4() {
        engine::DeviceProfile profile = load_shipped("handset-armfly-counter");
        for (frames::Shape& shape : profile.shapes) {
            for (frames::Part& part : shape.parts) {
                if (part.kind == frames::PartKind::command && shape.name == "read") {
                    part.values = {4};
                }
            }
        }
        for (engine::MeaningRule& rule : profile.meanings) {
            rule.command = rule.name == "count" ? std::optional<std::uint32_t>{4} : rule.command;
        }
        return profile;
    }
    TwoMakes() {
        BusSettings settings;
        settings.line = domain::DeviceId{"bus1"};
        settings.profiles = {load_shipped("handset-modbus-buttons"), counters_by_function_4()};
        settings.devices = {{domain::DeviceId{"h1"}, DeviceKind::handset, 1, 0},
                            {domain::DeviceId{"h2"}, DeviceKind::handset, 2, 1}};
        settings.counters = &memory;
        memory.heard = &heard;
        make(std::move(settings));
        heard.acknowledge_to = driver.get();
    }
    void hear(std::size_t make, std::uint32_t address, std::uint32_t command, Bytes data) {
        const engine::DeviceProfile profile =
            make == 0 ? load_shipped("handset-modbus-buttons") : counters_by_function_4();
        const auto shape = std::find_if(profile.shapes.begin(), profile.shapes.end(),
                                        [](const frames::Shape& one) { return one.name == "read"; });
        const auto bytes = frames::encode(*shape, {0, address, command, std::move(data)});
        ASSERT_TRUE(bytes.has_value());
        line.feed(ByteView{*bytes});
        timers.advance(100ms);
    }
    Memory memory;
};

TEST_F(TwoMakes, WordsOfAnotherMakeAtAnAddressSpoilNothing) {
    hear(0, 1, 3, {0x00, 0x01});
    hear(1, 1, 4, {0x00, 0x05});
    hear(0, 1, 3, {0x00, 0x00});
    hear(0, 1, 3, {0x00, 0x01});
    EXPECT_EQ(heard.handsets.size(), 2U) << "the latches of address 1 go on as before";
    hear(1, 2, 4, {0x00, 0x07});
    hear(0, 2, 3, {0x00, 0x00});
    hear(1, 2, 4, {0x00, 0x08});
    EXPECT_EQ(heard.handsets.size(), 3U) << "and the counter of address 2";
    EXPECT_EQ(memory.value(2), 8U);
}

TEST_F(TwoMakes, AStrangerWhoSpeaksLikeOneMakeAndThenLikeTheOtherIsOnlyAStranger) {
    hear(0, 40, 3, {0x00, 0x00});
    hear(1, 40, 4, {0x00, 0x05});
    hear(1, 41, 4, {0x00, 0x05});
    hear(0, 41, 3, {0x00, 0x01});
    hear(1, 41, 4, {0x00, 0x06});
    EXPECT_TRUE(heard.handsets.empty());
}

}  // namespace
}  // namespace jiaohao::drivers::bus
