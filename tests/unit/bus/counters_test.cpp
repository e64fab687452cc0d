// Press counters over the end of a process: what was pressed in between is told once, nothing is made up.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace jiaohao::drivers::bus
