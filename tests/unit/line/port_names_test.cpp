// Why a port does not open, who has it, and names that two adapters share.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "drivers/line/port_names.hpp"
#include "drivers/sim/pty.hpp"

namespace jiaohao::drivers {
namespace {

namespace fs = std::filesystem;

class PortNames : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jiaohao-names-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        roots_.dev = folder_ / "dev";
        roots_.sys = folder_ / "sys";
        fs::create_directories(roots_.dev / "serial" / "by-id");
        fs::create_directories(roots_.dev / "serial" / "by-path");
        fs::create_directories(roots_.sys / "class" / "tty");
    }
    void TearDown() override { fs::remove_all(folder_); }

    static void write(const fs::path& file, const std::string& text) {
        fs::create_directories(file.parent_path());
        std::ofstream(file) << text << "\n";
    }

    /// A USB adapter as the kernel and udev show it: one device in a socket, one interface, one tty.
    void plug(const std::string& tty, const std::string& socket, const std::string& serial,
              const std::string& interface = "00") {
        const fs::path usb = roots_.sys / "devices" / "usb1" / socket;
        write(usb / "idVendor", "1a86");
        write(usb / "idProduct", "7523");
        if (!serial.empty()) {
            write(usb / "serial", serial);
        }
        write(usb / ("1:" + interface) / "bInterfaceNumber", interface);
        const fs::path port = usb / ("1:" + interface) / tty;
        fs::create_directories(port / "tty" / tty);
        fs::create_directory_symlink(port, port / "tty" / tty / "device");
        fs::create_directory_symlink(port / "tty" / tty, roots_.sys / "class" / "tty" / tty);
        write(roots_.dev / tty, "");
        fs::create_symlink(roots_.dev / tty,
                           roots_.dev / "serial" / "by-path" / ("usb-" + socket + ":" + interface));
    }
    fs::path by_id(const std::string& name, const std::string& tty) {
        const fs::path link = roots_.dev / "serial" / "by-id" / name;
        fs::create_symlink(roots_.dev / tty, link);
        return link;
    }

    fs::path folder_;
    PortRoots roots_;
};

TEST_F(PortNames, NamesWhyAPathDoesNotOpen) {
    const auto code_of = [](const fs::path& path) {
        const auto why = why_not_open(path);
        return why ? std::string(code(why->code)) : "opens";
    };
    write(folder_ / "file", "text");
    EXPECT_EQ(code_of(folder_ / "absent"), "no_port");
    fs::create_symlink(folder_ / "gone", folder_ / "dangling");
    EXPECT_EQ(code_of(folder_ / "dangling"), "no_port");
    EXPECT_EQ(code_of(folder_ / "file" / "below"), "no_port");
    EXPECT_EQ(code_of(folder_ / "file"), "not_serial");
    EXPECT_EQ(code_of(folder_), "not_serial");
    EXPECT_EQ(code_of("/dev/null"), "not_serial");
    const auto pty = sim::Pty::open(folder_ / "port");
    ASSERT_TRUE(pty.has_value());
    EXPECT_EQ(code_of(folder_ / "port"), "opens");
}

TEST_F(PortNames, TellsAMissingRightApartFromAMissingPort) {
    write(folder_ / "closed", "");
    fs::permissions(folder_ / "closed", fs::perms::none);
    // Root may open anything, so it is nobody for a moment.
    const bool root = geteuid() == 0;
    if (root && seteuid(65534) != 0) {
        GTEST_SKIP() << "root may open anything, and cannot be anybody else here";
    }
    const auto why = why_not_open(folder_ / "closed");
    if (root) {
        ASSERT_EQ(seteuid(0), 0);
    }
    ASSERT_TRUE(why.has_value());
    EXPECT_EQ(why->code, LineFaultCode::no_permission);
}

TEST_F(PortNames, SaysWhichProgramHasAPortOpen) {
    const auto pty = sim::Pty::open(folder_ / "port");
    ASSERT_TRUE(pty.has_value());
    const auto holders = who_holds(folder_ / "port");
    ASSERT_EQ(holders.size(), 1U) << to_string(holders);
    EXPECT_EQ(holders.front(), (Holder{getpid(), "unit_line"}));
    EXPECT_EQ(held_fault(folder_ / "port").facts.at("holder"),
              "unit_line (" + std::to_string(getpid()) + ")");
    EXPECT_TRUE(who_holds(folder_ / "absent").empty());
    EXPECT_TRUE(who_holds("/dev/null", {folder_, folder_ / "no-proc", folder_}).empty());
}

TEST_F(PortNames, TwoAdaptersWithoutASerialNumberShareAName) {
    plug("ttyUSB0", "1-1", "");
    const fs::path name = by_id("usb-1a86_USB_Serial-if00-port0", "ttyUSB0");
    EXPECT_EQ(same_name(name, roots_), std::nullopt) << "one alone is clear";
    plug("ttyUSB1", "1-2", "");
    const auto clash = same_name(name, roots_);
    ASSERT_TRUE(clash.has_value());
    EXPECT_EQ(clash->code, LineFaultCode::same_name);
    EXPECT_EQ(clash->facts.at("advised"), (roots_.dev / "serial/by-path/usb-1-1:00").string());
    EXPECT_EQ(same_name(roots_.dev / "serial/by-path/usb-1-1:00", roots_), std::nullopt)
        << "a name by the socket is always clear";
}

TEST_F(PortNames, SerialNumbersAndInterfacesKeepAdaptersApart) {
    plug("ttyUSB0", "1-1", "A1");
    plug("ttyUSB1", "1-2", "A2");
    plug("ttyUSB2", "1-1", "A1", "01");
    EXPECT_EQ(same_name(by_id("usb-1a86_A1-if00-port0", "ttyUSB0"), roots_), std::nullopt);
}

TEST_F(PortNames, NamesTheDeviceBehindALink) {
    plug("ttyUSB3", "1-4", "");
    EXPECT_EQ(device_behind(roots_.dev / "serial/by-path/usb-1-4:00"), fs::canonical(roots_.dev / "ttyUSB3"));
    EXPECT_EQ(device_behind(folder_ / "absent"), folder_ / "absent");
}

}  // namespace
}  // namespace jiaohao::drivers
