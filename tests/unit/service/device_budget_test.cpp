// A device that changes its mind all the time fills neither the journal nor the log, and is shown as it is.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/service/device_budget.hpp"
#include "kiosk/service/device_reports.hpp"
#include "tests/unit/service/hall_fixture.hpp"

namespace jiaohao::testing {
namespace {

using domain::DeviceId;
using domain::DeviceState;
using service::DeviceBudget;
using std::chrono::seconds;

const DeviceId kPrinter{"printer"};

domain::ReportDevice printer(DeviceState state, std::string fault = "") {
    return {kPrinter, domain::DeviceKind::printer, state, std::move(fault)};
}

domain::ReportDevice turn(int n) {
    return n % 2 == 0 ? printer(DeviceState::ready) : printer(DeviceState::fault, "cover_open");
}

TEST(DeviceBudget, LetsTenChangesThroughAndOneMoreEverySixSeconds) {
    AtomicClock clock;
    DeviceBudget budget(clock);
    int passed = 0;
    for (int i = 0; i < 500; ++i) {
        passed += budget.pass(turn(i)) ? 1 : 0;
    }
    EXPECT_EQ(passed, 10);
    EXPECT_TRUE(budget.release(false).empty());
    clock.turn(seconds{6});
    const auto released = budget.release(false);
    ASSERT_EQ(released.size(), 1U);
    EXPECT_EQ(released[0].report.state, DeviceState::fault) << "the last one counts";
    EXPECT_EQ(released[0].between, 489U);
    EXPECT_EQ(budget.tell()->dropped.at("device.changed"), 489U);
    EXPECT_FALSE(budget.pending());
    EXPECT_TRUE(budget.pass(released[0].report));
    EXPECT_FALSE(budget.pass(turn(0))) << "the one for these seconds is spent";
    clock.turn(seconds{60});
    EXPECT_EQ(budget.release(false).size(), 1U);
    EXPECT_FALSE(budget.tell()) << "nothing lay in between";
}

TEST(DeviceBudget, CountsEachDeviceForItselfAndARepetitionNotAtAll) {
    AtomicClock clock;
    DeviceBudget budget(clock);
    for (int i = 0; i < 20; ++i) {
        static_cast<void>(budget.pass(turn(i)));
    }
    auto pad = printer(DeviceState::ready);
    pad.device = DeviceId{"pad"};
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(budget.pass(pad));
    }
    pad.state = DeviceState::stale;
    EXPECT_TRUE(budget.pass(pad));
}

class UnsteadyDevice : public HallFixture {
  protected:
    void shake(int times) {
        for (int i = 0; i < times; ++i) {
            hall_->report(turn(i));
            while (hall_->health().queued > 1000) {
                std::this_thread::yield();
            }
        }
    }
    [[nodiscard]] DeviceState shown() {
        std::promise<DeviceState> promise;
        EXPECT_TRUE(hall_->snapshot([&](const service::Snapshot& snapshot) {
            promise.set_value(snapshot.view.devices.empty() ? DeviceState{}
                                                            : snapshot.view.devices.front().state);
        }));
        return promise.get_future().get();
    }
    [[nodiscard]] std::uint64_t told() {
        std::uint64_t sum = 0;
        for (const auto& one : watcher_.events_) {
            const auto* gap = std::get_if<domain::Gap>(&one.event);
            sum += gap != nullptr ? gap->dropped.at("device.changed") : 0;
        }
        return sum;
    }
};

TEST_F(UnsteadyDevice, WritesTenEventsAndIsShownAsItIs) {
    open_hall();
    open_day();
    shake(1000);
    EXPECT_EQ(shown(), DeviceState::fault);
    shake(1);
    EXPECT_EQ(shown(), DeviceState::ready);
    hall_->report(printer(DeviceState::fault, "paper_out"));
    EXPECT_EQ(shown(), DeviceState::fault);
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("device.changed") == 10; }));
    clock_.turn(seconds{6});
    EXPECT_TRUE(watcher_.wait(
        [&](const Watcher& seen) { return seen.count("device.changed") == 11 && seen.count("gap") == 1; }));
    hall_->stop();
    EXPECT_EQ(told(), 991U);
    const auto last = std::find_if(watcher_.events_.rbegin(), watcher_.events_.rend(), [](auto& one) {
        return std::holds_alternative<domain::DeviceChanged>(one.event);
    });
    EXPECT_EQ(std::get<domain::DeviceChanged>(last->event).fault, "paper_out");
    // That it comes and goes is told as one, anew when it is four times as often: how often that is depends on how many
    // reports the hall takes up at once.
    const auto told_unsteady = std::count_if(watcher_.events_.begin(), watcher_.events_.end(), [](auto& one) {
        const auto* alert = std::get_if<domain::AlertRaised>(&one.event);
        return alert != nullptr && alert->code.ends_with("_unsteady");
    });
    EXPECT_GE(told_unsteady, 1);
    EXPECT_LE(told_unsteady, 5);
}

TEST_F(UnsteadyDevice, IsRecordedAsItIsWhenTheHallStops) {
    open_hall();
    open_day();
    shake(30);
    hall_->report(printer(DeviceState::lost, "silent"));
    hall_->stop();
    EXPECT_EQ(watcher_.count("device.changed"), 11U);
    EXPECT_EQ(told(), 20U);
}

TEST_F(UnsteadyDevice, DoesNotHideWhetherThereIsPaper) {
    open_hall();
    open_day();
    service::PrinterReports reports(*hall_);
    for (int i = 0; i < 100; ++i) {
        const bool ready = i % 2 == 0;
        reports.on_printer_state(kPrinter, ready ? DeviceState::ready : DeviceState::fault,
                                 ready ? "" : "paper_out", ready);
    }
    EXPECT_EQ(run(ticket())->not_printing, domain::PrintCause::paper_out);
    reports.on_printer_state(kPrinter, DeviceState::ready, "", true);
    EXPECT_TRUE(run(ticket())->printing);
}

/// Nine changes, the last one "ready": one more has its turn.
class DeviceOfAFailedCommit : public UnsteadyDevice {
  protected:
    void begin() {
        open_hall();
        open_day();
        shake(9);
        ASSERT_EQ(shown(), DeviceState::ready);
    }
    void expect_ready() {
        EXPECT_EQ(shown(), DeviceState::ready);
        hall_->stop();
        const auto events = journal_.events();
        const auto last = std::find_if(events.rbegin(), events.rend(), [](const auto& one) {
            return std::holds_alternative<domain::DeviceChanged>(one.event);
        });
        ASSERT_NE(last, events.rend());
        EXPECT_EQ(std::get<domain::DeviceChanged>(last->event).state, DeviceState::ready);
        EXPECT_EQ(told(), 1U) << "what was not recorded is counted";
    }
    [[nodiscard]] bool writes_again() {
        return watcher_.wait([](const Watcher& seen) { return seen.count("alert.resolved") > 0; });
    }
};

TEST_F(DeviceOfAFailedCommit, IsNotPutBackToTheStateThatWasInFlight) {
    begin();
    journal_.hold();
    hall_->report(turn(1));
    while (journal_.held() == 0) {
        std::this_thread::yield();
    }
    hall_->report(turn(0));
    while (hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    journal_.break_with(ports::JournalError::failed);
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 0; }));
    journal_.mend();
    EXPECT_TRUE(writes_again());
    expect_ready();
}

TEST_F(DeviceOfAFailedCommit, IsNotPutBackToWhatWasKeptBeforeItChangedAgain) {
    begin();
    journal_.be_unreadable();
    journal_.break_with(ports::JournalError::failed);
    hall_->report(turn(1));
    while (hall_->health().journal_failures == 0) {
        std::this_thread::yield();
    }
    hall_->report(turn(0));
    while (hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    journal_.mend();
    EXPECT_TRUE(writes_again());
    expect_ready();
}

TEST_F(UnsteadyDevice, EndsAsTheLastOfTheReportsThatWereKept) {
    open_hall();
    open_day();
    shake(8);
    EXPECT_EQ(shown(), DeviceState::fault);
    journal_.be_unreadable();
    journal_.break_with(ports::JournalError::failed);
    // Their turns are spent when they are taken up again.
    hall_->report(turn(0));
    hall_->report(printer(DeviceState::lost, "silent"));
    while (hall_->health().journal_failures == 0 || hall_->health().queued > 0) {
        std::this_thread::yield();
    }
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("alert.resolved") > 0; }));
    EXPECT_EQ(shown(), DeviceState::lost);
    hall_->stop();
    const auto events = journal_.events();
    const auto last = std::find_if(events.rbegin(), events.rend(), [](const auto& one) {
        return std::holds_alternative<domain::DeviceChanged>(one.event);
    });
    EXPECT_EQ(std::get<domain::DeviceChanged>(last->event).state, DeviceState::lost);
}

TEST_F(UnsteadyDevice, IsToldAgainWhenTheCommitFailed) {
    open_hall();
    open_day();
    shake(41);
    EXPECT_EQ(shown(), DeviceState::ready);
    journal_.break_with(ports::JournalError::failed);
    clock_.turn(seconds{6});
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.resets_ > 0; }));
    journal_.mend();
    EXPECT_TRUE(watcher_.wait([](const Watcher& seen) { return seen.count("gap") == 1; }));
    hall_->stop();
    EXPECT_EQ(told(), 30U);
    EXPECT_EQ(watcher_.count("device.changed"), 11U);
}

}  // namespace
}  // namespace jiaohao::testing
