// Commands to the hall. The request id is made here once and kept through every reconnect, so that the hall
// gives the first answer again instead of doing the thing twice. Qt's main thread only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace jiaohao::ui {

class ApiClient;

/// `code` is a RefusalCode of the hall, or one of the two made here: "offline" (no answer within the time
/// allowed; whether the hall did it is not known) and "overloaded" (too many under way; not sent).
struct CommandAnswer {
    bool ok = false;
    QJsonObject data;
    QString code;
    QJsonObject params;
};

class Commands final : public QObject {
    Q_OBJECT

  public:
    using Reply = std::function<void(const CommandAnswer&)>;
    static constexpr std::size_t most_in_flight = 8;

    explicit Commands(ApiClient& client, std::chrono::milliseconds give_up = std::chrono::seconds(30));

    /// `reply` runs exactly once, never from within this call, unless this object dies before. Returns the
    /// request id.
    QString run(const QString& name, const QJsonObject& args, Reply reply);
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }

  private:
    struct Pending {
        QString id;
        QJsonObject message;
        Reply reply;
        std::unique_ptr<QTimer> deadline;
    };

    void resend();
    void take(const QJsonObject& done);
    void finish(const QString& id, const CommandAnswer& answer);

    ApiClient& client_;
    std::chrono::milliseconds give_up_;
    std::vector<Pending> pending_;
};

}  // namespace jiaohao::ui
