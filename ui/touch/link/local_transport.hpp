// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLocalSocket>

#include "ui/touch/link/framing.hpp"
#include "ui/touch/link/transport.hpp"

namespace jiaohao::ui {

/// Length-prefixed JSON over the hall's Unix socket.
class LocalTransport final : public Transport {
    Q_OBJECT

  public:
    explicit LocalTransport(QString path);

    void open() override;
    void send(const QByteArray& message) override;
    void close() override;

  private:
    void read();
    void end(const QString& why);

    QString path_;
    Deframer deframer_;
    std::unique_ptr<QLocalSocket> socket_;
};

}  // namespace jiaohao::ui
