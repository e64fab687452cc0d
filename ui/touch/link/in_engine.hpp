// Objects of this program that QML sees as singletons: made in main, owned there, and found through the
// engine they were given to, so that a process may hold several independent engines.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJSEngine>
#include <QQmlEngine>
#include <QVariant>

namespace jiaohao::ui {

/// Before the engine loads anything. `object` must outlive `engine`.
template <class T>
void give(QQmlEngine& engine, T& object) {
    engine.setProperty(T::staticMetaObject.className(), QVariant::fromValue<QObject*>(&object));
}

/// Null when the engine was not given one; QML then says which singleton is missing.
template <class T>
[[nodiscard]] T* given(QQmlEngine* engine) {
    auto* object =
        qobject_cast<T*>(engine->property(T::staticMetaObject.className()).template value<QObject*>());
    if (object != nullptr) {
        QJSEngine::setObjectOwnership(object, QJSEngine::CppOwnership);
    }
    return object;
}

}  // namespace jiaohao::ui
