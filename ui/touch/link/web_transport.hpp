// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QUrl>

#include "ui/touch/link/transport.hpp"

class QWebSocket;

namespace jiaohao::ui {

/// One text message per frame over a WebSocket: tablets that stand away from the hall's machine.
class WebTransport final : public Transport {
    Q_OBJECT

  public:
    explicit WebTransport(QUrl url);
    ~WebTransport() override;

    void open() override;
    void send(const QByteArray& message) override;
    void close() override;

  private:
    void end(const QString& why);

    QUrl url_;
    std::unique_ptr<QWebSocket> socket_;
};

}  // namespace jiaohao::ui
