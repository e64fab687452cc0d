// The real driver on a real QSerialPort against the simulated printer behind a pty, at 600 times the speed of
// the day. Waits are for conditions; the bound only ends a test that hangs.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <stdlib.h>

#include <QCoreApplication>
#include <QEventLoop>
#include <QTimer>
#include <filesystem>
#include <mutex>
#include <thread>

#include "drivers/line/qt_timers.hpp"
#include "drivers/line/serial_line.hpp"
#include "drivers/printer/printer_driver.hpp"
#include "drivers/sim/printer/station.hpp"

namespace jiaohao::drivers {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using domain::DeviceState;
using domain::PrintCause;
using domain::PrintProof;
using printer::PrinterProfile;
using Kind = ports::PrintOutcome::Kind;
using sim::PrinterStation;
using sim::StationSetting;

bool wait_until(const std::function<bool()>& holds) {
    for (int turn = 0; turn < 6000 && !holds(); ++turn) {
        QEventLoop loop;
        QTimer::singleShot(10, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return holds();
}

class Recorder final : public ports::PrinterListener {
  public:
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t,
                          const ports::PrintOutcome& outcome) override {
        told.emplace_back(ticket.seq.get(), outcome);
    }
    void on_printer_state(const domain::DeviceId&, DeviceState now, const std::string& code, bool) override {
        state = now;
        fault = code;
    }
    std::vector<std::pair<std::uint64_t, ports::PrintOutcome>> told;
    DeviceState state{};
    std::string fault;
};

PrinterProfile profile_with(bool process_id, bool auto_status = true) {
    PrinterProfile profile;
    profile.process_id = process_id;
    profile.auto_status = auto_status;
    return profile;
}

class PrinterOnPty : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        static int argc = 1;
        static char name[] = "contract_printer";
        static char* argv[] = {name, nullptr};
        if (QCoreApplication::instance() == nullptr) {
            static QCoreApplication app(argc, argv);
        }
    }

    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "jiaohao-printer-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }

    void TearDown() override {
        driver_.reset();
        line_.reset();
        if (station_) {
            station_->stop();
            runner_.join();
            station_.reset();
        }
        fs::remove_all(folder_);
    }

    void begin(const PrinterProfile& profile, std::vector<std::string> faults = {}) {
        StationSetting setting;
        setting.link = folder_ / "printer";
        setting.profile = profile;
        setting.faults = std::move(faults);
        auto station = PrinterStation::make(std::move(setting), clock_, [](const std::string&) {});
        ASSERT_TRUE(station.has_value()) << station.error();
        station_ = std::move(*station);
        runner_ = std::thread([this] { station_->run(); });

        auto line_setting = profile.line;
        line_setting.path = (folder_ / "printer").string();
        line_ = std::make_unique<SerialLine>(line_setting, clock_, log_);
        printer::PrinterOptions options;
        options.id = domain::DeviceId("printer-1");
        options.least_real = least_real_;
        driver_ = std::make_unique<printer::PrinterDriver>(options, profile, *line_, timers_, heard_, log_);
        driver_->start();
    }

    bool reach(DeviceState state) {
        return wait_until([&] { return heard_.state == state; });
    }

    void print(std::uint64_t seq) {
        ports::PrintJob job;
        job.ticket.seq = domain::Seq(seq);
        job.paper.head = {{"政务服务中心", ports::PaperLine::Align::centre, 2, true},
                          {"A00" + std::to_string(seq), ports::PaperLine::Align::centre, 6, true},
                          {"前面等候 12 人", ports::PaperLine::Align::centre, 1, false},
                          {"Please wait for your number.", ports::PaperLine::Align::centre, 1, false}};
        job.paper.qr = "https://hall.example/t/" + std::to_string(seq);
        driver_->print(std::move(job));
    }

    ports::PrintOutcome outcome_of(std::uint64_t seq) {
        const auto found = [&] {
            return std::find_if(heard_.told.begin(), heard_.told.end(),
                                [&](const auto& entry) { return entry.first == seq; });
        };
        EXPECT_TRUE(wait_until([&] { return found() != heard_.told.end(); })) << "no outcome of " << seq;
        return found() == heard_.told.end() ? ports::PrintOutcome{} : found()->second;
    }

    std::string command(const std::string& line) { return station_->command(line); }

    fs::path folder_;
    NullSink sink_;
    Log log_{sink_, "test"};
    ScaledClock clock_{{WallTime{}, 600.0, SystemClock{}.boot().time_since_epoch()}};
    QtTimers timers_{clock_};
    Recorder heard_;
    /// Far above what a crowded machine needs to let the other thread answer.
    std::chrono::nanoseconds least_real_ = 2s;
    std::unique_ptr<PrinterStation> station_;
    std::thread runner_;
    std::unique_ptr<SerialLine> line_;
    std::unique_ptr<printer::PrinterDriver> driver_;
};

const char* const kOnePaper = R"({"marked":0,"papers":1,"partial":0})";
const char* const kNoPaper = R"({"marked":0,"papers":0,"partial":0})";

TEST_F(PrinterOnPty, PrintsWithProcessId) {
    begin(profile_with(true));
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(outcome_of(1).proof, PrintProof::process_id);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, PrintsWithPaperStatusOnly) {
    begin(profile_with(false, false));
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(outcome_of(1).proof, PrintProof::status_after_cut);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, PrintsOnACloneThatIgnoresWhatItsProfilePromises) {
    begin(profile_with(true), {"clone"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(outcome_of(1).proof, PrintProof::status_after_cut);
}

TEST_F(PrinterOnPty, RefusesWithoutPaper) {
    begin(profile_with(true), {"paper-out"});
    ASSERT_TRUE(reach(DeviceState::fault));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::not_printed);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::paper_out);
    EXPECT_EQ(command("papers"), kNoPaper);
}

TEST_F(PrinterOnPty, FinishesATicketWhosePaperRanOutInTheMiddle) {
    begin(profile_with(true), {"paper-out@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    ASSERT_TRUE(reach(DeviceState::fault));
    EXPECT_EQ(heard_.fault, "paper_out");
    EXPECT_TRUE(heard_.told.empty());
    EXPECT_EQ(command("papers"), kNoPaper);
    command("clear paper-out");
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, RefusesWithOpenCoverAndPrintsWhenItIsClosed) {
    begin(profile_with(true), {"cover-open"});
    ASSERT_TRUE(reach(DeviceState::fault));
    print(1);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::cover_open);
    command("clear cover-open");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
}

TEST_F(PrinterOnPty, RecoversFromAMendedCutterJamByItself) {
    begin(profile_with(true), {"cutter-jam"});
    ASSERT_TRUE(reach(DeviceState::fault));
    EXPECT_EQ(heard_.fault, "cutter");
    command("clear cutter-jam");
    EXPECT_TRUE(reach(DeviceState::ready));
}

TEST_F(PrinterOnPty, CallsTheTicketOfAPrinterThatFellSilentUnknown) {
    least_real_ = 400ms;
    begin(profile_with(true));
    ASSERT_TRUE(reach(DeviceState::ready));
    command("fault silent@1");
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::silent);
    EXPECT_TRUE(reach(DeviceState::lost));
    command("clear silent");
    EXPECT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
}

TEST_F(PrinterOnPty, PrintsNothingAndClaimsNothingOverAGarbledLine) {
    least_real_ = 400ms;
    begin(profile_with(false));
    ASSERT_TRUE(reach(DeviceState::ready));
    command("fault garbage");
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::not_printed);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::silent);
    command("clear garbage");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, CallsATicketUnknownWhenUnpluggedInTheMiddleAndPrintsTheNextAfterReplugging) {
    begin(profile_with(true), {"unplug@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::link_lost);
    EXPECT_EQ(heard_.state, DeviceState::lost);
    print(2);
    EXPECT_EQ(outcome_of(2).cause, PrintCause::link_lost);
    command("replug");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(3);
    EXPECT_EQ(outcome_of(3).kind, Kind::printed);
    EXPECT_EQ(command("papers"), R"({"marked":0,"papers":1,"partial":1})");
    EXPECT_EQ(line_->counters().lost, 1U) << "one loss is one signal, not a flood";
}

class OddReplies : public PrinterOnPty, public ::testing::WithParamInterface<const char*> {};

TEST_P(OddReplies, StillProveTheTicket) {
    for (const bool process_id : {true, false}) {
        SCOPED_TRACE(process_id);
        begin(profile_with(process_id), {GetParam()});
        ASSERT_TRUE(reach(DeviceState::ready));
        print(1);
        EXPECT_EQ(outcome_of(1).kind, Kind::printed);
        EXPECT_EQ(command("papers"), kOnePaper);
        TearDown();
        heard_ = {};
        SetUp();
    }
}
INSTANTIATE_TEST_SUITE_P(EachKind, OddReplies,
                         ::testing::Values("slow-reply", "split-reply", "stray-bytes", "asb-lost",
                                           "paper-near-end@100"));

TEST_F(PrinterOnPty, PrintsAHundredTicketsOneAfterTheOther) {
    begin(profile_with(true));
    ASSERT_TRUE(reach(DeviceState::ready));
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
        print(seq);
        ASSERT_EQ(outcome_of(seq).kind, Kind::printed) << seq;
    }
    EXPECT_EQ(command("papers"), R"({"marked":0,"papers":100,"partial":0})");
}

}  // namespace
}  // namespace jiaohao::drivers
