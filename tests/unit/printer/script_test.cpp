// Scripts of a printer's faults, played against the real driver over a pseudo-terminal.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "drivers/sim/printer/command.hpp"
#include "tests/unit/printer/pty_rig.hpp"

namespace jiaohao::drivers {
namespace {

using Json = nlohmann::json;

class FaultyHour : public PrinterOnPty {
  protected:
    FaultyHour() : PrinterOnPty(240.0) { least_real_ = 500ms; }

    void play(const PrinterProfile& profile) {
        auto script =
            sim::read_script(std::string(JIAOHAO_SOURCE_DIR) + "/drivers/sim/printer/faulty-hour.seq",
                             [](const std::string& line) {
                                 const auto command = sim::parse_printer_command(line);
                                 return command ? std::string() : command.error();
                             });
        ASSERT_TRUE(script.has_value()) << script.error();
        script_ = std::move(*script);
        begin(profile);
    }
    bool over() { return events().find("script_end") != std::string::npos; }

    /// Whole papers by their number.
    std::map<std::string, int> papers() {
        std::map<std::string, int> found;
        std::istringstream lines(events());
        for (std::string line; std::getline(lines, line);) {
            const Json event = Json::parse(line);
            if (event.value("event", "") == "paper" && !event["partial"].get<bool>()) {
                ++found[event["number"].get<std::string>()];
            }
        }
        return found;
    }
};

TEST_F(FaultyHour, EveryTicketHasOneOutcomeAndWhatIsCalledPrintedCameOutOnce) {
    play(profile_with(true));
    ASSERT_TRUE(reach(DeviceState::ready));
    std::uint64_t seq = 0;
    while (!over() && seq < 400) {
        const BootTime next = clock_.boot() + 15s;
        print(++seq);
        outcome_of(seq);
        wait_until([&] { return clock_.boot() >= next; });
    }
    ASSERT_TRUE(over()) << events();
    ASSERT_TRUE(reach(DeviceState::ready));
    print(++seq);
    EXPECT_EQ(outcome_of(seq).kind, Kind::printed) << "after the script all is well";
    EXPECT_EQ(heard_.told.size(), seq) << "one outcome each";
    const auto lying = papers();
    std::map<Kind, int> kinds;
    for (const auto& [number, outcome] : heard_.told) {
        const auto found = lying.find("A00" + std::to_string(number));
        const int count = found == lying.end() ? 0 : found->second;
        ++kinds[outcome.kind];
        EXPECT_LE(count, 1) << "a second paper of " << number;
        EXPECT_TRUE(outcome.kind != Kind::printed || count == 1) << number << " is called printed";
        EXPECT_TRUE(outcome.kind != Kind::not_printed || count == 0) << number << " is called not printed";
    }
    EXPECT_GT(kinds[Kind::printed], static_cast<int>(seq) / 2);
    EXPECT_GT(kinds[Kind::not_printed], 0);
    EXPECT_GT(kinds[Kind::unknown], 0);
}

// What is dropped within a ticket is seen by no proof: the profile must say how large the buffer is.
TEST_F(PrinterOnPty, ABufferOf45BytesThatDropsIsToldByTheSimulatorAndHasOneOutcome) {
    begin(profile_with(true), {"buffer-45"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_NE(outcome_of(1).kind, Kind::not_printed);
    EXPECT_GT(Json::parse(command("state"))["lost"], 0);
    EXPECT_EQ(heard_.told.size(), 1U);
}

TEST_F(PrinterOnPty, UnpluggedBetweenTheCutAndItsAnswerTheTicketIsUnknownAndNotPrintedAgain) {
    begin(profile_with(true), {"unplug@cut"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
    EXPECT_EQ(command("papers"), kOnePaper);
    command("replug");
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed);
    EXPECT_EQ(command("papers"), R"({"marked":0,"papers":2,"partial":0})");
}

}  // namespace
}  // namespace jiaohao::drivers
