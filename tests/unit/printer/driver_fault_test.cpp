// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/printer/driver_rig.hpp"

#include <gtest/gtest.h>

namespace jiaohao::drivers::printer {
namespace {

using namespace std::chrono_literals;
using domain::DeviceState;

const Bytes kClear{0x10, 0x05, 0x02};

TEST(PrinterFaults, RefuseEarlyWithTheirCauseAndNoByteOfTheTicket) {
    Rig rig;
    rig.ready();
    rig.printer.out_of_paper(true);
    static_cast<void>(rig.line.take_written());
    rig.print(1);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::not_printed);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::paper_out);
    EXPECT_FALSE(rig.wrote({0x1B, 0x40}));
    EXPECT_EQ(rig.heard.states.back(), (Recorder::State{DeviceState::fault, "paper_out", false}));
}

struct EarlyCase {
    std::size_t question;
    std::uint8_t reply;
    Cause cause;
};
class EarlyRefusal : public ::testing::TestWithParam<EarlyCase> {};

TEST_P(EarlyRefusal, NamesTheCause) {
    Rig rig;
    rig.printer.status[GetParam().question - 1] = GetParam().reply;
    rig.ready();
    rig.print(1);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, GetParam().cause);
}
INSTANTIATE_TEST_SUITE_P(EachFault, EarlyRefusal,
                         ::testing::Values(EarlyCase{2, 0x16, Cause::cover_open},
                                           EarlyCase{3, 0x1A, Cause::cutter},
                                           EarlyCase{3, 0x52, Cause::overheated},
                                           EarlyCase{3, 0x32, Cause::hardware},
                                           EarlyCase{4, 0x72, Cause::paper_out}));

TEST(PrinterFaults, InTheMiddleStopTheTicketAndItIsPrintedWhenTheyClear) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.printer.out_of_paper(true);
    rig.timers.advance(60s);
    EXPECT_TRUE(rig.heard.told.empty()) << "a stopped ticket is neither printed nor lost";
    EXPECT_EQ(rig.last_fault(), "paper_out");
    rig.printer.out_of_paper(false);
    rig.timers.advance(2s);
    EXPECT_EQ(rig.last_fault(), "");
    rig.line.feed({0x00});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
    EXPECT_FALSE(rig.wrote(kClear));
}

TEST(PrinterFaults, ToldByAutomaticStatusStopAndResumeWithoutBeingAsked) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.line.feed({0x38, 0x00, 0x00, 0x0F});
    EXPECT_EQ(rig.last_fault(), "cover_open");
    rig.line.feed({0x10, 0x00, 0x00, 0x0F});
    EXPECT_EQ(rig.last_fault(), "");
}

TEST(PrinterFaults, ToldByTheAnswerAfterTheCutMakeTheTicketUnknown) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.line.feed({0x0C});  // a clone that stays online without paper: the end of the ticket may be missing
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::paper_out);
}

TEST(PrinterFaults, RefuseTheJobsBehindAStoppedTicketAtOnce) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.print(2);
    rig.line.feed({0x18, 0x00, 0x0C, 0x0F});
    rig.print(3);
    ASSERT_EQ(rig.heard.told.size(), 2U);
    EXPECT_EQ(rig.heard.told[0].seq, 2U);
    EXPECT_EQ(rig.heard.told[1].seq, 3U);
    EXPECT_EQ(rig.heard.told[1].outcome.cause, Cause::paper_out);
}

TEST(PrinterFaults, ThatNobodyClearsMakeTheTicketUnknownAndDropWhatThePrinterHolds) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.printer.out_of_paper(true);
    rig.timers.advance(6min);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::paper_out);
    EXPECT_EQ(rig.printer.enquiries, std::vector<int>{2});
}

TEST(PrinterFaults, OfTheCutterAreToldToGoOnNowAndThen) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.printer.status[2] = 0x1A;
    rig.timers.advance(12s);
    EXPECT_EQ(rig.last_fault(), "cutter");
    EXPECT_EQ(rig.printer.enquiries, (std::vector<int>{1, 1}));
}

TEST(PrinterSilence, BeforeATicketRefusesItAndGoesStaleThenLost) {
    Rig rig;
    rig.ready();
    rig.printer.answers_hello = false;
    rig.printer.answers_status = false;
    rig.print(1);
    rig.timers.advance(2100ms);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::not_printed);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::silent);
    EXPECT_EQ(rig.heard.states.back().state, DeviceState::stale);
    rig.timers.advance(30s);
    EXPECT_EQ(rig.heard.states.back(), (Recorder::State{DeviceState::lost, "silent", false}));
    rig.print(2);
    EXPECT_EQ(rig.heard.told.at(1).outcome.cause, Cause::silent) << "at once, without waiting again";
}

TEST(PrinterSilence, AfterTheTicketMakesItUnknownAndFlushesBeforeTheNext) {
    Rig rig;
    rig.ready();
    rig.printer.answers_status = false;
    rig.print(1);
    rig.printer.answers_hello = false;
    rig.timers.advance(12s);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::silent);
    EXPECT_TRUE(rig.wrote(kClear));
    EXPECT_TRUE(rig.wrote(Bytes(escpos::kFlushLength, 0)));
}

TEST(PrinterSilence, OfTheProofAloneMakesTheTicketUnknownByTimeOut) {
    Rig rig;
    rig.ready();
    rig.printer.answers_status = false;
    rig.print(1);
    rig.timers.advance(10s);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::time_out);
    rig.timers.advance(10s);
    EXPECT_EQ(rig.heard.states.back().state, DeviceState::ready) << "it answers, so it is not lost";
}

TEST(PrinterSilence, EndsWithAnAnswerAndTheNextTicketIsPrinted) {
    Rig rig;
    rig.ready();
    rig.printer.answers_hello = false;
    rig.timers.advance(60s);
    EXPECT_EQ(rig.heard.states.back().state, DeviceState::lost);
    rig.printer.answers_hello = true;
    rig.timers.advance(6s);
    EXPECT_EQ(rig.heard.states.back().state, DeviceState::ready);
    rig.print(1);
    EXPECT_EQ(rig.heard.told.at(0).outcome.kind, Kind::printed);
}

TEST(PrinterSilence, IsCountedFromWhenTheBytesHaveTravelled) {
    PrinterProfile profile;
    profile.line.baud = 1200;
    Rig rig(profile);
    rig.printer.answers_status = false;
    rig.ready();
    ports::PrintJob job;
    job.paper.head.assign(40, {"0123456789012345678901234567890123456789"});
    rig.driver.print(job);  // some 2,200 bytes: 18 s on the line
    rig.timers.advance(18s);
    EXPECT_TRUE(rig.heard.told.empty());
    rig.timers.advance(10s);
    EXPECT_EQ(rig.heard.told.size(), 1U);
}

TEST(LostLink, MakesATicketUnknownOnceAByteOfItWasHandedOver) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.print(2);
    rig.line.drop();
    ASSERT_EQ(rig.heard.told.size(), 2U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::link_lost);
    EXPECT_EQ(rig.heard.told[1].outcome.kind, Kind::not_printed);
    EXPECT_EQ(rig.heard.states.back(), (Recorder::State{DeviceState::lost, "link_lost", false}));
}

TEST(LostLink, RefusesATicketOfWhichNoByteWasHandedOver) {
    Rig rig;
    rig.ready();
    rig.printer.answers_hello = false;
    rig.print(1);
    rig.line.drop();
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::not_printed);
    EXPECT_EQ(rig.heard.told[0].outcome.cause, Cause::link_lost);
}

TEST(LostLink, RefusesAtOnceWhileDownAndTellsNeverConnectedApart) {
    Rig rig;
    rig.print(1);
    EXPECT_EQ(rig.heard.told.at(0).outcome.cause, Cause::no_printer);
    rig.ready();
    rig.line.drop();
    rig.print(2);
    EXPECT_EQ(rig.heard.told.at(1).outcome.cause, Cause::link_lost);
}

TEST(LostLink, IsForgottenWhenTheLineIsBackAndTheNextTicketPrints) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.line.drop();
    rig.printer.answers_status = true;
    rig.line.bring_up();
    rig.timers.advance(Conversation::kQuiet);
    rig.print(2);
    ASSERT_EQ(rig.heard.told.size(), 2U);
    EXPECT_EQ(rig.heard.told[1].seq, 2U);
    EXPECT_EQ(rig.heard.told[1].outcome.kind, Kind::printed);
}

TEST(LostLink, AWriteThatTheLineRefusesIsNotPrinted) {
    Rig rig;
    rig.ready();
    rig.line.peer = [&rig](ByteView bytes) {
        rig.line.refuse_writes = bytes.size() == 3 && bytes[2] == 4;
        rig.printer.hear(bytes);
    };
    rig.print(1);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::not_printed);
}

TEST(NoiseOnTheLine, IsNeverTakenForAProof) {
    Rig rig;
    rig.printer.answers_status = false;
    rig.ready();
    rig.print(1);
    rig.line.feed({0xFF, 0x00});  // looks like a paper status, but noise stands beside it
    EXPECT_TRUE(rig.heard.told.empty());
    static_cast<void>(rig.line.take_written());
    rig.timers.advance(400ms);
    EXPECT_TRUE(rig.wrote({0x1D, 0x72, 0x01})) << "whether the printer lives is asked when it is quiet";
    rig.line.feed({0x00});
    EXPECT_TRUE(rig.heard.told.empty()) << "a second answer may follow";
    rig.timers.advance(Conversation::kQuiet);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown)
        << "a printer that lost the ticket answers as well";
    rig.printer.answers_status = true;
    rig.print(2);
    EXPECT_EQ(rig.heard.told.at(1).outcome.kind, Kind::printed) << "the noise was the first one's alone";
}

TEST(NoiseOnTheLine, ThatAnswersQuestionsNobodyAskedChangesNothing) {
    Rig rig;
    rig.ready();
    rig.line.feed({0x1A, 0x7E, 0x32});
    EXPECT_EQ(rig.heard.states.size(), 1U);
    rig.print(1);
    EXPECT_EQ(rig.heard.told.at(0).outcome.kind, Kind::printed);
}

TEST(LateReplies, OfAnEarlierQuestionAreDrainedBeforeTheNextOne) {
    Rig rig;
    rig.ready();
    rig.printer.answers_hello = false;
    rig.timers.advance(7s + 500ms);  // heartbeat asked, unanswered, flushing
    rig.line.feed({0x12});
    rig.timers.advance(100ms);
    rig.line.feed({0x7E});  // late answer that would read as "paper out" if paired with the wrong question
    rig.printer.answers_hello = true;
    rig.timers.advance(1s);
    EXPECT_EQ(rig.heard.states.back().state, DeviceState::ready);
}

}  // namespace
}  // namespace jiaohao::drivers::printer
