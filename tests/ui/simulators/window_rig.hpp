// A window of a simulator, found and clicked as a person does, and its pictures.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <QDir>
#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSet>
#include <QTest>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "drivers/sim/window/device_window.hpp"

namespace jiaohao::drivers::sim {

namespace fs = std::filesystem;

/// Pictures of the windows are kept here for people.
inline const QString kPictures = QStringLiteral(JIAOHAO_BINARY_DIR "/pictures");

class WindowTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = fs::temp_directory_path() / "jiaohao-window-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder = pattern;
        QDir().mkpath(kPictures);
    }
    void TearDown() override { fs::remove_all(folder); }

    template <class View>
    void open(View& view, const char* language = "en") {
        front = std::make_unique<DeviceWindow>(view, QString::fromLatin1(language));
        window = front->show();
        ASSERT_NE(window, nullptr);
        ASSERT_TRUE(QTest::qWaitForWindowExposed(window));
    }
    static bool wait_until(const std::function<bool()>& holds) {
        constexpr int kBoundMs = 30'000;
        return QTest::qWaitFor(holds, kBoundMs);
    }
    [[nodiscard]] QQuickItem* item(const QString& name) const { return find(window->contentItem(), name); }
    /// A press and a release of the left button in the middle of what has this name.
    void click(const QString& name) {
        QQuickItem* target = nullptr;
        ASSERT_TRUE(wait_until([&] { return (target = item(name)) != nullptr && target->isEnabled(); }))
            << name.toStdString();
        const QPointF at = target->mapToScene({target->width() / 2, target->height() / 2});
        ASSERT_TRUE(QRectF(0, 0, window->width(), window->height()).contains(at)) << name.toStdString();
        QTest::mouseClick(window, Qt::LeftButton, {}, at.toPoint());
    }
    [[nodiscard]] QString words_of(const QString& name) const {
        const QQuickItem* found = item(name);
        return found == nullptr ? QString() : found->property("text").toString();
    }
    /// Saves sim-NAME-LANGUAGE.png in both languages; they are not blank and say different things.
    void keep_pictures(const QString& name) {
        QImage last;
        for (const char* language : {"zh_CN", "en"}) {
            front->words().setLanguage(QString::fromLatin1(language));
            QTest::qWait(0);
            const QImage image = window->grabWindow();
            ASSERT_FALSE(image.isNull());
            EXPECT_GT(colours(image), 20);
            EXPECT_NE(image, last) << "the same in both languages";
            EXPECT_TRUE(image.save(QStringLiteral("%1/sim-%2-%3.png").arg(kPictures, name, language)));
            last = image;
        }
        EXPECT_EQ(front->words().missing(), 0U) << "words are missing from the catalogue";
    }
    static int colours(const QImage& image) {
        QSet<QRgb> found;
        for (int y = 0; y < image.height(); y += 5) {
            for (int x = 0; x < image.width(); x += 5) {
                found.insert(image.pixel(x, y));
            }
        }
        return static_cast<int>(found.size());
    }

    fs::path folder;
    std::unique_ptr<DeviceWindow> front;
    QQuickWindow* window = nullptr;

  private:
    static QQuickItem* find(QQuickItem* from, const QString& name) {
        if (!from->isVisible()) {
            return nullptr;
        }
        if (from->objectName() == name) {
            return from;
        }
        for (QQuickItem* child : from->childItems()) {
            if (QQuickItem* found = find(child, name)) {
                return found;
            }
        }
        return nullptr;
    }
};

}  // namespace jiaohao::drivers::sim
