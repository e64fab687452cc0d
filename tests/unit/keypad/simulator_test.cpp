// The simulated keypad against the driver, over the FIFOs that stand for its event nodes.
// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "drivers/sim/keypad/keypad_sim.hpp"
#include "drivers/sim/keypad/program.hpp"
#include "tests/unit/keypad/bench.hpp"

namespace jiaohao::drivers::keypad {
namespace {

namespace fs = std::filesystem;
using ports::HandsetKey;
using State = KeypadDriver::State;

class SimulatedKeypad : public KeypadBench {
  protected:
    SimulatedKeypad() {
        ::signal(SIGPIPE, SIG_IGN);
        std::string pattern = (fs::temp_directory_path() / "simpad-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        first = folder / "usb-0:2:1.0-event-kbd";
        keypad =
            std::make_unique<sim::KeypadSim>(first, folder / "usb-0:2:1.1-event-kbd", [this] { return at; });
        EXPECT_TRUE(keypad->plug());
        driver = std::make_unique<KeypadDriver>(
            KeypadSettings{domain::DeviceId{"k1"}, first, shipped("keypad-numpad"), 100}, evdev, notifier,
            timers, heard, [](const std::function<void()>& call) { call(); }, Log(sink, "test"));
        driver->start();
    }
    ~SimulatedKeypad() override {
        driver.reset();
        keypad.reset();
        fs::remove_all(folder);
    }
    std::string say(const std::string& line) {
        const std::string answer = sim::keypad_command(*keypad, line);
        notifier.run();
        return answer;
    }
    fs::path folder;
    std::string first;
    EvdevOpener evdev;
    std::unique_ptr<sim::KeypadSim> keypad;
};

TEST_F(SimulatedKeypad, TypesCalls) {
    EXPECT_EQ(say("press KPENTER KP6 KPENTER"), R"({"event":"pressed","keys":3})");
    EXPECT_EQ(keys(), (std::vector{HandsetKey::call, HandsetKey::no_show}));
}

TEST_F(SimulatedKeypad, WithAnyFaultThatDoesNotLoseRecordsEachKeyIsOnePress) {
    for (const std::string fault : {"numlock", "double", "repeat", "bounce"}) {
        heard.handsets.clear();
        say("fault " + fault);
        say("press KPENTER KPENTER KPMINUS");
        EXPECT_EQ(keys(), (std::vector{HandsetKey::call, HandsetKey::call, HandsetKey::recall})) << fault;
    }
    heard.handsets.clear();
    say("press KPENTER KPENTER");
    EXPECT_EQ(keys().size(), 2U) << "all at once";
    EXPECT_GT(driver->counts().bounces, 0U);
    EXPECT_GT(driver->counts().read.numlocks, 0U);
    EXPECT_GT(driver->counts().read.repeats, 0U);
}

TEST_F(SimulatedKeypad, DroppedRecordsAreCountedAndTheNextKeyIsRight) {
    say("fault dropped");
    say("press KPENTER");
    say("clear dropped");
    say("press KPMINUS");
    EXPECT_EQ(keys(), std::vector{HandsetKey::recall});
    EXPECT_EQ(driver->counts().read.dropped, 1U);
}

TEST_F(SimulatedKeypad, AStuckKeyIsToldUntilItIsFree) {
    say("fault stuck");
    say("press KPENTER");
    timers.advance(11s);
    EXPECT_EQ(heard.states.back(), (State{DeviceState::fault, "stuck_key"}));
    say("clear stuck");
    EXPECT_EQ(heard.states.back(), (State{DeviceState::ready, ""}));
}

TEST_F(SimulatedKeypad, ComesAndGoesAndWhatIsPressedMeanwhileIsLost) {
    for (int round = 0; round < 3; ++round) {
        say("press KPENTER");
        say("unplug");
        EXPECT_EQ(heard.states.back(), (State{DeviceState::lost, "unplugged"}));
        say("press KPENTER");
        say("replug");
        timers.advance(6s);
        EXPECT_EQ(heard.states.back(), (State{DeviceState::ready, ""}));
    }
    say("press KPENTER");
    EXPECT_EQ(keys().size(), 4U);
    EXPECT_EQ(say("state").find("\"unheard\":0"), std::string::npos);
}

TEST_F(SimulatedKeypad, AnUnplugAtAnyRecordOfAPressCostsNoSecondPress) {
    say("press KPENTER");
    heard.handsets.clear();
    for (int records = 0; records <= 2; ++records) {
        const int end = ::open(first.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        at += 500ms;
        for (int i = 0; i < records; ++i) {
            put(end, EV_KEY, KEY_KPENTER, i == 0 ? 1 : 0, at + 80ms * i);
        }
        ::close(end);
        say("unplug");
        say("replug");
        timers.advance(6s);
        EXPECT_EQ(keys().size(), records == 0 ? 0U : 1U) << records;
        heard.handsets.clear();
    }
}

TEST_F(SimulatedKeypad, RefusesWhatItDoesNotKnow) {
    EXPECT_NE(say("press SHINY").find("is no key"), std::string::npos);
    EXPECT_NE(say("press").find("needs a key"), std::string::npos);
    EXPECT_NE(say("fault fire").find("allowed: numlock, double"), std::string::npos);
    EXPECT_NE(say("dance").find("allowed: press"), std::string::npos);
    std::ofstream(folder / "file") << "x";
    sim::KeypadSim other(folder / "file", "", [] { return 0us; });
    EXPECT_FALSE(other.plug());
    EXPECT_TRUE(fs::exists(folder / "file"));
}

}  // namespace
}  // namespace jiaohao::drivers::keypad
