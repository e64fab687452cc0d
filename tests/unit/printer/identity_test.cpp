// Who the printer is: what GS I answers, what follows from it.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/printer/identity.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/unit/printer/driver_rig.hpp"

namespace jiaohao::drivers::printer {
namespace {

PrinterProfile named(const std::string& model, std::vector<std::string> makers,
                     std::vector<std::string> models) {
    PrinterProfile profile;
    profile.model = model;
    profile.identity.makers = std::move(makers);
    profile.identity.models = std::move(models);
    return profile;
}

TEST(PrinterIdentityPattern, StarStandsForAnyRunAndCaseDoesNotMatter) {
    EXPECT_TRUE(matches("TM-T88*", "tm-t88V"));
    EXPECT_TRUE(matches("TM-T88*", "TM-T88"));
    EXPECT_TRUE(matches("*80*", "XP-Q800"));
    EXPECT_TRUE(matches("", ""));
    EXPECT_FALSE(matches("TM-T88", "TM-T88V"));
    EXPECT_FALSE(matches("TM-T88*", "TM-T82"));
    EXPECT_FALSE(matches("a*b", "a"));
}

TEST(PrinterIdentityCompare, ContradictsOnlyWhatWasStatedAndAnswered) {
    const PrinterIdentity epson{{"EPSON"}, {"TM-T88*"}, true};
    EXPECT_EQ(compare(epson, {"EPSON", "TM-T88V", "", ""}), Resemblance::fits);
    EXPECT_EQ(compare(epson, {"EPSON", "TM-T82", "", ""}), Resemblance::contradicts);
    EXPECT_EQ(compare(epson, {"", "TM-T88V", "", ""}), Resemblance::fits);
    EXPECT_EQ(compare(epson, {}), Resemblance::nothing_to_compare);
    EXPECT_EQ(compare({}, {"EPSON", "TM-T88V", "", ""}), Resemblance::nothing_to_compare);
}

TEST(PrinterIdentityChoice, TakesTheLongestModelPatternOfTheRightMaker) {
    const std::vector<PrinterProfile> all{
        named("any tm", {"EPSON"}, {"TM-*"}), named("t88", {"EPSON"}, {"TM-T88*"}),
        named("copy", {"COPYCAT"}, {"TM-T88V*"}), named("nameless", {}, {})};
    EXPECT_EQ(choose_profile(all, {"EPSON", "TM-T88V", "", ""})->model, "t88");
    EXPECT_EQ(choose_profile(all, {"EPSON", "TM-U220", "", ""})->model, "any tm");
    EXPECT_EQ(choose_profile(all, {"EPSON", "", "", ""}), nullptr) << "the maker alone is not enough";
    EXPECT_EQ(choose_profile(all, {"STAR", "TSP143", "", ""}), nullptr);
}

TEST(PrinterDetection, AsksMakerAndModelOnceTheLineIsUpAndTellsThem) {
    Rig rig(named("tiny", {"TINY"}, {"T-*"}));
    rig.ready();
    EXPECT_EQ(rig.times_wrote({0x1D, 0x49, 66}), 1);
    EXPECT_EQ(rig.times_wrote({0x1D, 0x49, 69}), 1);
    ASSERT_FALSE(rig.heard.facts.empty());
    EXPECT_EQ(rig.heard.facts.back().maker, "TINY");
    EXPECT_EQ(rig.heard.facts.back().model, "T-1");
    EXPECT_EQ(rig.heard.facts.back().profile, "tiny");
    EXPECT_FALSE(rig.heard.facts.back().contradicts_profile);
    rig.timers.advance(std::chrono::minutes{5});
    EXPECT_EQ(rig.times_wrote({0x1D, 0x49, 66}), 1) << "known is known";
}

TEST(PrinterDetection, TellsWhenTheDeviceIsNotThatOfItsProfile) {
    Rig rig(named("other", {"EPSON"}, {"TM-T88*"}));
    rig.ready();
    ASSERT_FALSE(rig.heard.facts.empty());
    EXPECT_TRUE(rig.heard.facts.back().contradicts_profile);
    rig.print(1);
    EXPECT_EQ(rig.heard.told.size(), 1U) << "it prints all the same";
}

TEST(PrinterDetection, NeverAsksWhereTheProfileForbidsIt) {
    PrinterProfile profile;
    profile.identity.ask = false;
    Rig rig(profile);
    rig.ready();
    rig.timers.advance(std::chrono::minutes{5});
    EXPECT_EQ(rig.times_wrote({0x1D, 0x49}), 0);
}

TEST(PrinterDetection, AsksTwiceAndThenNoMoreWhereNothingIsAnswered) {
    Rig rig;
    rig.printer.names.clear();
    rig.ready();
    rig.timers.advance(std::chrono::minutes{5});
    EXPECT_EQ(rig.times_wrote({0x1D, 0x49, 66}), 2);
    EXPECT_EQ(rig.times_wrote({0x1D, 0x49, 69}), 0) << "who has no name has no firmware either";
    rig.print(1);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
    EXPECT_TRUE(rig.heard.facts.empty() || rig.heard.facts.back().maker.empty());
}

TEST(PrinterDetection, DoesNotAskWhileATicketWaits) {
    Rig rig;
    rig.printer.answers_hello = false;
    rig.line.bring_up();
    rig.print(1);
    rig.printer.answers_hello = true;
    rig.line.feed({0x12});
    rig.timers.advance(Conversation::kQuiet);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::printed);
    const auto& bytes = rig.line.written();
    const Bytes name{0x1D, 0x49};
    const Bytes ticket{0x1B, 0x40};
    EXPECT_GT(std::search(bytes.begin(), bytes.end(), name.begin(), name.end()),
              std::search(bytes.begin(), bytes.end(), ticket.begin(), ticket.end()));
}

TEST(PrinterDetection, NamesWithoutTheirFrameNeverCountAsProofOfATicket) {
    Rig rig;
    rig.printer.names.clear();
    rig.printer.unframed_name = "POS-80";
    rig.ready();
    rig.timers.advance(std::chrono::seconds{10});
    rig.printer.answers_status = false;
    rig.print(1);
    rig.timers.advance(std::chrono::seconds{60});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
}

TEST(PrinterDetection, ANameThatComesTooLateIsNoProofOfTheTicketBehindIt) {
    Rig rig;
    rig.printer.names.clear();
    rig.ready();
    for (int i = 0; i < 600 && rig.times_wrote({0x1D, 0x49, 66}) < 2; ++i) {
        rig.timers.advance(std::chrono::seconds{1});
    }
    ASSERT_EQ(rig.times_wrote({0x1D, 0x49, 66}), 2) << "asked a second time, when it was in step";
    rig.printer.answers_status = false;
    rig.timers.advance(std::chrono::seconds{30});
    rig.print(1);
    rig.timers.advance(std::chrono::seconds{1});
    rig.line.feed({0x00});  // what ends a name looks like paper that is there
    rig.timers.advance(std::chrono::seconds{60});
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.kind, Kind::unknown);
}

TEST(PrinterAuto, BecomesTheProfileThatFitsAndPrintsByIt) {
    PrinterOptions options;
    auto narrow = named("narrow", {"TINY"}, {"T-1*"});
    narrow.qr = QrKind::raster;
    narrow.process_id = true;
    narrow.line.baud = 1200;
    options.candidates = {named("wide", {"BIG"}, {"B-*"}), narrow};
    Rig rig(named("generic", {}, {}), options);
    rig.ready();
    EXPECT_EQ(rig.driver.facts().profile, "narrow");
    rig.print(1);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_EQ(rig.heard.told[0].outcome.proof, Proof::process_id);
    const PrintRecord& record = rig.driver.recent().back();
    EXPECT_EQ(record.travelled,
              std::chrono::floor<std::chrono::milliseconds>(travel_time(PrinterProfile{}.line, record.bytes)))
        << "the port stays as it was opened";
}

TEST(PrinterAuto, StaysGenericWithADeviceThatNobodyKnows) {
    PrinterOptions options;
    options.candidates = {named("wide", {"BIG"}, {"B-*"})};
    Rig rig(named("generic", {}, {}), options);
    rig.ready();
    EXPECT_EQ(rig.driver.facts().profile, "generic");
}

TEST(PrinterAuto, WritesATicketThatAlreadyWaitsAnewForThePrinterItFound) {
    PrinterOptions options;
    auto narrow = named("narrow", {"TINY"}, {"T-1*"});
    narrow.max_size = 1;
    options.candidates = {narrow};
    Rig rig(named("generic", {}, {}), options);
    rig.printer.names.clear();
    rig.line.bring_up();  // asked, not answered yet
    rig.print(1);
    rig.printer.names = {{67, "T-1"}, {65, "1"}, {69, ""}};
    rig.line.feed({0x5F, 'T', 'I', 'N', 'Y', 0x00});
    rig.timers.advance(Conversation::kQuiet);
    ASSERT_EQ(rig.heard.told.size(), 1U);
    EXPECT_TRUE(rig.wrote({0x1D, 0x21, 0x00, 'A'}));
    EXPECT_FALSE(rig.wrote({0x1D, 0x21, 0x33, 'A'}));
}

}  // namespace
}  // namespace jiaohao::drivers::printer
