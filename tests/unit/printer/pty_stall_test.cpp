// A printer that stalls: XOFF, a hot head, and a process killed with its ticket still in the printer.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>

#include "drivers/printer/escpos.hpp"
#include "tests/unit/printer/pty_rig.hpp"

namespace jiaohao::drivers {
namespace {

class StallingPrinter : public PrinterOnPty, public ::testing::WithParamInterface<Flow> {
  protected:
    /// Slow enough for bytes to be on their way while rows are printed.
    StallingPrinter() : PrinterOnPty(20.0) {}
    static PrinterProfile profile() {
        auto profile = profile_with(false);
        profile.line.flow = GetParam();
        return profile;
    }
    bool stalls() {
        return wait_until([this] { return command("state").find("xoff") != std::string::npos; });
    }
};

TEST_P(StallingPrinter, PrintsTheTicketThatWasHeldUpWhenItGoesOn) {
    auto slow = profile();
    slow.line.baud = 600;  // the rest is still on its way after two rows, however crowded the machine is
    begin(slow, {"xoff@2/0"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    ASSERT_TRUE(stalls());
    EXPECT_EQ(command("state").find("\"held\":0,"), std::string::npos)
        << "the rest waits in the host's queue";
    EXPECT_TRUE(heard_.told.empty());
    EXPECT_EQ(command("papers"), kNoPaper);
    command("clear xoff");
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
    // A question may be on its way.
    EXPECT_TRUE(wait_until([this] { return command("state") == R"({"faults":[],"held":0,"lost":0})"; }))
        << command("state");
}

TEST_P(StallingPrinter, GoesOnByItself) {
    begin(profile(), {"xoff@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_P(StallingPrinter, ForTooLongMakesTheTicketUnknownAndTheNextIsProvedByItsOwnPaper) {
    least_real_ = 400ms;
    begin(profile(), {"xoff@2/0"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
    ASSERT_TRUE(reach(DeviceState::lost));
    command("clear xoff");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
    // The first came out late, whole or as far as it was when its process gave it up.
    const auto papers = command("papers");
    EXPECT_TRUE(papers == R"({"marked":0,"papers":2,"partial":0})" ||
                papers == R"({"marked":0,"papers":1,"partial":1})")
        << papers;
}
INSTANTIATE_TEST_SUITE_P(EachFlow, StallingPrinter, ::testing::Values(Flow::none, Flow::xon_xoff));

/// A long ticket comes faster than it is printed, to a printer whose buffer holds a tenth of it.
class SmallBuffer : public PrinterOnPty, public ::testing::WithParamInterface<Flow> {
  protected:
    SmallBuffer() : PrinterOnPty(20.0) {}
    static PrinterProfile profile(Flow flow) {
        auto profile = profile_with(false);
        profile.line.flow = flow;
        profile.line.baud = 115200;
        profile.speed_mm_s = 50;
        profile.receive_buffer = 256;
        return profile;
    }
    void print_long() {
        ports::PrintJob job;
        job.ticket.seq = domain::Seq(1);
        for (int i = 0; i < kLines; ++i) {
            job.paper.head.push_back({"line " + std::to_string(i) + " of a ticket that is long and slow"});
        }
        driver_->print(std::move(job));
    }
    void expect_whole_paper() {
        EXPECT_EQ(outcome_of(1).kind, Kind::printed);
        EXPECT_EQ(command("papers"), kOnePaper);
        EXPECT_NE(command("state").find("\"lost\":0"), std::string::npos) << command("state");
        for (int i = 0; i < kLines; ++i) {
            EXPECT_NE(events().find("line " + std::to_string(i) + " of"), std::string::npos) << i;
        }
    }
    static constexpr int kLines = 60;
};

TEST_P(SmallBuffer, LosesNothingOfALongTicketWhicheverWayTheHostIsHeldUp) {
    begin(profile(GetParam()));
    ASSERT_TRUE(reach(DeviceState::ready));
    print_long();
    expect_whole_paper();
}

TEST_P(SmallBuffer, LosesNothingWhilePaperIsPutIn) {
    // With flow control the questions wait as well: who puts it in at once is not known to have been away.
    begin(profile(GetParam()), {"paper-out@5/1"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print_long();
    expect_whole_paper();
}
/// With no flow control the driver itself sends no more than fits.
INSTANTIATE_TEST_SUITE_P(EachFlow, SmallBuffer, ::testing::Values(Flow::none, Flow::rts_cts, Flow::xon_xoff));

class HotHead : public PrinterOnPty, public ::testing::WithParamInterface<bool> {};

TEST_P(HotHead, RefusesEarlyUnderItsOwnNameUntilItIsCool) {
    begin(profile_with(false, GetParam()), {"head-hot/0"});
    ASSERT_TRUE(reach(DeviceState::fault));
    EXPECT_EQ(heard_.fault, "overheated");
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::not_printed);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::overheated);
    EXPECT_EQ(command("papers"), kNoPaper);
    command("clear head-hot");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_P(HotHead, InTheMiddleStopsTheTicketUntilItIsCool) {
    begin(profile_with(false, GetParam()), {"head-hot@2/0"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    ASSERT_TRUE(reach(DeviceState::fault));
    EXPECT_EQ(heard_.fault, "overheated");
    EXPECT_TRUE(heard_.told.empty());
    command("clear head-hot");
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_P(HotHead, CoolsByItself) {
    begin(profile_with(false, GetParam()), {"head-hot@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}
INSTANTIATE_TEST_SUITE_P(AutomaticStatus, HotHead, ::testing::Bool());

/// Another process that hands `bytes` to the printer's port and is killed before any answer.
void hand_over_and_die(const fs::path& port, const Bytes& bytes) {
    std::array<int, 2> told{};
    ASSERT_EQ(pipe2(told.data(), O_CLOEXEC), 0);
    const std::string path = port.string();
    const pid_t child = fork();
    if (child == 0) {
        // Only what is safe after a fork in a program with threads.
        const int fd = open(path.c_str(), O_RDWR | O_NOCTTY);
        const bool whole = write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
        [[maybe_unused]] const auto put = write(told[1], whole ? "y" : "n", 1);
        pause();
        _exit(0);
    }
    char whole = 'n';
    EXPECT_EQ(read(told[0], &whole, 1), 1);
    EXPECT_EQ(whole, 'y');
    EXPECT_EQ(kill(child, SIGKILL), 0);
    EXPECT_EQ(waitpid(child, nullptr, 0), child);
    close(told[0]);
    close(told[1]);
}

/// Slow enough for a ticket of the killed process to be printing while the next process makes its own.
class KilledProcess : public PrinterOnPty {
  protected:
    KilledProcess() : PrinterOnPty(20.0) {}
};

TEST_F(KilledProcess, LeavesATicketWhoseProofProvesNoneOfTheNextProcess) {
    switch_on(profile_with(false));
    printer::escpos::Writer ticket;
    ticket.initialise();
    for (int i = 0; i < 100; ++i) {  // 20 s of paper
        ticket.text(Bytes{'X'});
        ticket.feed_dots(240);
    }
    ticket.cut_full(0);
    ticket.ask_paper_status();
    hand_over_and_die(folder_ / "printer", ticket.bytes());
    start_driver(profile_with(false));
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), R"({"marked":0,"papers":2,"partial":0})") << "its own paper is out, too";
}

TEST_F(KilledProcess, LeavesBytesBehindAnXoffThatTravelAtTheSpeedOfTheLineAfterwards) {
    switch_on(profile_with(false), {"xoff@2/0"});
    Bytes lines;
    for (int i = 0; i < 150; ++i) {
        lines.resize(lines.size() + 40, 'X');
        lines.push_back(0x0A);
    }
    ASSERT_GT(lines.size(), PrinterProfile{}.receive_buffer) << "all at once would not fit";
    const Bytes cut{0x1D, 0x56, 0x00};
    lines.insert(lines.end(), cut.begin(), cut.end());
    hand_over_and_die(folder_ / "printer", lines);
    ASSERT_TRUE(wait_until([this] { return command("state").find("xoff") != std::string::npos; }));
    const auto all_had_time_to_travel = clock_.boot() + travel_time(PrinterProfile{}.line, lines.size());
    ASSERT_TRUE(wait_until([&] { return clock_.boot() > all_had_time_to_travel; }));
    command("clear xoff");
    ASSERT_TRUE(wait_until([this] { return command("papers") == kOnePaper; })) << command("state");
    EXPECT_EQ(command("state"), R"({"faults":[],"held":0,"lost":0})");
}

TEST_F(KilledProcess, InTheMiddleOfACommandDoesNotSwallowTheNextTicket) {
    switch_on(profile_with(false));
    // A raster of 16 rows of which one arrives, then nothing more.
    Bytes cut_off{0x1B, 0x40, 0x1D, 0x76, 0x30, 0x00, 72, 0, 16, 0};
    cut_off.resize(cut_off.size() + 72, 0xFF);
    hand_over_and_die(folder_ / "printer", cut_off);
    start_driver(profile_with(false));
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_NE(events().find("政务服务中心"), std::string::npos) << events();
    EXPECT_NE(events().find("https://hall.example/t/1"), std::string::npos);
}

}  // namespace
}  // namespace jiaohao::drivers
