// Ports that come and go, that others hold, that swallow what they are given.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <termios.h>
#include <unistd.h>

#include <QProcess>
#include <fstream>
#include <optional>

#include "tests/unit/line/pty_rig.hpp"

namespace jiaohao::drivers {
namespace {

using namespace std::chrono_literals;

std::string fault_of(const SerialLine& line) {
    return line.fault() ? std::string(code(line.fault()->code)) : "none";
}

TEST_F(LineOnPty, APathThatIsNoSerialPortIsToldAndTriedAgain) {
    std::ofstream(folder_ / "port") << "a file";
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.fault().has_value(); }));
    EXPECT_EQ(fault_of(line), "not_serial");
    EXPECT_EQ(line.fault()->facts.at("path"), setting_.path);
    fs::remove(folder_ / "port");
    ASSERT_TRUE(wait_until([&] { return fault_of(line) == "no_port"; }));
    const auto pty = plug();
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_EQ(line.fault(), std::nullopt);
}

TEST_F(LineOnPty, APortThatAnotherProgramHasIsLeftToItAndTheProgramIsNamed) {
    auto pty = plug();
    QProcess other;
    other.start("sh", {"-c", "exec 9<>\"$1\"; flock 9; echo mine; read wait", "sh",
                       QString::fromStdString(setting_.path)});
    ASSERT_TRUE(other.waitForReadyRead(30000)) << other.errorString().toStdString();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.fault().has_value(); }));
    EXPECT_EQ(fault_of(line), "held");
    const std::string who = "sh (" + std::to_string(other.processId()) + ")";
    EXPECT_NE(line.fault()->facts.at("holder").find(who), std::string::npos)
        << line.fault()->facts.at("holder");
    EXPECT_EQ(ear_.ups, 0);
    other.write("\n");
    EXPECT_TRUE(other.waitForFinished(30000));
    EXPECT_TRUE(wait_until([&] { return line.up(); })) << "as soon as it is free";
    EXPECT_EQ(fault_of(line), "none");
}

TEST_F(LineOnPty, TwoLinesOfOurOwnDoNotShareAPort) {
    auto pty = plug();
    fs::create_symlink(folder_ / "port", folder_ / "other-name");
    SerialLine first(setting_, clock_, Log(sink_, "test"));
    first.start(ear_);
    ASSERT_TRUE(wait_until([&] { return first.up(); }));
    auto twice = setting_;
    twice.path = (folder_ / "other-name").string();
    SerialLine second(twice, clock_, Log(sink_, "test"));
    Ear deaf;
    second.start(deaf);
    ASSERT_TRUE(wait_until([&] { return second.fault().has_value(); }));
    EXPECT_EQ(fault_of(second), "held");
    EXPECT_TRUE(first.up());
}

TEST_F(LineOnPty, BytesThatNeverLeaveCloseThePortAndOpenItAnew) {
    setting_.look_every = 5ms;
    setting_.backlog_limit = 200000;
    auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_TRUE(line.write(Bytes(100000, 0x41))) << "accepted, and nobody reads";
    ASSERT_TRUE(wait_until([&] { return ear_.downs == 1; }));
    EXPECT_TRUE(ear_.last_reason.starts_with("swallowed bytes=")) << ear_.last_reason;
    EXPECT_EQ(fault_of(line), "swallowed");
    EXPECT_TRUE(wait_until([&] { return line.up(); })) << "by itself";
    EXPECT_EQ(line.backlog(), 0U) << "nothing old is sent into a new connection";
    EXPECT_EQ(fault_of(line), "none");
}

TEST_F(LineOnPty, ADeviceThatHoldsEverythingBackIsToldAndNotCutOff) {
    setting_.look_every = 5ms;
    setting_.flow = Flow::xon_xoff;
    auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    pty.write(Bytes{0x13, 0x55});
    ASSERT_TRUE(wait_until([&] { return !ear_.heard.empty(); }));
    EXPECT_TRUE(line.write(Bytes(100, 0x41)));
    ASSERT_TRUE(wait_until([&] { return fault_of(line) == "held_off"; }));
    EXPECT_TRUE(line.up());
    pty.write(Bytes{0x11});
    EXPECT_TRUE(wait_until([&] { return fault_of(line) == "none"; }));
    EXPECT_EQ(ear_.downs, 0);
}

TEST_F(LineOnPty, ADeviceThatNeverAnswersIsOpenedAnewAndStaysToldUntilItSpeaks) {
    setting_.look_every = 2ms;
    setting_.answers = true;
    auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_TRUE(line.write(Bytes{0x10, 0x04, 0x01}));
    ASSERT_TRUE(wait_until([&] { return pty.waiting() == 3; }));
    static_cast<void>(pty.read(10));
    ASSERT_TRUE(wait_until([&] { return ear_.downs == 1; }));
    ASSERT_TRUE(wait_until([&] { return ear_.ups == 2; }));
    EXPECT_EQ(fault_of(line), "mute") << "opening it anew proves nothing";
    pty.write(Bytes{0x12});
    ASSERT_TRUE(wait_until([&] { return !ear_.heard.empty(); }));
    EXPECT_EQ(fault_of(line), "none");
}

TEST_F(LineOnPty, BytesThatFitNothingAreToldWithTheSettingsInUse) {
    auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    pty.write(Bytes(40, 0xF8));
    ASSERT_TRUE(wait_until([&] { return line.counters().received == 40; }));
    line.judge(39);
    ASSERT_EQ(fault_of(line), "no_sense");
    EXPECT_EQ(line.fault()->facts.at("settings"), "9600 8N1");
}

/// A pseudo-terminal carries every byte at every speed; its settings can be seen, so the device talks sense only while
/// the port is set to its own.
class LineAtAnotherSpeed : public LineOnPty {
  protected:
    [[nodiscard]] bool set_to(speed_t wanted) const {
        const int fd = open(pty->slave().c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC);
        termios port{};
        EXPECT_EQ(tcgetattr(fd, &port), 0);
        close(fd);
        return cfgetospeed(&port) == wanted;
    }
    /// A key is pressed, and the line judged.
    void press(SerialLine& line) {
        const bool fits = set_to(B19200);
        pty->write(Bytes(40, 0x55));
        sent_ += 40;
        ASSERT_TRUE(wait_until([&] { return line.counters().received == sent_; }));
        rejected_ += fits ? 0 : 40;
        line.judge(rejected_);
    }
    std::optional<sim::Pty> pty;

  private:
    std::uint64_t sent_ = 0;
    std::uint64_t rejected_ = 0;
};

TEST_F(LineAtAnotherSpeed, IsListenedToWithoutAWordAndTheSpeedThatFitsIsTold) {
    pty.emplace(plug());
    setting_.baud = 9600;
    setting_.find_speed = true;
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    bool silent = false;
    for (int i = 0; i < 20 && fault_of(line) != "wrong_speed"; ++i) {
        press(line);
        if (!set_to(B9600)) {
            silent = !line.write(Bytes{1}) && !line.hold_break(true);
            EXPECT_TRUE(silent) << "nothing is said at a speed that is only tried";
        }
    }
    ASSERT_EQ(fault_of(line), "wrong_speed");
    EXPECT_TRUE(silent);
    EXPECT_EQ(line.fault()->facts.at("fits"), "19200");
    EXPECT_EQ(line.fault()->facts.at("settings"), "9600 8N1");
    EXPECT_TRUE(set_to(B9600)) << "what is configured rules";
    EXPECT_TRUE(line.write(Bytes{1}));
    press(line);
    EXPECT_EQ(fault_of(line), "wrong_speed") << "until it is mended";
}

TEST_F(LineAtAnotherSpeed, IsLeftAsItIsUnlessTheConfigurationAsksForIt) {
    pty.emplace(plug());
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    for (int i = 0; i < 10; ++i) {
        press(line);
        EXPECT_TRUE(set_to(B9600));
    }
    EXPECT_EQ(fault_of(line), "no_sense");
}

TEST_F(LineOnPty, UnpluggedAfterAnyByteItComesBackCleanUnderAnotherTtyName) {
    Bytes frame(9);
    for (std::size_t i = 0; i < frame.size(); ++i) {
        frame[i] = static_cast<std::uint8_t>(i);
    }
    std::optional<sim::Pty> pty(plug());
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    for (std::size_t cut = 0; cut <= frame.size(); ++cut) {
        ASSERT_TRUE(wait_until([&] { return line.up(); })) << cut;
        ear_.heard.clear();
        // In both directions: so many bytes come through, then the plug is pulled.
        EXPECT_TRUE(line.write(ByteView(frame).first(cut)) || cut == 0);
        ASSERT_TRUE(wait_until([&] { return pty->waiting() == cut; })) << cut;
        pty->write(ByteView(frame).first(cut));
        ASSERT_TRUE(wait_until([&] { return ear_.heard.size() == cut; })) << cut;
        const std::string before = pty->slave();
        auto next = sim::Pty::open(folder_ / "port");
        ASSERT_TRUE(next.has_value());
        pty.reset();
        ASSERT_TRUE(wait_until([&] { return ear_.downs == static_cast<int>(cut) + 1; })) << cut;
        EXPECT_FALSE(line.write(frame)) << "nothing is kept for later";
        pty = std::move(*next);
        EXPECT_NE(pty->slave(), before);
    }
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_EQ(pty->waiting(), 0U) << "no byte of before";
    EXPECT_EQ(ear_.ups, ear_.downs + 1);
    EXPECT_EQ(line.counters().lost, frame.size() + 1);
}

}  // namespace
}  // namespace jiaohao::drivers
