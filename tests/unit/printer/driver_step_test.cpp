// Proof by paper status, which does not say what it answers: replies that are late, too many or beside noise.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/printer/driver_rig.hpp"

namespace jiaohao::drivers::printer {
namespace {

using namespace std::chrono_literals;
using domain::DeviceState;

const Bytes kStatusQuestion{0x1D, 0x72, 0x01};
const Bytes kTicketStart{0x1B, 0x40};

PrinterProfile in_credits() {
    PrinterProfile profile;
    profile.credits = true;
    profile.receive_buffer = 256;
    return profile;
}

ports::PrintJob long_job() {
    ports::PrintJob job;
    job.paper.head.assign(20, {"0123456789012345678901234567890123456789"});
    return job;
}

/// A printer whose status questions the test answers itself, ready.
struct Attended : Rig {
    explicit Attended(PrinterProfile with = {}) : Rig(std::move(with)) {
        printer.answers_status = false;
        ready();
        static_cast<void>(line.take_written());
    }
    void quiet() { timers.advance(Conversation::kQuiet); }
};

TEST(LateProof, OfAnEarlierProcessProvesNothing) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.line.bring_up();
    rig.print(1);
    rig.line.feed({0x00});  // asked by the process before, whose ticket has come out only now
    EXPECT_TRUE(rig.heard.told.empty());
    rig.line.feed({0x00});  // asked by this process before any ticket
    EXPECT_FALSE(rig.wrote(kTicketStart)) << "there may be more of them";
    rig.timers.advance(Conversation::kQuiet);
    EXPECT_TRUE(rig.wrote(kTicketStart));
    EXPECT_TRUE(rig.heard.told.empty());
    rig.line.feed({0x00});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
}

TEST(LateProof, OfATicketThatWasGivenUpDoesNotProveTheNext) {
    Attended rig;
    rig.print(1);
    while (rig.heard.told.empty() && rig.timers.fire_next()) {
    }
    ASSERT_EQ(rig.heard.told.at(0).outcome.kind, Kind::unknown);
    rig.quiet();
    rig.quiet();
    rig.print(2);
    rig.line.feed({0x00});  // the first one came out after all
    EXPECT_EQ(rig.heard.told.size(), 1U);
    rig.line.feed({0x00});
    rig.quiet();
    EXPECT_EQ(rig.heard.told.size(), 1U);
    rig.line.feed({0x00});
    ASSERT_EQ(rig.heard.told.size(), 2U);
    EXPECT_EQ(rig.heard.told[1].seq, 2U);
    EXPECT_EQ(rig.heard.told[1].outcome.kind, Kind::printed);
}

TEST(LateProof, OfAJobThatWasGivenUpWhileStoppedDoesNotProveTheNext) {
    Attended rig;
    rig.print(1);
    rig.printer.out_of_paper(true);
    rig.timers.advance(6min);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    rig.printer.out_of_paper(false);
    rig.timers.advance(5s);
    rig.print(2);
    rig.line.feed({0x00});
    EXPECT_EQ(rig.heard.told.size(), 1U);
}

TEST(LateProof, AsksWhatIsStillInThePrinterOnlyWhenItsFaultIsGone) {
    Rig rig;
    rig.printer.out_of_paper(true);
    rig.line.bring_up();
    EXPECT_FALSE(rig.wrote(kStatusQuestion)) << "a printer without paper carries out nothing";
    rig.printer.out_of_paper(false);
    rig.timers.advance(5s);
    EXPECT_TRUE(rig.wrote(kStatusQuestion));
    rig.timers.advance(Conversation::kQuiet);
    rig.print(1);
    EXPECT_EQ(rig.heard.told.at(0).outcome.kind, Kind::printed);
}

TEST(LateProof, IsNotWaitedForOnAnOldWordOfThePrinter) {
    Rig rig;
    rig.line.bring_up();
    rig.print(1);
    rig.printer.answers_hello = false;  // fell silent while its account was being cleared
    rig.timers.advance(Conversation::kQuiet);
    EXPECT_FALSE(rig.wrote(kTicketStart));
    rig.timers.advance(2100ms);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::not_printed);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::silent);
}

TEST(LateProof, IsLookedForAgainWithTheCutOffCommandFilledUp) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.line.bring_up();
    rig.timers.advance(2100ms);  // swallowed by a command that a killed process left unfinished
    EXPECT_TRUE(rig.wrote(Bytes(escpos::kFlushLength, 0)));
    rig.printer.answers_status = true;
    rig.timers.advance(1s);
    rig.print(1);
    EXPECT_EQ(rig.heard.told.at(0).outcome.kind, Kind::printed);
}

TEST(SurplusReply, IsCountedAndTheNextTicketWaitsUntilTheAccountIsClear) {
    Attended rig;
    rig.line.feed({0x00});
    EXPECT_EQ(rig.driver.counters().stray_bytes, 1U);
    rig.print(1);
    EXPECT_FALSE(rig.wrote(kTicketStart));
    rig.line.feed({0x00});
    rig.quiet();
    EXPECT_TRUE(rig.wrote(kTicketStart));
    EXPECT_TRUE(rig.heard.told.empty());
    rig.line.feed({0x00});
    EXPECT_EQ(rig.heard.told.at(0).outcome.kind, Kind::printed);
    EXPECT_EQ(rig.driver.counters().stray_bytes, 1U);
}

TEST(SurplusReply, BehindAProvedTicketDoesNotProveTheNext) {
    Attended rig;
    rig.print(1);
    rig.line.feed({0x00, 0x00});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    rig.print(2);
    EXPECT_EQ(rig.heard.told.size(), 1U);
    rig.line.feed({0x00});
    EXPECT_EQ(rig.heard.told.size(), 1U) << "this one only says that the account is clear again";
    rig.quiet();
    rig.line.feed({0x00});
    EXPECT_EQ(rig.heard.told.size(), 2U);
}

TEST(SurplusReply, InAnEndlessStreamNeverProvesATicket) {
    Attended rig;
    rig.line.feed({0x00});
    rig.print(1);
    for (int i = 0; i < 2000; ++i) {
        rig.timers.advance(100ms);
        rig.line.feed({0x00});
    }
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_NE(rig.heard.told[0].outcome.kind, Kind::printed);
}

TEST(SurplusReply, WhileAProcessIdIsAwaitedTakesItsReserveProofAway) {
    Rig rig(with_process_id());
    rig.printer.answers_id = false;
    rig.ready();
    rig.print(1);
    rig.line.feed({0x00});
    rig.timers.advance(10s);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
}

TEST(NoiseInCredits, SendsNoFurtherCreditUntilEveryQuestionIsAnswered) {
    Attended rig(in_credits());
    rig.driver.print(long_job());
    static_cast<void>(rig.line.take_written());
    rig.line.feed({0xFF, 0x00});  // noise or the answer: nobody can tell
    rig.quiet();
    EXPECT_EQ(rig.times_wrote(kStatusQuestion), 1);
    static_cast<void>(rig.line.take_written());
    rig.line.feed({0x00});
    rig.line.feed({0x00});  // both questions are answered, the byte beside the noise was noise
    rig.quiet();
    EXPECT_LE(rig.line.written().size(), 256U + 12U);
    EXPECT_EQ(rig.times_wrote(kStatusQuestion), 1) << "one credit, one question";
    rig.timers.advance(200ms);
    EXPECT_EQ(rig.times_wrote(kStatusQuestion), 1);
}

TEST(NoiseInCredits, BeforeTheLastOneDoesNotProveTheTicketEarly) {
    Attended rig(in_credits());
    rig.driver.print(long_job());
    const auto answer = [&rig] {
        static_cast<void>(rig.line.take_written());
        rig.line.feed({0x00});
    };
    // Until the credit that holds the cut is on its way.
    for (int i = 0; i < 50 && !rig.wrote({0x1D, 0x56}); ++i) {
        answer();
    }
    ASSERT_TRUE(rig.heard.told.empty());
    rig.line.feed({0xE5, 0x00});
    rig.quiet();
    rig.line.feed({0x0F, 0xE5});
    rig.quiet();
    EXPECT_TRUE(rig.heard.told.empty() || rig.heard.told[0].outcome.kind != Kind::printed);
}

TEST(NoiseOnEveryReply, EndsATicketAfterThreeAnswersToQuestionsOfTheirOwnAndProvesNone) {
    Attended rig;
    rig.print(1);
    int answers = 0;
    while (rig.heard.told.empty() && answers < 10) {
        rig.line.feed({0xFF, 0x00, 0xE5});
        ++answers;
        rig.quiet();
    }
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_GE(answers, 3);
}

TEST(NoiseBeforeAFault, IsClearedUpWhenTheFaultIsGoneAndNotWhileItStands) {
    Attended rig;
    rig.print(1);
    rig.line.feed({0xFF, 0x00});
    rig.quiet();
    EXPECT_TRUE(rig.wrote(kStatusQuestion));
    rig.printer.out_of_paper(true);
    rig.line.feed({0x18, 0x00, 0x0C, 0x0F});
    static_cast<void>(rig.line.take_written());
    rig.timers.advance(10s);
    EXPECT_FALSE(rig.wrote(kStatusQuestion)) << "a printer without paper carries out nothing";
    EXPECT_EQ(rig.last_fault(), "paper_out");
    rig.printer.out_of_paper(false);
    rig.timers.advance(2s);
    EXPECT_EQ(rig.times_wrote(kStatusQuestion), 1);
    EXPECT_TRUE(rig.heard.told.empty());
    rig.line.feed({0x00, 0x00, 0x00});
    rig.quiet();
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
}

TEST(NoiseBeforeAFault, DoesNotKeepThePrinterFromBeingAskedWhatIsWrong) {
    PrinterProfile profile;
    profile.auto_status = false;
    Attended rig(profile);
    rig.print(1);
    rig.line.feed({0xFF, 0x00});
    rig.printer.out_of_paper(true);
    rig.timers.advance(3s);
    EXPECT_EQ(rig.last_fault(), "paper_out");
    EXPECT_TRUE(rig.heard.told.empty());
}

TEST(NoiseNearTheDeadline, LeavesNoTicketWithoutAnOutcome) {
    for (auto at = 0ms; at < 9s; at += 100ms) {
        SCOPED_TRACE(at.count());
        Rig rig(with_process_id());
        rig.printer.answers_id = false;
        rig.printer.answers_status = false;
        rig.ready();
        rig.print(1);
        rig.timers.advance(at);
        rig.line.feed({0xFF, 0x00});
        rig.timers.advance(Conversation::kQuiet + 500ms);
        rig.line.feed({0x00, 0x00});
        rig.timers.advance(20s);
        EXPECT_EQ(rig.heard.told.size(), 1U);
    }
}

TEST(APrinterWithoutPaperStatus, IsNotBelievedForNoiseAndLateAnswersEither) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.line.bring_up();
    rig.print(1);
    while (!rig.wrote(kTicketStart) && rig.timers.fire_next()) {
    }
    rig.line.feed({0xFF, 0x00});
    rig.timers.advance(Conversation::kQuiet);
    rig.line.feed({0x00, 0x00, 0x00});  // to what was asked before the ticket, which prints on
    rig.timers.advance(60s);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
}

TEST(APrinterWithoutPaperStatus, IsTriedAgainWhenItsLineComesBack) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.line.bring_up();
    rig.timers.advance(60s);
    rig.line.drop();
    rig.ready();
    rig.printer.answers_status = true;
    rig.print(1);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
}

TEST(APrinterWithoutPaperStatus, StillPrintsButEveryTicketIsUnknown) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.line.bring_up();
    rig.print(1);
    rig.timers.advance(60s);
    EXPECT_TRUE(rig.wrote(kTicketStart));
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    static_cast<void>(rig.line.take_written());
    rig.print(2);
    rig.timers.advance(500ms);
    EXPECT_TRUE(rig.wrote(kTicketStart)) << "known by now: it is not waited for each time";
    rig.line.feed({0x00});
    EXPECT_EQ(rig.heard.told.size(), 1U) << "whatever that answers, it proves nothing";
}

}  // namespace
}  // namespace jiaohao::drivers::printer
