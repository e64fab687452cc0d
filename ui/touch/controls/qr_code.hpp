// A QR code as a Quick item, dark on light whatever the theme, because scanners want it so.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QImage>
#include <QQuickPaintedItem>

namespace jiaohao::ui {

class QrCode : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)

  public:
    explicit QrCode(QQuickItem* parent = nullptr);

    [[nodiscard]] QString text() const { return text_; }
    void setText(const QString& text);
    void paint(QPainter* painter) override;

  signals:
    void textChanged();

  private:
    QString text_;
    /// One pixel per module, quiet zone included; null when the text is empty or too long for a code.
    QImage modules_;
};

/// Error correction M, quiet zone of 4 modules (ISO/IEC 18004). Null when `text` is empty or does not fit.
[[nodiscard]] QImage qr_modules(const QString& text);

}  // namespace jiaohao::ui
