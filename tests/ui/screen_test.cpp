// Every scenario in both languages, drawn by the real program: the pictures exist, have the right size, show
// something, say different things in different languages, no two are alike, and the program has nothing to
// complain about.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>

namespace jiaohao::ui::test {
namespace {

const QString program = QStringLiteral(JIAOHAO_BINARY_DIR "/bin/kiosk-ui");
const QString mock_folder = QStringLiteral(JIAOHAO_SOURCE_DIR "/ui/touch/mock");

std::vector<std::string> scenarios() {
    std::vector<std::string> names;
    for (const QFileInfo& file : QDir(mock_folder).entryInfoList({"*.json"})) {
        if (file.baseName() != "base") {
            names.push_back(file.baseName().toStdString());
        }
    }
    return names;
}

struct Outcome {
    int code = -1;
    QString said;
};

Outcome run(const QStringList& arguments) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LC_ALL", "C.UTF-8");
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    constexpr int bound_ms = 120000;
    if (!process.waitForFinished(bound_ms)) {
        process.kill();
        process.waitForFinished();
        return {-1, "did not end in time"};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAll())};
}

/// Colours on a coarse grid.
int colours(const QImage& image) {
    QSet<QRgb> found;
    for (int y = 0; y < image.height(); y += 5) {
        for (int x = 0; x < image.width(); x += 5) {
            found.insert(image.pixel(x, y));
        }
    }
    return static_cast<int>(found.size());
}

/// Lines of the program that are complaints of QML, or words missing from the catalogue.
QStringList complaints(const QString& said) {
    QStringList lines;
    for (const QString& line : said.split('\n')) {
        if (line.contains("qrc:/") || line.contains("no text for") || line.contains("ERROR")) {
            lines.append(line);
        }
    }
    return lines;
}

struct Pictures : testing::TestWithParam<std::string> {
    QTemporaryDir folder;
    QString name = QString::fromStdString(GetParam());

    [[nodiscard]] QJsonArray shots() const {
        QFile file(mock_folder + "/" + name + ".json");
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return QJsonDocument::fromJson(file.readAll()).object().value("shots").toArray();
    }
    void grab(const QString& language) {
        const Outcome outcome = run({"--mock", name, "--lang", language, "--grab", folder.path()});
        ASSERT_EQ(outcome.code, 0) << outcome.said.toStdString();
        EXPECT_EQ(complaints(outcome.said), QStringList());
    }
    /// A press, an event or a state of the hall that changes nothing on the screen was not shown. Also against
    /// the scenarios drawn before this one.
    void expect_none_alike() const {
        for (const QFileInfo& file : QDir(folder.path()).entryInfoList({"*.png"})) {
            const QImage image(file.filePath());
            const QByteArray pixels(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes());
            const QByteArray seen = QCryptographicHash::hash(pixels, QCryptographicHash::Sha256);
            // The questions after a low rating do not depend on its scale.
            const QString shot = file.fileName().replace("rating-five-reason", "rating-reason");
            const QString first = drawn().value(seen, shot);
            drawn().insert(seen, first);
            EXPECT_EQ(first.toStdString(), shot.toStdString()) << "two pictures look alike";
        }
    }
    /// Digest of the pixels -> the picture that first had them.
    static QHash<QByteArray, QString>& drawn() {
        static QHash<QByteArray, QString> pictures;
        return pictures;
    }
    [[nodiscard]] QImage picture(const QString& shot, const QString& language) const {
        return QImage(folder.filePath(QStringLiteral("%1-%2-%3.png").arg(name, shot, language)));
    }
};

TEST_P(Pictures, AreDrawnInBothLanguages) {
    grab("zh_CN");
    grab("en");
    ASSERT_FALSE(shots().isEmpty());
    for (const QJsonValue& each : shots()) {
        const QString shot = each.toObject().value("name").toString();
        const QString size = each.toObject().value("size").toString();
        const QImage zh = picture(shot, "zh_CN");
        const QImage en = picture(shot, "en");
        for (const QImage& image : {zh, en}) {
            ASSERT_FALSE(image.isNull()) << shot.toStdString();
            EXPECT_EQ(QStringLiteral("%1x%2").arg(image.width()).arg(image.height()), size);
            EXPECT_GT(colours(image), 8) << shot.toStdString() << " is blank";
        }
        EXPECT_NE(zh, en) << shot.toStdString() << " is the same in both languages";
    }
    expect_none_alike();
}

std::string title(const testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(Of, Pictures, testing::ValuesIn(scenarios()), title);

TEST(KioskUi, SaysWhatIsWrongWithItsCommandLine) {
    EXPECT_TRUE(run({"--page", "cinema"}).said.contains("--page cinema"));
    EXPECT_TRUE(run({"--mock", "nothing", "--grab", "/nowhere"}).said.contains("nothing"));
    EXPECT_TRUE(run({"--size", "wide"}).said.contains("--size wide"));
    EXPECT_EQ(run({"--mock", "terminal", "--sim-clock", "x"}).code, 2);
    const Outcome nowhere = run({});
    EXPECT_EQ(nowhere.code, 2);
    EXPECT_TRUE(
        nowhere.said.contains("there is no hall at /run/jiaohao/api.sock; name it with --api PATH|URL"))
        << nowhere.said.toStdString();
    EXPECT_FALSE(nowhere.said.contains("no link")) << nowhere.said.toStdString();
}

}  // namespace
}  // namespace jiaohao::ui::test
