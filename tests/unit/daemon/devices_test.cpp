// The built daemon with a simulated printer: what the technician sees, the alert, the test page.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

#include "tests/support/child_program.hpp"
#include "tests/support/run_program.hpp"
#include "tests/unit/http/certificates.hpp"

namespace jiaohao::test {
namespace {

using nlohmann::json;

const std::string kSource = JIAOHAO_SOURCE_DIR;
const std::string kPrograms = JIAOHAO_BINARY_DIR "/bin/";

class KioskdDevices : public testing::Test {
  protected:
    [[nodiscard]] std::string in(const std::string& name) const { return folder.path() + "/" + name; }
    void begin() {
        printer = std::make_unique<Child>(
            std::vector<std::string>{kPrograms + "device-sim", "printer", "--link", in("printer"),
                                     "--profile", kSource + "/drivers/profiles/printer-generic-80.toml",
                                     "--out", in("papers"), "--control"},
            in("sim.log"));
        const std::string file = folder.write(
            "kiosk.toml",
            "hall_file = \"" + kSource + "/config/halls/demo.toml\"\n[terminal]\nprofiles = \"" + kSource +
                "/drivers/profiles\"\ncatalogue = \"" + kSource + "/ui/i18n\"\n[journal]\nfolder = \"" +
                in("journal") + "\"\n[api]\nsocket = \"" + in("api.sock") +
                "\"\n[[api.grant]]\nuid = " + std::to_string(::getuid()) +
                "\nroles = [\"manager\", \"technician\"]\n[[printer]]\nid = \"printer\"\npath = \"" +
                in("printer") + "\"\nprofile = \"printer-generic-80\"\n[[line]]\nid = \"bus\"\npath = \"" +
                in("nothing") +
                "\"\nprofile = \"bus-hall-a\"\n[[line.pad]]\naddress = 101\ncounter = \"c1\"\n");
        daemon = std::make_unique<Child>(std::vector<std::string>{kPrograms + "kioskd", "--config", file},
                                         in("kioskd.log"));
    }
    Ran ctl(const std::string& arguments) const {
        const std::string command = kPrograms + "kioskctl --lang en --texts " + kSource +
                                    "/ui/i18n --socket " + in("api.sock") + " " + arguments + " 2>&1";
        return run_program(command);
    }
    [[nodiscard]] json ask(const std::string& what) const {
        return json::parse(ctl("--json " + what).output, nullptr, false);
    }
    /// Asked again and again: each question takes its time.
    [[nodiscard]] bool becomes(const std::function<bool()>& true_now) const {
        for (int i = 0; i < 300; ++i) {
            if (true_now()) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] json device(const std::string& id) const {
        const json answer = ask("devices");
        for (const json& row : answer.is_object() ? answer.value("devices", json::array()) : json::array()) {
            if (row.value("id", "") == id) {
                return row;
            }
        }
        return json::object();
    }
    [[nodiscard]] bool alerted(const std::string& code) const {
        const json answer = ask("status");
        for (const json& alert : answer.at("view").value("alerts", json::array())) {
            if (alert.value("code", "") == code) {
                return true;
            }
        }
        return false;
    }

    TempFolder folder;
    std::unique_ptr<Child> printer;
    std::unique_ptr<Child> daemon;
};

TEST_F(KioskdDevices, AreListedAlertedOfAndTriedByATechnician) {
    begin();
    ASSERT_TRUE(becomes([&] { return device("printer").value("state", "") == "ready"; }))
        << ctl("devices").output;
    EXPECT_LT(device("printer").value("age_s", 99), 30);
    EXPECT_EQ(device("bus-pad-101").value("line", ""), "bus");
    EXPECT_TRUE(becomes([&] { return device("bus").value("trouble", json::object())["code"] == "no_port"; }));

    const Ran page = ctl("test-print printer");
    EXPECT_EQ(page.code, 0) << page.output;
    EXPECT_NE(page.output.find("the test page is printed"), std::string::npos) << page.output;
    EXPECT_EQ(device("printer")["counters"]["printed"], 1);
    const Ran no_bus = ctl("scan printer");
    EXPECT_EQ(no_bus.code, 1);
    EXPECT_NE(no_bus.output.find("Lines there are: bus."), std::string::npos) << no_bus.output;

    printer->say("fault paper-out");
    ASSERT_TRUE(becomes([&] { return alerted("paper_out"); })) << ctl("status").output;
    const json row = device("printer");
    EXPECT_EQ(row["fault"], "paper_out");
    EXPECT_EQ(row["advice"][0]["id"], "fault.printer.paper_out");
    const Ran doctor = ctl("doctor");
    EXPECT_NE(doctor.output.find("printer: Out of paper. Load a new roll"), std::string::npos)
        << doctor.output;
    EXPECT_NE(doctor.output.find("bus: Nothing is plugged in at " + in("nothing")), std::string::npos)
        << doctor.output;

    printer->say("clear paper-out");
    ASSERT_TRUE(becomes([&] { return !alerted("paper_out"); })) << ctl("status").output;
    EXPECT_EQ(device("printer")["last_fault"]["code"], "paper_out");
    EXPECT_NE(ctl("devices").output.find("Last fault: paper_out"), std::string::npos);
    EXPECT_TRUE(becomes([&] { return alerted("line_lost"); })) << "of the bus; not one of each pad on it";
    EXPECT_FALSE(alerted("pad_silent"));
}

}  // namespace
}  // namespace jiaohao::test
