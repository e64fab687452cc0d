// The words of the window, out of the one catalogue. In QML use the singleton Say, whose bindings follow the language.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QVariantMap>

#include "kiosk/i18n/catalogue.hpp"

class QQmlEngine;
class QJSEngine;

namespace jiaohao::drivers::sim {

class Words final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)

  public:
    /// `language`: "zh_CN", "en"; empty: that of the desktop.
    explicit Words(const QString& language);
    static Words* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] QString language() const { return language_; }
    void setLanguage(const QString& language);
    Q_INVOKABLE [[nodiscard]] QString text(const QString& language, const QString& id,
                                           const QVariantMap& params) const;
    /// Ids that had no text.
    [[nodiscard]] std::uint64_t missing() const { return catalogue_.missing(); }

  Q_SIGNALS:
    void languageChanged();

  private:
    i18n::Catalogue catalogue_;
    QString language_;
};

}  // namespace jiaohao::drivers::sim
