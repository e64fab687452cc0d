// `kioskctl line`: recordings switched through the API, files read by the program beside it.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>

#include "tests/support/run_program.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

Ran run(const std::string& command) {
    return run_program(command + " 2>&1");
}

const std::string kProgram =
    JIAOHAO_BINARY_DIR "/bin/kioskctl --texts " JIAOHAO_SOURCE_DIR "/ui/i18n --lang en ";
const std::string kCapture = " " JIAOHAO_SOURCE_DIR "/tests/captures/bus-leading-garbage.capture";
const std::string kProfiles = " --profiles " JIAOHAO_SOURCE_DIR "/drivers/profiles";

class CtlLine : public ApiTest {
  protected:
    Ran ctl(const std::string& arguments) const {
        return run(kProgram + "--socket " + socket() + " " + arguments);
    }
};

TEST_F(CtlLine, ARecordingIsSwitchedOnShownAndSwitchedOff) {
    start();
    EXPECT_EQ(ctl("line record printer --show").output, "Line printer is not being recorded.\n");
    const Ran on = ctl("line record printer");
    EXPECT_EQ(on.code, 0);
    EXPECT_EQ(on.output,
              "Line printer is being recorded, in /captures.\n"
              "Newest file: /captures/printer.000001.capture (0 bytes in all, 0 records left out). Read it "
              "with: kioskctl line decode FILE\n");
    EXPECT_EQ(Json::parse(ctl("--json line record printer --show").output)["recording"], true);
    EXPECT_EQ(ctl("line record printer --off").output, "Line printer is not being recorded.\n");
}

TEST_F(CtlLine, ALineThatIsNotThereIsRefusedAndWrongUsageExitsTwo) {
    start();
    EXPECT_EQ(ctl("line record toaster").code, 1);
    for (const char* arguments : {"line", "line record", "line dance", "line record printer --off --show"}) {
        EXPECT_EQ(ctl(arguments).code, 2) << arguments;
    }
}

TEST(CtlLineFiles, DecodeAndReplayNeedNoDaemon) {
    const Ran decoded = run(kProgram + "line decode" + kCapture + kProfiles);
    EXPECT_EQ(decoded.code, 0) << decoded.output;
    EXPECT_NE(decoded.output.find("7: handset.recall"), std::string::npos) << decoded.output;
    const Ran replayed = run(kProgram + "line replay" + kCapture + kProfiles);
    EXPECT_EQ(replayed.code, 0) << replayed.output;
    EXPECT_NE(replayed.output.find("handset 7: call"), std::string::npos) << replayed.output;
    EXPECT_EQ(run(kProgram + "line replay --strict" + kCapture + kProfiles).code, 1)
        << "the recording holds no answers of the host";
    EXPECT_EQ(run(kProgram + "line decode /nowhere.capture").output,
              "jiaohao-line: /nowhere.capture: cannot be opened\n");
    EXPECT_EQ(run(kProgram + "line decode --help").code, 0);
}

TEST(CtlLineFiles, ProfilesAreFoundBesideTheProgramAndAMissingFolderIsSaid) {
    EXPECT_EQ(run(kProgram + "line replay" + kCapture).code, 0);
    const Ran missing = run(kProgram + "line replay --profiles /nowhere" + kCapture);
    EXPECT_EQ(missing.code, 2);
    EXPECT_NE(missing.output.find("there is no folder /nowhere: name that of the profiles with --profiles "
                                  "(drivers/profiles in the sources)"),
              std::string::npos)
        << missing.output;
}

TEST(CtlLineFiles, AMissingProgramIsNamed) {
    const Ran made = run("mktemp -d");
    const std::string folder = made.output.substr(0, made.output.find('\n'));
    const Ran alone = run("cp " JIAOHAO_BINARY_DIR "/bin/kioskctl " + folder + " && " + folder +
                          "/kioskctl --texts " JIAOHAO_SOURCE_DIR "/ui/i18n --lang en line decode x");
    EXPECT_EQ(alone.code, 3);
    EXPECT_EQ(alone.output, folder +
                                "/jiaohao-line cannot be run: No such file or directory. Install it "
                                "beside kioskctl.\n");
    EXPECT_EQ(run("rm -r " + folder).code, 0);
}

}  // namespace
}  // namespace jiaohao::test
