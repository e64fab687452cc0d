// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/catalogue.hpp"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::ui {

namespace {

Q_LOGGING_CATEGORY(log_words, "kiosk.ui.words")

QString filled(QString text, const QVariantMap& params) {
    for (auto each = params.cbegin(); each != params.cend(); ++each) {
        text.replace(QLatin1Char('{') + each.key() + QLatin1Char('}'), each.value().toString());
    }
    return text;
}

}  // namespace

Catalogue::Catalogue(const QString& folder) {
    const QDir root(folder);
    for (const QString& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QDir inner(root.filePath(name));
        for (const QString& file : inner.entryList({QStringLiteral("*.json")}, QDir::Files)) {
            load(name, inner.filePath(file));
        }
    }
    const QStringList found = languages();
    const QString preferred = QStringLiteral("zh_CN");
    language_ = found.contains(preferred) || found.isEmpty() ? preferred : found.first();
}

Catalogue* Catalogue::create(QQmlEngine* engine, QJSEngine*) {
    return given<Catalogue>(engine);
}

void Catalogue::load(const QString& language, const QString& file) {
    QFile input(file);
    QJsonParseError problem;
    QJsonDocument document;
    if (input.open(QIODevice::ReadOnly)) {
        document = QJsonDocument::fromJson(input.readAll(), &problem);
    }
    if (!document.isObject()) {
        problems_.append(file + QStringLiteral(": no readable JSON object"));
        return;
    }
    const QJsonObject texts = document.object();
    for (auto each = texts.begin(); each != texts.end(); ++each) {
        texts_[language].insert(each.key(), read(each.value()));
    }
}

Catalogue::Text Catalogue::read(const QJsonValue& value) {
    Text text{{}, QStringLiteral("n")};
    if (!value.isObject()) {
        text.forms.insert(QStringLiteral("other"), value.toString());
        return text;
    }
    const QJsonObject forms = value.toObject();
    for (auto each = forms.begin(); each != forms.end(); ++each) {
        text.forms.insert(each.key(), each.value().toString());
    }
    text.by = forms.value(QStringLiteral("by")).toString(text.by);
    return text;
}

/// English is the only language here that has another form than "other", for one.
QString Catalogue::form(const Text& text, const QString& language, const QVariantMap& params) {
    const bool one =
        language == QStringLiteral("en") && params.value(text.by).toString() == QStringLiteral("1");
    const QString other = text.forms.value(QStringLiteral("other"));
    return one ? text.forms.value(QStringLiteral("one"), other) : other;
}

void Catalogue::setLanguage(const QString& language) {
    if (language != language_ && texts_.contains(language)) {
        language_ = language;
        emit languageChanged();
    }
}

QString Catalogue::text(const QString& language, const QString& id, const QVariantMap& params) const {
    const auto& texts = texts_.value(language);
    const auto found = texts.constFind(id);
    if (found == texts.cend()) {
        if (!missing_.contains(id)) {
            missing_.insert(id);
            qCWarning(log_words).noquote() << "no text for" << id << "in" << language;
        }
        return id;
    }
    return filled(form(*found, language, params), params);
}

bool Catalogue::has(const QString& language, const QString& id) const {
    return texts_.value(language).contains(id);
}

QString Catalogue::own(const QString& language, const QVariantMap& texts, const QStringList& order) const {
    if (texts.contains(language)) {
        return texts.value(language).toString();
    }
    for (const QString& each : order) {
        if (texts.contains(each)) {
            return texts.value(each).toString();
        }
    }
    return texts.isEmpty() ? QString() : texts.first().toString();
}

}  // namespace jiaohao::ui
