// Polled devices: latches, counters, silence, clashes, rounds. The far end is the simulator.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <numeric>

#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

using domain::DeviceState;

class Polled : public PolledBench {
  protected:
    const engine::DeviceProfile latches = load_shipped("handset-modbus-buttons");
    const engine::DeviceProfile counter = load_shipped("handset-armfly-counter");
};

TEST_F(Polled, ALatchedPressIsToldOnceAndClearedOnlyWhenItIsSafe) {
    make(latches, {1, 2, 3}, {1, 2, 3});
    press(3, "handset.call");
    run(2s);
    ASSERT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(heard.handsets[0].id.address, 3U);
    EXPECT_EQ(told("acknowledged"), 0U);
    driver->acknowledge(heard.handsets[0].id);
    EXPECT_TRUE(until([&] { return told("acknowledged") == 1; }, 200ms));
    run(2s);
    EXPECT_EQ(heard.handsets.size(), 1U);
    press(3, "handset.call");
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 2; }, 1s));
}

TEST_F(Polled, ABitSetAnewRightBehindItsClearIsAnotherPress) {
    make(latches, {1}, {1});
    press(1, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    driver->acknowledge(heard.handsets[0].id);
    ASSERT_TRUE(until([&] { return told("acknowledged") == 1; }, 200ms));
    press(1, "handset.call");  // the answer to the clear is still on its way
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 2; }, 1s));
}

TEST_F(Polled, APressTheHallCouldNotTakeComesAgain) {
    make(latches, {1}, {1});
    press(1, "pad.4");
    ASSERT_TRUE(until([&] { return heard.pads.size() == 1; }, 1s));
    EXPECT_EQ(heard.pads[0].level, 4U);
    driver->forget(heard.pads[0].id);
    ASSERT_TRUE(until([&] { return heard.pads.size() == 2; }, 1s));
    EXPECT_NE(heard.pads[0].id, heard.pads[1].id);
    EXPECT_EQ(told("acknowledged"), 0U);
}

TEST_F(Polled, ACountedPressTheHallCouldNotTakeComesAgain) {
    make(counter, {1}, {1});
    run(500ms);
    press(1, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    driver->forget(heard.handsets[0].id);
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 2; }, 1s));
    EXPECT_NE(heard.handsets[0].id, heard.handsets[1].id);
}

TEST_F(Polled, AClearThatGotNoReplyIsSaidAgain) {
    make(latches, {1}, {1});
    press(1, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    ASSERT_TRUE(world->faults().set("silent", 1.0, std::nullopt));
    driver->acknowledge(heard.handsets[0].id);
    run(1s);
    EXPECT_EQ(told("acknowledged"), 0U);
    world->faults().clear("");
    EXPECT_TRUE(until([&] { return told("acknowledged") == 1; }));
    run(1s);
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(Polled, AClearWithoutAReplyWaitsForTheNextReadingBeforeItIsSaidAgain) {
    make(latches, {1}, {1});
    press(1, "handset.call");
    ASSERT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    run(100ms);
    line.peer = nullptr;
    static_cast<void>(line.take_written());
    driver->acknowledge(heard.handsets[0].id);
    timers.advance(2s);
    const Bytes said = line.take_written();
    const Bytes clear{1, 0x10, 0, 1, 0, 1, 2, 0, 1};
    const auto first = std::search(said.begin(), said.end(), clear.begin(), clear.end());
    ASSERT_NE(first, said.end());
    EXPECT_EQ(std::search(first + 1, said.end(), clear.begin(), clear.end()), said.end())
        << "a press made meanwhile would be cleared unseen";
}

TEST_F(Polled, ACounterIsReadFromItsBaselineAndKeepsItThroughALossOfTheLine) {
    make(counter, {1, 2}, {1, 2});
    heard.acknowledge_to = driver.get();
    for (int i = 0; i < 5; ++i) {
        press(2, "handset.call");  // before the first reading: they are the baseline
    }
    run(1s);
    EXPECT_TRUE(heard.handsets.empty());
    press(2, "handset.call");
    press(2, "handset.call");
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 2; }, 1s));
    line.drop();
    press(2, "handset.call");
    line.bring_up();
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 3; }, 1s));
    run(1s);
    EXPECT_EQ(heard.handsets.size(), 3U);
}

TEST_F(Polled, ASilentDeviceIsStaleThenLostAndFoundAgainAndItsDisplayIsToldAnew) {
    step = 1ms;
    auto by_answers = latches;
    by_answers.talk.stale_after = by_answers.talk.lost_after = {};
    make(by_answers, {1, 2}, {1, 2});
    run(1s);
    EXPECT_EQ(device("handset2").health.state, DeviceState::ready);
    ASSERT_TRUE(world->faults().set("silent", 1.0, 2U));
    ASSERT_TRUE(until([&] { return device("handset2").health.state == DeviceState::stale; }));
    EXPECT_EQ(device("handset2").health.fault, "silent");
    EXPECT_EQ(device("handset2").counts.missed, DeviceHealth::kStaleAfterMissed);
    ASSERT_TRUE(until([&] { return device("handset2").health.state == DeviceState::lost; }));
    EXPECT_EQ(device("handset2").counts.missed, DeviceHealth::kLostAfterMissed);
    EXPECT_EQ(device("handset1").health.state, DeviceState::ready);
    driver->start_rating(2);
    run(1s);
    EXPECT_EQ(told("armed"), 0U);
    world->faults().clear("");
    ASSERT_TRUE(until([&] { return device("handset2").health.state == DeviceState::ready; }));
    EXPECT_TRUE(until([&] { return told("armed") >= 1; }, 1s));
}

TEST_F(Polled, SilentDevicesSlowTheRoundByOneQuestionAtMost) {
    step = 1ms;
    make(latches, {1, 2, 3, 4, 5, 6}, {1, 2});
    run(120s);
    for (const char* id : {"handset3", "handset6"}) {
        EXPECT_EQ(device(id).health.state, DeviceState::lost) << id;
    }
    // Two answers and at most one wait of reply_ms.
    EXPECT_LT(driver->report().round_worst, 2 * 30ms + 130ms);
    EXPECT_LE(device("handset6").counts.retries, PollPlan::kSilentAfter) << "tries cost everybody's time";
    const auto asked = device("handset6").counts.asked;
    run(40s);
    EXPECT_GT(device("handset6").counts.asked, asked);
}

TEST_F(Polled, AnExceptionReplyIsAFaultOfTheDeviceUntilItAnswersWell) {
    make(latches, {1, 2}, {1, 2});
    run(500ms);
    ASSERT_TRUE(world->faults().set("exception", 1.0, 1U));
    ASSERT_TRUE(until([&] { return device("pad1").health.fault == "device_error"; }, 5s));
    EXPECT_EQ(device("pad2").health.fault, "");
    EXPECT_GE(driver->counts().exceptions, 3U);
    world->faults().clear("");
    EXPECT_TRUE(until([&] { return device("pad1").health.state == DeviceState::ready; }, 5s));
}

TEST_F(Polled, TwoDevicesAtOneAddressAreNamed) {
    make(latches, {1, 2, 3}, {1, 2, 3});
    run(500ms);
    ASSERT_TRUE(world->faults().set("address-clash", 1.0, 2U));
    ASSERT_TRUE(until([&] { return device("handset2").health.fault == "address_clash"; }, 20s));
    EXPECT_EQ(device("handset1").health.fault, "");
    EXPECT_EQ(device("handset3").health.fault, "");
    world->faults().clear("");
    EXPECT_TRUE(until([&] { return device("handset2").health.state == DeviceState::ready; }, 20s));
}

/// What comes from address 2 as two devices there make it; every reply has the same length.
class OfTwo : public Polled {
  protected:
    bool clashes(const std::function<void(const Bytes&)>& hear_both) {
        make(latches, {1, 2, 3}, {1, 2, 3});
        run(500ms);
        Bytes reply;
        for (int i = 0; i < 200'000 && device("handset2").health.fault != "address_clash"; ++i) {
            timers.advance(100us);
            const Bytes said = world->tick(now());
            reply.insert(reply.end(), said.begin(), said.end());
            if (reply.size() == kReply) {
                reply[0] == 2 ? hear_both(reply) : line.feed(ByteView{reply});
                reply.clear();
            }
        }
        return device("handset2").health.fault == "address_clash" && device("handset1").health.fault.empty();
    }
    static constexpr std::size_t kReply = 7;
};

TEST_F(OfTwo, BothAnswersInARowAreAClash) {
    EXPECT_TRUE(clashes([&](const Bytes& reply) {
        line.feed(ByteView{reply});
        line.feed(ByteView{reply});
    }));
    EXPECT_GE(device("handset2").counts.second_answers, DeviceHealth::kClashAfter);
}

TEST_F(OfTwo, BothAnswersAtOnceAreGarbageThereAloneAndAClash) {
    EXPECT_TRUE(clashes([&](Bytes reply) {
        reply.back() ^= 0x5A;
        line.feed(ByteView{reply});
    }));
    EXPECT_EQ(device("handset2").counts.second_answers, 0U);
}

TEST_F(Polled, NoiseFromEverybodyIsTheLineAndNoClash) {
    make(latches, {1, 2, 3}, {1, 2, 3});
    run(500ms);
    ASSERT_TRUE(world->faults().set("bad-checksum", 1.0, std::nullopt));
    ASSERT_TRUE(until([&] { return driver->report().health.fault == "noise"; }, 20s));
    run(5s);
    for (const char* id : {"handset1", "handset2", "handset3"}) {
        EXPECT_NE(device(id).health.fault, "address_clash") << id;
    }
}

TEST_F(Polled, AReplyByteByByteIsWaitedFor) {
    auto profile = latches;
    profile.talk.reply_time = 15ms;  // it begins within that and takes 42 ms
    make(profile, {1}, {1});
    ASSERT_TRUE(world->faults().set("slow-reply", 1.0, std::nullopt));
    press(1, "handset.call");
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 1; }, 2s));
    run(1s);
    EXPECT_EQ(driver->counts().missed, 0U);
    EXPECT_EQ(driver->counts().retries, 0U);
}

TEST_F(Polled, ALateReplyMakesNoSecondPressAndNoClash) {
    make(latches, {1, 2}, {1, 2});
    heard.acknowledge_to = driver.get();
    ASSERT_TRUE(world->faults().set("late-reply", 0.5, 1U));
    for (int i = 0; i < 10; ++i) {
        press(1, "handset.call");
        ASSERT_TRUE(until([&] { return told("acknowledged") == static_cast<std::size_t>(i) + 1; })) << i;
        // A bit set anew before the driver has seen it clear is the same press to any host.
        run(1s);
    }
    EXPECT_EQ(heard.handsets.size(), 10U);
    EXPECT_GT(driver->counts().retries, 0U);
    for (const Heard::State& state : heard.states) {
        EXPECT_NE(state.fault, "address_clash");
    }
}

TEST_F(Polled, OneQuestionIsUnderWayAtATime) {
    make(latches, {1, 2, 3}, {1, 2, 3});
    heard.acknowledge_to = driver.get();
    int open = 0;
    int most = 0;
    line.peer = [&](ByteView bytes) {
        most = std::max(most, ++open);
        world->from_host(bytes, now());
    };
    for (int i = 0; i < 40000; ++i) {
        if (i % 4000 == 0) {
            driver->start_rating(1 + static_cast<std::uint32_t>(i) % 3);
            press(2, "pad.1");
        }
        timers.advance(100us);
        const Bytes bytes = world->tick(now());
        if (!bytes.empty()) {
            open = 0;
            line.feed(ByteView{bytes});
        }
    }
    EXPECT_EQ(most, 1);
    EXPECT_GT(driver->counts().sent, 100U);
}

TEST_F(Polled, WhoeverIsSilentIsWaitedForBeforeAnybodyElseIsAsked) {
    struct Asked {
        std::uint8_t address;
        BootTime at;
    };
    std::vector<Asked> asked;
    make(latches, {1, 2}, {1});
    line.peer = [&](ByteView bytes) {
        asked.push_back({bytes[0], timers.now()});
        world->from_host(bytes, now());
    };
    std::size_t beeped = 0;
    for (int i = 0; i < 20'000; ++i) {
        timers.advance(100us);
        feed_line();
        // In the middle of the wait something else is to be said.
        if (!asked.empty() && asked.back().address == 2 && asked.size() != beeped &&
            timers.now() - asked.back().at > 50ms) {
            beeped = asked.size();
            driver->beep(1);
        }
    }
    ASSERT_GT(asked.size(), 10U);
    int waits = 0;
    for (std::size_t i = 0; i + 1 < asked.size(); ++i) {
        if (asked[i].address == 2) {
            ++waits;
            EXPECT_GE(asked[i + 1].at - asked[i].at, latches.talk.reply_time) << i;
        }
    }
    EXPECT_GT(waits, 0);
}

TEST_F(Polled, AFullRoundOf32StaysWithinTheBudgetOfTheLine) {
    auto profile = latches;
    profile.line.turn_around = 4ms;  // t3.5 at 9600
    std::vector<std::uint32_t> all(32);
    std::iota(all.begin(), all.end(), 1U);
    make(profile, all, all);
    run(10s);
    const BusReport report = driver->report();
    EXPECT_GT(report.rounds, 5U);
    // devices.md 6.1: 21.7 ms for each; a Modbus answer of one register has 7 bytes, not 8.
    EXPECT_LT(report.round_worst, 32 * 21.7ms * 1.2);
    EXPECT_EQ(report.counts.missed, 0U);
}

TEST_F(Polled, AnArmedPadIsAskedMoreOftenThanTheOthers) {
    std::vector<std::uint32_t> all(12);
    std::iota(all.begin(), all.end(), 1U);
    make(latches, all, all);
    driver->start_rating(5);
    run(10s);
    EXPECT_GT(device("pad5").counts.asked, 2 * device("pad6").counts.asked);
    driver->stop_rating(5);
    const auto before = device("pad5").counts.asked;
    const auto other = device("pad6").counts.asked;
    run(10s);
    EXPECT_LT(device("pad5").counts.asked - before, 2 * (device("pad6").counts.asked - other));
}

TEST_F(Polled, AScanFindsWhoIsThereWithoutHoldingUpAPress) {
    make(latches, {1, 2}, {1, 2, 9});
    heard.acknowledge_to = driver.get();
    driver->scan(1, 20);
    run(300ms);
    press(2, "handset.call");
    EXPECT_TRUE(until([&] { return heard.handsets.size() == 1; }, 1s));
    ASSERT_TRUE(until([&] { return !heard.scans.empty() && heard.scans.back().finished; }));
    EXPECT_EQ(heard.scans.back().asked, 20U);
    std::vector<std::uint32_t> found;
    for (const ports::BusScanAnswer& answer : heard.scans.back().found) {
        found.push_back(answer.address);
        EXPECT_EQ(answer.profile, "handset-modbus-buttons");
    }
    EXPECT_EQ(found, (std::vector<std::uint32_t>{1, 2, 9}));
}

TEST_F(Polled, WhatIsShownComesBeforePolls) {
    auto once = latches;
    once.talk.host_retries = 0;
    make(once, {1, 2, 3}, {1, 2, 3});
    run(1s);
    line.peer = nullptr;
    static_cast<void>(line.take_written());
    const auto sent = driver->counts().sent;
    driver->beep(3);
    driver->start_rating(2);
    timers.advance(400ms);  // the question under way ends, then these two, in spite of the polls due
    const Bytes said = line.take_written();
    EXPECT_GT(driver->counts().sent, sent);
    const auto beep = frames::encode(latches.shapes[0], {0, 3, 6, {0, 0x11, 0, 1}});
    ASSERT_TRUE(beep.has_value());
    const auto lamp = frames::encode(latches.shapes[0], {0, 2, 6, {0, 0x10, 0, 1}});
    ASSERT_TRUE(lamp.has_value());
    const Bytes both = *beep + *lamp;
    ASSERT_GE(said.size(), both.size());
    EXPECT_EQ(Bytes(said.begin(), said.begin() + static_cast<std::ptrdiff_t>(both.size())), both)
        << to_hex(ByteView{said});
}

}  // namespace
}  // namespace jiaohao::drivers::bus
