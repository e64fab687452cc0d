// Devices on the command line: the table, the address scan and the test page.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <nlohmann/json.hpp>

#include "kiosk/ctl/report.hpp"
#include "tests/support/run_program.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

using ctl::Words;
using nlohmann::json;

Words words(const std::string& language) {
    return {i18n::Catalogue::load(JIAOHAO_SOURCE_DIR "/ui/i18n", "en").catalogue, language};
}

json two_devices() {
    return {{"devices",
             {{{"id", "printer"},
               {"kind", "printer"},
               {"state", "fault"},
               {"fault", "paper_out"},
               {"for_s", 185},
               {"age_s", 2},
               {"counters", {{"printed", 12}, {"not_printed", 0}, {"sent_bytes", 51234}}},
               {"gauges", {{"tickets_left", 9}}},
               {"details", {{"model", "TM-T88"}, {"path", "/dev/ttyUSB0"}}},
               {"advice", {{{"id", "fault.printer.paper_out"}, {"params", {{"device", "printer"}}}}}}},
              {{"id", "bus-pad-101"},
               {"kind", "pad"},
               {"state", "ready"},
               {"fault", ""},
               {"for_s", 7260},
               {"counters", json::object()},
               {"advice", json::array()},
               {"last_fault",
                {{"code", "silent"},
                 {"state", "lost"},
                 {"at", "2026-01-02T03:04:05.000Z"},
                 {"until", "2026-01-02T03:05:05.000Z"},
                 {"advice", "fault.pad.silent"}}}}}}};
}

TEST(DevicesTable, SaysHowEachIsSinceWhenAndWhatToDo) {
    const std::string text = ctl::report_devices(words("en"), two_devices());
    std::vector<std::string> lines;
    for (std::size_t from = 0, to = 0; (to = text.find('\n', from)) != std::string::npos; from = to + 1) {
        lines.push_back(text.substr(from, to - from));
    }
    ASSERT_EQ(lines.size(), 8U) << text;
    EXPECT_EQ(lines[0], "DEVICE       KIND        STATE  FOR        HEARD AGO  FAULT");
    EXPECT_EQ(lines[1], "printer      printer     fault  3 min      2 s        paper_out");
    EXPECT_EQ(lines[2], "    ! Out of paper. Load a new roll; what is waiting prints by itself.");
    EXPECT_EQ(lines[3], "    printed 12, sent 51.2 kB") << "what is zero is left out";
    EXPECT_EQ(lines[4], "    tickets left on the roll 9");
    EXPECT_EQ(lines[5], "    model TM-T88, port /dev/ttyUSB0");
    EXPECT_EQ(lines[6], "bus-pad-101  rating pad  ready  2 h 1 min  -          -");
    EXPECT_TRUE(lines[7].starts_with("    Last fault: silent, from ")) << lines[7];
    EXPECT_NE(lines[7].find("Check its power, its wires"), std::string::npos) << lines[7];
}

TEST(DevicesTable, KeepsItsColumnsInChinese) {
    const std::string text = ctl::report_devices(words("zh_CN"), two_devices());
    EXPECT_EQ(text.find("设备         类型    状态  持续"), 0U) << text;
    EXPECT_NE(text.find("\nprinter      打印机  故障  3 分钟"), std::string::npos) << text;
    EXPECT_NE(text.find("\nbus-pad-101  评价器  正常  2 小时 1 分钟"), std::string::npos) << text;
}

TEST(DevicesTable, SaysThatThereAreNone) {
    EXPECT_EQ(ctl::report_devices(words("en"), {{"devices", json::array()}}), "No devices are configured.\n");
}

TEST(OpeningTheDay, SaysThatItGoesOnAndNotThatARequestWasRepeated) {
    const auto opened = [](const char* field) {
        return ctl::report_done(words("en"), "open-day", {{"day", "2026-01-05"}, {field, true}});
    };
    EXPECT_NE(opened("goes_on").find("goes on"), std::string::npos);
    EXPECT_EQ(opened("again").find("goes on"), std::string::npos) << "only the request is repeated";
}

TEST(IssueOfASatelliteAlone, SaysThatNobodyKnowsHowManyWait) {
    EXPECT_EQ(ctl::report_done(words("en"), "issue", {{"number", "A101"}}),
              "Ticket A101 issued. The main terminal cannot be reached, so how many wait is not known.\n");
    EXPECT_EQ(ctl::report_done(words("en"), "issue", {{"number", "A101"}, {"ahead", 2}}),
              "Ticket A101 issued, 2 ahead.\n");
}

TEST(DoctorOfDevices, SaysWhatToDoInWords) {
    const json data{{"findings",
                     {{{"level", "error"},
                       {"code", "device_trouble"},
                       {"params",
                        {{"device", "bus"},
                         {"state", "lost"},
                         {"fault", "link_lost"},
                         {"advice", "line.held"},
                         {"path", "/dev/ttyUSB0"},
                         {"holder", "picocom (12)"}}}}}}};
    EXPECT_EQ(
        ctl::report_doctor(words("en"), data),
        "[error]   bus: /dev/ttyUSB0 is in use by another program: picocom (12). End it; the line opens by "
        "itself.\n");
}

class CtlDevices : public ApiTest {
  protected:
    Ran ctl(const std::string& arguments) const {
        const std::string command = JIAOHAO_BINARY_DIR "/bin/kioskctl --texts " JIAOHAO_SOURCE_DIR
                                                       "/ui/i18n --lang en --socket " +
                                    socket() + " " + arguments + " 2>&1";
        return run_program(command);
    }
};

TEST_F(CtlDevices, AScanIsBegunAndAskedAfterUntilItIsDone) {
    start();
    const Ran ran = ctl("scan bus --most 120");
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.output,
              "Address 7: handset-x, version v2\n"
              "Address 101: answers clash (pad-x). Two devices have this address, or one is of another make: "
              "change it.\n"
              "bus: 255 of 255 questions asked, 2 addresses answered.\n");
    const Ran toaster = ctl("scan toaster");
    EXPECT_EQ(toaster.code, 1);
    EXPECT_NE(toaster.output.find("Lines there are: bus."), std::string::npos) << toaster.output;
    EXPECT_EQ(ctl("scan").code, 2);
    const Ran turned = ctl("scan bus --least 9 --most 3");
    EXPECT_EQ(turned.code, 1) << turned.output;
    EXPECT_EQ(turned.output.find("Lines there are"), std::string::npos) << turned.output;
    EXPECT_EQ(ctl("scan bus --most 70000").code, 2);
}

TEST_F(CtlDevices, ATestPageThatDidNotComeOutExitsOneAndSaysWhy) {
    start();
    const Ran ran = ctl("test-print printer");
    EXPECT_EQ(ran.code, 1);
    EXPECT_EQ(ran.output, "printer: not printed. The paper has run out.\n");
    EXPECT_EQ(ctl("test-print bus").code, 1);
}

}  // namespace
}  // namespace jiaohao::test
