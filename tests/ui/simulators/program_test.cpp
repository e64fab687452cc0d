// `device-sim DEVICE --window` as it is started by hand.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>

#include <QProcess>
#include <QTemporaryDir>

namespace jiaohao::drivers::sim {
namespace {

class Windowed : public ::testing::TestWithParam<const char*> {
  protected:
    static QStringList arguments(const QString& device, const QString& link) {
        QStringList all{device, "--window", "--language", "en", "--link", link};
        if (device == "bus") {
            all << "--handset"
                << "7"
                << "--pad"
                << "107";
        }
        return all;
    }
    QTemporaryDir folder;
};

TEST_P(Windowed, TheProgramShowsItsWindowAndEndsCleanlyOnTerm) {
    QProcess program;
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(JIAOHAO_BINARY_DIR "/bin/device-sim", arguments(GetParam(), folder.filePath("link")));
    QByteArray said;
    while (!said.contains("\"event\"")) {
        ASSERT_TRUE(program.waitForReadyRead(30'000)) << said.toStdString();
        said += program.readAll();
    }
    program.terminate();
    ASSERT_TRUE(program.waitForFinished(30'000));
    said += program.readAll();
    EXPECT_EQ(program.exitStatus(), QProcess::NormalExit) << said.toStdString();
    EXPECT_EQ(program.exitCode(), 0) << said.toStdString();
    EXPECT_FALSE(said.contains("qrc:/")) << said.toStdString();
}

TEST_P(Windowed, ALanguageItDoesNotSpeakIsRefused) {
    QProcess program;
    program.start(JIAOHAO_BINARY_DIR "/bin/device-sim",
                  QStringList{GetParam(), "--window", "--language", "fr", "--link", folder.filePath("link")});
    ASSERT_TRUE(program.waitForFinished(30'000));
    EXPECT_NE(program.exitCode(), 0);
    EXPECT_TRUE(program.readAllStandardError().contains("--language"));
}

INSTANTIATE_TEST_SUITE_P(Of, Windowed, ::testing::Values("printer", "bus", "keypad"));

}  // namespace
}  // namespace jiaohao::drivers::sim
