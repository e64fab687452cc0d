// A hall that says what the test tells it to, over a real Unix socket.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <functional>
#include <memory>

#include "ui/touch/link/api_client.hpp"
#include "ui/touch/link/framing.hpp"

namespace jiaohao::ui::test {

/// Turns the event loop until `condition`; false after a generous bound.
[[nodiscard]] bool wait_until(const std::function<bool()>& condition);

class ScriptedHall {
  public:
    ScriptedHall();

    void listen();
    void die();
    [[nodiscard]] QString path() const { return path_; }

    void send(const QJsonObject& message);
    void send_raw(const QByteArray& bytes);
    /// A snapshot with this view, numbered from 1.
    void greet(const QJsonObject& view = {});
    void say(QJsonObject event);
    /// Cuts the line of the client that is connected now.
    void cut();

    /// Messages of one kind ("hello", "cmd", ...) from all connections, oldest first.
    [[nodiscard]] QList<QJsonObject> heard(const QString& kind) const;
    [[nodiscard]] bool has_client() const { return socket_ != nullptr; }
    [[nodiscard]] int connections() const { return connections_; }
    /// Greets every new client with this at once.
    void greet_everyone(const QJsonObject& view);

  private:
    void accept();

    QTemporaryDir folder_;
    QString path_;
    std::unique_ptr<QLocalServer> server_;
    QLocalSocket* socket_ = nullptr;
    Deframer deframer_;
    QList<QJsonObject> heard_;
    std::unique_ptr<QJsonObject> welcome_;
    int connections_ = 0;
    int n_ = 0;
};

/// Short spans, so that no test waits for the real ones.
[[nodiscard]] ApiClient::Options quick_options();

}  // namespace jiaohao::ui::test
