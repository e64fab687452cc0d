// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/window/device_window.hpp"

#include <QtQml/qqmlextensionplugin.h>
#include <QFont>
#include <QGuiApplication>
#include <QQuickWindow>

#include "drivers/sim/window/bus_view.hpp"
#include "drivers/sim/window/keypad_view.hpp"
#include "drivers/sim/window/printer_view.hpp"
#include "ui/touch/link/in_engine.hpp"

Q_IMPORT_QML_PLUGIN(Jiaohao_ThemePlugin)
Q_IMPORT_QML_PLUGIN(Jiaohao_ControlsPlugin)
Q_IMPORT_QML_PLUGIN(Jiaohao_SimulatorPlugin)

namespace jiaohao::drivers::sim {

DeviceWindow::DeviceWindow(SimView& view, const QString& language) : words_(language) {
    ui::give<SimView>(engine_, view);
    ui::give(engine_, words_);
}

DeviceWindow::DeviceWindow(PrinterView& view, const QString& language)
    : DeviceWindow(static_cast<SimView&>(view), language) {
    ui::give(engine_, view);
}

DeviceWindow::DeviceWindow(BusView& view, const QString& language)
    : DeviceWindow(static_cast<SimView&>(view), language) {
    ui::give(engine_, view);
}

DeviceWindow::DeviceWindow(KeypadView& view, const QString& language)
    : DeviceWindow(static_cast<SimView&>(view), language) {
    ui::give(engine_, view);
}

QQuickWindow* DeviceWindow::show() {
    engine_.addImportPath(QStringLiteral("qrc:/qt/qml"));
    engine_.load(QUrl(QStringLiteral("qrc:/qt/qml/Jiaohao/Simulator/SimulatorWindow.qml")));
    return engine_.rootObjects().isEmpty() ? nullptr
                                           : qobject_cast<QQuickWindow*>(engine_.rootObjects().first());
}

void prepare_application() {
    QFont font(QStringList{QStringLiteral("WenQuanYi Micro Hei"), QStringLiteral("Noto Sans CJK SC"),
                           QStringLiteral("sans-serif")});
    font.setHintingPreference(QFont::PreferNoHinting);
    QGuiApplication::setFont(font);
}

}  // namespace jiaohao::drivers::sim
