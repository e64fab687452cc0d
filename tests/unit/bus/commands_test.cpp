// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/bus/bench.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace jiaohao::drivers::bus {
namespace {

class BusCommands : public BusBench {
  protected:
    Bytes number(std::uint8_t address, Bytes digits) {
        return frame(address, 0x02, Bytes{10, 10, 10} + digits);
    }
};

TEST_F(BusCommands, ShowsTheLastThreeDigits) {
    driver->show_number(7, "A1027");
    EXPECT_EQ(said(), number(7, {0, 2, 7}));
    driver->show_number(7, "");
    EXPECT_EQ(said(), number(7, {10, 10, 10}));
    driver->show_waiting(7, 12);
    EXPECT_EQ(said(), frame(7, 0x02, {10, 1, 2, 10, 10, 10}));
    driver->beep(7);
    EXPECT_EQ(said(), frame(7, 0x03, {}));
}

TEST_F(BusCommands, ArmsAndDisarmsAPad) {
    const Bytes armed = frame(107, 0x02, {5}) + frame(107, 0x01, {0x0B});
    driver->start_rating(107);
    EXPECT_EQ(said(), armed);
    driver->stop_rating(107);
    EXPECT_EQ(said(), frame(107, 0x02, {0}));
}

TEST_F(BusCommands, ANewerCommandReplacesAnUnsentOlderOneToTheSameAddressOnly) {
    driver->beep(8);  // on the wire now, so the rest waits
    driver->show_number(7, "A001");
    driver->show_number(8, "A002");
    driver->show_number(7, "A003");
    EXPECT_EQ(said(200ms), frame(8, 0x03, {}) + number(8, {0, 0, 2}) + number(7, {0, 0, 3}));
    EXPECT_EQ(driver->counts().replaced, 1U);
}

TEST_F(BusCommands, OneFrameAtATimeAtThePaceOfTheLine) {
    driver->show_number(7, "A001");
    driver->show_number(8, "A002");
    EXPECT_EQ(line.take_written(), number(7, {0, 0, 1}));
    EXPECT_EQ(said(10ms), Bytes{});  // 15 bytes last 15.6 ms
    EXPECT_EQ(said(15ms), number(8, {0, 0, 2}));
}

TEST_F(BusCommands, AnAnswerOvertakesWhatWaits) {
    driver->beep(8);
    driver->show_number(7, "A001");
    driver->show_number(8, "A002");
    static_cast<void>(line.take_written());
    line.feed(call7);
    driver->acknowledge(heard.handsets.at(0).id);
    EXPECT_EQ(said(200ms), call7 + number(7, {0, 0, 1}) + number(8, {0, 0, 2}));
}

TEST_F(BusCommands, TheHostIsSilentWhileADeviceSpeaks) {
    line.feed({0xFF, 0x68, 0x03});
    driver->beep(7);
    EXPECT_EQ(said(40ms), Bytes{});
    EXPECT_EQ(said(60ms), frame(7, 0x03, {}));
}

TEST_F(BusCommands, EverythingShownIsSaidAgainWhenTheLineComesBack) {
    driver->show_waiting(7, 3);
    driver->show_number(7, "A001");
    driver->start_rating(107);
    driver->beep(7);
    static_cast<void>(said(500ms));
    line.drop();
    driver->show_number(7, "A009");
    driver->beep(8);
    line.bring_up();
    EXPECT_EQ(said(500ms), frame(7, 0x02, {10, 10, 3, 10, 10, 10}) + number(7, {0, 0, 9}) +
                               frame(107, 0x02, {5}) + frame(107, 0x01, {0x0B}));
}

TEST_F(BusCommands, ARefusedWriteIsTriedAgainInOrder) {
    line.refuse_writes = true;
    driver->start_rating(107);
    EXPECT_EQ(said(300ms), Bytes{});
    line.refuse_writes = false;
    EXPECT_EQ(said(600ms), frame(107, 0x02, {5}) + frame(107, 0x01, {0x0B}));
    EXPECT_GE(driver->counts().refused_writes, 1U);
}

TEST_F(BusCommands, AnAddressThatDoesNotExistIsCounted) {
    driver->beep(256);
    EXPECT_EQ(said(), Bytes{});
    EXPECT_EQ(driver->counts().bad_addresses, 1U);
}

TEST_F(BusCommands, OwnEchoIsNotAPressWhenConfigured) {
    auto settings = bench_settings();
    settings.own_echo = true;
    make(settings);
    heard.acknowledge_to = driver.get();
    line.peer = [this](ByteView bytes) { line.feed(bytes); };
    line.feed(call7);
    driver->start_rating(107);
    EXPECT_EQ(said(2s), call7 + frame(107, 0x02, {5}) + frame(107, 0x01, {0x0B}));
    EXPECT_EQ(heard.handsets.size(), 1U);
    EXPECT_TRUE(heard.pads.empty());
    EXPECT_EQ(driver->counts().own_echoes, 3U);
    line.feed(call7);
    EXPECT_EQ(heard.handsets.size(), 2U);
}

TEST_F(BusCommands, OwnEchoNobodyConfiguredEndsByItselfAndIsReported) {
    heard.acknowledge_to = driver.get();
    line.peer = [this](ByteView bytes) { line.feed(bytes); };
    line.feed(call7);
    timers.advance(5s);
    EXPECT_EQ(heard.handsets.size(), 1U);
    EXPECT_LE(driver->counts().sent, 1U + shipped_profile().talk.device_retries);
    driver->show_number(7, "A001");
    timers.advance(1s);
    EXPECT_EQ(heard.states.back(),
              (Heard::State{"bus1", DeviceKind::line, DeviceState::warning, "own_echo"}));
    static_cast<void>(line.take_written());
    line.feed(frame(8, 0x01, {0x0C}));
    EXPECT_EQ(said(2s), frame(8, 0x01, {0x0C}));
}

TEST_F(BusCommands, StatesAreFreshStaleOrLost) {
    auto settings = bench_settings();
    settings.profiles[0].talk.stale_after = 60s;
    line.drop();
    make(settings);
    heard.states.clear();
    line.feed(call7);
    timers.advance(61s);
    const auto told_of = [this](const std::string& device) {
        std::vector<Heard::State> told;
        std::copy_if(heard.states.begin(), heard.states.end(), std::back_inserter(told),
                     [&](const Heard::State& one) { return one.id == device; });
        return told;
    };
    EXPECT_EQ(told_of("h7"),
              (std::vector<Heard::State>{{"h7", DeviceKind::handset, DeviceState::ready, ""},
                                         {"h7", DeviceKind::handset, DeviceState::stale, "silent"}}));
    EXPECT_EQ(told_of("h8"),
              (std::vector<Heard::State>{{"h8", DeviceKind::handset, DeviceState::stale, "silent"}}))
        << "never heard at all";
    heard.states.clear();
    line.drop();
    ASSERT_EQ(heard.states.size(), 4U);
    EXPECT_EQ(heard.states[0], (Heard::State{"bus1", DeviceKind::line, DeviceState::lost, "link_lost"}));
    EXPECT_EQ(heard.states[1], (Heard::State{"h7", DeviceKind::handset, DeviceState::lost, "link_lost"}));
    line.bring_up();
    ASSERT_GT(heard.states.size(), 5U);
    EXPECT_EQ(heard.states[5].state, DeviceState::unknown);
    heard.states.clear();
    timers.advance(59s);
    EXPECT_TRUE(heard.states.empty());
    timers.advance(2s);
    EXPECT_EQ(told_of("h7"),
              (std::vector<Heard::State>{{"h7", DeviceKind::handset, DeviceState::stale, "silent"}}))
        << "whoever stays away after the replug is silent";
}

TEST_F(BusCommands, NoiseWithoutAFrameIsAWarningUntilAFrameComes) {
    heard.states.clear();
    line.feed(Bytes(70, 0x55));
    ASSERT_EQ(heard.states.size(), 1U);
    EXPECT_EQ(heard.states[0], (Heard::State{"bus1", DeviceKind::line, DeviceState::warning, "noise"}));
    line.feed(call7);
    ASSERT_GT(heard.states.size(), 1U);
    EXPECT_EQ(heard.states[1], (Heard::State{"bus1", DeviceKind::line, DeviceState::ready, ""}));
    EXPECT_EQ(driver->counts().rejected.at(frames::RejectCause::noise), 70U);
    line.feed(Bytes(10, 0x55));
    EXPECT_EQ(driver->report().health.state, DeviceState::ready) << "counted from the frame on";
}

TEST_F(BusCommands, APostedCallAfterTheEndOfTheDriverDoesNothing) {
    std::vector<std::function<void()>> posted;
    driver = std::make_unique<BusDriver>(
        bench_settings(), line, timers, heard,
        [&posted](std::function<void()> call) { posted.push_back(std::move(call)); }, Log(sink, "test"));
    driver->beep(7);
    driver.reset();
    ASSERT_EQ(posted.size(), 1U);
    posted[0]();
    EXPECT_EQ(line.take_written(), Bytes{});
}

}  // namespace
}  // namespace jiaohao::drivers::bus
