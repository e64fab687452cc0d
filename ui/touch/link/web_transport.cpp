// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/web_transport.hpp"

#include <QFileInfo>
#include <QWebSocket>
#include <utility>

#include "ui/touch/link/framing.hpp"
#include "ui/touch/link/local_transport.hpp"

namespace jiaohao::ui {

WebTransport::WebTransport(QUrl url) : url_(std::move(url)) {}

WebTransport::~WebTransport() {
    close();
}

void WebTransport::open() {
    close();
    socket_ = std::make_unique<QWebSocket>();
    socket_->setMaxAllowedIncomingFrameSize(quint64{most_from_server});
    socket_->setMaxAllowedIncomingMessageSize(quint64{most_from_server});
    connect(socket_.get(), &QWebSocket::connected, this, &Transport::opened, Qt::QueuedConnection);
    connect(
        socket_.get(), &QWebSocket::textMessageReceived, this,
        [this](const QString& text) { emit received(text.toUtf8()); }, Qt::QueuedConnection);
    connect(
        socket_.get(), &QWebSocket::disconnected, this,
        [this] { end(socket_ == nullptr ? QString() : socket_->closeReason()); }, Qt::QueuedConnection);
    connect(
        socket_.get(), QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error), this,
        [this] { end(socket_ == nullptr ? QString() : socket_->errorString()); }, Qt::QueuedConnection);
    socket_->open(url_);
}

void WebTransport::send(const QByteArray& message) {
    if (socket_ != nullptr) {
        socket_->sendTextMessage(QString::fromUtf8(message));
    }
}

void WebTransport::close() {
    if (socket_ != nullptr) {
        socket_->disconnect(this);
        socket_->abort();
        socket_.release()->deleteLater();
    }
}

void WebTransport::end(const QString& why) {
    if (socket_ != nullptr) {
        close();
        emit closed(why);
    }
}

std::unique_ptr<Transport> make_transport(const QString& where) {
    const QUrl url(where);
    if (url.scheme() == QStringLiteral("ws") || url.scheme() == QStringLiteral("wss")) {
        return std::make_unique<WebTransport>(url);
    }
    // Qt takes a bare name for one in the system's temporary folder, and no other relative path at all.
    return std::make_unique<LocalTransport>(QFileInfo(where).absoluteFilePath());
}

}  // namespace jiaohao::ui
