// The cable is pulled at every byte of a ticket and put back: the outcome is right, and no second paper comes out.
// The real driver, a fake line that dies at a byte, the simulated printer, clocks turned by hand.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "drivers/printer/printer_driver.hpp"
#include "drivers/sim/printer/model.hpp"
#include "tests/support/fake_line.hpp"
#include "tests/support/manual_timers.hpp"

namespace jiaohao::drivers {
namespace {

using namespace std::chrono_literals;
using Kind = ports::PrintOutcome::Kind;

class Outcomes final : public ports::PrinterListener {
  public:
    void on_print_outcome(const domain::TicketId& ticket, std::uint32_t,
                          const ports::PrintOutcome& outcome) override {
        told.emplace_back(ticket.seq.get(), outcome.kind);
    }
    void on_printer_state(const domain::DeviceId&, domain::DeviceState, const std::string&, bool) override {}
    std::vector<std::pair<std::uint64_t, Kind>> told;
};

/// A desk with one printer whose cable can be cut after so many bytes.
class Desk {
  public:
    explicit Desk(const printer::PrinterProfile& profile)
        : profile_(profile), model_(profile_, timers_.clock(), [this](sim::Paper paper) {
              papers_.push_back(std::move(paper));
          }) {
        line_.peer = [this](ByteView bytes) { carry(bytes); };
        printer::PrinterOptions options;
        options.id = domain::DeviceId("printer-1");
        driver_ = std::make_unique<printer::PrinterDriver>(options, profile_, line_, timers_, outcomes,
                                                           Log(sink_, "t"));
        driver_->start();
        plug();
    }
    ~Desk() { line_.peer = nullptr; }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    void plug() {
        cut_after_ = kNever;
        line_.bring_up();
        run(5s);
    }
    void print(std::uint64_t seq, bool picture) {
        ports::PrintJob job;
        job.ticket.seq = domain::Seq(seq);
        job.paper.head = {{"政务服务中心", ports::PaperLine::Align::centre, 1, true},
                          {"A00" + std::to_string(seq), ports::PaperLine::Align::centre, 4, true}};
        if (picture) {
            job.paper.qr = "t/" + std::to_string(seq);
        }
        driver_->print(std::move(job));
    }
    /// Counted from the next byte that begins a ticket or anything else the driver sends.
    void cut_after(std::size_t bytes) {
        sent_ = 0;
        cut_after_ = bytes;
    }
    [[nodiscard]] bool is_cut() const { return !line_.up(); }
    void run(std::chrono::nanoseconds span) {
        for (std::chrono::nanoseconds done{0}; done < span; done += kStep) {
            timers_.advance(kStep);
            model_.run();
            if (const Bytes replies = model_.take_replies(); !replies.empty() && line_.up()) {
                line_.feed(replies);
            }
            if (pulled_) {
                pulled_ = false;
                line_.drop();
            }
        }
    }
    [[nodiscard]] int papers_of(const std::string& number) const {
        int count = 0;
        for (const auto& paper : papers_) {
            count += !paper.partial && paper.number() == number ? 1 : 0;
        }
        return count;
    }
    [[nodiscard]] std::size_t sent() const { return sent_; }

    Outcomes outcomes;

  private:
    static constexpr std::size_t kNever = ~std::size_t{0};
    static constexpr std::chrono::milliseconds kStep{50};

    /// What was on the way when the cable went reaches the printer up to that byte; the printer keeps its power.
    void carry(ByteView bytes) {
        const std::size_t room =
            cut_after_ == kNever ? bytes.size() : cut_after_ - std::min(sent_, cut_after_);
        const auto through = bytes.first(std::min(room, bytes.size()));
        sent_ += through.size();
        model_.receive(through);
        pulled_ = pulled_ || through.size() < bytes.size() || sent_ == cut_after_;
    }

    testing::ManualTimers timers_;
    testing::FakeLine line_{timers_.clock()};
    NullSink sink_;
    printer::PrinterProfile profile_;
    std::vector<sim::Paper> papers_;
    sim::PrinterModel model_;
    std::unique_ptr<printer::PrinterDriver> driver_;
    std::size_t sent_ = 0;
    std::size_t cut_after_ = kNever;
    bool pulled_ = false;
};

struct Case {
    bool picture = false;
    bool process_id = false;
    bool recovery = true;
};

class UnplugAtEveryByte : public ::testing::TestWithParam<Case> {
  protected:
    static printer::PrinterProfile profile() {
        printer::PrinterProfile profile;
        profile.qr = printer::QrKind::raster;
        profile.qr_module = 2;
        profile.process_id = GetParam().process_id;
        profile.recovery = GetParam().recovery;
        profile.line.baud = 115200;
        return profile;
    }
};

TEST_P(UnplugAtEveryByte, TheOutcomeIsRightAndNoSecondPaperComesOut) {
    std::size_t whole = 0;
    {
        Desk desk(profile());
        desk.cut_after(1U << 20U);
        desk.print(1, GetParam().picture);
        desk.run(10s);
        ASSERT_EQ(desk.outcomes.told.size(), 1U);
        ASSERT_EQ(desk.outcomes.told[0].second, Kind::printed);
        whole = desk.sent();
    }
    int unknown = 0;
    for (std::size_t at = 1; at <= whole; ++at) {
        Desk desk(profile());
        desk.cut_after(at);
        desk.print(1, GetParam().picture);
        desk.run(8s);
        desk.plug();
        desk.print(2, GetParam().picture);
        desk.run(15s);
        ASSERT_EQ(desk.outcomes.told.size(), 2U) << "byte " << at;
        const auto first = desk.outcomes.told[0].second;
        const int papers = desk.papers_of("A001");
        unknown += first == Kind::unknown ? 1 : 0;
        EXPECT_LE(papers, 1) << "byte " << at;
        EXPECT_TRUE(first != Kind::printed || papers == 1)
            << "byte " << at << ": called printed, but is not there";
        EXPECT_TRUE(first != Kind::not_printed || papers == 0)
            << "byte " << at << ": called not printed, but is there";
        EXPECT_EQ(desk.outcomes.told[1].second, Kind::printed) << "byte " << at;
        EXPECT_EQ(desk.papers_of("A002"), 1) << "byte " << at;
    }
    EXPECT_GT(unknown, 20) << "the cable was never pulled within the ticket";
}
INSTANTIATE_TEST_SUITE_P(TextAndRaster, UnplugAtEveryByte,
                         ::testing::Values(Case{false, false, true}, Case{false, true, true},
                                           Case{true, false, true}, Case{true, true, true},
                                           Case{false, false, false}, Case{true, false, false}));

}  // namespace
}  // namespace jiaohao::drivers
