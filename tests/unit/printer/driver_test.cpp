// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/printer/driver_rig.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::printer {
namespace {

using namespace std::chrono_literals;
using domain::DeviceState;

TEST(PrinterDriver, SaysReadyOnlyAfterThePrinterItselfAnswered) {
    Rig rig;
    rig.printer.answers_hello = false;
    rig.ready();
    EXPECT_TRUE(rig.heard.states.empty());
    rig.printer.answers_hello = true;
    rig.timers.advance(20s);
    ASSERT_FALSE(rig.heard.states.empty());
    EXPECT_EQ(rig.heard.states.back(), (Recorder::State{DeviceState::ready, "", true}));
}

TEST(PrinterDriver, IsProvedByTheProcessId) {
    Rig rig(with_process_id());
    rig.ready();
    rig.print(7, 2);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].seq, 7U);
    EXPECT_EQ(rig.heard.told[0].copy, 2U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
    EXPECT_EQ(rig.heard.told[0].outcome.proof, Proof::process_id);
}

TEST(PrinterDriver, DoesNotCallATicketPrintedBeforeTheProof) {
    Rig rig(with_process_id());
    rig.printer.answers_id = false;
    rig.ready();
    rig.print(1);
    rig.timers.advance(900ms);
    EXPECT_TRUE(rig.heard.told.empty());
    rig.printer.send_id();
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.took, 900ms);
}

TEST(PrinterDriver, TakesTheProcessIdOfItsOwnTicketOnly) {
    Rig rig(with_process_id());
    rig.printer.answers_id = false;
    rig.ready();
    rig.print(1);
    rig.line.feed({0x37, 0x22, 'Z', 'Z', 'Z', 'Z', 0x00});
    EXPECT_TRUE(rig.heard.told.empty());
}

TEST(PrinterDriver, IsProvedByThePaperStatusAfterTheCutOnAPrinterWithoutProcessIds) {
    Rig rig;
    rig.ready();
    rig.print(1);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.proof, Proof::status_after_cut);
    EXPECT_TRUE(rig.printer.asked_ids.empty());
}

TEST(PrinterDriver, FallsBackWhenThePromisedProcessIdNeverComesAndRemembersIt) {
    Rig rig(with_process_id());
    rig.printer.answers_id = false;
    rig.ready();
    rig.print(1);
    rig.timers.advance(10s);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
    EXPECT_EQ(rig.heard.told[0].outcome.proof, Proof::status_after_cut);
    rig.print(2);
    ASSERT_EQ(rig.heard.told.size(), 2U) << "the second ticket must not wait for an id again";
    EXPECT_EQ(rig.printer.asked_ids.size(), 1U);
}

TEST(PrinterDriver, PrintsJobsInOrderOneAtATime) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.print(2);
    EXPECT_TRUE(rig.heard.told.empty());
    rig.printer.answers_status = true;
    rig.line.feed({0x00});
    ASSERT_EQ(rig.heard.told.size(), 2U);
    EXPECT_EQ(rig.heard.told[0].seq, 1U);
    EXPECT_EQ(rig.heard.told[1].seq, 2U);
}

TEST(PrinterDriver, RefusesByNameWhenTheQueueIsFull) {
    PrinterOptions options;
    options.queue_limit = 2;
    Rig rig({}, options);
    rig.printer.answers_status = false;
    rig.ready();
    for (std::uint64_t seq = 1; seq <= 4; ++seq) {
        rig.print(seq);
    }
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].seq, 4U);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::queue_full);
}

TEST(PrinterDriver, RefusesATicketThatCannotBeEncoded) {
    Rig rig;
    rig.ready();
    rig.driver.print({});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::not_printed);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::unprintable);
}

/// 20 lines of 40 letters.
ports::PrintJob long_job() {
    ports::PrintJob job;
    job.paper.head.assign(20, {"0123456789012345678901234567890123456789"});
    return job;
}

TEST(PrinterDriver, SendsATicketThatIsLargerThanTheBufferInCreditsUnlessFlowControlHoldsItBack) {
    for (const Flow flow : {Flow::none, Flow::rts_cts, Flow::xon_xoff}) {
        PrinterProfile profile;
        profile.line.flow = flow;
        profile.receive_buffer = 512;
        Rig rig(profile);
        rig.printer.answers_status = false;
        rig.ready();
        static_cast<void>(rig.line.take_written());
        rig.driver.print(long_job());
        const bool whole = rig.wrote({0x1D, 0x56});
        EXPECT_EQ(whole, flow != Flow::none);
        for (int credits = 0; !whole && rig.heard.told.empty() && credits < 50; ++credits) {
            EXPECT_LE(rig.line.take_written().size(), 512U) << "with the questions before it";
            rig.line.feed({0x00});
        }
        if (!whole) {
            ASSERT_EQ(rig.heard.told.size(), 1U);
            EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
        }
    }
}

TEST(PrinterDriver, SendsAnyTicketWholeToAPrinterThatAnswersNoQuestionInItsOrder) {
    PrinterProfile profile;
    profile.receive_buffer = 512;
    Rig rig(profile);
    rig.printer.answers_status = false;
    rig.line.bring_up();
    rig.timers.advance(60s);
    static_cast<void>(rig.line.take_written());
    rig.driver.print(long_job());
    EXPECT_TRUE(rig.wrote({0x1D, 0x56})) << "its rest would never be asked for";
}

TEST(PrinterDriver, WaitsForAQuestionThatFlowControlHoldsBehindTheTicketAsLongAsItPrints) {
    for (const Flow flow : {Flow::none, Flow::xon_xoff}) {
        PrinterProfile profile;
        profile.line.flow = flow;
        profile.line.baud = 115200;
        profile.auto_status = false;
        profile.speed_mm_s = 20;  // 20 lines: 4 s
        Rig rig(profile);
        rig.ready();
        rig.printer.answers_status = false;
        rig.driver.print(long_job());
        rig.printer.answers_hello = false;
        rig.timers.advance(4500ms);
        rig.printer.answers_hello = true;
        // What was held comes now, and with it the answers.
        rig.line.feed({0x12});
        rig.line.feed({0x00});
        rig.timers.advance(10s);
        ASSERT_EQ(rig.heard.told.size(), 1U);
        EXPECT_EQ(rig.heard.told[0].outcome.kind, flow == Flow::none ? Kind::unknown : Kind::printed);
    }
}

TEST(PrinterDriver, SendsALargeTicketInCreditsThatFitTheBuffer) {
    PrinterProfile profile;
    profile.credits = true;
    profile.receive_buffer = 256;
    Rig rig(profile);
    rig.printer.answers_status = false;
    rig.ready();
    static_cast<void>(rig.line.take_written());
    rig.driver.print(long_job());
    EXPECT_LE(rig.line.take_written().size(), 256U + 12U) << "status questions and one credit";
    int credits = 1;
    while (rig.heard.told.empty() && credits < 50) {
        rig.line.feed({0x00});
        EXPECT_LE(rig.line.take_written().size(), 256U + 12U);
        ++credits;
    }
    EXPECT_GE(credits, 5);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
}

TEST(PrinterDriver, AsksEachFiveSecondsWhenIdleAndTurnsAutomaticStatusOnAgain) {
    Rig rig;
    rig.ready();
    static_cast<void>(rig.line.take_written());
    rig.timers.advance(5s);
    EXPECT_EQ(to_hex(rig.line.take_written()), "10 04 01 10 04 02 10 04 03 10 04 04 1d 61 0f");
    rig.timers.advance(4s);
    EXPECT_TRUE(rig.line.take_written().empty());
}

TEST(PrinterDriver, TellsEachStateOnce) {
    Rig rig;
    rig.ready();
    rig.timers.advance(60s);
    EXPECT_EQ(rig.heard.states.size(), 1U);
}

TEST(PrinterDriver, WarnsOfPaperRunningLowAndStillPrints) {
    Rig rig;
    rig.printer.status[3] = 0x1E;
    rig.ready();
    EXPECT_EQ(rig.heard.states.back(), (Recorder::State{DeviceState::warning, "paper_near_end", true}));
    rig.print(1);
    EXPECT_EQ(rig.heard.told.at(0).outcome.kind, Kind::printed);
}

TEST(PrinterDriver, EndsItsJobsWhenStopped) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.print(2);
    rig.driver.stop();
    ASSERT_EQ(rig.heard.told.size(), 2U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_EQ(rig.heard.told[1].outcome.kind, Kind::not_printed);
    EXPECT_EQ(rig.heard.told[1].outcome.cause, Cause::restart);
    EXPECT_EQ(rig.timers.pending(), 0U);
}

TEST(PrinterDriver, BelievesNoProcessIdBeforeTheWholeTicketIsSent) {
    auto profile = with_process_id();
    profile.credits = true;
    profile.receive_buffer = 256;
    Rig rig(profile);
    rig.printer.answers_status = false;
    rig.ready();
    ports::PrintJob job;
    job.paper.head.assign(20, {"0123456789012345678901234567890123456789"});
    rig.driver.print(job);
    rig.line.feed({0x37, 0x22, '0', '0', '0', '1', 0x00});  // the same mark, from a process before
    EXPECT_TRUE(rig.heard.told.empty());
}

TEST(PrinterDriver, AsksNothingMoreWhenStoppedInTheMiddleOfAQuestion) {
    Rig rig;
    rig.printer.answers_hello = false;
    rig.line.bring_up();
    ASSERT_GT(rig.timers.pending(), 0U);
    rig.driver.stop();
    EXPECT_EQ(rig.timers.pending(), 0U);
}

}  // namespace
}  // namespace jiaohao::drivers::printer
