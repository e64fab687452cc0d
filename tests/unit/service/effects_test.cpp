// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/device_reports.hpp"
#include "tests/unit/service/hall_fixture.hpp"

#include <gtest/gtest.h>

namespace jiaohao::testing {
namespace {

using std::chrono::seconds;

/// What devices were told, as lines of text.
class Told {
  public:
    void say(std::string line) {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::move(line));
    }
    [[nodiscard]] std::vector<std::string> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }
    [[nodiscard]] bool has(const std::string& line) const {
        const auto all = lines();
        return std::find(all.begin(), all.end(), line) != all.end();
    }
    [[nodiscard]] bool wait_for(const std::string& line) const {
        const auto deadline = std::chrono::steady_clock::now() + seconds{20};
        while (!has(line) && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        return has(line);
    }

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

class FakePrinter final : public ports::TicketPrinter {
  public:
    explicit FakePrinter(Told& told) : told_(told) {}
    void print(ports::PrintJob job) override {
        told_.say("print " + job.paper.qr + " copy " + std::to_string(job.copy));
    }

  private:
    Told& told_;
};

class FakeBus final : public ports::HallBus {
  public:
    explicit FakeBus(Told& told) : told_(told) {}
    void acknowledge(const ports::PressId& id) override { told_.say("ack " + std::to_string(id.address)); }
    void forget(const ports::PressId& id) override { told_.say("forget " + std::to_string(id.address)); }
    void show_number(std::uint32_t address, const std::string& number) override {
        told_.say("show " + std::to_string(address) + " " + number);
    }
    void show_waiting(std::uint32_t address, std::uint32_t waiting) override {
        told_.say("waiting " + std::to_string(address) + " " + std::to_string(waiting));
    }
    void beep(std::uint32_t address) override { told_.say("beep " + std::to_string(address)); }
    void start_rating(std::uint32_t address) override { told_.say("ask " + std::to_string(address)); }
    void stop_rating(std::uint32_t address) override { told_.say("stop " + std::to_string(address)); }

  private:
    Told& told_;
};

class NumberPaper final : public service::PaperComposer {
  public:
    ports::TicketPaper compose(const domain::Ticket& ticket, std::uint32_t,
                               const domain::HallConfig&) const override {
        ports::TicketPaper paper;
        paper.qr = ticket.number;
        return paper;
    }
};

class EffectsTest : public HallFixture {
  protected:
    void SetUp() override {
        service::CounterDevices devices;
        devices.handsets.push_back({&bus_, 7});
        devices.pads.push_back({&bus_, 107});
        planner_ = std::make_unique<service::DeviceEffects>(
            std::map<domain::DeviceId, ports::TicketPrinter*>{{domain::DeviceId{"printer"}, &printer_}},
            paper_, std::map<domain::CounterId, service::CounterDevices>{{domain::CounterId{"c1"}, devices}});
        effects_ = planner_.get();
        open_hall();
        open_day();
        service::BusReports::Addresses addresses;
        addresses.handsets[7] = domain::CounterId{"c1"};
        addresses.pads[107] = domain::CounterId{"c1"};
        reports_ = std::make_unique<service::BusReports>(*hall_, addresses, log_);
        reports_->attach(bus_);
    }
    ports::PressId press(std::uint32_t address) { return {domain::DeviceId{"bus"}, address, ++presses_}; }

    Told told_;
    FakePrinter printer_{told_};
    FakeBus bus_{told_};
    NumberPaper paper_;
    std::unique_ptr<service::DeviceEffects> planner_;
    std::unique_ptr<service::BusReports> reports_;
    std::uint64_t presses_ = 0;
};

TEST_F(EffectsTest, NoByteGoesToThePrinterBeforeTheTicketIsDurable) {
    hall_->printer_ready(domain::DeviceId{"printer"}, true, domain::PrintCause::silent);
    journal_.hold();
    auto answer = ask(ticket());
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(told_.lines().empty());
    journal_.release();
    ASSERT_TRUE(answer.get());
    EXPECT_TRUE(told_.has("print A001 copy 1"));
}

TEST_F(EffectsTest, WithoutAPrinterTheTicketIsOnTheScreenAndSaysWhy) {
    service::PrinterReports printer(*hall_);
    printer.on_printer_state(domain::DeviceId{"printer"}, domain::DeviceState::fault, "paper_out", false);
    const auto given = run(ticket());
    ASSERT_TRUE(given);
    EXPECT_EQ(given->printing, false);
    EXPECT_EQ(given->not_printing, domain::PrintCause::paper_out);
    EXPECT_TRUE(told_.lines().empty());
}

TEST_F(EffectsTest, AHandsetPressIsEchoedOnlyAfterTheCommit) {
    ASSERT_TRUE(run(ticket()));
    journal_.hold();
    reports_->on_handset({press(7), ports::HandsetKey::call});
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(told_.lines().empty());
    journal_.release();
    EXPECT_TRUE(told_.wait_for("ack 7"));
    EXPECT_TRUE(told_.has("show 7 A001"));
}

TEST_F(EffectsTest, AFailingJournalLeavesThePressUnansweredForTheDevicesOwnRetry) {
    journal_.break_with(ports::JournalError::failed);
    reports_->on_pad({press(107), 0, 4});
    EXPECT_TRUE(told_.wait_for("forget 107"));
    EXPECT_FALSE(told_.has("ack 107"));
}

TEST_F(EffectsTest, AskingForARatingArmsThePadAndAPressDisarmsIt) {
    ASSERT_TRUE(run(ticket()));
    reports_->on_handset({press(7), ports::HandsetKey::call});
    reports_->on_handset({press(7), ports::HandsetKey::ask_rating});
    EXPECT_TRUE(told_.wait_for("ask 107"));
    reports_->on_pad({press(107), 0, 4});
    EXPECT_TRUE(told_.wait_for("stop 107"));
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("rating.given") == 1; }));
    reports_->on_pad({press(107), 3, 1});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("press.raw") == 2; }));
    EXPECT_EQ(watcher_.count("rating.given"), 1U);
}

TEST_F(EffectsTest, NobodyWaitingIsShownOnTheHandset) {
    reports_->on_handset({press(7), ports::HandsetKey::call});
    EXPECT_TRUE(told_.wait_for("waiting 7 0"));
    EXPECT_TRUE(told_.has("ack 7"));
}

/// A clerk who presses on with nobody waiting is in the log, but does not fill it.
TEST_F(EffectsTest, RefusedPressesAreLoggedEverMoreRarelyForEachAddressAndReason) {
    ListeningSink sink("press.refused");
    service::BusReports::Addresses addresses;
    addresses.handsets[7] = domain::CounterId{"c1"};
    addresses.handsets[8] = domain::CounterId{"c2"};
    service::BusReports reports(*hall_, addresses, Log{sink, "test"});
    reports.attach(bus_);
    const auto refused = [&](std::uint32_t address, ports::HandsetKey key, int times) {
        for (int i = 0; i < times; ++i) {
            reports.on_handset({press(address), key});
        }
        ASSERT_TRUE(run(ticket())) << "decided behind the presses";
        ASSERT_TRUE(run(domain::CallNext{domain::CounterId{"c1"}, domain::Channel::page}));
        ASSERT_TRUE(
            run(domain::FinishServing{domain::CounterId{"c1"}, domain::ServingOutcome::served, false}));
    };
    refused(7, ports::HandsetKey::call, 25);
    EXPECT_EQ(sink.lines().size(), 3U) << "the 1st, 10th and 20th";
    EXPECT_NE(sink.lines().back().find("times=20"), std::string::npos) << sink.lines().back();
    refused(8, ports::HandsetKey::call, 1);
    EXPECT_EQ(sink.lines().size(), 4U) << "another address";
    refused(7, ports::HandsetKey::no_show, 1);
    EXPECT_EQ(sink.lines().size(), 5U) << "another reason";
    EXPECT_TRUE(told_.wait_for("ack 8")) << "answered all the same";
}

TEST_F(EffectsTest, HandsetsAtUnknownAddressesAreLoggedEverMoreRarely) {
    ListeningSink sink("handset.unknown_address");
    service::BusReports reports(*hall_, {}, Log{sink, "test"});
    reports.attach(bus_);
    for (int i = 0; i < 25; ++i) {
        reports.on_handset({press(9), ports::HandsetKey::call});
    }
    EXPECT_EQ(sink.lines().size(), 3U);
    EXPECT_EQ(reports.stray(), 25U);
}

TEST_F(EffectsTest, APressFromAnUnknownPadIsKeptAsUnsolicited) {
    reports_->on_pad({press(99), 0, 4});
    EXPECT_TRUE(told_.wait_for("ack 99"));
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("press.raw") == 1; }));
    EXPECT_EQ(reports_->stray(), 1U);
}

TEST_F(EffectsTest, AfterARestartDevicesAreShownTheirStateAgain) {
    ASSERT_TRUE(run(ticket()));
    ASSERT_TRUE(run(domain::CallNext{domain::CounterId{"c1"}, domain::Channel::handset}));
    ASSERT_TRUE(run(domain::FinishServing{domain::CounterId{"c1"}, domain::ServingOutcome::served, true}));
    ASSERT_TRUE(run(ticket()));
    hall_->stop();
    const std::size_t before = told_.lines().size();
    open_hall();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("config.applied") == 2; }));
    const auto lines = told_.lines();
    EXPECT_NE(std::find(lines.begin() + static_cast<std::ptrdiff_t>(before), lines.end(), "ask 107"),
              lines.end());
}

}  // namespace
}  // namespace jiaohao::testing
