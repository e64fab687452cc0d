// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/local_transport.hpp"

#include <utility>

namespace jiaohao::ui {

LocalTransport::LocalTransport(QString path) : path_(std::move(path)) {}

void LocalTransport::open() {
    close();
    socket_ = std::make_unique<QLocalSocket>();
    // A QLocalSocket whose first connect fails emits errorOccurred but never disconnected. Queued, because
    // both may be emitted from within connectToServer and the socket must not be deleted under its own feet.
    connect(socket_.get(), &QLocalSocket::connected, this, &Transport::opened, Qt::QueuedConnection);
    connect(
        socket_.get(), &QLocalSocket::errorOccurred, this, [this] { end(socket_->errorString()); },
        Qt::QueuedConnection);
    connect(
        socket_.get(), &QLocalSocket::disconnected, this, [this] { end(QStringLiteral("disconnected")); },
        Qt::QueuedConnection);
    // Not queued: what came just before the end of the connection would be lost with it.
    connect(socket_.get(), &QLocalSocket::readyRead, this, &LocalTransport::read);
    socket_->connectToServer(path_);
}

void LocalTransport::send(const QByteArray& message) {
    if (socket_ != nullptr && socket_->state() == QLocalSocket::ConnectedState) {
        socket_->write(frame(message));
    }
}

void LocalTransport::close() {
    deframer_.reset();
    if (socket_ != nullptr) {
        socket_->disconnect(this);
        socket_->abort();
        socket_.release()->deleteLater();
    }
}

void LocalTransport::read() {
    if (socket_ == nullptr) {
        return;
    }
    deframer_.feed(socket_->readAll());
    while (const auto message = deframer_.next()) {
        emit received(*message);
        if (socket_ == nullptr) {
            return;  // the receiver closed us
        }
    }
    if (deframer_.broken()) {
        end(QStringLiteral("a frame of no valid length"));
    }
}

void LocalTransport::end(const QString& why) {
    if (socket_ == nullptr) {
        return;
    }
    close();
    emit closed(why);
}

}  // namespace jiaohao::ui
