// The simulated printer itself, on a clock turned by hand: how its faults are ordered, what it says of them.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/model.hpp"

#include <gtest/gtest.h>

#include "tests/support/manual_timers.hpp"

namespace jiaohao::drivers::sim {
namespace {

using namespace std::chrono_literals;
using testing::HandClock;

struct Bench {
    HandClock clock;
    std::vector<Paper> papers;
    PrinterModel model{printer::PrinterProfile{}, clock,
                       [this](Paper paper) { papers.push_back(std::move(paper)); }};

    std::string ask(const Bytes& bytes) {
        model.receive(bytes);
        return to_hex(model.take_replies());
    }
    std::string after(std::chrono::nanoseconds span) {
        clock.turn(span);
        model.run();
        return to_hex(model.take_replies());
    }
};

const Bytes kLineAndCut{'A', 0x0A, 0x1D, 0x56, 0x00};

TEST(FaultOrder, SaysWhatWhenAndForHowLong) {
    const auto order = parse_fault_order("head-hot@3/60");
    ASSERT_TRUE(order.has_value());
    EXPECT_EQ(order->fault, PrinterFault::head_hot);
    EXPECT_EQ(order->after_rows, 3);
    EXPECT_EQ(order->lasts, 60s);
    EXPECT_EQ(parse_fault_order("paper-out")->lasts, std::nullopt);
    EXPECT_EQ(parse_fault_order("head-hot")->lasts, 30s);
    EXPECT_EQ(parse_fault_order("xoff")->lasts, 5s);
    EXPECT_EQ(parse_fault_order("xoff/0")->lasts, std::nullopt);
}

TEST(FaultOrder, ThatCannotBeReadIsRefusedWithWhatIsAllowed) {
    for (const auto* text : {"coffee", "", "@2", "paper-out@", "paper-out@0", "paper-out@1001",
                             "paper-out@2x", "xoff/", "xoff/-1", "xoff/86401", "xoff/2@2"}) {
        const auto order = parse_fault_order(text);
        ASSERT_FALSE(order.has_value()) << text;
        EXPECT_NE(order.error().find(text), std::string::npos) << order.error();
    }
}

TEST(FaultOrder, EveryNameIsReadBack) {
    for (int i = 0; i <= static_cast<int>(PrinterFault::power_cycle); ++i) {
        const auto fault = static_cast<PrinterFault>(i);
        EXPECT_EQ(printer_fault(printer_fault_name(fault)), fault) << i;
    }
}

TEST(HotHeadModel, StopsAndTellsTheBitsOfAnOverheatedHeadUntilItHasCooled) {
    Bench bench;
    bench.model.set(*parse_fault_order("head-hot"));
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x01}), "1a") << "offline";
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x02}), "52") << "error";
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x03}), "52") << "recovers by itself";
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x04}), "12") << "paper is there";
    bench.model.receive(kLineAndCut);
    bench.after(29s);
    EXPECT_TRUE(bench.papers.empty());
    bench.after(1s);
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x03}), "12");
    bench.after(1s);
    EXPECT_EQ(bench.papers.size(), 1U);
}

TEST(HotHeadModel, TellsOfItByAutomaticStatus) {
    Bench bench;
    EXPECT_EQ(bench.ask({0x1D, 0x61, 0x0F}), "14 00 00 0f");
    bench.model.set(PrinterFault::head_hot);
    EXPECT_EQ(bench.after(0s), "1c 40 00 0f");
    bench.model.clear(PrinterFault::head_hot);
    EXPECT_EQ(bench.after(0s), "14 00 00 0f");
}

TEST(XoffModel, SaysXoffTakesNothingAndSaysXonWhenItsTimeIsOver) {
    Bench bench;
    EXPECT_TRUE(bench.model.takes_bytes());
    bench.model.set(*parse_fault_order("xoff/5"));
    EXPECT_EQ(bench.after(0s), "13");
    EXPECT_FALSE(bench.model.takes_bytes());
    EXPECT_EQ(bench.model.next_due(), bench.clock.boot() + 5s);
    EXPECT_EQ(bench.after(4s), "");
    bench.model.set(*parse_fault_order("xoff/5"));
    EXPECT_EQ(bench.after(4s), "") << "said once, and set anew";
    EXPECT_EQ(bench.after(1s), "11");
    EXPECT_TRUE(bench.model.takes_bytes());
}

TEST(PowerCycleModel, ForgetsWhatItHeldAnswersNothingAndComesUpWithNoise) {
    Bench bench;
    EXPECT_EQ(bench.ask({0x1D, 0x61, 0x0F}), "14 00 00 0f");
    bench.model.set(PrinterFault::cover_open);
    bench.after(0s);
    bench.model.receive(kLineAndCut);
    bench.model.set(*parse_fault_order("power-cycle/4"));
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x01, 0x1D, 0x72, 0x01}), "");
    bench.model.clear(PrinterFault::cover_open);
    EXPECT_EQ(bench.after(3s), "");
    EXPECT_EQ(bench.model.next_due(), bench.clock.boot() + 1s);
    EXPECT_EQ(bench.after(1s), "ff 00 fe e0 80");
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x01, 0x1D, 0x72, 0x01}), "12 00") << "alive, and its buffer is empty";
    bench.after(1s);
    EXPECT_TRUE(bench.papers.empty());
    bench.model.set(PrinterFault::paper_near_end);
    EXPECT_EQ(bench.after(0s), "") << "automatic status is off";
}

TEST(PowerCycleModel, InTheMiddleTearsThePaperOff) {
    Bench bench;
    bench.model.set(*parse_fault_order("power-cycle@1"));
    bench.model.receive(kLineAndCut);
    ASSERT_EQ(bench.papers.size(), 1U);
    EXPECT_TRUE(bench.papers[0].partial);
    bench.after(10s);
    bench.model.receive(kLineAndCut);
    bench.after(1s);
    ASSERT_EQ(bench.papers.size(), 2U);
    EXPECT_FALSE(bench.papers[1].partial);
}

TEST(ReceiveBuffer, LosesWhatComesWhenItIsFull) {
    Bench bench;
    bench.model.set(PrinterFault::paper_out);
    bench.model.receive(Bytes(5000, 'A'));
    EXPECT_EQ(bench.model.lost_bytes(), 5000U - printer::PrinterProfile{}.receive_buffer);
}

TEST(CutterJamModel, StandsAfterItWasMendedUntilTheHostSaysGoOn) {
    Bench bench;
    bench.model.set(PrinterFault::cutter_jam);
    bench.model.receive(kLineAndCut);
    bench.model.clear(PrinterFault::cutter_jam);
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x03}), "1a");
    bench.after(1s);
    EXPECT_TRUE(bench.papers.empty());
    EXPECT_EQ(bench.ask({0x10, 0x05, 0x01, 0x10, 0x04, 0x03}), "12");
    bench.after(1s);
    EXPECT_EQ(bench.papers.size(), 1U);
}

TEST(SilentModel, PrintsAndAnswersNothing) {
    Bench bench;
    bench.model.set(PrinterFault::silent);
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x01, 0x1D, 0x72, 0x01}), "");
    bench.model.receive(kLineAndCut);
    bench.after(1s);
    EXPECT_EQ(bench.papers.size(), 1U);
}

TEST(XoffModel, AfterSomeRowsBeginsInTheMiddleOfATicket) {
    Bench bench;
    bench.model.set(*parse_fault_order("xoff@2"));
    bench.model.receive(Bytes{'A', 0x0A});
    EXPECT_TRUE(bench.model.takes_bytes());
    bench.clock.turn(1s);
    bench.model.receive(Bytes{'B', 0x0A});
    EXPECT_FALSE(bench.model.takes_bytes());
}

}  // namespace
}  // namespace jiaohao::drivers::sim
