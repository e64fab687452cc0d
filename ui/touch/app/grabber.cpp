// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/app/grabber.hpp"

#include <QDir>
#include <QEventLoop>
#include <QGuiApplication>
#include <QJsonArray>
#include <QMouseEvent>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTimer>

#include "ui/touch/app/screen.hpp"
#include "ui/touch/mock/mock_transport.hpp"

namespace jiaohao::ui {

namespace {

void settle() {
    constexpr std::chrono::milliseconds span{80};
    QEventLoop loop;
    QTimer::singleShot(span, &loop, &QEventLoop::quit);
    loop.exec();
}

QQuickItem* find(QQuickItem* item, const QString& name) {
    if (!item->isVisible()) {
        return nullptr;
    }
    if (item->objectName() == name) {
        return item;
    }
    for (QQuickItem* child : item->childItems()) {
        if (QQuickItem* found = find(child, name)) {
            return found;
        }
    }
    return nullptr;
}

bool press(QQuickWindow& window, const QString& name) {
    QQuickItem* item = find(window.contentItem(), name);
    if (item == nullptr || !item->isEnabled()) {
        return false;
    }
    const QPointF at = item->mapToScene({item->width() / 2, item->height() / 2});
    for (const auto kind : {QEvent::MouseButtonPress, QEvent::MouseButtonRelease}) {
        const Qt::MouseButtons held = kind == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton;
        QMouseEvent event(kind, at, window.mapToGlobal(at), Qt::LeftButton, held, Qt::NoModifier);
        QGuiApplication::sendEvent(&window, &event);
    }
    return true;
}

bool play(const QJsonObject& step, QQuickWindow& window, MockTransport& hall) {
    if (step.contains(QStringLiteral("press"))) {
        return press(window, step.value(QStringLiteral("press")).toString());
    }
    if (step.contains(QStringLiteral("rest"))) {
        hall.play_rest();
        return true;
    }
    if (step.contains(QStringLiteral("cut"))) {
        hall.cut();
        return true;
    }
    hall.say(step);
    return true;
}

Result<int, QString> grab_one(Options options, const Clock& clock, const QJsonObject& scenario,
                              const QJsonObject& shot) {
    const QString name = shot.value(QStringLiteral("name")).toString();
    if (!parse_size(shot.value(QStringLiteral("size")).toString(), options.width, options.height)) {
        return fail(QStringLiteral("%1: no size like 1080x1920").arg(name));
    }
    auto transport = std::make_unique<MockTransport>(scenario, false);
    MockTransport& hall = *transport;
    Screen screen(options, clock, std::move(transport));
    screen.hall_clock().freeze();
    QQuickWindow* window = screen.show();
    if (window == nullptr) {
        return fail(QStringLiteral("%1: the page does not load").arg(name));
    }
    settle();
    for (const auto& each : shot.value(QStringLiteral("steps")).toArray()) {
        if (!play(each.toObject(), *window, hall)) {
            return fail(QStringLiteral("%1: nothing to press for %2")
                            .arg(name, each.toObject().value(QStringLiteral("press")).toString()));
        }
        settle();
    }
    const QString path =
        QDir(options.grab).filePath(QStringLiteral("%1-%2-%3.png").arg(options.mock, name, options.language));
    // Quality 80 is the quickest compression that still compresses.
    constexpr int quality = 80;
    if (!window->grabWindow().save(path, "PNG", quality)) {
        return fail(QStringLiteral("%1: cannot write %2").arg(name, path));
    }
    return 1;
}

}  // namespace

Result<int, QString> grab_all(const Options& options, const Clock& clock, const QJsonObject& scenario) {
    if (!QDir().mkpath(options.grab)) {
        return fail(QStringLiteral("cannot make the folder %1").arg(options.grab));
    }
    Options each_options = options;
    each_options.still = true;
    if (each_options.language.isEmpty()) {
        each_options.language = QStringLiteral("zh_CN");
    }
    int count = 0;
    for (const auto& each : scenario.value(QStringLiteral("shots")).toArray()) {
        auto one = grab_one(each_options, clock, scenario, each.toObject());
        if (!one) {
            return one;
        }
        count += *one;
    }
    return count;
}

}  // namespace jiaohao::ui
