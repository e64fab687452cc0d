// How messages travel between this screen and the hall. Qt's main thread only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <memory>

namespace jiaohao::ui {

class Transport : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;

    /// Tries once. Exactly one `opened` or `closed` follows, never from within the call.
    virtual void open() = 0;
    /// One whole JSON message. Dropped silently when not open: the caller learns of it by `closed`.
    virtual void send(const QByteArray& message) = 0;
    /// Ends the connection at once; no `closed` follows for it.
    virtual void close() = 0;

  signals:
    void opened();
    void received(const QByteArray& message);
    /// The attempt failed or the connection ended; `why` is for the log.
    void closed(const QString& why);
};

/// `where`: "ws://…" or "wss://…" for a WebSocket, else the path of the hall's Unix socket.
[[nodiscard]] std::unique_ptr<Transport> make_transport(const QString& where);

}  // namespace jiaohao::ui
