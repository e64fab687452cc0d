// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/window/sim_view.hpp"

#include <QJsonDocument>
#include <QJsonObject>
#include <utility>

#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::drivers::sim {

SimView::SimView(About about) : about_(std::move(about)) {
    about_.fault_names.removeAll(QStringLiteral("unplug"));
}

SimView* SimView::create(QQmlEngine* engine, QJSEngine*) {
    return ui::given<SimView>(engine);
}

void SimView::setFault(const QString& name, bool on, const QString& when) {
    send(on ? QStringLiteral("fault ") + name + when : QStringLiteral("clear ") + name);
}

void SimView::plug(bool in) {
    send(in ? QStringLiteral("replug") : QStringLiteral("unplug"));
}

void SimView::clearFaults() {
    for (const QString& name : QStringList(faults_)) {
        setFault(name, false);
    }
}

void SimView::tell(bool plugged, QStringList faults) {
    faults.removeAll(QStringLiteral("unplug"));
    if (plugged != plugged_ || faults != faults_) {
        plugged_ = plugged;
        faults_ = std::move(faults);
        Q_EMIT stateChanged();
    }
}

void SimView::hear(const std::string& answer) {
    const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(answer)).object();
    const QString refusal = object.value(QStringLiteral("error")).toString();
    if (refusal != refusal_) {
        refusal_ = refusal;
        Q_EMIT refusalChanged();
    }
}

}  // namespace jiaohao::drivers::sim
