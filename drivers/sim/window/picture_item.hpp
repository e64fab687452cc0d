// A simulator's picture in the window, scaled to its item.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QImage>
#include <QQuickPaintedItem>
#include <QVariant>

#include "drivers/sim/picture/picture.hpp"

namespace jiaohao::drivers::sim {

[[nodiscard]] QImage to_image(const Picture& picture);

class PictureItem : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariant image READ image WRITE setImage NOTIFY imageChanged)

  public:
    explicit PictureItem(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

    [[nodiscard]] QVariant image() const { return image_; }
    /// A QImage; anything else: none.
    void setImage(const QVariant& image);

  Q_SIGNALS:
    void imageChanged();

  private:
    QImage image_;
    /// As last painted.
    QImage scaled_;
};

}  // namespace jiaohao::drivers::sim
