// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/controls/icon.hpp"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace jiaohao::ui {

Icon::Icon(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &Icon::changed, this, [this] { update(); });
}

void Icon::paint(QPainter* painter) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name_));
    if (name_.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        return;
    }
    QSvgRenderer renderer(file.readAll().replace("currentColor", color_.name().toUtf8()));
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    painter->setRenderHint(QPainter::Antialiasing);
    renderer.render(painter, boundingRect());
}

}  // namespace jiaohao::ui
