// A ticket number in very large, heavy strokes that fill the item. The CJK font has no bold, so the outline
// of the glyphs is stroked.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QQuickPaintedItem>

namespace jiaohao::ui {

class Numeral : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text MEMBER text_ NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER color_ NOTIFY changed)

  public:
    explicit Numeral(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

  signals:
    void changed();

  private:
    QString text_;
    QColor color_ = Qt::black;
};

}  // namespace jiaohao::ui
