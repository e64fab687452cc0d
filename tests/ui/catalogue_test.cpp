// The words: complete in every language, and every word a screen asks for is there.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>

#include "ui/touch/link/catalogue.hpp"

namespace jiaohao::ui::test {
namespace {

const QString source = QStringLiteral(JIAOHAO_SOURCE_DIR);
const QStringList areas{"touch",  "refusal", "cause",   "alert",  "reason",
                        "rating", "ticket",  "service", "common", "class"};

QString read(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return QString::fromUtf8(file.readAll());
}

QJsonObject texts(const QString& language, const QString& area) {
    const QString path = QStringLiteral("%1/ui/i18n/%2/%3.json").arg(source, language, area);
    QJsonParseError problem;
    const QJsonObject object = QJsonDocument::fromJson(read(path).toUtf8(), &problem).object();
    EXPECT_EQ(problem.error, QJsonParseError::NoError) << path.toStdString();
    return object;
}

QSet<QString> parameters(const QString& text) {
    static const QRegularExpression name(QStringLiteral(R"(\{(\w+)\})"));
    QSet<QString> found;
    for (auto each = name.globalMatch(text); each.hasNext();) {
        found.insert(each.next().captured(1));
    }
    return found;
}

/// A text, or every plural form of one that counts.
QStringList forms(const QJsonValue& value) {
    QStringList found{value.toString().trimmed()};
    if (value.isObject()) {
        found.clear();
        const QJsonObject all = value.toObject();
        for (auto each = all.begin(); each != all.end(); ++each) {
            if (each.key() != QStringLiteral("by")) {
                found.append(each.value().toString().trimmed());
            }
        }
    }
    return found;
}

/// The enumerators of one enum class in the contract header.
QStringList enumerators(const QString& name) {
    const QString header = read(source + "/kiosk/domain/types/enums.hpp");
    const QRegularExpression body("enum class " + name + R"( : std::uint8_t \{([^}]*)\})");
    QStringList found = body.match(header).captured(1).split(',', Qt::SkipEmptyParts);
    for (QString& each : found) {
        each = each.trimmed();
    }
    found.removeAll(QString());
    EXPECT_FALSE(found.isEmpty()) << name.toStdString();
    return found;
}

struct CatalogueTest : testing::Test {
    Catalogue words{source + "/ui/i18n"};

    void expect_both(const QString& id) {
        for (const QString language : {"zh_CN", "en"}) {
            EXPECT_TRUE(words.has(language, id)) << id.toStdString() << " in " << language.toStdString();
        }
    }
};

TEST_F(CatalogueTest, ReadsEveryFile) {
    EXPECT_TRUE(words.problems().isEmpty()) << words.problems().join("\n").toStdString();
}

TEST_F(CatalogueTest, HasTheSameIdsAndParametersInBothLanguages) {
    for (const QString& area : areas) {
        const QJsonObject zh = texts("zh_CN", area);
        const QJsonObject en = texts("en", area);
        EXPECT_EQ(zh.keys(), en.keys()) << area.toStdString();
        for (const QString& id : zh.keys()) {
            EXPECT_TRUE(id.startsWith(area + ".")) << id.toStdString();
            EXPECT_FALSE(forms(zh.value(id)).contains(QString())) << id.toStdString();
            for (const QString& form : forms(zh.value(id)) + forms(en.value(id))) {
                EXPECT_EQ(parameters(form), parameters(forms(zh.value(id)).first())) << id.toStdString();
            }
        }
    }
}

TEST_F(CatalogueTest, HasASentenceForEveryRefusalAndCause) {
    for (const QString& code : enumerators("RefusalCode")) {
        expect_both("refusal." + code);
    }
    for (const QString& code : enumerators("PrintCause")) {
        expect_both("cause." + code);
    }
    for (const QString& code : enumerators("CustomerClass")) {
        expect_both("class." + code);
    }
    for (const QString& code : enumerators("TicketStatus")) {
        expect_both("ticket.status." + code);
    }
}

TEST_F(CatalogueTest, HasEveryLevelOfBothScales) {
    for (int level = 1; level <= 5; ++level) {
        expect_both(QStringLiteral("rating.five_levels.%1").arg(level));
    }
    for (int level = 1; level <= 4; ++level) {
        expect_both(QStringLiteral("rating.four_faces.%1").arg(level));
    }
}

TEST_F(CatalogueTest, HasEveryIdThatAScreenNames) {
    // Every quoted dotted name whose first part is an area; those ending in a dot are completed by a code.
    const QRegularExpression quoted(
        QStringLiteral("\"((?:%1)[.][a-z_A-Z0-9.]*[a-zA-Z0-9_])\"").arg(areas.join('|')));
    QSet<QString> ids;
    for (QDirIterator files(source + "/ui/touch", {"*.qml"}, QDir::Files, QDirIterator::Subdirectories);
         files.hasNext();) {
        const QString text = read(files.next());
        for (auto each = quoted.globalMatch(text); each.hasNext();) {
            ids.insert(each.next().captured(1));
        }
    }
    EXPECT_GT(ids.size(), 50);
    for (const QString& id : ids) {
        expect_both(id);
    }
}

TEST_F(CatalogueTest, FillsInParametersAndSaysTheIdOfWhatIsMissing) {
    EXPECT_EQ(words.text("en", "rating.counter", {{"counter", "3"}}), "Counter 3");
    EXPECT_EQ(words.text("en", "touch.no_such_text", {}), "touch.no_such_text");
}

TEST_F(CatalogueTest, SpeaksCountsAsPeopleDo) {
    const auto total = [this](const QString& language, int n) {
        return words.text(language, "touch.display.total", {{"n", n}});
    };
    EXPECT_EQ(total("en", 0), "0 people waiting");
    EXPECT_EQ(total("en", 1), "1 person waiting");
    EXPECT_EQ(total("en", 2), "2 people waiting");
    for (int n = 0; n < 3; ++n) {
        EXPECT_EQ(total("zh_CN", n), QStringLiteral("共 %1 人等候").arg(n));
    }
    EXPECT_EQ(words.text("en", "doctor.upload_backlog", {{"events", 1}}), "1 event waits for head office");
}

TEST_F(CatalogueTest, FallsBackForTheOwnersWords) {
    const QVariantMap both{{"zh_CN", "甲"}, {"en", "A"}};
    EXPECT_EQ(words.own("en", both, {"zh_CN"}), "A");
    EXPECT_EQ(words.own("fr", both, {"zh_CN", "en"}), "甲");
    EXPECT_EQ(words.own("fr", {{"de", "B"}}, {"zh_CN"}), "B");
    EXPECT_EQ(words.own("fr", {}, {"zh_CN"}), "");
}

TEST_F(CatalogueTest, NamesAFileThatCannotBeRead) {
    QTemporaryDir folder;
    QDir(folder.path()).mkpath("en");
    QFile broken(folder.filePath("en/touch.json"));
    ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
    broken.write("{");
    broken.close();
    const Catalogue bad(folder.path());
    ASSERT_EQ(bad.problems().size(), 1);
    EXPECT_TRUE(bad.problems().first().contains("en/touch.json"));
}

}  // namespace
}  // namespace jiaohao::ui::test
