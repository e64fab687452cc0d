// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/commands.hpp"

#include <QUuid>
#include <algorithm>
#include <utility>

#include "ui/touch/link/api_client.hpp"

namespace jiaohao::ui {

Commands::Commands(ApiClient& client, std::chrono::milliseconds give_up)
    : client_(client), give_up_(give_up) {
    connect(&client_, &ApiClient::becameReady, this, &Commands::resend);
    connect(&client_, &ApiClient::done, this, &Commands::take);
}

QString Commands::run(const QString& name, const QJsonObject& args, Reply reply) {
    QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (pending_.size() >= most_in_flight) {
        QTimer::singleShot(0, this, [reply = std::move(reply)] {
            reply({.ok = false, .data = {}, .code = QStringLiteral("overloaded"), .params = {}});
        });
        return id;
    }
    auto deadline = std::make_unique<QTimer>();
    deadline->setSingleShot(true);
    connect(deadline.get(), &QTimer::timeout, this, [this, id] {
        finish(id, {.ok = false, .data = {}, .code = QStringLiteral("offline"), .params = {}});
    });
    deadline->start(give_up_);
    const QJsonObject message{{"t", "cmd"}, {"id", id}, {"name", name}, {"args", args}};
    pending_.push_back({id, message, std::move(reply), std::move(deadline)});
    client_.send(message);
    return id;
}

void Commands::resend() {
    for (const Pending& each : pending_) {
        client_.send(each.message);
    }
}

void Commands::take(const QJsonObject& done) {
    const QJsonObject error = done.value(QStringLiteral("error")).toObject();
    CommandAnswer answer;
    answer.ok = done.value(QStringLiteral("status")).toString() == QStringLiteral("ok");
    answer.data = done.value(QStringLiteral("data")).toObject();
    answer.code = error.value(QStringLiteral("code")).toString();
    answer.params = error.value(QStringLiteral("params")).toObject();
    finish(done.value(QStringLiteral("id")).toString(), answer);
}

void Commands::finish(const QString& id, const CommandAnswer& answer) {
    const auto found =
        std::find_if(pending_.begin(), pending_.end(), [&](const Pending& each) { return each.id == id; });
    if (found == pending_.end()) {
        return;  // answered twice, or given up before
    }
    const Reply reply = std::move(found->reply);
    // The timer may be the one that is firing now.
    found->deadline->stop();
    found->deadline.release()->deleteLater();
    pending_.erase(found);
    reply(answer);
}

}  // namespace jiaohao::ui
