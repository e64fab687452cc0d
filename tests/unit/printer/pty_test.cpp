// The real driver on a real QSerialPort against the simulated printer behind a pty.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/unit/printer/pty_rig.hpp"

namespace jiaohao::drivers {
namespace {

TEST_F(PrinterOnPty, PrintsWithProcessId) {
    begin(profile_with(true));
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(outcome_of(1).proof, PrintProof::process_id);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, PrintsWithPaperStatusOnly) {
    begin(profile_with(false, false));
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(outcome_of(1).proof, PrintProof::status_after_cut);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, PrintsOnACloneThatIgnoresWhatItsProfilePromises) {
    begin(profile_with(true), {"clone"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(outcome_of(1).proof, PrintProof::status_after_cut);
}

TEST_F(PrinterOnPty, RefusesWithoutPaper) {
    begin(profile_with(true), {"paper-out"});
    ASSERT_TRUE(reach(DeviceState::fault));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::not_printed);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::paper_out);
    EXPECT_EQ(command("papers"), kNoPaper);
}

TEST_F(PrinterOnPty, FinishesATicketWhosePaperRanOutInTheMiddle) {
    begin(profile_with(true), {"paper-out@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    ASSERT_TRUE(reach(DeviceState::fault));
    EXPECT_EQ(heard_.fault, "paper_out");
    EXPECT_TRUE(heard_.told.empty());
    EXPECT_EQ(command("papers"), kNoPaper);
    command("clear paper-out");
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, RefusesWithOpenCoverAndPrintsWhenItIsClosed) {
    begin(profile_with(true), {"cover-open"});
    ASSERT_TRUE(reach(DeviceState::fault));
    print(1);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::cover_open);
    command("clear cover-open");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
}

TEST_F(PrinterOnPty, RecoversFromAMendedCutterJamByItself) {
    begin(profile_with(true), {"cutter-jam"});
    ASSERT_TRUE(reach(DeviceState::fault));
    EXPECT_EQ(heard_.fault, "cutter");
    command("clear cutter-jam");
    EXPECT_TRUE(reach(DeviceState::ready));
}

TEST_F(PrinterOnPty, CallsTheTicketOfAPrinterThatFellSilentUnknown) {
    least_real_ = 400ms;
    begin(profile_with(true));
    ASSERT_TRUE(reach(DeviceState::ready));
    command("fault silent@1");
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::silent);
    EXPECT_TRUE(reach(DeviceState::lost));
    command("clear silent");
    EXPECT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
}

TEST_F(PrinterOnPty, PrintsNothingAndClaimsNothingOverAGarbledLine) {
    least_real_ = 400ms;
    begin(profile_with(false));
    ASSERT_TRUE(reach(DeviceState::ready));
    command("fault garbage");
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::not_printed);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::silent);
    command("clear garbage");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}

TEST_F(PrinterOnPty, CallsATicketUnknownWhenUnpluggedInTheMiddleAndPrintsTheNextAfterReplugging) {
    begin(profile_with(true), {"unplug@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
    EXPECT_EQ(outcome_of(1).cause, PrintCause::link_lost);
    EXPECT_EQ(heard_.state, DeviceState::lost);
    print(2);
    EXPECT_EQ(outcome_of(2).cause, PrintCause::link_lost);
    command("replug");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(3);
    EXPECT_EQ(outcome_of(3).kind, Kind::printed);
    EXPECT_EQ(command("papers"), R"({"marked":0,"papers":1,"partial":1})");
    EXPECT_EQ(line_->counters().lost, 1U) << "one loss is one signal, not a flood";
}

class OddReplies : public PrinterOnPty, public ::testing::WithParamInterface<const char*> {};

TEST_P(OddReplies, StillProveTheTicket) {
    for (const bool process_id : {true, false}) {
        SCOPED_TRACE(process_id);
        begin(profile_with(process_id), {GetParam()});
        ASSERT_TRUE(reach(DeviceState::ready));
        print(1);
        EXPECT_EQ(outcome_of(1).kind, Kind::printed);
        EXPECT_EQ(command("papers"), kOnePaper);
        TearDown();
        heard_ = {};
        SetUp();
    }
}
INSTANTIATE_TEST_SUITE_P(EachKind, OddReplies,
                         ::testing::Values("slow-reply", "split-reply", "asb-lost", "paper-near-end@100"));

TEST_F(PrinterOnPty, ProvesATicketAmongNoiseByItsProcessIdAlone) {
    for (const bool process_id : {true, false}) {
        SCOPED_TRACE(process_id);
        begin(profile_with(process_id), {"stray-bytes"});
        ASSERT_TRUE(reach(DeviceState::ready));
        print(1);
        EXPECT_EQ(outcome_of(1).kind, process_id ? Kind::printed : Kind::unknown);
        EXPECT_EQ(command("papers"), kOnePaper);
        TearDown();
        heard_ = {};
        SetUp();
    }
}

TEST_F(PrinterOnPty, PrintsAHundredTicketsOneAfterTheOther) {
    begin(profile_with(true));
    ASSERT_TRUE(reach(DeviceState::ready));
    for (std::uint64_t seq = 1; seq <= 100; ++seq) {
        print(seq);
        ASSERT_EQ(outcome_of(seq).kind, Kind::printed) << seq;
    }
    EXPECT_EQ(command("papers"), R"({"marked":0,"papers":100,"partial":0})");
}

}  // namespace
}  // namespace jiaohao::drivers
