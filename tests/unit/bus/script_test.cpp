// Scripts of faults, played against the driver within a moment.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "drivers/sim/bus/requests.hpp"
#include "drivers/sim/script.hpp"
#include "tests/unit/bus/polled_bench.hpp"

namespace jiaohao::drivers::bus {
namespace {

using sim_bus::Request;

Result<std::vector<sim::ScriptLine>, std::string> read(const std::string& file) {
    return sim::read_script(file, sim_bus::fault_of_request);
}

class Script : public PolledBench {
  protected:
    void begin() {
        auto settings = bench_settings();
        settings.devices.push_back({domain::DeviceId{"p108"}, DeviceKind::pad, 108, 0});
        sim_bus::WorldSettings far_end;
        far_end.profile = shipped_profile();
        far_end.handsets = {7, 8};
        far_end.pads = {107, 108};
        world = std::make_unique<sim_bus::BusWorld>(
            far_end, timers.clock(), [this](const sim_bus::SimEvent& event) { events.push_back(event); });
        driver = std::make_unique<BusDriver>(
            settings, line, timers, heard, [](const std::function<void()>& call) { call(); },
            Log(sink, "test"));
        heard.acknowledge_to = driver.get();
        line.peer = [this](ByteView bytes) { world->from_host(bytes, now()); };
        driver->start();
        line.bring_up();
    }
    /// From one thing that is due to the next.
    void pass(std::chrono::nanoseconds span) {
        const auto end = now() + span;
        while (now() < end) {
            const auto due = world->next_due().value_or(end);
            timers.advance(std::clamp<std::chrono::nanoseconds>(due - now(), 100us, 20ms));
            const bool plugged = !world->faults().any("unplug");
            if (plugged != line.up()) {
                plugged ? line.bring_up() : line.drop();
                world->drop_line();
            }
            feed_line();
        }
    }
    void obey(const sim::ScriptLine& entry) {
        if (entry.pause) {
            pass(*entry.pause);
            return;
        }
        const Request request = *sim_bus::parse_request(entry.text);
        const auto seconds = std::chrono::duration_cast<std::chrono::nanoseconds>(
            std::chrono::duration<double>(request.seconds));
        if (request.what == Request::Do::fault) {
            EXPECT_TRUE(
                world->faults().set(request.name, request.rate, request.address,
                                    seconds.count() > 0 ? std::optional{now() + seconds} : std::nullopt));
        } else {
            ++presses;
            EXPECT_TRUE(world->press_meaning(*request.address, request.name, request.id, now()));
        }
    }
    std::size_t presses = 0;
};

TEST_F(Script, AFaultyHourLosesAndDoublesNoAcknowledgedPress) {
    const auto script = read(std::string(JIAOHAO_SOURCE_DIR) + "/drivers/sim/bus/faulty-hour.seq");
    ASSERT_TRUE(script.has_value()) << script.error();
    begin();
    const auto began = timers.now();
    for (const sim::ScriptLine& entry : *script) {
        obey(entry);
    }
    EXPECT_GE(timers.now() - began, 1h);
    const std::size_t acknowledged = told("echo") + told("acknowledged");
    const std::size_t taken = heard.handsets.size() + heard.pads.size();
    EXPECT_EQ(acknowledged + told("no_echo") + told("not_acknowledged"), presses);
    EXPECT_GE(taken, acknowledged) << "a press that was acknowledged was never taken";
    EXPECT_LE(taken, presses) << "a press was taken twice";
    EXPECT_GE(acknowledged, presses - 4) << "most get through in spite of all";
    std::set<std::pair<std::uint32_t, std::uint64_t>> ids;
    for (const auto& press : heard.handsets) {
        EXPECT_TRUE(ids.emplace(press.id.address, press.id.press).second);
    }
    for (const auto& press : heard.pads) {
        EXPECT_GT(press.level, 0U);
        EXPECT_TRUE(ids.emplace(press.id.address, press.id.press).second);
    }
    EXPECT_GT(driver->counts().rejected.at(frames::RejectCause::bad_check), 0U);
    EXPECT_EQ(driver->report().health.state, DeviceState::ready);
}

TEST(ScriptFile, AMistakeNamesFileAndLine) {
    std::string file = std::filesystem::temp_directory_path() / "script.XXXXXX";
    const int fd = ::mkstemp(file.data());
    ASSERT_GE(fd, 0);
    std::ofstream(file) << "TIMER 2\n\n# a remark\nfault truncated/10  # for so long\npress 7 pad 9\n";
    const auto script = read(file);
    ASSERT_FALSE(script.has_value());
    EXPECT_NE(script.error().find(file + ":5: a press means pad LEVEL (1 to 5)"), std::string::npos)
        << script.error();
    std::filesystem::remove(file);
    EXPECT_FALSE(read(file).has_value());
}

TEST(ScriptFile, TimersAreReadAndWrongOnesNamed) {
    std::string file = std::filesystem::temp_directory_path() / "script.XXXXXX";
    const int fd = ::mkstemp(file.data());
    ASSERT_GE(fd, 0);
    ::close(fd);
    std::ofstream(file) << "  TIMER 2.5 # so long\ncounts\ntimer 1\n";
    const auto script = read(file);
    ASSERT_TRUE(script.has_value()) << script.error();
    ASSERT_EQ(script->size(), 3U);
    EXPECT_EQ(script->at(0).pause, 2500ms);
    EXPECT_EQ(script->at(1).text, "counts");
    EXPECT_EQ(script->at(2).pause, 1s);
    for (const char* line : {"TIMER", "TIMER 0", "TIMER soon", "TIMER 1 2", "TIMER 90000"}) {
        std::ofstream(file) << line << "\n";
        const auto wrong = read(file);
        ASSERT_FALSE(wrong.has_value()) << line;
        EXPECT_NE(wrong.error().find(file + ":1: TIMER needs seconds"), std::string::npos) << wrong.error();
    }
    std::filesystem::remove(file);
}

TEST(ScriptFile, AMistakeDoesNotRepeatAHugeLine) {
    std::string file = std::filesystem::temp_directory_path() / "script.XXXXXX";
    const int fd = ::mkstemp(file.data());
    ASSERT_GE(fd, 0);
    ::close(fd);
    std::ofstream(file) << "fault " << std::string(900'000, 'x') << "\n";
    const auto read_as_printer =
        sim::read_script(file, [](const std::string& line) { return "unknown: " + line; });
    ASSERT_FALSE(read_as_printer.has_value());
    EXPECT_LT(read_as_printer.error().size(), file.size() + 320);
    EXPECT_EQ(read_as_printer.error().find(file + ":1: unknown: fault xxx"), 0U) << read_as_printer.error();
    std::filesystem::remove(file);
}

TEST(ScriptFile, WhatIsNoTextOfASensibleSizeIsRefused) {
    const auto device = read("/dev/zero");
    ASSERT_FALSE(device.has_value());
    EXPECT_NE(device.error().find("cannot be read; needed: a text file"), std::string::npos);
    EXPECT_FALSE(read(std::filesystem::temp_directory_path()).has_value()) << "a folder is no empty script";
    std::string file = std::filesystem::temp_directory_path() / "script.XXXXXX";
    const int fd = ::mkstemp(file.data());
    ASSERT_GE(fd, 0);
    ASSERT_EQ(::ftruncate(fd, 2'000'000), 0);
    ::close(fd);
    const auto large = read(file);
    ASSERT_FALSE(large.has_value());
    EXPECT_NE(large.error().find("is too large"), std::string::npos);
    std::filesystem::remove(file);
}

TEST(ScriptPlayer, HandsOutLinesWhenTheyAreDueAndDoesNotDrift) {
    sim::ScriptPlayer player({{{}, "a"}, {10s, ""}, {{}, "b"}, {{}, "c"}, {5s, ""}},
                             [](sim::ScriptPlayer::Time span) { return span; });
    EXPECT_EQ(player.next(100s), "a");
    EXPECT_EQ(player.next(100s), std::nullopt);
    EXPECT_EQ(player.due(), 110s);
    EXPECT_EQ(player.next(113s), "b");
    EXPECT_EQ(player.next(113s), "c");
    EXPECT_EQ(player.next(113s), std::nullopt);
    EXPECT_EQ(player.due(), 115s) << "from when it was due, not from when it was looked at";
    EXPECT_FALSE(player.ends(114s));
    EXPECT_TRUE(player.ends(115s));
    EXPECT_FALSE(player.ends(116s)) << "once";
    EXPECT_EQ(player.due(), std::nullopt);
}

TEST(ScriptFile, FaultsForAWhileAreRead) {
    const auto fault = sim_bus::parse_request("fault truncated/10 0.5 7");
    ASSERT_TRUE(fault.has_value());
    EXPECT_EQ(fault->name, "truncated");
    EXPECT_EQ(fault->seconds, 10);
    EXPECT_EQ(fault->rate, 0.5);
    EXPECT_EQ(fault->address, 7U);
    EXPECT_EQ(sim_bus::parse_request("press 7 pad 4 x")->name, "pad.4");
    for (const char* line : {"TIMER 2", "fault truncated/x", "fault truncated/1e300", "fault truncated/86401",
                             "press 7 pad 6", "press 7 pad"}) {
        EXPECT_FALSE(sim_bus::parse_request(line).has_value()) << line;
    }
}

}  // namespace
}  // namespace jiaohao::drivers::bus
