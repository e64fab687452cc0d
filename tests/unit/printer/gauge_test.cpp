// Paper near its end, the log of jobs, and the printer that never answers.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/paper_gauge.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "tests/unit/printer/driver_rig.hpp"

namespace jiaohao::drivers::printer {
namespace {

Condition near_end(bool on) {
    Condition condition;
    condition.paper_near_end = on;
    return condition;
}

TEST(PaperGauge, CountsDownFromTheMomentTheSensorComesOn) {
    PaperGauge gauge(1000);
    gauge.heard(near_end(false));
    for (int i = 0; i < 50; ++i) {
        gauge.used(100);
    }
    EXPECT_FALSE(gauge.tickets_left().has_value());
    gauge.heard(near_end(true));
    EXPECT_EQ(gauge.tickets_left(), 10U);
    EXPECT_FALSE(gauge.at_most());
    gauge.used(100);
    EXPECT_EQ(gauge.tickets_left(), 9U);
    for (int i = 0; i < 20; ++i) {
        gauge.used(100);
    }
    EXPECT_EQ(gauge.tickets_left(), 0U);
}

TEST(PaperGauge, AFlickeringSensorGivesNothingBackButANewRollDoes) {
    PaperGauge gauge(1000);
    gauge.heard(near_end(false));
    gauge.heard(near_end(true));
    for (int i = 0; i < 5; ++i) {
        gauge.used(100);
    }
    gauge.heard(near_end(false));
    EXPECT_FALSE(gauge.tickets_left().has_value());
    gauge.heard(near_end(true));
    EXPECT_EQ(gauge.tickets_left(), 5U);
    auto open = near_end(true);
    open.cover_open = true;
    gauge.heard(open);
    gauge.heard(near_end(false));
    gauge.heard(near_end(true));
    EXPECT_GE(gauge.tickets_left().value_or(0), 10U);
}

TEST(PaperGauge, SaysThatThereMayBeFewerWhenItBeganNearTheEnd) {
    PaperGauge gauge(1000);
    gauge.heard(near_end(true));
    EXPECT_TRUE(gauge.at_most());
    auto out = near_end(true);
    out.paper_out = true;
    gauge.heard(out);
    EXPECT_EQ(gauge.tickets_left(), 0U);
    gauge.heard(near_end(false));
    gauge.heard(near_end(true));
    EXPECT_FALSE(gauge.at_most());
}

TEST(PaperGauge, SaysNothingWithoutAReserve) {
    PaperGauge gauge(0);
    gauge.heard(near_end(true));
    EXPECT_FALSE(gauge.tickets_left().has_value());
}

TEST(PaperLow, TellsHowManyTicketsAreLeftAndTellsItAnewAfterEach) {
    PrinterProfile profile;
    profile.near_end_reserve_mm = 300;
    Rig rig(profile);
    rig.ready();
    rig.printer.status[3] = 0x1E;
    rig.timers.advance(std::chrono::seconds{6});
    ASSERT_TRUE(rig.driver.facts().tickets_left.has_value());
    EXPECT_GT(*rig.driver.facts().tickets_left, 0U);
    EXPECT_EQ(rig.last_fault(), "paper_near_end");
    for (std::uint64_t seq = 1; seq <= 25; ++seq) {
        rig.print(seq);
    }
    EXPECT_EQ(rig.driver.facts().tickets_left, 0U);
    ASSERT_FALSE(rig.heard.facts.empty());
    EXPECT_EQ(rig.heard.facts.back(), rig.driver.facts());
}

TEST(PrintJobLog, KeepsBytesTimesAndReplacementsOfTheLastTickets) {
    Rig rig;
    rig.ready();
    ports::PrintJob job;
    job.ticket.seq = domain::Seq(7);
    job.paper.head.push_back({"A001 😀😀", ports::PaperLine::Align::left, 1, false});
    rig.driver.print(std::move(job));
    ASSERT_EQ(rig.driver.recent().size(), 1U);
    const auto& record = rig.driver.recent()[0];
    EXPECT_EQ(record.ticket.seq.get(), 7U);
    EXPECT_EQ(record.outcome.kind, Kind::printed);
    EXPECT_GT(record.bytes, 40U);
    EXPECT_GT(record.paper_mm, 5U);
    EXPECT_EQ(record.travelled,
              std::chrono::floor<std::chrono::milliseconds>(travel_time(rig.profile.line, record.bytes)));
    EXPECT_EQ(record.replaced, "U+1F600>U+25A1 x2");
    EXPECT_EQ(rig.driver.counters().bytes, record.bytes);
    EXPECT_EQ(rig.driver.counters().changed_tickets, 1U);
    for (std::uint64_t seq = 1; seq <= 60; ++seq) {
        rig.print(seq);
    }
    EXPECT_EQ(rig.driver.recent().size(), PrintLog::kKept);
    EXPECT_EQ(rig.driver.recent().back().ticket.seq.get(), 60U);
}

PrinterProfile mute() {
    PrinterProfile profile;
    profile.realtime_status = profile.auto_status = profile.recovery = profile.near_end_sensor = false;
    return profile;
}

TEST(MutePrinter, PrintsAndSaysOfEachTicketThatNobodyKnows) {
    Rig rig(mute());
    rig.line.bring_up();
    ASSERT_FALSE(rig.heard.states.empty());
    EXPECT_EQ(rig.heard.states.back(), (Recorder::State{domain::DeviceState::warning, "no_status", true}));
    static_cast<void>(rig.line.take_written());
    rig.print(1);
    rig.print(2);
    EXPECT_EQ(rig.times_wrote({0x1B, 0x40}), 1) << "one after the other";
    rig.timers.advance(std::chrono::seconds{5});
    ASSERT_EQ(rig.heard.told.size(), 2U);
    for (const auto& told : rig.heard.told) {
        EXPECT_EQ(told.outcome.kind, Kind::unknown);
        EXPECT_EQ(told.outcome.cause, Cause::silent);
    }
    EXPECT_EQ(rig.times_wrote({0x10, 0x04}), 0) << "it would print what it does not know";
    EXPECT_EQ(rig.times_wrote({0x10, 0x05}), 0);
    EXPECT_EQ(rig.times_wrote({0x1D, 0x72}), 0);
}

TEST(MutePrinter, LosesTheTicketOnTheWayWhenItsPortGoes) {
    Rig rig(mute());
    rig.line.bring_up();
    rig.print(1);
    rig.line.drop();
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::link_lost);
    EXPECT_EQ(rig.last_fault(), "link_lost");
    rig.line.bring_up();
    rig.print(2);
    rig.timers.advance(std::chrono::seconds{5});
    EXPECT_EQ(rig.heard.told.size(), 2U);
}

TEST(MutePrinter, NoiseOfItMeansNothing) {
    Rig rig(mute());
    rig.line.bring_up();
    rig.print(1);
    rig.line.feed({0x3C, 0x00, 0x00, 0x0F, 0x00});
    rig.timers.advance(std::chrono::seconds{5});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
}

TEST(PrinterWithoutRecovery, IsNeverSentDleEnq) {
    PrinterProfile profile;
    profile.recovery = false;
    Rig rig(profile);
    rig.ready();
    rig.printer.answers_status = false;
    rig.print(1);
    rig.timers.advance(std::chrono::seconds{60});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_TRUE(rig.printer.enquiries.empty());
}

}  // namespace
}  // namespace jiaohao::drivers::printer
