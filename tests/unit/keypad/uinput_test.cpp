// A kernel device, where the machine lets one be made: grab, lamps, state and unplug as they really are.
// SPDX-License-Identifier: Apache-2.0
#include <libevdev/libevdev-uinput.h>
#include <libevdev/libevdev.h>
#include <unistd.h>

#include "tests/unit/keypad/bench.hpp"

namespace jiaohao::drivers::keypad {
namespace {

class KernelKeypad : public KeypadBench {
  protected:
    void SetUp() override {
        if (::access("/dev/uinput", R_OK | W_OK) != 0) {
            GTEST_SKIP() << "no /dev/uinput here";
        }
        libevdev* form = libevdev_new();
        libevdev_set_name(form, "jiaohao test keypad");
        libevdev_enable_event_type(form, EV_KEY);
        libevdev_enable_event_code(form, EV_KEY, KEY_KPENTER, nullptr);
        libevdev_enable_event_code(form, EV_KEY, KEY_NUMLOCK, nullptr);
        const int made = libevdev_uinput_create_from_device(form, LIBEVDEV_UINPUT_OPEN_MANAGED, &device);
        libevdev_free(form);
        if (made != 0 || libevdev_uinput_get_devnode(device) == nullptr ||
            ::access(libevdev_uinput_get_devnode(device), R_OK) != 0) {
            GTEST_SKIP() << "uinput makes no device here";
        }
        path = libevdev_uinput_get_devnode(device);
    }
    void TearDown() override {
        driver.reset();
        unplug();
    }
    void unplug() {
        if (device != nullptr) {
            libevdev_uinput_destroy(std::exchange(device, nullptr));
        }
    }
    void write(unsigned code, int value) const {
        EXPECT_EQ(libevdev_uinput_write_event(device, EV_KEY, code, value), 0);
        EXPECT_EQ(libevdev_uinput_write_event(device, EV_SYN, SYN_REPORT, 0), 0);
    }
    libevdev_uinput* device = nullptr;
    std::string path;
    EvdevOpener evdev;
};

TEST_F(KernelKeypad, IsGrabbedReadAndNoticedWhenItGoes) {
    driver = std::make_unique<KeypadDriver>(
        KeypadSettings{domain::DeviceId{"k1"}, path, shipped("keypad-numpad"), 100}, evdev, notifier, timers,
        heard, [](const std::function<void()>& call) { call(); }, Log(sink, "test"));
    driver->start();
    ASSERT_EQ(heard.states.back(), (KeypadDriver::State{DeviceState::ready, ""}));
    const auto second = evdev.open(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "held");
    write(KEY_KPENTER, 1);
    write(KEY_KPENTER, 0);
    notifier.run();
    EXPECT_EQ(heard.handsets.size(), 1U);
    unplug();
    notifier.run();
    EXPECT_EQ(heard.states.back(), (KeypadDriver::State{DeviceState::lost, "unplugged"}));
}

}  // namespace
}  // namespace jiaohao::drivers::keypad
