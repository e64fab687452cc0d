// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/controls/numeral.hpp"

#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace jiaohao::ui {

namespace {
constexpr int drawn_at = 200;
/// Stroke width of a heavy weight, as a share of the type size.
constexpr double weight = 0.045;
}  // namespace

Numeral::Numeral(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &Numeral::changed, this, [this] { update(); });
}

void Numeral::paint(QPainter* painter) {
    QFont font = QGuiApplication::font();
    font.setPixelSize(drawn_at);
    QPainterPath path;
    path.addText(0, 0, font, text_);
    const double pen = drawn_at * weight;
    const QRectF box = path.boundingRect().adjusted(-pen, -pen, pen, pen);
    if (text_.isEmpty() || box.isEmpty()) {
        return;
    }
    const double scale = std::min(width() / box.width(), height() / box.height());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(width() / 2, height() / 2);
    painter->scale(scale, scale);
    painter->translate(-box.center());
    painter->setBrush(color_);
    painter->setPen(QPen(color_, pen, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(path);
}

}  // namespace jiaohao::ui
