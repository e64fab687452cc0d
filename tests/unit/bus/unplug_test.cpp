// The plug is pulled at every byte of what a pad says, and put back. An acknowledged press is never lost and never
// taken twice, wherever the line breaks.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

class Unplugged : public PolledBench {
  protected:
    /// Runs until the devices have put `bytes` more on the line, then pulls the plug for `away`.
    void pull_after(std::size_t bytes, std::chrono::milliseconds away) {
        std::size_t seen = 0;
        for (int i = 0; i < 20000 && seen < bytes; ++i) {
            timers.advance(100us);
            const Bytes said = world->tick(now());
            for (const std::uint8_t byte : said) {
                if (seen < bytes) {
                    line.feed({byte});
                    ++seen;
                }
            }
        }
        line.drop();
        world->drop_line();
        const auto back = timers.now() + away;
        while (timers.now() < back) {
            timers.advance(1ms);
            static_cast<void>(world->tick(now()));  // devices go on trying; their bytes are lost
        }
        line.bring_up();
    }
};

TEST_F(Unplugged, AtEveryByteOfAPadsFrameOnTheHallBus) {
    const std::size_t frame = hall_frame(107, 0x11, {0}).size();
    for (std::size_t cut = 0; cut <= frame; ++cut) {
        for (const auto away : {10ms, 300ms, 900ms}) {
            heard = Heard{};
            events.clear();
            make(shipped_profile(), {107}, {107});
            heard.acknowledge_to = driver.get();
            ASSERT_TRUE(world->press(107, 0, "", now()));
            pull_after(cut, away);
            run(6s);
            const std::size_t taken = heard.pads.size();
            EXPECT_LE(taken, 1U) << "cut at byte " << cut << " for " << away.count() << " ms: taken twice";
            EXPECT_LE(told("acknowledged"), taken) << "acknowledged and lost, cut at " << cut;
            EXPECT_EQ(told("acknowledged") + told("not_acknowledged"), 1U) << cut;
            EXPECT_EQ(told("acknowledged"), 1U) << "three more tries, cut at " << cut;
        }
    }
}

TEST_F(Unplugged, AtEveryByteOfALatchedReplyAndOfTheAnswerToItsClear) {
    const auto profile = load_shipped("handset-modbus-buttons");
    // Question and reply of two polls, the clear and its answer: about 22 bytes from the device.
    for (std::size_t cut = 0; cut <= 24; ++cut) {
        heard = Heard{};
        events.clear();
        make(profile, {1}, {1});
        heard.acknowledge_to = driver.get();
        ASSERT_TRUE(world->press_meaning(1, "pad.4", "", now()));
        pull_after(cut, 500ms);
        run(3s);
        EXPECT_EQ(heard.pads.size(), 1U) << "cut at byte " << cut;
        EXPECT_EQ(told("acknowledged"), 1U) << "cut at byte " << cut;
    }
}

TEST_F(Unplugged, AtEveryByteOfACounter) {
    const auto profile = load_shipped("handset-armfly-counter");
    for (std::size_t cut = 0; cut <= 16; ++cut) {
        heard = Heard{};
        make(profile, {1}, {1});
        heard.acknowledge_to = driver.get();
        run(100ms);
        press(1, "handset.call");
        pull_after(cut, 500ms);
        press(1, "handset.call");
        run(3s);
        EXPECT_EQ(heard.handsets.size(), 2U) << "cut at byte " << cut;
    }
}

}  // namespace
}  // namespace jiaohao::drivers::bus
