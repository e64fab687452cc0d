// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/scripted_hall.hpp"

#include <gtest/gtest.h>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QJsonDocument>

namespace jiaohao::ui::test {

bool wait_until(const std::function<bool()>& condition) {
    const QDeadlineTimer bound(std::chrono::seconds(20));
    while (!condition()) {
        if (bound.hasExpired()) {
            return false;
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

ApiClient::Options quick_options() {
    ApiClient::Options options;
    options.roles = {QStringLiteral("terminal")};
    options.retry_first = std::chrono::milliseconds(5);
    options.retry_most = std::chrono::milliseconds(20);
    return options;
}

ScriptedHall::ScriptedHall() : path_(folder_.filePath(QStringLiteral("api.sock"))) {
    listen();
}

void ScriptedHall::listen() {
    server_ = std::make_unique<QLocalServer>();
    QObject::connect(server_.get(), &QLocalServer::newConnection, server_.get(), [this] { accept(); });
    QLocalServer::removeServer(path_);
    ASSERT_TRUE(server_->listen(path_));
}

void ScriptedHall::die() {
    cut();
    server_.reset();
}

void ScriptedHall::accept() {
    socket_ = server_->nextPendingConnection();
    deframer_.reset();
    ++connections_;
    QObject::connect(socket_, &QLocalSocket::readyRead, socket_, [this, socket = socket_] {
        deframer_.feed(socket->readAll());
        while (const auto message = deframer_.next()) {
            heard_.append(QJsonDocument::fromJson(*message).object());
            const bool hello = heard_.last().value(QStringLiteral("t")).toString() == QStringLiteral("hello");
            if (hello && welcome_ != nullptr) {
                greet(*welcome_);
            }
        }
    });
    QObject::connect(socket_, &QLocalSocket::disconnected, socket_, [this, socket = socket_] {
        if (socket_ == socket) {
            socket_ = nullptr;
        }
        socket->deleteLater();
    });
}

void ScriptedHall::send(const QJsonObject& message) {
    send_raw(frame(QJsonDocument(message).toJson(QJsonDocument::Compact)));
}

void ScriptedHall::send_raw(const QByteArray& bytes) {
    if (socket_ != nullptr) {
        socket_->write(bytes);
        socket_->flush();
    }
}

void ScriptedHall::greet(const QJsonObject& view) {
    n_ = 1;
    send({{"t", "snapshot"}, {"n", n_}, {"v", 1}, {"time", "2026-01-02T03:04:05.678Z"}, {"view", view}});
}

void ScriptedHall::greet_everyone(const QJsonObject& view) {
    welcome_ = std::make_unique<QJsonObject>(view);
}

void ScriptedHall::say(QJsonObject event) {
    event.insert(QStringLiteral("t"), QStringLiteral("event"));
    event.insert(QStringLiteral("n"), ++n_);
    send(event);
}

void ScriptedHall::cut() {
    if (socket_ != nullptr) {
        socket_->disconnectFromServer();
    }
}

QList<QJsonObject> ScriptedHall::heard(const QString& kind) const {
    QList<QJsonObject> found;
    for (const QJsonObject& each : heard_) {
        if (each.value(QStringLiteral("t")).toString() == kind) {
            found.append(each);
        }
    }
    return found;
}

}  // namespace jiaohao::ui::test
