// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/window/words.hpp"

#include <QLocale>

#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::drivers::sim {
namespace {

QString desktop_language() {
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

}  // namespace

Words::Words(const QString& language)
    : catalogue_(i18n::Catalogue::load(JIAOHAO_WORDS).catalogue),
      language_(language.isEmpty() ? desktop_language() : language) {}

Words* Words::create(QQmlEngine* engine, QJSEngine*) {
    return ui::given<Words>(engine);
}

void Words::setLanguage(const QString& language) {
    if (language != language_) {
        language_ = language;
        Q_EMIT languageChanged();
    }
}

QString Words::text(const QString& language, const QString& id, const QVariantMap& params) const {
    i18n::Params values;
    for (auto each = params.cbegin(); each != params.cend(); ++each) {
        values[each.key().toStdString()] = each.value().toString().toStdString();
    }
    return QString::fromStdString(catalogue_.text(language.toStdString(), id.toStdString(), values));
}

}  // namespace jiaohao::drivers::sim
