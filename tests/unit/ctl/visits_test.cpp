// Longer visits from the command line, and what counters and the duty manager say to each other.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/support/run_program.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

struct CtlVisits : ApiTest {
    Ran ctl(const std::string& arguments) const {
        return run_program(JIAOHAO_BINARY_DIR "/bin/kioskctl --texts " JIAOHAO_SOURCE_DIR
                                              "/ui/i18n --socket " +
                           socket() + " --lang en " + arguments + " 2>&1");
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }
    void open_counter() {
        start();
        ASSERT_EQ(ctl("sign-in zhang c1 --pin-file " + folder.write("pin", "2468\n")).code, 0);
    }
};

TEST_F(CtlVisits, AVisitGoesOnAndIsListedWithItsSteps) {
    open_counter();
    EXPECT_EQ(ctl("issue a --then b,a").code, 0);
    EXPECT_TRUE(has(ctl("tickets").output, "then b, a")) << ctl("tickets").output;
    ctl("call c1");
    EXPECT_EQ(ctl("finish c1 --done a=2,b").output, "A001 is done at counter 1. The visit goes on to b.\n");
    const Ran twice = ctl("finish c1 --done a=1,a=2");
    EXPECT_EQ(twice.code, 2);
    EXPECT_TRUE(has(twice.output, "a is named more than once")) << twice.output;
    const Ran wrong = ctl("finish c1 --done a=x");
    EXPECT_EQ(wrong.code, 2);
    EXPECT_TRUE(has(wrong.output, "\"a=x\" is not SERVICE=TIMES")) << wrong.output;
    EXPECT_TRUE(has(ctl("issue a --then nowhere").output, "no such service"));
}

TEST_F(CtlVisits, ParkedForATimeAndBackInLine) {
    open_counter();
    ctl("issue a");
    ctl("call c1");
    EXPECT_EQ(ctl("park c1 --minutes 0").code, 2);
    for (const char* minutes : {"121", "600", "1441", "1000000000"}) {
        EXPECT_TRUE(has(ctl("park c1 --minutes " + std::string(minutes)).output, "at most 120 minutes"))
            << minutes << ctl("park c1 --minutes " + std::string(minutes)).output;
    }
    EXPECT_TRUE(has(ctl("park c1 --minutes -1").output, "is no whole number of 1 or more"));
    EXPECT_EQ(ctl("park c1 --minutes 10").output, "A001 is parked.\n");
    EXPECT_TRUE(has(ctl("tickets").output, "  until 20")) << ctl("tickets").output;
    EXPECT_TRUE(has(ctl("status").output, "1 parked")) << ctl("status").output;
    EXPECT_EQ(ctl("unpark A001").output, "A001 is back in line.\n");
    EXPECT_EQ(ctl("unpark A001").code, 1);
}

TEST_F(CtlVisits, ACustomerWhoMissedTheCallIsListedAndComesBackByNumber) {
    open_counter();
    ctl("issue a");
    ctl("call c1");
    EXPECT_EQ(ctl("no-show c1").code, 0);
    const std::string listed = ctl("tickets").output;
    EXPECT_TRUE(has(listed, "A001  a  missed the call")) << listed;
    EXPECT_TRUE(has(listed, "  may come back until 20")) << listed;
    EXPECT_EQ(ctl("return A001").output, "A001 is back in line.\n");
    EXPECT_TRUE(has(ctl("tickets").output, "A001  a  waiting"));
    EXPECT_EQ(ctl("return A001").code, 1);
}

TEST_F(CtlVisits, MessagesAreSentAndReadAndHelpIsCalled) {
    open_counter();
    EXPECT_TRUE(has(ctl("message c1 nonsense").output, "not one of this hall's messages"));
    EXPECT_EQ(ctl("message c1 break_now").output, "Counter 1 is told.\n");
    EXPECT_TRUE(has(ctl("status").output, "1 unread message"));
    const Json view = Json::parse(ctl("--json status").output)["view"];
    const auto& counters = view["counters"];
    const std::string id = counters[0]["messages"][0]["id"];
    EXPECT_EQ(ctl("read-message c1 " + id).output, "The message is read.\n");
    EXPECT_EQ(ctl("call-help c1").output, "The duty manager is asked to come to counter 1.\n");
    EXPECT_TRUE(has(ctl("status").output, "Counter 1 asks for help")) << ctl("status").output;
    EXPECT_EQ(ctl("acknowledge-alert help-c1").output, "The alert is marked as seen.\n");
    EXPECT_EQ(ctl("ready c1").output, "Counter 1 is ready.\n");
}

}  // namespace
}  // namespace jiaohao::test
