// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/settings.hpp"

#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::ui {

Settings::Settings(QObject* parent) : QObject(parent) {}

Settings* Settings::create(QQmlEngine* engine, QJSEngine*) {
    return given<Settings>(engine);
}

}  // namespace jiaohao::ui
