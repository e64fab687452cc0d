// The connection to the hall: hello, snapshot, numbered events, heartbeat, and back again after every loss.
// Truth lives in the daemon; what is handed out here is a disposable copy that a new snapshot replaces.
// Qt's main thread only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <chrono>
#include <memory>

#include "ui/touch/link/transport.hpp"

namespace jiaohao::ui {

class ApiClient final : public QObject {
    Q_OBJECT

  public:
    /// Spans are real time. The defaults are those of kiosk/wire/API.md.
    struct Options {
        QString client = QStringLiteral("kiosk-ui");
        QString token;
        QStringList roles;
        std::chrono::milliseconds retry_first{250};
        std::chrono::milliseconds retry_most{5000};
        std::chrono::milliseconds ping_after{5000};
        std::chrono::milliseconds silent_after{15000};
    };
    enum class State { idle, connecting, greeting, ready, waiting };

    ApiClient(std::unique_ptr<Transport> transport, Options options);
    ~ApiClient() override;

    void start();
    void stop();

    [[nodiscard]] State state() const { return state_; }
    /// A snapshot came on this connection and the connection still stands.
    [[nodiscard]] bool ready() const { return state_ == State::ready; }
    /// False when not ready; then the message is not sent.
    bool send(const QJsonObject& message);

    struct Counters {
        quint64 connects = 0;
        quint64 losses = 0;
        quint64 gaps = 0;
        quint64 unreadable = 0;
    };
    [[nodiscard]] const Counters& counters() const { return counters_; }

  signals:
    /// After `snapshot` was handled by everyone connected to it.
    void becameReady();
    void lost(const QString& why);
    /// The hall has no room for this client now, or no longer none.
    void busyChanged(bool busy);
    void snapshot(const QJsonObject& message);
    void happened(const QJsonObject& message);
    void done(const QJsonObject& message);

  private:
    void connect_now();
    void greet();
    void take(const QByteArray& bytes);
    void take_numbered(const QString& kind, const QJsonObject& message);
    void lose(const QString& why, bool busy = false);
    /// Every role that was asked for is among those of a snapshot.
    [[nodiscard]] bool may_show(const QJsonValue& given) const;
    void set_busy(bool busy);
    void write(const QJsonObject& message);
    [[nodiscard]] std::chrono::milliseconds next_delay();

    std::unique_ptr<Transport> transport_;
    Options options_;
    State state_ = State::idle;
    bool busy_ = false;
    qint64 last_n_ = 0;
    int failures_ = 0;
    Counters counters_;
    QTimer retry_;
    QTimer ping_;
    QTimer silence_;
    QTimer steady_;
};

}  // namespace jiaohao::ui
