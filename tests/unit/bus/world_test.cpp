// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/bus_world.hpp"

#include "drivers/sim/bus/requests.hpp"
#include "tests/unit/bus/bench.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::sim_bus {
namespace {

using bus::operator+;
using namespace std::chrono_literals;

class SimulatedBus : public ::testing::Test {
  protected:
    /// Turns the hand and gathers what reaches the line.
    Bytes turn(std::chrono::milliseconds span) {
        Bytes bytes;
        for (const Real end = now + span; now < end; now += 1ms) {
            const Bytes more = world.tick(now);
            bytes.insert(bytes.end(), more.begin(), more.end());
        }
        return bytes;
    }
    void host(const Bytes& bytes) { world.from_host(bytes, now); }
    static Bytes frame(std::uint32_t address, std::uint32_t command, Bytes data) {
        return bus::hall_frame(address, command, std::move(data));
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const SimEvent& event : events) {
            all.push_back(event.name);
        }
        return all;
    }

    const Bytes call7 = frame(7, 1, {0x0C});
    SystemClock clock;
    Real now{1s};
    std::vector<SimEvent> events;
    BusWorld world{{bus::shipped_profile(), 0, {7, 8}, {107}, 1, {}, {}},
                   clock,
                   [this](const SimEvent& event) { events.push_back(event); }};
};

TEST_F(SimulatedBus, AHandsetThatIsAnsweredSaysItsFrameOnce) {
    ASSERT_TRUE(world.key(7, "call", "x", now));
    EXPECT_EQ(turn(20ms), call7);
    host(call7);
    EXPECT_EQ(turn(3s), Bytes{});
    ASSERT_EQ(names(), std::vector<std::string>{"echo"});
    EXPECT_EQ(to_json(events[0]), R"({"address":7,"event":"echo","id":"x","key":"call"})");
    EXPECT_EQ(world.counts().numbers.at("acknowledged"), 1);
}

TEST_F(SimulatedBus, AHandsetThatIsNotAnsweredTriesAgainAndThenSaysSo) {
    ASSERT_TRUE(world.key(7, "call", "x", now));
    EXPECT_EQ(turn(5s), call7 + call7 + call7 + call7);
    ASSERT_EQ(names(), std::vector<std::string>{"no_echo"});
    EXPECT_EQ(world.counts().numbers.at("failed"), 1);
}

TEST_F(SimulatedBus, BytesTravelAtThePaceOfTheLine) {
    ASSERT_TRUE(world.key(7, "call", "", now));
    EXPECT_EQ(turn(5ms).size(), 3U);
}

TEST_F(SimulatedBus, HandsetsShowWhatTheyAreTold) {
    host(frame(7, 2, {10, 10, 10, 0, 2, 7}) + frame(7, 2, {10, 1, 2, 10, 10, 10}) + frame(7, 3, {}));
    ASSERT_EQ(names(), (std::vector<std::string>{"show", "show_waiting", "beep"}));
    EXPECT_EQ(events[0].texts.at("digits"), "027");
    EXPECT_EQ(events[1].texts.at("digits"), "12");
}

TEST_F(SimulatedBus, APadIsArmedPressedAnsweredAndDisarmed) {
    host(frame(107, 2, {5}) + frame(107, 1, {0x0B}));
    ASSERT_TRUE(world.press(107, 2, "y", now));
    EXPECT_EQ(turn(20ms), frame(107, 0x11, {2}));
    host(frame(107, 1, {3}));  // somebody else's answer
    host(frame(107, 1, {2}));
    host(frame(107, 2, {0}));
    EXPECT_EQ(names(), (std::vector<std::string>{"armed", "acknowledged", "disarmed"}));
}

TEST_F(SimulatedBus, PressesWaitTheirTurnAndAreAllListed) {
    for (const char* id : {"a", "b", "c"}) {
        ASSERT_TRUE(world.key(7, "call", id, now));
    }
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(turn(20ms), call7);
        host(call7);
    }
    events.clear();
    world.list_acknowledged();
    EXPECT_EQ(names(), (std::vector<std::string>{"listed", "listed", "listed", "list_end"}));
    EXPECT_EQ(events[2].texts.at("id"), "c");
}

TEST_F(SimulatedBus, FaultsDoWhatTheirNamesSay) {
    const auto line_with = [this](const std::string& fault) {
        world.faults().clear("");
        EXPECT_TRUE(world.faults().set(fault, 1.0, std::nullopt));
        EXPECT_TRUE(world.key(7, "call", "", now));
        const Bytes bytes = turn(100ms);
        world.faults().clear("");
        host(call7);  // ends the press
        static_cast<void>(turn(50ms));
        return bytes;
    };
    EXPECT_EQ(line_with("silent"), Bytes{});
    EXPECT_EQ(line_with("doubled-press"), call7 + call7);
    const Bytes checksum = line_with("bad-checksum");
    EXPECT_EQ(checksum.size(), call7.size());
    EXPECT_NE(checksum, call7);
    EXPECT_LT(line_with("truncated-frame").size(), call7.size());
    EXPECT_GT(line_with("garbage").size(), call7.size());
    const Bytes wrong_baud = line_with("wrong-baud");
    EXPECT_EQ(wrong_baud.size(), call7.size());
    EXPECT_NE(wrong_baud, call7);
    const auto holds_frame = [this](const Bytes& bytes) {
        return std::search(bytes.begin(), bytes.end(), call7.begin(), call7.end()) != bytes.end();
    };
    const Bytes before = line_with("noise-before");
    EXPECT_GT(before.size(), call7.size());
    EXPECT_TRUE(std::equal(call7.rbegin(), call7.rend(), before.rbegin()));
    const Bytes inside = line_with("noise-inside");
    EXPECT_GT(inside.size(), call7.size());
    EXPECT_FALSE(holds_frame(inside));
    const Bytes after = line_with("noise-after");
    EXPECT_GT(after.size(), call7.size());
    EXPECT_TRUE(std::equal(call7.begin(), call7.end(), after.begin()));
    const Bytes twice = line_with("truncated-then-good");
    EXPECT_GT(twice.size(), call7.size());
    EXPECT_TRUE(std::equal(call7.rbegin(), call7.rend(), twice.rbegin()));
    EXPECT_NE(line_with("address-clash"), call7);
    EXPECT_FALSE(world.faults().set("nonsense", 1.0, std::nullopt));
    EXPECT_FALSE(world.faults().set("garbage", 0.0, std::nullopt));
}

TEST_F(SimulatedBus, AtTheWrongBaudNothingTheHostSaysIsUnderstood) {
    ASSERT_TRUE(world.faults().set("wrong-baud", 1.0, std::nullopt));
    host(frame(7, 2, {10, 10, 10, 0, 2, 7}));
    EXPECT_EQ(names(), std::vector<std::string>{});
    EXPECT_EQ(world.faults().names(), std::set<std::string>{"wrong-baud"});
    world.faults().clear("wrong-baud");
    host(frame(7, 2, {10, 10, 10, 0, 2, 7}));
    EXPECT_EQ(names(), std::vector<std::string>{"show"});
}

TEST_F(SimulatedBus, LooksTellWhatIsShownAndWhatBecameOfThePress) {
    const auto look = [this](std::size_t device) { return world.looks().at(device); };
    EXPECT_TRUE(look(0).shows);
    EXPECT_FALSE(look(2).shows) << "a pad has no window";
    host(frame(7, 2, {10, 10, 10, 0, 2, 7}) + frame(7, 2, {10, 1, 2, 10, 10, 10}) + frame(7, 3, {}));
    EXPECT_EQ(look(0).number, "027");
    EXPECT_EQ(look(0).waiting, "12");
    EXPECT_EQ(look(0).beeps, 1U);
    ASSERT_TRUE(world.key(7, "call", "", now));
    EXPECT_EQ(look(0).press, LastPress::waiting);
    host(call7);
    EXPECT_EQ(look(0).press, LastPress::answered);
    EXPECT_EQ(look(0).answered, 1U);
    ASSERT_TRUE(world.key(7, "call", "", now + 5s));
    now += 5s;
    static_cast<void>(turn(5s));
    EXPECT_EQ(look(0).press, LastPress::failed);
    host(frame(107, 2, {5}) + frame(107, 1, {0x0B}));
    EXPECT_TRUE(look(2).armed);
}

TEST(PressesOfAProfile, AreEachMeaningOnceInTheOrderPeopleExpect) {
    using engine::Role;
    const auto& profile = bus::shipped_profile();
    EXPECT_EQ(presses_of(profile, {Role::pad}),
              (std::vector<std::string>{"pad.4", "pad.3", "pad.2", "pad.1"}));
    const auto keys = presses_of(profile, {Role::handset});
    EXPECT_EQ(keys.size(), 8U);
    EXPECT_EQ(keys.front(), "handset.call");
    EXPECT_TRUE(presses_of(profile, {Role::display}).empty());
}

TEST(SimulatedText, IsShownInUtf8WhateverTheLineSays) {
    SystemClock clock;
    std::vector<SimEvent> events;
    const auto profile = bus::load_shipped("display-led-strip-aa01");
    BusWorld world{
        {profile, 0, {}, {}, 1, {0}, {}}, clock, [&](const SimEvent& event) { events.push_back(event); }};
    engine::Values values;
    values.text = "欢迎 A001";
    const auto said = engine::say(profile, "text", values);
    ASSERT_TRUE(said.has_value());
    world.from_host(said->at(0).bytes, 1s);
    EXPECT_EQ(world.looks().at(0).text, "欢迎 A001");
    EXPECT_NE(to_json(events.at(0)).find("欢迎 A001"), std::string::npos) << to_json(events.at(0));
}

TEST_F(SimulatedBus, AStuckKeyGoesOnUntilCleared) {
    ASSERT_TRUE(world.faults().set("stuck-key", 1.0, std::uint32_t{7}));
    ASSERT_TRUE(world.key(7, "call", "", now));
    static_cast<void>(turn(20ms));
    host(call7);
    EXPECT_GE(turn(3s).size(), call7.size() * 4);
    EXPECT_EQ(world.counts().numbers.at("acknowledged"), 1);
    world.faults().clear("stuck-key");
    static_cast<void>(turn(20ms));
    EXPECT_EQ(turn(3s), Bytes{});
}

TEST_F(SimulatedBus, OwnEchoGivesBackWhatTheHostSays) {
    ASSERT_TRUE(world.faults().set("own-echo", 1.0, std::nullopt));
    host(frame(7, 3, {}));
    EXPECT_EQ(turn(20ms), frame(7, 3, {}));
}

TEST(SimulatedBusOnAScaledClock, TheSameKeyIsHeldBackUntilTheHostCannotTakeItForARepeat) {
    const ScaledClock clock({WallTime{}, 100.0, 0ns});
    std::vector<SimEvent> events;
    BusWorld world({bus::shipped_profile(), 0, {7}, {}, 1, {}, {}}, clock,
                   [&events](const SimEvent& event) { events.push_back(event); });
    ASSERT_TRUE(world.key(7, "call", "a", 1s));
    ASSERT_TRUE(world.key(7, "call", "b", 1s));
    const Bytes call = bus::hall_frame(7, 1, {0x0C});
    EXPECT_EQ(world.tick(1s + 1ms), call);
    world.from_host(call, 1s + 2ms);
    EXPECT_EQ(world.tick(1s + 2ms + bus::kLeastWindow), Bytes{});
    static_cast<void>(world.tick(1s + 150ms + bus::kLeastWindow));
    EXPECT_EQ(world.tick(1s + 160ms + bus::kLeastWindow), call);
}

TEST(SimulatorRequests, JsonAndWordsSayTheSame) {
    for (const char* line : {R"({"do":"key","address":7,"key":"call","id":"x"})", "key 7 call x"}) {
        const auto request = parse_request(line);
        ASSERT_TRUE(request.has_value()) << line;
        EXPECT_EQ(request->what, Request::Do::key);
        EXPECT_EQ(request->address, 7);
        EXPECT_EQ(request->name, "call");
        EXPECT_EQ(request->id, "x");
    }
    for (const char* line : {R"({"do":"fault","name":"garbage","rate":0.05})", "fault garbage 0.05"}) {
        const auto request = parse_request(line);
        ASSERT_TRUE(request.has_value()) << line;
        EXPECT_DOUBLE_EQ(request->rate, 0.05);
    }
    EXPECT_EQ(parse_request("press 107 0 17")->id, "17");
    EXPECT_EQ(parse_request("replug")->what, Request::Do::clear);
}

TEST(SimulatorRequests, NonsenseIsExplained) {
    for (const char* line : {"", "dance", "key 7", "key 70000 call", "key 7 applaud", "press 107 x", "{",
                             "[1]", "fault nonsense", "fault garbage 2", "key 7 call x y",
                             R"({"do":"key","address":"7","key":"call"})", R"({"do":5})"}) {
        const auto request = parse_request(line);
        ASSERT_FALSE(request.has_value()) << line;
        EXPECT_FALSE(request.error().empty());
    }
}

}  // namespace
}  // namespace jiaohao::drivers::sim_bus
