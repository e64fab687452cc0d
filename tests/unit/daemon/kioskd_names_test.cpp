// The built daemon under a mistyped id, and back: what the technician is told at each step.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/support/child_program.hpp"
#include "tests/support/run_program.hpp"
#include "tests/unit/http/certificates.hpp"

namespace jiaohao::test {
namespace {

const std::string kSource = JIAOHAO_SOURCE_DIR;
const std::string kPrograms = JIAOHAO_BINARY_DIR "/bin/";

class KioskdNames : public testing::Test {
  protected:
    [[nodiscard]] std::string in(const std::string& name) const { return folder.path() + "/" + name; }
    std::string config(const std::string& terminal) const {
        return folder.write("kiosk.toml", "hall_file = \"" + kSource +
                                              "/config/halls/demo.toml\"\n[terminal]\nid = \"" + terminal +
                                              "\"\nprofiles = \"" + in("profiles") + "\"\ncatalogue = \"" +
                                              kSource + "/ui/i18n\"\n[journal]\nfolder = \"" + in("journal") +
                                              "\"\n[api]\nsocket = \"" + in("api.sock") +
                                              "\"\n[[api.grant]]\nuid = " + std::to_string(::getuid()) +
                                              "\nroles = [\"manager\", \"technician\", \"terminal\"]\n");
    }
    Ran ctl(const std::string& arguments) const {
        return run_program(kPrograms + "kioskctl --lang en --texts " + kSource + "/ui/i18n --socket " +
                           in("api.sock") + " " + arguments + " 2>&1");
    }
    /// Runs under this id until the next begin(); a day is open and one customer waits.
    void begin(const std::string& terminal) {
        daemon.reset();
        daemon = std::make_unique<Child>(
            std::vector<std::string>{kPrograms + "kioskd", "--config", config(terminal)}, in("log"));
        bool up = false;
        for (int i = 0; i < 300 && !up; ++i) {
            up = ctl("status").code == 0;
        }
        ASSERT_TRUE(up);
        ctl("open-day");
        const Ran issued = ctl("issue open");
        ASSERT_EQ(issued.code, 0) << issued.output;
    }
    /// What --check says of starting under this id.
    Ran check(const std::string& terminal) const {
        return run_program("timeout 60 " + kPrograms + "kioskd --check --config " + config(terminal) +
                           " 2>&1");
    }
    static bool has(const std::string& text, const std::string& part) {
        return text.find(part) != std::string::npos;
    }

    TempFolder folder;
    std::unique_ptr<Child> daemon;
};

TEST_F(KioskdNames, AreToldBeforeWhenTheyAreWrongAndWhenTheyAreMended) {
    begin("t1");
    EXPECT_FALSE(has(ctl("doctor").output, "Its journal is set aside"));
    const Ran before = check("t5");
    EXPECT_EQ(before.code, 0) << before.output;
    EXPECT_TRUE(has(before.output, "tickets waiting: 1")) << before.output;
    EXPECT_TRUE(has(before.output, "sets it aside and begins with an empty queue")) << before.output;

    begin("t5");
    const std::string wrong = ctl("doctor").output;
    EXPECT_TRUE(has(wrong, "this terminal was t1 of hall demo")) << wrong;
    EXPECT_TRUE(has(wrong, "set aside in " + in("journal/old/"))) << wrong;
    EXPECT_TRUE(has(wrong, "tickets that waited in it: 1")) << wrong;
    const Ran back = check("t1");
    EXPECT_TRUE(has(back.output, "takes up again the one it had under that name")) << back.output;

    begin("t1");
    const std::string mended = ctl("doctor").output;
    EXPECT_TRUE(has(mended, "This terminal was t5 of hall demo for a time")) << mended;
    EXPECT_TRUE(has(mended, "tickets of it that still wait: 1")) << mended;
    EXPECT_FALSE(has(mended, "this terminal was t1")) << mended;
}

}  // namespace
}  // namespace jiaohao::test
