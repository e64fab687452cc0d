// SerialLine, QtTimers and QueuedPrinter on a Qt event loop; the far end of the line is a pty.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QObject>
#include <QTimer>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "drivers/line/qt_timers.hpp"
#include "drivers/line/queued_printer.hpp"
#include "tests/unit/line/pty_rig.hpp"

namespace jiaohao::drivers {
namespace {

using namespace std::chrono_literals;

TEST_F(LineOnPty, CarriesBytesBothWays) {
    auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    EXPECT_EQ(ear_.ups, 0) << "never from within start()";
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_TRUE(line.write(Bytes{0x10, 0x04, 0x01}));
    ASSERT_TRUE(wait_until([&] { return pty.waiting() == 3; }));
    EXPECT_EQ(pty.read(10), (Bytes{0x10, 0x04, 0x01}));
    pty.write(Bytes{0x00, 0x11, 0x13, 0x0A, 0x0D, 0xFF});
    ASSERT_TRUE(wait_until([&] { return ear_.heard.size() == 6; }));
    EXPECT_EQ(ear_.heard, (Bytes{0x00, 0x11, 0x13, 0x0A, 0x0D, 0xFF})) << "no byte is changed on the way";
}

TEST_F(LineOnPty, RestsWhileNobodyNeedsTheBytesAndThenHandsThemOverTogether) {
    std::optional<sim::Pty> pty(plug());
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    EXPECT_EQ(line.rest(20), 0ns) << "it is not up";
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_EQ(line.rest(1), 0ns) << "a byte's time is not worth it";
    EXPECT_EQ(line.rest(500), 40ms) << "nobody may wait long for what was only announced";
    EXPECT_EQ(line.rest(20), 20ms) << "at 9600 baud, 8N1";
    pty->write(Bytes{1, 2, 3, 4, 5});
    ASSERT_TRUE(wait_until([&] { return ear_.heard.size() == 5; }));
    EXPECT_EQ(ear_.heard, (Bytes{1, 2, 3, 4, 5}));
    EXPECT_EQ(ear_.chunks, 1);
    EXPECT_EQ(line.rest(20), 20ms);
    pty.reset();
    EXPECT_TRUE(wait_until([&] { return ear_.downs == 1; })) << "the port goes while it rests";
}

TEST_F(LineOnPty, TellsALossOnceAndComesBackUnderTheSameName) {
    std::optional<sim::Pty> pty(plug());
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    pty.reset();
    ASSERT_TRUE(wait_until([&] { return ear_.downs > 0; }));
    EXPECT_FALSE(line.up());
    EXPECT_FALSE(line.write(Bytes{0x00}));
    pty = plug();
    ASSERT_TRUE(wait_until([&] { return ear_.ups == 2; }));
    EXPECT_EQ(ear_.downs, 1);
    EXPECT_EQ(line.counters().lost, 1U);
}

TEST_F(LineOnPty, WaitsForAPortThatIsNotThereYet) {
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return !sink_.events.empty(); }));
    EXPECT_EQ(sink_.events.front(), "line.cannot_open");
    EXPECT_EQ(ear_.downs, 0) << "what was never up does not go down";
    EXPECT_GT(line.counters().failures, 0U);
    const auto pty = plug();
    EXPECT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_EQ(line.counters().failures, 0U) << "the next loss is mended as quickly as the first";
}

TEST_F(LineOnPty, SetsThePortAsItIsTold) {
    setting_.baud = 19200;
    setting_.stop_bits = 2;
    setting_.flow = Flow::xon_xoff;
    const auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    const int fd = open(pty.slave().c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC);
    ASSERT_GE(fd, 0);
    termios port{};
    EXPECT_EQ(tcgetattr(fd, &port), 0);
    close(fd);
    EXPECT_EQ(cfgetospeed(&port), static_cast<speed_t>(B19200));
    EXPECT_NE(port.c_cflag & CSTOPB, 0U);
    EXPECT_NE(port.c_iflag & IXON, 0U);
    EXPECT_EQ(port.c_iflag & IXANY, 0U);
}

TEST_F(LineOnPty, ABreakBeginsOnlyWhileTheLineIsUpAndNothingWaits) {
    const auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    EXPECT_FALSE(line.hold_break(true)) << "down";
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_TRUE(line.hold_break(true));
    EXPECT_TRUE(line.hold_break(false));
    EXPECT_TRUE(line.up()) << "a pseudo-terminal, which has no wire to hold, minds nothing";
    ASSERT_TRUE(line.write(Bytes(10, 0x41)));
    EXPECT_FALSE(line.hold_break(true)) << "it would cut into what has not left";
    ASSERT_TRUE(wait_until([&] { return line.backlog() == 0; }));
    EXPECT_TRUE(line.hold_break(true));
    EXPECT_TRUE(line.hold_break(false));
}

TEST_F(LineOnPty, HoldsItsBytesAtXoffAndGoesOnAtXon) {
    setting_.flow = Flow::xon_xoff;
    auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    // The byte behind it tells that the XOFF has arrived.
    pty.write(Bytes{0x13, 0x55});
    ASSERT_TRUE(wait_until([&] { return !ear_.heard.empty(); }));
    EXPECT_EQ(ear_.heard, Bytes{0x55}) << "flow control is no data, and other data end no XOFF";
    EXPECT_TRUE(line.write(Bytes(100, 0x41)));
    for (int turn = 0; turn < 20; ++turn) {
        QCoreApplication::processEvents();
    }
    EXPECT_EQ(pty.waiting(), 0U);
    EXPECT_EQ(line.backlog(), 100U);
    pty.write(Bytes{0x11});
    ASSERT_TRUE(wait_until([&] { return pty.waiting() == 100; }));
    EXPECT_EQ(line.backlog(), 0U);
}

TEST_F(LineOnPty, RefusesWritesBeyondItsBacklog) {
    setting_.backlog_limit = 100000;
    auto pty = plug();
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    EXPECT_FALSE(line.write(Bytes(100001)));
    EXPECT_TRUE(line.write(Bytes(60000)));
    EXPECT_FALSE(line.write(Bytes(60000))) << "nobody reads: the first still waits";
    EXPECT_LE(line.backlog(), 100000U);
    EXPECT_EQ(line.counters().refused_writes, 2U);
}

TEST_F(LineOnPty, SaysNothingAfterStop) {
    std::optional<sim::Pty> pty(plug());
    SerialLine line(setting_, clock_, Log(sink_, "test"));
    line.start(ear_);
    ASSERT_TRUE(wait_until([&] { return line.up(); }));
    line.stop();
    pty.reset();
    QCoreApplication::processEvents();
    EXPECT_EQ(ear_.downs, 0);
}

TEST_F(LineOnPty, TheLinkGoesWithThePtyAndNoFileOfAnotherKindIsReplaced) {
    { const auto pty = plug(); }
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder_ / "port")));
    fs::create_directory(folder_ / "port");
    EXPECT_FALSE(sim::Pty::open(folder_ / "port").has_value());
    std::ofstream(folder_ / "file") << "mine";
    EXPECT_FALSE(sim::Pty::open(folder_ / "file").has_value());
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder_ / "file")));
}

TEST_F(LineOnPty, TimersFireCancelAndKeepTheLeastRealWait) {
    const ScaledClock fast({WallTime{}, 1000.0, clock_.boot().time_since_epoch()});
    QtTimers timers(fast);
    std::string seen;
    const auto begun = clock_.boot();
    BootTime held_at{};
    static_cast<void>(timers.start(1s, 40ms, [&] { held_at = clock_.boot(); }));
    static_cast<void>(timers.start(1s, 0ms, [&] { seen += 'a'; }));
    const auto cancelled = timers.start(1s, 0ms, [&] { seen += 'b'; });
    timers.cancel(cancelled);
    ASSERT_TRUE(wait_until([&] { return held_at != BootTime{}; }));
    EXPECT_EQ(seen, "a");
    EXPECT_GE(held_at - begun, 40ms) << "a simulated second is a millisecond, the other process needs longer";
}

class SlowPrinter final : public ports::TicketPrinter, public ports::PrinterListener {
  public:
    void print(ports::PrintJob job) override {
        printed.push_back(job.ticket.seq.get());
        thread = std::this_thread::get_id();
    }
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t,
                          const ports::PrintOutcome& outcome) override {
        EXPECT_EQ(outcome.cause, domain::PrintCause::queue_full);
        refused.push_back(ticket.seq.get());
    }
    void on_printer_state(const domain::DeviceId&, domain::DeviceState, const std::string&, bool) override {}
    std::vector<std::uint64_t> printed;
    std::vector<std::uint64_t> refused;
    std::thread::id thread;
};

TEST_F(LineOnPty, AQueuedPrinterBringsJobsToTheDevicesThreadAndRefusesTooMany) {
    SlowPrinter printer;
    QObject context;
    QueuedPrinter queued(printer, printer, context, 3);
    std::thread([&] {
        for (std::uint64_t seq = 1; seq <= 5; ++seq) {
            ports::PrintJob job;
            job.ticket.seq = domain::Seq(seq);
            queued.print(std::move(job));
        }
    }).join();
    EXPECT_TRUE(printer.printed.empty());
    ASSERT_TRUE(wait_until([&] { return printer.printed.size() + printer.refused.size() == 5; }));
    EXPECT_EQ(printer.printed, (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(printer.refused, (std::vector<std::uint64_t>{4, 5}));
    ports::PrintJob later;
    later.ticket.seq = domain::Seq(6);
    queued.print(std::move(later));
    ASSERT_TRUE(wait_until([&] { return printer.printed.size() + printer.refused.size() == 6; }));
    EXPECT_EQ(printer.printed.back(), 6U) << "there is room again";
    EXPECT_EQ(printer.thread, std::this_thread::get_id());
}

}  // namespace
}  // namespace jiaohao::drivers
