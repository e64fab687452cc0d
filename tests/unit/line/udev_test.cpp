// The udev rules of the serial ports: well formed, and what they do to the devices of a hall.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/unit/line/udev_rules.hpp"

namespace jiaohao::testing {
namespace {

const std::string kFile = std::string(JIAOHAO_SOURCE_DIR) + "/systemd/udev/70-jiaohao-serial.rules";

UdevDevice treated(std::map<std::string, std::string> facts, std::string path_id = "") {
    UdevDevice device{std::move(facts), std::move(path_id), {}};
    device.facts.try_emplace("ACTION", "add");
    apply_udev_rules(read_udev_rules(kFile), device);
    return device;
}

TEST(UdevRules, AreWellFormed) {
    const UdevRules rules = read_udev_rules(kFile);
    EXPECT_EQ(rules.problems, std::vector<std::string>{});
    EXPECT_GE(rules.rules.size(), 10U);
}

TEST(UdevRules, UdevItselfFindsNoMistakeWhereItCanLook) {
    if (std::system("udevadm verify --help >/dev/null 2>&1") != 0) {
        GTEST_SKIP() << "udevadm verify comes with systemd 254";
    }
    EXPECT_EQ(std::system(("udevadm verify " + kFile).c_str()), 0);
}

TEST(UdevRules, APortOfTheHallBelongsToTheGroupAndIsLeftAloneByOthers) {
    for (const char* tty : {"ttyUSB0", "ttyUSB12", "ttyACM0", "ttyS1", "ttyAMA0"}) {
        auto device =
            treated({{"SUBSYSTEM", "tty"}, {"KERNEL", tty}, {"ENV{SYSTEMD_WANTS}", "getty@x.service"}});
        EXPECT_EQ(device.facts["GROUP"], "dialout") << tty;
        EXPECT_EQ(device.facts["MODE"], "0660") << tty;
        EXPECT_EQ(device.facts["ENV{ID_MM_DEVICE_IGNORE}"], "1") << tty;
        EXPECT_EQ(device.facts["ENV{ID_MM_PORT_IGNORE}"], "1") << tty;
        EXPECT_EQ(device.facts["ENV{SYSTEMD_WANTS}"], "") << tty << ": no login prompt";
    }
}

TEST(UdevRules, ScreensAndPseudoTerminalsAreNotTouched) {
    for (const char* tty : {"tty1", "ttyp0", "console", "ptmx"}) {
        auto device = treated({{"SUBSYSTEM", "tty"}, {"KERNEL", tty}});
        EXPECT_FALSE(device.facts.contains("GROUP")) << tty;
        EXPECT_FALSE(device.facts.contains("ENV{ID_MM_PORT_IGNORE}")) << tty;
    }
    EXPECT_FALSE(
        treated({{"SUBSYSTEM", "tty"}, {"KERNEL", "ttyUSB0"}, {"ACTION", "remove"}}).facts.contains("GROUP"));
}

TEST(UdevRules, BuiltInPortsGetANameByTheirPlace) {
    const auto links = [](const std::string& type, const std::string& path) {
        return treated({{"SUBSYSTEM", "tty"}, {"KERNEL", "ttyS1"}, {"ATTR{type}", type}, {"ATTR{line}", "1"}},
                       path)
            .symlinks;
    };
    EXPECT_EQ(links("4", "platform-serial8250"),
              std::vector<std::string>{"serial/by-path/platform-serial8250-port1"});
    EXPECT_EQ(links("4", ""), std::vector<std::string>{"serial/by-path/board-port1"});
    EXPECT_TRUE(links("0", "platform-serial8250").empty()) << "a number without a chip";
    EXPECT_TRUE(treated({{"SUBSYSTEM", "tty"}, {"KERNEL", "ttyUSB0"}}, "pci-0000:00:14.0-usb-0:1:1.0")
                    .symlinks.empty())
        << "udev's own 60-serial.rules name these";
}

TEST(UdevRules, SerialAdaptersStayAwakeAndModemManagerKeepsOff) {
    const auto adapter = [](const std::string& vendor) {
        return treated({{"SUBSYSTEM", "usb"}, {"ENV{DEVTYPE}", "usb_device"}, {"ATTR{idVendor}", vendor}});
    };
    for (const char* vendor : {"1a86", "0403", "10c4", "067b"}) {
        auto device = adapter(vendor);
        EXPECT_EQ(device.facts["ENV{ID_MM_DEVICE_IGNORE}"], "1") << vendor;
        EXPECT_EQ(device.facts["ATTR{power/control}"], "on") << vendor;
    }
    EXPECT_FALSE(adapter("046d").facts.contains("ATTR{power/control}")) << "a mouse is none of ours";
    EXPECT_EQ(treated({{"SUBSYSTEM", "usb-serial"}, {"DRIVER", "ftdi_sio"}}).facts["ATTR{latency_timer}"],
              "1");
}

}  // namespace
}  // namespace jiaohao::testing
