// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/window/keypad_view.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <utility>

#include "drivers/sim/keypad/keypad_sim.hpp"
#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::drivers::sim {
namespace {

SimView::About about(const KeypadSeat& seat) {
    QStringList faults;
    for (const std::string& name : KeypadSim::fault_names()) {
        faults.append(QString::fromStdString(name));
    }
    return {QStringLiteral("keypad"), QString(), QString::fromStdString(seat.link), faults};
}

}  // namespace

KeypadView::KeypadView(KeypadSeat seat) : SimView(about(seat)), seat_(std::move(seat)) {
    look();
}

KeypadView* KeypadView::create(QQmlEngine* engine, QJSEngine*) {
    return ui::given<KeypadView>(engine);
}

void KeypadView::press(const QString& key) {
    send(QStringLiteral("press ") + key);
}

void KeypadView::send(const QString& line) {
    hear(seat_.command(line.toStdString()));
    look();
}

void KeypadView::look() {
    const auto state = QJsonDocument::fromJson(QByteArray::fromStdString(seat_.command("state"))).object();
    QStringList faults;
    for (const auto& fault : state.value(QStringLiteral("faults")).toArray()) {
        faults.append(fault.toString());
    }
    tell(state.value(QStringLiteral("plugged")).toBool(), faults);
    presses_ = state.value(QStringLiteral("presses")).toInt();
    unheard_ = state.value(QStringLiteral("unheard")).toInt();
    Q_EMIT countsChanged();
}

}  // namespace jiaohao::drivers::sim
