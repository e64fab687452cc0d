// A person at the window of a simulated keypad.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/input.h>
#include <unistd.h>

#include "drivers/sim/keypad/keypad_sim.hpp"
#include "drivers/sim/window/keypad_view.hpp"
#include "tests/ui/simulators/window_rig.hpp"

namespace jiaohao::drivers::sim {
namespace {

TEST_F(WindowTest, AKeyOfTheKeypadPressedWithTheMouseIsARecordOfItsNode) {
    KeypadSim keypad(folder / "event-kbd", "", [] { return std::chrono::microseconds{1'000'000}; });
    ASSERT_TRUE(keypad.plug().has_value());
    KeypadView view({[&](const std::string& line) { return keypad_command(keypad, line); },
                     [](const std::function<void()>&) {}, folder / "event-kbd", "en"});
    open(view);
    const int fd = ::open((folder / "event-kbd").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ASSERT_GE(fd, 0);
    click("keypad.KP6");
    input_event event{};
    ASSERT_EQ(::read(fd, &event, sizeof event), static_cast<ssize_t>(sizeof event));
    EXPECT_EQ(event.code, KEY_KP6);
    EXPECT_EQ(view.presses(), 1);
    click("fault.bounce");
    EXPECT_EQ(view.faults(), QStringList{"bounce"});
    keep_pictures("keypad");
    click("plug");
    EXPECT_FALSE(view.plugged());
    EXPECT_FALSE(fs::exists(folder / "event-kbd"));
    front.reset();
    ::close(fd);
}

}  // namespace
}  // namespace jiaohao::drivers::sim
