// Lines of several makes, prompts, keys that tell when they are let go, displays that must answer.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

class Talk : public BusBench {
  protected:
    BusSettings prompting() {
        auto settings = bench_settings();
        settings.profiles[0].talk.turn = engine::Turn::prompt;
        settings.profiles[0].talk.prompt_time = 10s;
        settings.profiles[0].talk.unsolicited = false;
        return settings;
    }
    const Bytes face0 = frame(107, 0x11, {0});
};

TEST_F(Talk, APressNobodyPromptedForDoesNotCountWhereTheProfileSaysSo) {
    make(prompting());
    heard.acknowledge_to = driver.get();
    line.feed(ByteView{face0});
    EXPECT_TRUE(heard.pads.empty());
    EXPECT_EQ(said(), Bytes{});
    EXPECT_EQ(driver->counts().unsolicited, 1U);
    driver->start_rating(107);
    timers.advance(1s);
    line.feed(ByteView{face0});
    EXPECT_EQ(heard.pads.size(), 1U);
}

TEST_F(Talk, ThePromptIsOverWithTheAnswerAndARepeatOfItIsStillAnswered) {
    make(prompting());
    heard.acknowledge_to = driver.get();
    driver->start_rating(107);
    static_cast<void>(said(1s));
    line.feed(ByteView{face0});
    EXPECT_EQ(said(), frame(107, 0x01, {0}));
    line.feed(ByteView{face0});  // the answer was lost
    EXPECT_EQ(said(), frame(107, 0x01, {0}));
    EXPECT_EQ(heard.pads.size(), 1U);
    timers.advance(5s);
    line.feed(ByteView{face0});
    EXPECT_EQ(heard.pads.size(), 1U);
}

TEST_F(Talk, ThePromptEndsWithItsTimeAndIsNotSaidAgain) {
    make(prompting());
    driver->start_rating(107);
    static_cast<void>(said(11s));
    line.feed(ByteView{face0});
    EXPECT_TRUE(heard.pads.empty());
    line.drop();
    line.bring_up();
    EXPECT_EQ(said(1s), Bytes{});
}

TEST_F(Talk, HandsetsOfOneMakeAndPadsOfAnotherShareALine) {
    auto settings = bench_settings();
    settings.devices.pop_back();
    settings.profiles.push_back(load_shipped("pad-nextion"));
    const std::uint32_t address = settings.profiles[1].address.least;
    settings.devices.push_back({domain::DeviceId{"touch"}, DeviceKind::pad, address, 1});
    ASSERT_EQ(settings_faults(settings), std::vector<std::string>{});
    make(settings);
    heard.acknowledge_to = driver.get();
    line.feed(ByteView{call7});
    EXPECT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(said(1s), call7);
    driver->start_rating(address);
    engine::Values to;
    to.address = address;
    const auto prompt = engine::say(settings.profiles[1], engine::sayings::kRatingStart, to);
    ASSERT_TRUE(prompt && prompt->size() == 1U);
    EXPECT_EQ(said(1s), prompt->front().bytes) << "each in its own words";
    line.feed({0x65, 1, 1, 1, 0xFF, 0xFF, 0xFF});
    timers.advance(100ms);
    ASSERT_EQ(heard.pads.size(), 1U);
    EXPECT_EQ(heard.pads[0].id.address, address);
    EXPECT_GT(heard.pads[0].level, 0U);
    EXPECT_EQ(driver->counts().strays, 0U);
}

TEST_F(Talk, AKeyThatTellsWhenItIsLetGoIsANewPressAtOnce) {
    auto profile = load_shipped("pad-nextion");
    ASSERT_TRUE(profile.talk.tells_release);
    profile.talk.unsolicited = true;
    const Bytes down{0x65, 1, 1, 1, 0xFF, 0xFF, 0xFF};
    const Bytes up{0x65, 1, 1, 0, 0xFF, 0xFF, 0xFF};
    make(settings_of(profile, {profile.address.least}));
    heard.acknowledge_to = driver.get();
    for (std::size_t i = 1; i <= 3; ++i) {
        line.feed(ByteView{down});
        timers.advance(20ms);
        line.feed(ByteView{up});
        timers.advance(20ms);
        EXPECT_EQ(heard.pads.size(), i);
    }
    line.feed(ByteView{down});
    line.feed(ByteView{down});  // held, or heard twice
    EXPECT_EQ(heard.pads.size(), 4U);
}

TEST_F(Talk, OfACommandOfTwoFramesTheSecondIsNotSaidWhenTheFirstGetsNoReply) {
    auto settings = settings_of(load_shipped("display-armfly-modbus"), {1});
    const auto retries = settings.profiles[0].talk.host_retries;
    for (auto& saying : settings.profiles[0].sayings) {
        if (saying.name == engine::sayings::kNumber) {
            saying.frames.push_back(saying.frames.front());
        }
    }
    make(settings);
    driver->show_number(1, "A027");
    timers.advance(5s);
    EXPECT_EQ(driver->counts().sent, 1U + retries);
    EXPECT_EQ(driver->counts().missed, 1U);
}

TEST_F(Talk, ACommandWithoutItsReplyIsSaidAgainAndThenTheDeviceIsSilent) {
    auto settings = settings_of(load_shipped("display-armfly-modbus"), {1});
    ASSERT_EQ(settings_faults(settings), std::vector<std::string>{});
    const auto retries = settings.profiles[0].talk.host_retries;
    make(settings);
    driver->show_number(1, "A027");
    timers.advance(5s);
    EXPECT_EQ(driver->counts().sent, 1U + retries);
    EXPECT_EQ(driver->counts().missed, 1U);
    driver->show_number(1, "A028");
    driver->show_waiting(1, 3);
    timers.advance(5s);
    driver->show_number(1, "A029");
    timers.advance(5s);
    driver->show_number(1, "A030");
    timers.advance(5s);
    EXPECT_EQ(heard.states.back().fault, "silent");
}

TEST_F(Talk, ABreakOfItsLengthGoesBeforeEveryFrameToADeviceThatWantsOne) {
    make(settings_of(load_shipped("display-split-flap-sbb"), {29, 30}));
    driver->show_number(29, "A027");
    driver->show_number(30, "A028");
    EXPECT_EQ(line.breaks.size(), 1U) << "the second waits its turn";
    EXPECT_EQ(said(9ms), Bytes{}) << "nothing is said within a break";
    EXPECT_EQ(said(1ms), (Bytes{0xFF, 0xC0, 29, 0, 2, 7}));
    ASSERT_EQ(line.breaks.size(), 2U);
    EXPECT_EQ(line.breaks[1].second - line.breaks[0].second, 10ms);
    EXPECT_FALSE(line.breaks[1].first);
    EXPECT_EQ(said(50ms), (Bytes{0xFF, 0xC0, 30, 0, 2, 8}));
    EXPECT_EQ(line.breaks.size(), 4U);
}

TEST_F(Talk, AFrameBehindABreakIsNotSaidIntoALineThatWentDownAndComesAgainWithTheLine) {
    make(settings_of(load_shipped("display-split-flap-sbb"), {29}));
    driver->show_number(29, "A027");
    line.drop();
    EXPECT_EQ(said(1s), Bytes{});
    line.bring_up();
    EXPECT_EQ(said(1s), (Bytes{0xFF, 0xC0, 29, 0, 2, 7}));
    ASSERT_EQ(line.breaks.size(), 3U) << "the first ended with its line";
    line.refuse_writes = true;
    driver->show_number(29, "A029");
    EXPECT_EQ(said(1s), Bytes{});
    line.refuse_writes = false;
    EXPECT_EQ(said(1s), (Bytes{0xFF, 0xC0, 29, 0, 2, 9})) << "refused, it is tried again";
}

TEST_F(Talk, NoBreakGoesBeforeFramesToOthers) {
    driver->show_number(7, "A027");
    EXPECT_NE(said(), Bytes{});
    EXPECT_TRUE(line.breaks.empty());
}

}  // namespace
}  // namespace jiaohao::drivers::bus
