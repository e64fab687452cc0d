// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/controls/qr_code.hpp"

#include <qrencode.h>

#include <QPainter>
#include <memory>

namespace jiaohao::ui {

namespace {
constexpr int quiet = 4;
}

QImage qr_modules(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        bytes.isEmpty() ? nullptr : QRcode_encodeString(bytes.constData(), 0, QR_ECLEVEL_M, QR_MODE_8, 1),
        &QRcode_free);
    if (code == nullptr) {
        return {};
    }
    const int width = code->width;
    QImage image(width + 2 * quiet, width + 2 * quiet, QImage::Format_RGB32);
    image.fill(Qt::white);
    for (int y = 0; y < width; ++y) {
        for (int x = 0; x < width; ++x) {
            if ((code->data[y * width + x] & 1U) != 0) {
                image.setPixelColor(x + quiet, y + quiet, Qt::black);
            }
        }
    }
    return image;
}

QrCode::QrCode(QQuickItem* parent) : QQuickPaintedItem(parent) {}

void QrCode::setText(const QString& text) {
    if (text == text_) {
        return;
    }
    text_ = text;
    modules_ = qr_modules(text);
    emit textChanged();
    update();
}

void QrCode::paint(QPainter* painter) {
    if (modules_.isNull()) {
        return;
    }
    painter->fillRect(boundingRect(), Qt::white);
    // Whole pixels per module: a code with uneven modules scans badly.
    const int side = qMax(1, static_cast<int>(qMin(width(), height())) / modules_.width()) * modules_.width();
    const QRectF where((width() - side) / 2, (height() - side) / 2, side, side);
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter->drawImage(where.toAlignedRect(), modules_);
}

}  // namespace jiaohao::ui
