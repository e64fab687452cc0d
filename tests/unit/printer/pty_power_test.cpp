// The simulated printer loses power in the middle of a ticket while its port stays: what did not come out is never
// counted as printed.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <tuple>

#include "tests/unit/printer/pty_rig.hpp"

namespace jiaohao::drivers {
namespace {

/// 20 times the speed of the day, so that the length of a power cycle can be told from the length of a poll.
class PowerCycleOnPty : public PrinterOnPty, public ::testing::WithParamInterface<bool> {
  protected:
    PowerCycleOnPty() : PrinterOnPty(20.0) { least_real_ = 400ms; }

    int papers() { return nlohmann::json::parse(command("papers"))["papers"].get<int>(); }
    bool shows(const std::string& fault) {
        return wait_until([&] { return command("state").find(fault) != std::string::npos; });
    }
    /// The printer lost the first ticket; the next one must be its first whole paper.
    void expect_unknown_and_the_next_printed() {
        EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
        EXPECT_EQ(papers(), 0);
        ASSERT_TRUE(reach(DeviceState::ready));
        print(2);
        EXPECT_EQ(outcome_of(2).kind, Kind::printed);
        EXPECT_EQ(outcome_of(2).proof, GetParam() ? PrintProof::process_id : PrintProof::status_after_cut);
        EXPECT_EQ(papers(), 1);
    }
};

TEST_P(PowerCycleOnPty, WithTheCoverOpenLosesTheTicketAndItIsUnknown) {
    begin(profile_with(GetParam()), {"cover-open@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    ASSERT_TRUE(reach(DeviceState::fault));
    command("fault power-cycle/20");
    command("clear cover-open");
    expect_unknown_and_the_next_printed();
}

TEST_P(PowerCycleOnPty, InTheMiddleOfATicketMakesItUnknown) {
    begin(profile_with(GetParam()), {"power-cycle@2/20"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    expect_unknown_and_the_next_printed();
}

TEST_P(PowerCycleOnPty, ACoverOpenedAndClosedWithoutOneFinishesTheTicket) {
    begin(profile_with(GetParam()), {"cover-open@2"});
    ASSERT_TRUE(reach(DeviceState::ready));
    print(1);
    ASSERT_TRUE(reach(DeviceState::fault));
    EXPECT_EQ(heard_.fault, "cover_open");
    command("clear cover-open");
    EXPECT_EQ(outcome_of(1).kind, Kind::printed);
    EXPECT_EQ(command("papers"), kOnePaper);
}
TEST_P(PowerCycleOnPty, WhileALongTicketTravelsNeverCountsItThoughItsEndArrives) {
    auto profile = profile_with(GetParam(), false);
    profile.qr = printer::QrKind::raster;
    profile.line.baud = 600;  // some 15 s on the line
    begin(profile);
    ASSERT_TRUE(reach(DeviceState::ready));
    command("fault power-cycle@2/4");
    print(1);
    EXPECT_EQ(outcome_of(1).kind, Kind::unknown);
    ASSERT_TRUE(reach(DeviceState::ready));
    print(2);
    EXPECT_EQ(outcome_of(2).kind, Kind::printed) << "a long ticket that came whole is";
}
INSTANTIATE_TEST_SUITE_P(ProcessId, PowerCycleOnPty, ::testing::Bool());

/// With a process id or without; after so many rows, 0: after a cover was opened; seconds.
using AnyCycle = std::tuple<bool, int, int>;
class AnyPowerCycleOnPty : public PrinterOnPty, public ::testing::WithParamInterface<AnyCycle> {
  protected:
    AnyPowerCycleOnPty() : PrinterOnPty(20.0) { least_real_ = 400ms; }
};

TEST_P(AnyPowerCycleOnPty, NeverCountsAPaperThatDidNotComeOut) {
    const auto [process_id, row, seconds] = GetParam();
    const auto length = "/" + std::to_string(seconds);
    begin(profile_with(process_id, false));
    ASSERT_TRUE(reach(DeviceState::ready));
    command(row == 0 ? "fault cover-open@2" : "fault power-cycle@" + std::to_string(row) + length);
    print(1);
    if (row == 0) {
        ASSERT_TRUE(reach(DeviceState::fault));
        command("fault power-cycle" + length);
        command("clear cover-open");
    }
    const int printed = outcome_of(1).kind == Kind::printed ? 1 : 0;
    ASSERT_TRUE(wait_until([this] { return command("state").find("power") == std::string::npos; }));
    EXPECT_LE(printed, nlohmann::json::parse(command("papers"))["papers"].get<int>());
}
INSTANTIATE_TEST_SUITE_P(AtRow, AnyPowerCycleOnPty,
                         ::testing::Combine(::testing::Bool(), ::testing::Values(0, 1, 4),
                                            ::testing::Values(9, 14, 26)));

}  // namespace
}  // namespace jiaohao::drivers
