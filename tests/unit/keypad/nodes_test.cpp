// Event nodes that come and go, are held by others, belong together.
// SPDX-License-Identifier: Apache-2.0
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <filesystem>
#include <fstream>

#include "drivers/keypad/qt_fd_notifier.hpp"
#include "tests/unit/keypad/bench.hpp"

namespace jiaohao::drivers::keypad {
namespace {

namespace fs = std::filesystem;
using State = KeypadDriver::State;
using KeypadNodesOf = KeypadBench;

TEST_F(KeypadNodesOf, OneThatIsNotThereIsTriedForEverWithGrowingPauses) {
    make();
    EXPECT_EQ(heard.states, (std::vector<State>{{DeviceState::unknown, "no_port"}}));
    std::vector<std::int64_t> pauses;
    for (int i = 0; i < 8; ++i) {
        const BootTime before = timers.now();
        ASSERT_TRUE(timers.fire_next());
        pauses.push_back((timers.now() - before) / 1ms);
    }
    EXPECT_EQ(pauses, (std::vector<std::int64_t>{250, 500, 1000, 2000, 4000, 5000, 5000, 5000}));
    opener.devices["a"];
    timers.advance(5s);
    EXPECT_EQ(heard.states.back(), (State{DeviceState::ready, ""}));
    EXPECT_EQ(heard.states.size(), 2U);
}

TEST_F(KeypadNodesOf, AnUnpluggedOneIsLostAndWorksAgainWhenItIsBack) {
    make_plugged();
    record(KEY_KPENTER, 1);
    opener.unplug("a");
    notifier.run();
    EXPECT_EQ(heard.states.back(), (State{DeviceState::lost, "unplugged"}));
    opener.faults["a"] = {"no_port", "a", "", ""};
    timers.advance(1min);
    EXPECT_EQ(heard.states.back(), (State{DeviceState::lost, "unplugged"}));
    opener.faults.clear();
    timers.advance(5s);
    EXPECT_EQ(heard.states.back(), (State{DeviceState::ready, ""}));
    press(KEY_KPENTER);
    EXPECT_EQ(heard.handsets.size(), 2U);
    EXPECT_EQ(driver->counts().lost, 1U);
}

TEST_F(KeypadNodesOf, DigitsTypedBeforeTheUnplugAreDropped) {
    make_plugged();
    press(KEY_KP6);
    opener.unplug("a");
    notifier.run();
    timers.advance(1s);
    press(KEY_KPENTER);
    ASSERT_EQ(heard.handsets.size(), 1U);
    EXPECT_EQ(heard.handsets[0].key, ports::HandsetKey::call);
}

TEST_F(KeypadNodesOf, OneThatAnotherProgramHoldsIsToldByItsName) {
    opener.faults["a"] = {"held", "a", "evtest (77)", ""};
    make_plugged();
    EXPECT_EQ(heard.states.back(), (State{DeviceState::fault, "held"}));
    ASSERT_TRUE(driver->fault());
    EXPECT_EQ(driver->fault()->holder, "evtest (77)");
    opener.faults.clear();
    timers.advance(1s);
    EXPECT_EQ(heard.states.back(), (State{DeviceState::ready, ""}));
    EXPECT_FALSE(driver->fault());
}

TEST_F(KeypadNodesOf, AMissingRightIsToldApart) {
    opener.faults["a"] = {"no_permission", "a", "", ""};
    make_plugged();
    EXPECT_EQ(heard.states.back(), (State{DeviceState::fault, "no_permission"}));
    opener.faults["a"] = {"not_keypad", "a", "", ""};
    timers.advance(250ms);
    EXPECT_EQ(heard.states.back(), (State{DeviceState::fault, "not_keypad"}));
}

TEST_F(KeypadNodesOf, AFurtherNodeThatComesLaterIsTakenToo) {
    make_plugged();
    opener.devices["b"];
    timers.advance(KeypadNodes::kLookEvery);
    press(KEY_KPENTER, "b");
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(KeypadNodesOf, AFurtherNodeThatIsHeldIsAWarningUntilItIsFree) {
    opener.devices["b"];
    opener.faults["b"] = {"held", "b", "evtest (77)", ""};
    make_plugged();
    EXPECT_EQ(heard.states.back(), (State{DeviceState::warning, "held"}));
    press(KEY_KPENTER);
    EXPECT_EQ(heard.handsets.size(), 1U);
    opener.faults.clear();
    timers.advance(KeypadNodes::kLookEvery);
    EXPECT_EQ(heard.states.back(), (State{DeviceState::ready, ""}));
}

TEST_F(KeypadNodesOf, AKeyThatIsDownWhenTheNodeOpensIsNoPress) {
    opener.devices["a"].down = {KEY_KPENTER};
    make_plugged();
    record(KEY_KPENTER, 2);
    const int end = opener.devices["a"].write_end;
    put(end, EV_SYN, SYN_DROPPED, 0, at);
    put(end, EV_SYN, SYN_REPORT, 0, at);
    notifier.run();
    EXPECT_EQ(driver->counts().read.dropped, 1U);
    record(KEY_KPENTER, 0);
    EXPECT_TRUE(heard.handsets.empty());
    press(KEY_KPENTER);
    EXPECT_EQ(heard.handsets.size(), 1U);
}

TEST_F(KeypadNodesOf, LeaveNoTimerBehind) {
    make_plugged();
    press(KEY_KP6);
    record(KEY_KPENTER, 1);
    press(KEY_KPMINUS);
    driver->acknowledge(heard.handsets.at(0).id);
    press(KEY_KP6);
    driver.reset();
    EXPECT_EQ(timers.pending(), 0U);
}

class EventFolder : public ::testing::Test {
  protected:
    EventFolder() {
        std::string pattern = (fs::temp_directory_path() / "input-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    ~EventFolder() override { fs::remove_all(folder); }
    fs::path folder;
    EvdevOpener opener;
};

TEST_F(EventFolder, NodesOfOneSocketBelongTogetherAndNoOthers) {
    for (const char* name :
         {"pci-0000:00:14.0-usb-0:2:1.0-event-kbd", "pci-0000:00:14.0-usb-0:2:1.1-event",
          "pci-0000:00:14.0-usb-0:2:1.1-event-mouse", "pci-0000:00:14.0-usb-0:21:1.0-event-kbd",
          "pci-0000:00:14.0-usb-0:2.3:1.0-event-kbd", "platform-i8042-serio-0-event-kbd"}) {
        std::ofstream(folder / name) << "";
    }
    const std::string first = folder / "pci-0000:00:14.0-usb-0:2:1.0-event-kbd";
    EXPECT_EQ(opener.nodes(first),
              (std::vector<std::string>{first, folder / "pci-0000:00:14.0-usb-0:2:1.1-event"}));
    const std::string alone = folder / "platform-i8042-serio-0-event-kbd";
    EXPECT_EQ(opener.nodes(alone), std::vector<std::string>{alone});
}

TEST_F(EventFolder, ANodeWithTwoNamesIsOneNode) {
    std::ofstream(folder / "event7") << "";
    fs::create_symlink("event7", folder / "usb-0:2:1.0-event-kbd");
    fs::create_symlink("event7", folder / "usb-0:2:1.0-event");
    const std::string first = folder / "usb-0:2:1.0-event-kbd";
    EXPECT_EQ(opener.nodes(first), std::vector<std::string>{first});
}

TEST_F(EventFolder, WhatIsNoKeypadIsToldApartFromWhatIsNotThere) {
    EXPECT_EQ(opener.open(folder / "nothing").error().code, "no_port");
    std::ofstream(folder / "file") << "";
    const auto file = opener.open(folder / "file").error();
    EXPECT_EQ(file.code + ": " + file.detail, "not_keypad: is no event device");
    const auto null = opener.open("/dev/null").error();
    EXPECT_EQ(null.code + ": " + null.detail, "not_keypad: has no keys");
}

TEST_F(EventFolder, AMissingRightIsToldApartFromAMissingNode) {
    const fs::path node = folder / "node";
    ASSERT_EQ(::mkfifo(node.c_str(), 0), 0);
    // Root may open anything, so it is nobody for a moment.
    const bool root = ::geteuid() == 0;
    if (root && ::seteuid(65534) != 0) {
        GTEST_SKIP() << "root may open anything, and cannot be anybody else here";
    }
    const auto opened = opener.open(node);
    if (root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().code, "no_permission");
}

TEST(QtFdNotifier, TellsOnTheLoopAndMayBeDestroyedWithinTheCall) {
    int argc = 1;
    std::string name = "test";
    char* argv[] = {name.data(), nullptr};
    const QCoreApplication app(argc, argv);
    int ends[2];
    ASSERT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    QtFdNotifier notifier;
    int calls = 0;
    std::unique_ptr<FdNotifier::Watch> watch = notifier.watch(ends[0], [&] {
        ++calls;
        watch.reset();
    });
    ASSERT_EQ(::write(ends[1], "xy", 2), 2);
    for (int i = 0; i < 1000 && calls == 0; ++i) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 100);
    }
    EXPECT_EQ(calls, 1);
    QCoreApplication::processEvents(QEventLoop::AllEvents);
    EXPECT_EQ(calls, 1) << "though there is more to read";
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    ::close(ends[0]);
    ::close(ends[1]);
}

}  // namespace
}  // namespace jiaohao::drivers::keypad
