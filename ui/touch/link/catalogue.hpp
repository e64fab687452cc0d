// The words of ui/i18n: flat ids to texts with {name} parameters, per language. A text that counts is an object of
// plural forms, as kiosk/i18n/catalogue.hpp has it.
// In QML use the singleton I18n (I18n.qml), whose bindings follow the language.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QVariantMap>

class QQmlEngine;
class QJSEngine;
class QJsonValue;

namespace jiaohao::ui {

class Catalogue final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)

  public:
    /// Reads `folder`/<language>/*.json. A file that cannot be read is named in `problems()` and left out.
    explicit Catalogue(const QString& folder);
    static Catalogue* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] QString language() const { return language_; }
    /// Unknown languages are ignored.
    void setLanguage(const QString& language);
    [[nodiscard]] QStringList languages() const { return texts_.keys(); }
    [[nodiscard]] QStringList problems() const { return problems_; }

    /// The text with its parameters filled in; the id itself when there is no such text.
    Q_INVOKABLE [[nodiscard]] QString text(const QString& language, const QString& id,
                                           const QVariantMap& params) const;
    Q_INVOKABLE [[nodiscard]] bool has(const QString& language, const QString& id) const;
    /// A text that the hall's owner wrote in several languages: this language, else the first of `order`
    /// there is, else any.
    Q_INVOKABLE [[nodiscard]] QString own(const QString& language, const QVariantMap& texts,
                                          const QStringList& order) const;

  signals:
    void languageChanged();

  private:
    struct Text {
        /// By the CLDR name of the plural form; a text that does not count has "other" only.
        QHash<QString, QString> forms;
        /// The parameter that says how many.
        QString by;
    };
    void load(const QString& language, const QString& file);
    [[nodiscard]] static Text read(const QJsonValue& value);
    [[nodiscard]] static QString form(const Text& text, const QString& language, const QVariantMap& params);

    QString language_;
    QHash<QString, QHash<QString, Text>> texts_;
    QStringList problems_;
    mutable QSet<QString> missing_;
};

}  // namespace jiaohao::ui
