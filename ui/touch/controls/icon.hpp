// A line icon of ui/touch/icons in any colour and size.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QQuickPaintedItem>

namespace jiaohao::ui {

class Icon : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// File name without ".svg"; the drawing uses "currentColor" for lines.
    Q_PROPERTY(QString name MEMBER name_ NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER color_ NOTIFY changed)

  public:
    explicit Icon(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

  signals:
    void changed();

  private:
    QString name_;
    QColor color_ = Qt::black;
};

}  // namespace jiaohao::ui
