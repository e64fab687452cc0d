// How this screen was started, for QML.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

class QQmlEngine;
class QJSEngine;

namespace jiaohao::ui {

class Settings final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// "terminal", "display" or "rating".
    Q_PROPERTY(QString page MEMBER page CONSTANT)
    Q_PROPERTY(bool fullscreen MEMBER fullscreen CONSTANT)
    /// No motion: for people whom it makes sick, and for pictures.
    Q_PROPERTY(bool still MEMBER still CONSTANT)
    Q_PROPERTY(int width MEMBER width CONSTANT)
    Q_PROPERTY(int height MEMBER height CONSTANT)

  public:
    explicit Settings(QObject* parent);
    static Settings* create(QQmlEngine* engine, QJSEngine*);

    QString page;
    bool fullscreen = false;
    bool still = false;
    int width = 0;
    int height = 0;
};

}  // namespace jiaohao::ui
