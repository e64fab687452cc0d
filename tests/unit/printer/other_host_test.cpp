// A host program that nobody here wrote speaks to the simulated printer: what it concludes must be right.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/run_program.hpp"
#include "tests/unit/printer/pty_rig.hpp"

namespace jiaohao::drivers {
namespace {

class OtherHost : public PrinterOnPty {
  protected:
    OtherHost() : PrinterOnPty(20.0) {}

    std::string hears(const std::string& what) {
        const fs::path here = fs::path(JIAOHAO_SOURCE_DIR) / "tests/unit/printer/host/host.mjs";
        return test::run_program("timeout 60 node " + here.string() + " " + JIAOHAO_BINARY_DIR +
                                 "/receipt-host " + (folder_ / "printer").string() + " " + what)
            .output;
    }
};

TEST_F(OtherHost, ReadsOnlinePaperOutCoverOpenAndErrorRight) {
    const std::vector<std::pair<std::string, std::string>> cases{{"", "online\n"},
                                                                 {"paper-out", "paperempty\n"},
                                                                 {"cover-open", "coveropen\n"},
                                                                 {"cutter-jam", "error\n"},
                                                                 {"paper-near-end", "online\n"}};
    for (const auto& [fault, answer] : cases) {
        SCOPED_TRACE(fault.empty() ? "no fault" : fault);
        auto profile = profile_with(false);
        profile.line.baud = 115200;
        switch_on(profile, fault.empty() ? std::vector<std::string>{} : std::vector{fault});
        EXPECT_EQ(hears("query"), answer);
        TearDown();
        SetUp();
    }
}

TEST_F(OtherHost, FindsTheMakerAndPrintsWhatThePaperThenShows) {
    auto profile = profile_with(false);
    profile.line.baud = 115200;
    profile.identity.makers = {"EPSON"};
    profile.identity.models = {"TM-T88V"};
    papers_ = folder_ / "papers";
    switch_on(profile);
    EXPECT_EQ(hears("print"), "success\n");
    ASSERT_TRUE(wait_until([this] { return command("papers") == kOnePaper; })) << command("papers");
    EXPECT_NE(events().find("Receipt of another house"), std::string::npos) << events();
    EXPECT_EQ(events().find("≡"), std::string::npos) << "no command of it is printed as text";
    const auto seen = test::run_program("zbarimg --quiet " + (papers_ / "ticket-0001.png").string()).output;
    EXPECT_NE(seen.find("QR-Code:https://other.example/r/1"), std::string::npos) << seen << events();
}

}  // namespace
}  // namespace jiaohao::drivers
