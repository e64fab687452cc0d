// Alerts of devices: raised when a fault lasts, resolved when it stays away, told once however often it comes.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "kiosk/service/device_alerts.hpp"
#include "kiosk/service/device_budget.hpp"
#include "kiosk/service/device_history.hpp"
#include "tests/unit/service/hall_fixture.hpp"

namespace jiaohao::testing {
namespace {

using domain::AlertId;
using domain::DeviceId;
using domain::DeviceKind;
using domain::DeviceState;
using service::DeviceAlerts;
using service::Standing;
using std::chrono::minutes;
using std::chrono::seconds;

const DeviceId kPrinter{"printer"};
const DeviceId kPad{"bus-pad-101"};
const DeviceId kBus{"bus"};

domain::ReportDevice printer(DeviceState state, std::string fault = "") {
    return {kPrinter, DeviceKind::printer, state, std::move(fault)};
}
const domain::ReportDevice kReady = printer(DeviceState::ready);
const domain::ReportDevice kPaperOut = printer(DeviceState::fault, "paper_out");

ports::DeviceNote bus_note(std::string code, std::map<std::string, std::string> facts = {}) {
    ports::DeviceNote note{kBus, DeviceKind::line, std::nullopt, std::nullopt};
    if (!code.empty()) {
        note.line = ports::LineTrouble{std::move(code), std::move(facts)};
    }
    return note;
}

/// The alerts of a hall that does as it is told, second by second.
class Alerts : public ::testing::Test {
  protected:
    void wait(seconds span) {
        for (seconds passed{0}; passed < span; passed += seconds{1}) {
            clock_.turn(seconds{1});
            look();
        }
    }
    void look() {
        for (const domain::Command& command : alerts_.due(open_)) {
            if (const auto* raise = std::get_if<domain::RaiseAlert>(&command)) {
                EXPECT_FALSE(open_.contains(raise->alert)) << "one for each device and kind";
                open_[raise->alert] = {raise->code, raise->subject, raise->params, {}};
                raised_.push_back(raise->code);
            } else if (const auto* resolve = std::get_if<domain::ResolveAlert>(&command)) {
                EXPECT_EQ(open_.erase(resolve->alert), 1U);
                resolved_.push_back(resolve->done);
            }
        }
    }
    void hear(const domain::ReportDevice& report, seconds then = seconds{0}) {
        alerts_.heard(report);
        wait(then);
    }
    [[nodiscard]] std::string shown() const { return open_.size() == 1 ? open_.begin()->second.code : ""; }
    [[nodiscard]] std::string param(const std::string& name) const {
        const auto& params = open_.begin()->second.params;
        return params.contains(name) ? params.at(name) : "";
    }
    using Codes = std::vector<std::string>;

    AtomicClock clock_;
    DeviceAlerts alerts_{clock_};
    std::map<AlertId, domain::AlertRecord> open_;
    Codes raised_;
    Codes resolved_;
};

TEST_F(Alerts, AreRaisedWhenAFaultHasLastedAndResolvedWhenItStaysAway) {
    hear(kReady, seconds{60});
    hear(kPaperOut, seconds{2});
    EXPECT_TRUE(open_.empty()) << "not yet";
    wait(seconds{1});
    ASSERT_TRUE(open_.contains(AlertId{"device:printer:paper_out"}));
    EXPECT_EQ(param("device"), "printer");
    wait(minutes{30});
    hear(kReady, seconds{4});
    EXPECT_EQ(open_.size(), 1U) << "it may come back";
    wait(seconds{1});
    EXPECT_TRUE(open_.empty());
    EXPECT_EQ(raised_, Codes{"paper_out"});
    EXPECT_EQ(resolved_, Codes{"well_again"});
}

TEST_F(Alerts, AreNotRaisedForWhatPassesByItself) {
    hear(printer(DeviceState::fault, "cover_open"), seconds{25});
    hear(kReady, seconds{60});
    hear(printer(DeviceState::stale, "silent"), seconds{15});
    hear(kReady, seconds{60});
    EXPECT_TRUE(raised_.empty());
}

TEST_F(Alerts, StayWhileTheDeviceCannotBeAsked) {
    hear(kPaperOut, seconds{5});
    hear(printer(DeviceState::lost, "link_lost"), seconds{5});
    hear(printer(DeviceState::unknown), seconds{60});
    EXPECT_EQ(shown(), "paper_out") << "nobody knows whether paper was loaded";
    hear(printer(DeviceState::fault, "cover_open"), seconds{20});
    EXPECT_EQ(shown(), "paper_out") << "the open cover hides the paper";
    hear(kReady, seconds{5});
    EXPECT_TRUE(open_.empty());
    EXPECT_EQ(raised_, Codes{"paper_out"});
}

TEST_F(Alerts, AFaultThatKeepsComingAndGoingIsToldAsOne) {
    for (int i = 0; i < 7; ++i) {
        hear(printer(DeviceState::fault, "cover_open"), seconds{5});
        hear(kReady, seconds{15});
    }
    EXPECT_EQ(raised_, Codes{"cover_open_unsteady"});
    EXPECT_EQ(param("times"), "5");
    EXPECT_EQ(param("minutes"), "2");
    wait(minutes{6});
    EXPECT_TRUE(open_.empty());
    EXPECT_EQ(resolved_, Codes{"well_again, 7 times"});
    hear(printer(DeviceState::fault, "cover_open"), seconds{29});
    EXPECT_TRUE(open_.empty()) << "a new spell begins from the beginning";
}

TEST_F(Alerts, AnHourOfFlappingIsAHandfulOfEvents) {
    for (int i = 0; i < 3600 / 12; ++i) {
        hear(kPaperOut, seconds{6});
        hear(kReady, seconds{6});
    }
    EXPECT_LE(raised_.size(), 9U);
    EXPECT_EQ(shown(), "paper_out_unsteady");
    EXPECT_EQ(raised_.front(), "paper_out");
    EXPECT_EQ(raised_.back(), "paper_out_unsteady");
    EXPECT_GE(std::stoi(param("times")), 80);
}

TEST_F(Alerts, AnUnsteadyFaultThatComesToStayIsToldPlainly) {
    for (int i = 0; i < 6; ++i) {
        hear(printer(DeviceState::fault, "cutter"), seconds{2});
        hear(kReady, seconds{2});
    }
    EXPECT_EQ(shown(), "cutter_unsteady");
    hear(printer(DeviceState::fault, "cutter"), seconds{61});
    EXPECT_EQ(shown(), "cutter");
    hear(kReady, seconds{11});
    EXPECT_TRUE(open_.empty());
}

TEST_F(Alerts, TellHowManyTicketsAreLeftAndAgainWhenHalfOfThemAreGone) {
    hear(printer(DeviceState::warning, "paper_near_end"));
    const auto left = [&](std::uint32_t tickets) {
        alerts_.heard(ports::DeviceNote{kPrinter, DeviceKind::printer, std::nullopt, tickets});
        wait(seconds{11});
    };
    left(40);
    EXPECT_EQ(shown(), "paper_low_left");
    EXPECT_EQ(param("left"), "40");
    left(21);
    EXPECT_EQ(param("left"), "40");
    left(20);
    EXPECT_EQ(param("left"), "20");
    for (std::uint32_t tickets = 19; tickets > 0; --tickets) {
        left(tickets);
    }
    left(0);
    left(0);
    EXPECT_EQ(param("left"), "0");
    EXPECT_EQ(raised_.size(), 7U) << "40 20 10 5 2 1 0";
    EXPECT_EQ(open_.size(), 1U);
}

TEST_F(Alerts, TheCauseTakesThePlaceOfTheEffect) {
    hear({kBus, DeviceKind::line, DeviceState::lost, "link_lost"});
    hear({kPad, DeviceKind::pad, DeviceState::lost, "link_lost"});
    alerts_.heard(bus_note("held", {{"path", "/dev/ttyUSB0"}, {"holder", "picocom (12)"}}));
    wait(seconds{60});
    EXPECT_EQ(raised_, Codes{"line_held"}) << "neither the line nor each pad on it";
    EXPECT_EQ(param("holder"), "picocom (12)");
    alerts_.heard(bus_note("no_port", {{"path", "/dev/ttyUSB0"}}));
    wait(seconds{15});
    EXPECT_EQ(shown(), "line_lost");
    alerts_.heard(bus_note(""));
    hear({kBus, DeviceKind::line, DeviceState::ready, ""}, seconds{11});
    EXPECT_TRUE(open_.empty());
}

TEST_F(Alerts, APortThatWasNeverThereIsALostLineToo) {
    hear({kBus, DeviceKind::line, DeviceState::unknown, ""});
    alerts_.heard(bus_note("no_port", {{"path", "/dev/ttyUSB9"}}));
    wait(seconds{11});
    EXPECT_EQ(shown(), "line_lost");
    EXPECT_EQ(param("path"), "/dev/ttyUSB9");
    alerts_.heard(bus_note(""));
    wait(seconds{11});
    EXPECT_TRUE(open_.empty());
}

TEST_F(Alerts, AKeypadThatIsPulledOutIsToldOf) {
    hear({kPad, DeviceKind::pad, DeviceState::ready, ""}, seconds{5});
    hear({kPad, DeviceKind::pad, DeviceState::lost, "unplugged"}, seconds{11});
    EXPECT_EQ(shown(), "device_lost");
    hear({kPad, DeviceKind::pad, DeviceState::fault, "held"}, seconds{11});
    EXPECT_EQ(shown(), "device_fault") << "there again, but another program has it";
    hear({kPad, DeviceKind::pad, DeviceState::ready, ""}, seconds{11});
    EXPECT_TRUE(open_.empty());
}

TEST_F(Alerts, ASatelliteThatStaysAwayIsToldOfAndOneThatWasRestartedIsNot) {
    const DeviceId satellite{"t2"};
    const auto away = [&](std::chrono::seconds span) {
        hear({satellite, DeviceKind::satellite, DeviceState::lost, "link_lost"}, span);
    };
    away(seconds{15});
    hear({satellite, DeviceKind::satellite, DeviceState::ready, ""}, seconds{60});
    EXPECT_TRUE(raised_.empty());
    away(seconds{21});
    EXPECT_EQ(shown(), "satellite_lost");
    hear({satellite, DeviceKind::satellite, DeviceState::unknown, ""}, seconds{60});
    EXPECT_FALSE(open_.empty()) << "this program was restarted; the satellite may come or not";
    hear({satellite, DeviceKind::satellite, DeviceState::ready, ""}, seconds{11});
    EXPECT_TRUE(open_.empty());
}

TEST_F(Alerts, EveryFaultNamedInTheListHasItsAlert) {
    const auto raise = [&](DeviceId device, DeviceKind kind, DeviceState state, const char* fault) {
        hear({std::move(device), kind, state, fault}, seconds{31});
    };
    raise(kPrinter, DeviceKind::printer, DeviceState::warning, "paper_near_end");
    raise(kPrinter, DeviceKind::printer, DeviceState::fault, "paper_out");
    raise(kPrinter, DeviceKind::printer, DeviceState::fault, "cover_open");
    raise(kPrinter, DeviceKind::printer, DeviceState::fault, "cutter");
    raise(kPad, DeviceKind::pad, DeviceState::lost, "silent");
    raise(kBus, DeviceKind::line, DeviceState::warning, "noise");
    raise(kBus, DeviceKind::line, DeviceState::lost, "link_lost");
    for (const char* code : {"held", "no_sense", "swallowed", "no_permission", "setting_refused"}) {
        alerts_.heard(bus_note(code));
        wait(seconds{11});
    }
    const Codes wanted{"paper_low", "paper_out", "cover_open", "cutter",     "pad_silent",  "bus_noisy",
                       "line_lost", "line_held", "wrong_baud", "line_stuck", "line_denied", "line_setting"};
    EXPECT_EQ(raised_, wanted);
}

TEST_F(Alerts, ASpeedThatWasFoundOutIsTheSameAlertAsOneThatWasNot) {
    alerts_.heard(bus_note("no_sense"));
    wait(seconds{11});
    alerts_.heard(bus_note("wrong_speed"));
    wait(minutes{10});
    EXPECT_EQ(raised_, Codes{"wrong_baud"});
    EXPECT_EQ(open_.size(), 1U);
}

TEST_F(Alerts, ClosedByAPersonIsNotRaisedAgainBeforeItComesAgain) {
    hear(kPaperOut, seconds{5});
    open_.clear();
    wait(minutes{10});
    EXPECT_EQ(raised_.size(), 1U);
    hear(kReady, seconds{1});
    hear(kPaperOut, seconds{5});
    EXPECT_EQ(raised_.size(), 2U);
}

TEST_F(Alerts, OfTheProcessBeforeAreTakenOver) {
    open_[AlertId{"device:printer:paper_out"}] = {"paper_out", "printer", {}, {}};
    open_[AlertId{"device:old-printer:cutter"}] = {"cutter", "old-printer", {}, {}};
    open_[AlertId{"journal_low"}] = {"journal_low", "journal", {}, {}};
    hear(printer(DeviceState::unknown), seconds{60});
    EXPECT_EQ(open_.size(), 3U);
    wait(seconds{61});
    EXPECT_EQ(resolved_, Codes{"not_configured"}) << "a device that is no longer there";
    hear(kReady, seconds{6});
    EXPECT_EQ(resolved_, (Codes{"not_configured", "well_again"}));
    EXPECT_EQ(shown(), "journal_low") << "not a device's";
}

TEST_F(Alerts, ThatWereLostWithACommitAreRaisedAgain) {
    hear(kPaperOut, seconds{5});
    open_.clear();
    alerts_.start_anew();
    look();
    EXPECT_EQ(shown(), "paper_out");
}

TEST_F(Alerts, ThatAreRefusedAreTriedAgainButNotAllTheTime) {
    hear(kPaperOut);
    std::size_t tries = 0;
    for (int i = 0; i < 60; ++i) {
        clock_.turn(seconds{1});
        tries += alerts_.due({}).size();
    }
    EXPECT_GE(tries, 5U);
    EXPECT_LE(tries, 6U);
}

TEST_F(Alerts, OfTenThousandDevicesAreBounded) {
    for (int i = 0; i < 10000; ++i) {
        auto report = kPaperOut;
        report.device = DeviceId{"p" + std::to_string(i)};
        alerts_.heard(report);
    }
    wait(seconds{5});
    EXPECT_EQ(open_.size(), service::most_devices);
}

class HallOfDevices : public HallFixture {
  protected:
    [[nodiscard]] bool seen(std::string_view type, std::size_t times) {
        return watcher_.wait([&](const Watcher& watcher) { return watcher.count(type) == times; });
    }
};

TEST_F(HallOfDevices, RaisesAndResolvesAlertsThatAreDurable) {
    open_hall();
    hall_->report(kPaperOut);
    ASSERT_TRUE(seen("device.changed", 1));
    clock_.turn(seconds{3});
    ASSERT_TRUE(seen("alert.raised", 1));
    hall_->report(kReady);
    ASSERT_TRUE(seen("device.changed", 2));
    clock_.turn(seconds{5});
    ASSERT_TRUE(seen("alert.resolved", 1));
    hall_->note(bus_note("held"));
    hall_->report(domain::ReportDevice{kBus, DeviceKind::line, DeviceState::lost, "link_lost"});
    ASSERT_TRUE(seen("device.changed", 3));
    clock_.turn(seconds{30});
    ASSERT_TRUE(seen("alert.raised", 2));
    hall_->stop();
    EXPECT_EQ(watcher_.count("alert.raised"), 2U) << "one cause is one alert";
}

TEST_F(HallOfDevices, RaisesAgainWhatAFailedCommitLost) {
    open_hall();
    hall_->report(kPaperOut);
    ASSERT_TRUE(seen("device.changed", 1));
    journal_.break_with(ports::JournalError::failed);
    clock_.turn(seconds{3});
    ASSERT_TRUE(watcher_.wait([](const Watcher& watcher) { return watcher.resets_ > 0; }));
    journal_.mend();
    const auto raised = [](const Watcher& watcher) {
        return std::any_of(watcher.events_.begin(), watcher.events_.end(), [](const auto& one) {
            const auto* alert = std::get_if<domain::AlertRaised>(&one.event);
            return alert != nullptr && alert->code == "paper_out";
        });
    };
    EXPECT_TRUE(watcher_.wait(raised));
}

TEST(DeviceHistory, KeepsTheLastFaultWhenItIsOver) {
    service::DeviceHistory history;
    const WallTime at{std::chrono::milliseconds{1000}};
    history.heard(kPaperOut, at);
    history.heard(kPaperOut, at + seconds{1});
    history.heard(kReady, at + seconds{2});
    auto entry = history.entries().at(kPrinter);
    const service::DeviceHistory::Fault over{"paper_out", DeviceState::fault, at, at + seconds{2}};
    EXPECT_EQ(entry.last_fault, over);
    history.heard(printer(DeviceState::stale, "silent"), at + seconds{3});
    history.heard(printer(DeviceState::lost, "silent"), at + seconds{9});
    entry = history.entries().at(kPrinter);
    const service::DeviceHistory::Fault lasting{"silent", DeviceState::lost, at + seconds{3}, std::nullopt};
    EXPECT_EQ(entry.last_fault, lasting) << "silence is one fault, stale or lost";
    EXPECT_EQ(entry.faults, 2U);
    EXPECT_EQ(entry.changes, 4U);
    for (int i = 0; i < 1000; ++i) {
        history.heard({DeviceId{std::to_string(i)}, DeviceKind::pad, DeviceState::ready, ""}, at);
    }
    EXPECT_EQ(history.entries().size(), service::most_devices);
}

}  // namespace
}  // namespace jiaohao::testing
