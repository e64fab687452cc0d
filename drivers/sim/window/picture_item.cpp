// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/window/picture_item.hpp"

#include <QPainter>
#include <cstring>

namespace jiaohao::drivers::sim {

QImage to_image(const Picture& picture) {
    QImage image(static_cast<int>(picture.width), static_cast<int>(picture.height), QImage::Format_Indexed8);
    QList<QRgb> colours;
    for (int value = 0; value < 256; ++value) {
        const Rgb colour = picture.colour(static_cast<std::uint8_t>(value));
        colours.append(qRgb(colour[0], colour[1], colour[2]));
    }
    image.setColorTable(colours);
    for (int y = 0; y < image.height(); ++y) {
        std::memcpy(image.scanLine(y),
                    picture.grey.data() + std::size_t{picture.width} * static_cast<std::size_t>(y),
                    picture.width);
    }
    return image;
}

PictureItem::PictureItem(QQuickItem* parent) : QQuickPaintedItem(parent) {}

void PictureItem::setImage(const QVariant& image) {
    image_ = image.value<QImage>();
    scaled_ = {};
    setImplicitSize(image_.width(), image_.height());
    update();
    Q_EMIT imageChanged();
}

void PictureItem::paint(QPainter* painter) {
    const QSize size = (boundingRect().size() * painter->device()->devicePixelRatio()).toSize();
    if (image_.isNull() || size.isEmpty()) {
        return;
    }
    if (scaled_.size() != size) {
        scaled_ = image_.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    }
    painter->drawImage(boundingRect(), scaled_);
}

}  // namespace jiaohao::drivers::sim
