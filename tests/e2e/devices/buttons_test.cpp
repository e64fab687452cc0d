// A polled bus in a whole hall: Modbus buttons and a display, from the press to the journal and to the technician.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/devices/modbus_hall.hpp"

namespace jiaohao::test {
namespace {

using nlohmann::json;

TEST_F(ModbusHall, EveryPressThatWasAcknowledgedIsInTheJournalAndTheDisplayShowsTheNumber) {
    begin();
    ASSERT_TRUE(becomes([&] { return ready("bus-display-3"); })) << ctl("devices").output;
    open_hall();
    ASSERT_EQ(ctl("issue open").code, 0);
    const auto issued = events("ticket.issued");
    ASSERT_EQ(issued.size(), 1U);
    const std::string number = issued[0]["data"].value("number", "????");
    bus->say("press 1 handset call p1");
    ASSERT_TRUE(becomes([&] { return told("acknowledged", "p1"); })) << text_of(in("bus.log"));
    const auto called = events("ticket.called");
    ASSERT_EQ(called.size(), 1U) << ctl("tail -n +1").output;
    EXPECT_TRUE(becomes([&] { return shown(3) == std::to_string(std::stoi(number.substr(1))); }))
        << number << " " << text_of(in("bus.log"));
    EXPECT_EQ(shown(1), shown(3)) << "the handset has digits too";

    bus->say("press 1 handset ask_rating p2");
    ASSERT_TRUE(becomes([&] { return told("acknowledged", "p2"); }));
    EXPECT_EQ(events("rating.requested").size(), 1U);
    bus->say("press 2 pad 4 p3");
    ASSERT_TRUE(becomes([&] { return told("acknowledged", "p3"); }));
    const auto rated = events("rating.given");
    ASSERT_EQ(rated.size(), 1U) << ctl("tail -n +1").output;
    EXPECT_EQ(rated[0]["data"].value("level", 0), 4);

    const json row = device("bus-handset-1");
    EXPECT_EQ(row["counters"]["presses"], 2);
    EXPECT_LT(row.value("age_s", 99), 30) << "heard a moment ago";
    EXPECT_EQ(row.value("address", 0), 1);
    const json line = device("bus");
    EXPECT_GT(line["gauges"].value("round_median_ms", 0), 0);
    EXPECT_GE(line["gauges"].value("round_worst_ms", 0), line["gauges"].value("round_last_ms", 0));
    const json status = ask("status")["status"]["devices"]["bus"];
    EXPECT_GT(status.value("round_last_ms", 0), 0) << status;
    EXPECT_EQ(status.value("presses", 0), 3);
    EXPECT_NE(ctl("devices").output.find("usual round"), std::string::npos) << ctl("devices").output;
}

TEST_F(ModbusHall, ABoxThatFallsSilentIsStaleThenLostAndFreshAgain) {
    begin();
    ASSERT_TRUE(becomes([&] { return ready("bus-handset-1") && ready("bus-pad-2"); }));
    bus->say("fault silent 1 1");
    EXPECT_TRUE(becomes([&] { return device("bus-handset-1").value("state", "") == "lost"; }))
        << ctl("devices").output;
    EXPECT_EQ(device("bus-handset-1").value("fault", ""), "silent");
    EXPECT_TRUE(ready("bus-pad-2")) << "it costs that one device";
    bus->say("clear silent");
    EXPECT_TRUE(becomes([&] { return ready("bus-handset-1"); })) << ctl("devices").output;
    EXPECT_EQ(device("bus-handset-1")["last_fault"].value("code", ""), "silent");
}

TEST_F(ModbusHall, AScanFindsTheAddressesThatAnswer) {
    begin();
    ASSERT_TRUE(becomes([&] { return ready("bus-handset-1"); }));
    const json scan = ask("scan bus --least 1 --most 9");
    ASSERT_TRUE(scan.is_object());
    EXPECT_TRUE(scan.value("finished", false)) << scan;
    EXPECT_EQ(scan.value("asked", 0), 9);
    std::vector<int> found;
    for (const json& one : scan.value("found", json::array())) {
        found.push_back(one.value("address", 0));
        EXPECT_EQ(one.value("profile", ""), "bus-modbus-hall");
        EXPECT_FALSE(one.value("clash", true));
    }
    EXPECT_EQ(found, (std::vector{1, 2, 3, 5})) << "5 is on the line and in no configuration: " << scan;
    EXPECT_NE(ctl("scan bus --least 4 --most 5").output.find("Address 5: bus-modbus-hall"),
              std::string::npos);
    EXPECT_EQ(ctl("scan nothing").code, 1) << "there is no such line";
}

TEST_F(ModbusHall, ALineThatNeverMadeSenseIsToldAndListenedToAtOtherSpeedsWhereItIsAskedFor) {
    begin("", "find_speed = true\n", {"--fault", "garbage"});
    EXPECT_TRUE(becomes([&] { return device("bus").value("trouble", json::object())["code"] == "no_sense"; }))
        << ctl("devices").output;
    EXPECT_TRUE(becomes([&] {
        return text_of(in("kioskd.log")).find("line.listens path=" + in("bus") + " baud=19200") !=
               std::string::npos;
    })) << text_of(in("kioskd.log"));
}

}  // namespace
}  // namespace jiaohao::test
