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
    EXPECT_FALSE(parse_fault_order("xoff@3")->at_cut);
    EXPECT_TRUE(parse_fault_order("unplug@cut")->at_cut);
    EXPECT_EQ(parse_fault_order("wrong-baud")->fault, PrinterFault::garbage);
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
    for (int i = 0; i <= static_cast<int>(PrinterFault::buffer_4k); ++i) {
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

TEST(ReceiveBuffer, Of45BytesOr4kDropsWhatAComesFasterThanItPrints) {
    for (const auto& [fault, room] : {std::pair{"buffer-45", 45U}, std::pair{"buffer-4k", 4096U}}) {
        HandClock clock;
        printer::PrinterProfile profile;
        profile.receive_buffer = 65536;
        PrinterModel model(profile, clock, [](const Paper&) {});
        model.set(*parse_fault_order(fault));
        model.receive(Bytes{'A', 0x0A});  // the head is busy with this row
        model.receive(Bytes(5000, 'B'));
        EXPECT_EQ(model.lost_bytes(), 5000U - room) << fault;
        clock.turn(1s);
        model.receive(Bytes{'C'});
        EXPECT_EQ(model.lost_bytes(), 5000U - room) << fault << ": there is room again";
    }
}

TEST(ReceiveBuffer, IsSaidToBeFullAndThenFreeWhereThereIsFlowControl) {
    for (const auto& [fault, takes] :
         {std::pair{"buffer-45", 45U - 16U}, std::pair{"buffer-4k", 4096U - 128U}}) {
        for (const Flow flow : {Flow::xon_xoff, Flow::rts_cts}) {
            HandClock clock;
            printer::PrinterProfile profile;
            profile.line.flow = flow;
            profile.receive_buffer = 65536;
            PrinterModel model(profile, clock, [](const Paper&) {});
            model.set(*parse_fault_order(fault));
            EXPECT_EQ(model.takes(), takes) << fault;
            model.set(PrinterFault::paper_out);
            model.receive(Bytes(takes, 'A'));
            EXPECT_FALSE(model.takes_bytes());
            EXPECT_EQ(to_hex(model.take_replies()), flow == Flow::xon_xoff ? "13" : "") << fault;
            model.clear(PrinterFault::paper_out);
            for (int i = 0; i < 100; ++i) {
                clock.turn(1s);
                model.run();
            }
            EXPECT_EQ(model.takes(), takes) << fault << ": what is printed is gone";
            EXPECT_EQ(to_hex(model.take_replies()), flow == Flow::xon_xoff ? "11" : "") << fault;
            EXPECT_EQ(model.lost_bytes(), 0U);
        }
    }
}

TEST(ReceiveBuffer, GoesOnOnlyWhenThereIsMoreRoomThanWhenItWasFull) {
    HandClock clock;
    printer::PrinterProfile profile;
    profile.line.flow = Flow::xon_xoff;
    PrinterModel model(profile, clock, [](const Paper&) {});
    model.set(*parse_fault_order("buffer-45"));
    Bytes rows;
    for (int i = 0; i < 15; ++i) {
        rows.insert(rows.end(), {'A', 0x0A});
    }
    model.receive(rows);  // one row is printed at once, 28 bytes wait
    static_cast<void>(model.take_replies());
    model.receive(Bytes{'A'});
    EXPECT_EQ(to_hex(model.take_replies()), "13");
    for (int row = 1; row < 5; ++row) {
        clock.turn(1s);
        model.run();
        EXPECT_EQ(model.takes(), 0U) << row;
        EXPECT_EQ(to_hex(model.take_replies()), "") << row;
    }
    clock.turn(1s);
    model.run();
    EXPECT_EQ(to_hex(model.take_replies()), "11");
    EXPECT_EQ(model.takes(), 26U - 16U);
}

TEST(ReceiveBuffer, DoesNotCountTheCommandThatIsBeingRead) {
    Bench bench;
    bench.model.set(*parse_fault_order("buffer-45"));
    // 200 bytes of one raster stripe: more than the buffer holds.
    Bytes stripe{0x1D, 0x76, 0x30, 0x00, 10, 0, 20, 0};
    stripe.resize(stripe.size() + 200, 0xAA);
    bench.model.receive(stripe);
    bench.after(1s);
    bench.model.receive(kLineAndCut);
    bench.after(1s);
    EXPECT_EQ(bench.model.lost_bytes(), 0U);
    ASSERT_EQ(bench.papers.size(), 1U);
    EXPECT_EQ(bench.papers[0].text(), "[dots 80x20]\nA\n");
}

TEST(CloneModel, HasNoCodeNoLargeLettersNoIdNoAutomaticStatus) {
    Bench bench;
    bench.model.set(PrinterFault::clone);
    EXPECT_EQ(bench.ask({0x1D, 0x61, 0x0F}), "");
    EXPECT_EQ(bench.ask({0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30, '1', '2', '3', '4'}), "");
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x01}), "12");
    const Bytes large{0x1D, 0x21, 0x55};
    const Bytes code{0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x50, 0x30, 'Q', 0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30};
    bench.model.receive(large);
    bench.model.receive(code);
    bench.model.receive(kLineAndCut);
    bench.after(1s);
    ASSERT_EQ(bench.papers.size(), 1U);
    EXPECT_EQ(bench.papers[0].text(), "A\n");
    EXPECT_EQ(bench.papers[0].rows[0].runs[0].height, 2);
    bench.model.clear(PrinterFault::clone);
    for (const Bytes& bytes : {large, code, kLineAndCut}) {
        bench.model.receive(bytes);
        bench.after(1s);
        bench.after(1s);
    }
    ASSERT_EQ(bench.papers.size(), 2U);
    EXPECT_EQ(bench.papers[1].text(), "[QR Q]\nA\n");
    EXPECT_EQ(bench.papers[1].rows[1].runs[0].height, 6);
}

TEST(WrongBaudModel, PrintsNothingAndSendsNoise) {
    Bench bench;
    bench.model.set(*parse_fault_order("wrong-baud"));
    EXPECT_NE(bench.ask(Bytes(80, 'A')), "");
    bench.model.receive(kLineAndCut);
    bench.after(1s);
    EXPECT_TRUE(bench.papers.empty());
}

TEST(OddReplyModel, IsLateOrComesByteByByteOrAmongStrayBytes) {
    Bench bench;
    bench.model.set(PrinterFault::slow_reply);
    EXPECT_EQ(bench.ask({0x10, 0x04, 0x01}), "");
    EXPECT_EQ(bench.after(1199ms), "");
    EXPECT_EQ(bench.after(1ms), "12");
    bench.model.clear(PrinterFault::slow_reply);
    bench.model.set(PrinterFault::split_reply);
    EXPECT_EQ(bench.ask({0x1D, 0x61, 0x0F}), "14");
    EXPECT_EQ(bench.after(5ms), "00");
    EXPECT_EQ(bench.after(10ms), "00 0f");
    bench.model.clear(PrinterFault::split_reply);
    bench.model.set(PrinterFault::stray_bytes);
    bench.model.set(PrinterFault::cover_open);
    EXPECT_EQ(bench.after(0s), "ff 3c 11 13 00 00 0f e5") << "XON and XOFF within an automatic status";
}

TEST(AsbLostModel, AfterAPowerCycleStaysOffThoughItIsAskedFor) {
    Bench bench;
    EXPECT_EQ(bench.ask({0x1D, 0x61, 0x0F}), "14 00 00 0f");
    bench.model.set(*parse_fault_order("power-cycle/1"));
    bench.model.set(PrinterFault::asb_lost);
    EXPECT_EQ(bench.after(1s), "ff 00 fe e0 80");
    EXPECT_EQ(bench.ask({0x1D, 0x61, 0x0F}), "");
    bench.model.set(PrinterFault::cover_open);
    EXPECT_EQ(bench.after(0s), "");
}

TEST(FaultAtTheCut, BeginsBetweenThePaperAndTheAnswerBehindIt) {
    Bench bench;
    bench.model.set(*parse_fault_order("unplug@cut"));
    bench.model.receive(Bytes{'A', 0x0A, 0x1D, 0x56, 0x00, 0x1D, 0x72, 0x01});
    bench.after(1s);
    EXPECT_EQ(bench.papers.size(), 1U);
    EXPECT_TRUE(bench.model.has(PrinterFault::unplug));
    EXPECT_EQ(bench.after(1s), "");
}

TEST(WatchedModel, TellsEachRowAndTheEndOfEachPaper) {
    Bench bench;
    std::vector<std::string> seen;
    bench.model.watch({[&](const PaperRow& row) { seen.push_back("row " + std::to_string(row.dots)); },
                       [&](const Paper& paper) { seen.push_back(paper.partial ? "torn" : "cut"); }});
    bench.model.receive(Bytes{'A', 0x0A});
    EXPECT_EQ(seen, (std::vector<std::string>{"row 30"}));
    bench.after(1s);
    bench.model.receive(Bytes{0x1D, 0x56, 0x00});
    EXPECT_EQ(seen.back(), "cut");
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
