// A person at the window of a simulated printer; tickets come over a pseudo-terminal.
// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <QProcess>
#include <algorithm>
#include <thread>

#include "drivers/printer/encoder.hpp"
#include "drivers/sim/window/printer_view.hpp"
#include "tests/ui/simulators/window_rig.hpp"

namespace jiaohao::drivers::sim {
namespace {

class PrinterWindow : public WindowTest {
  protected:
    void SetUp() override {
        WindowTest::SetUp();
        StationSetting setting;
        setting.link = folder / "printer";
        setting.profile.line.baud = 115200;
        setting.profile.speed_mm_s = 250;
        profile = setting.profile;
        auto made = PrinterStation::make(std::move(setting), clock, [](const std::string&) {});
        ASSERT_TRUE(made.has_value()) << made.error();
        station = std::move(*made);
        auto font = Font::open({});
        ASSERT_TRUE(font.has_value()) << font.error();
        view = std::make_unique<PrinterView>(*station, std::move(*font));
        runner = std::thread([this] { station->run(); });
        open(*view);
        ASSERT_TRUE(wait_until([this] { return view->plugged(); }));
    }
    void TearDown() override {
        front.reset();
        station->stop();
        runner.join();
        view.reset();
        WindowTest::TearDown();
    }
    void send_ticket(const std::string& number) const {
        using Align = ports::PaperLine::Align;
        ports::TicketPaper paper;
        paper.head = {{"政务服务中心", Align::centre, 2, true},
                      {"不动产登记", Align::centre, 1, false},
                      {number, Align::centre, 6, true},
                      {"前面等候 12 人，约 25 分钟", Align::centre, 1, false},
                      {"Please wait for your number.", Align::centre, 1, false}};
        paper.qr = kLink;
        const auto ticket = printer::encode_ticket(paper, profile, printer::TextCodec(profile));
        const int fd = ::open((folder / "printer").c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
        ASSERT_GE(fd, 0);
        EXPECT_EQ(::write(fd, ticket->bytes.data(), ticket->bytes.size()),
                  static_cast<ssize_t>(ticket->bytes.size()));
        ::close(fd);
    }
    int papers() const { return view->tray()->rowCount(); }

    static constexpr const char* kLink = "https://hall.example/t/1";
    SystemClock clock;
    printer::PrinterProfile profile;
    std::unique_ptr<PrinterStation> station;
    std::unique_ptr<PrinterView> view;
    std::thread runner;
};

TEST_F(PrinterWindow, ATicketComesOutLineByLineAndLiesInTheTray) {
    std::vector<int> heights;
    QObject::connect(view.get(), &PrinterView::paperChanged, view.get(),
                     [&] { heights.push_back(view->paper().height()); });
    send_ticket("A001");
    ASSERT_TRUE(wait_until([this] { return papers() == 1; }));
    ASSERT_TRUE(wait_until([this] { return view->papers() == 1; }));
    EXPECT_EQ(heights.back(), 0) << "it is gone from the slot";
    heights.pop_back();
    EXPECT_TRUE(std::is_sorted(heights.begin(), heights.end())) << "it grows";
    ASSERT_TRUE(wait_until([this] { return item("sheet.1") != nullptr && item("sheet.1")->height() > 100; }));
    keep_pictures("printer");
    // A camera that looks at the screen reads the code.
    QProcess zbar;
    zbar.start("zbarimg", {"-q", "--raw", kPictures + "/sim-printer-en.png"});
    if (!zbar.waitForStarted()) {
        GTEST_SKIP() << "zbarimg is not installed: ./setup test";
    }
    ASSERT_TRUE(zbar.waitForFinished());
    EXPECT_EQ(zbar.readAllStandardOutput().trimmed().toStdString(), kLink);
}

TEST_F(PrinterWindow, AFaultAskedForInTheMiddleOfATicketStopsItThereAndClearedItGoesOn) {
    click("when@3");
    click("fault.paper-out");
    EXPECT_TRUE(view->faults().isEmpty()) << "not before the ticket";
    send_ticket("A002");
    ASSERT_TRUE(wait_until([this] { return view->faults() == QStringList{"paper-out"}; }));
    // Three rows: 48, 24 and 144 dots of letters, and what is between and around them.
    ASSERT_TRUE(wait_until([this] { return view->paper().height() > 260; })) << view->paper().height();
    EXPECT_TRUE(view->blocked());
    EXPECT_EQ(papers(), 0);
    ASSERT_TRUE(wait_until(
        [this] { return item("paper") != nullptr && item("paper")->parentItem()->height() > 60; }));
    keep_pictures("printer-paper-out");
    click("fault.paper-out");
    EXPECT_TRUE(wait_until([this] { return papers() == 1; }));
    EXPECT_TRUE(view->faults().isEmpty());
}

TEST_F(PrinterWindow, ThePlugIsPulledAndPutBackAndAllFaultsAreCleared) {
    click("fault.cover-open");
    click("fault.clone");
    ASSERT_TRUE(wait_until([this] { return view->faults().size() == 2; }));
    click("clear");
    EXPECT_TRUE(wait_until([this] { return view->faults().isEmpty(); }));
    click("plug");
    EXPECT_TRUE(wait_until([this] { return !view->plugged(); }));
    EXPECT_FALSE(fs::exists(fs::symlink_status(folder / "printer")));
    click("plug");
    EXPECT_TRUE(wait_until([this] { return view->plugged() && fs::exists(folder / "printer"); }));
    click("language");
    EXPECT_TRUE(wait_until([this] { return front->words().language() == "zh_CN"; }));
}

}  // namespace
}  // namespace jiaohao::drivers::sim
