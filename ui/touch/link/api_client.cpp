// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/api_client.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <algorithm>
#include <utility>

namespace jiaohao::ui {

namespace {

Q_LOGGING_CATEGORY(log_link, "kiosk.ui.link")

constexpr int api_version = 1;

void set_up(QTimer& timer, std::chrono::milliseconds span) {
    timer.setSingleShot(true);
    timer.setInterval(span);
}

}  // namespace

ApiClient::ApiClient(std::unique_ptr<Transport> transport, Options options)
    : transport_(std::move(transport)), options_(std::move(options)) {
    set_up(retry_, options_.retry_first);
    set_up(ping_, options_.ping_after);
    set_up(silence_, options_.silent_after);
    // Only a connection that held for a while makes the next reconnect quick again, so that a daemon that
    // cuts us after every snapshot is not stormed.
    set_up(steady_, options_.retry_most);
    connect(&retry_, &QTimer::timeout, this, &ApiClient::connect_now);
    connect(&ping_, &QTimer::timeout, this, [this] { write({{"t", "ping"}}); });
    connect(&silence_, &QTimer::timeout, this, [this] { lose(QStringLiteral("nothing heard")); });
    connect(&steady_, &QTimer::timeout, this, [this] { failures_ = 0; });
    connect(transport_.get(), &Transport::opened, this, &ApiClient::greet);
    connect(transport_.get(), &Transport::received, this, &ApiClient::take);
    connect(transport_.get(), &Transport::closed, this, [this](const QString& why) { lose(why); });
}

ApiClient::~ApiClient() {
    transport_->disconnect(this);
    transport_->close();
}

void ApiClient::start() {
    if (state_ == State::idle) {
        connect_now();
    }
}

void ApiClient::stop() {
    for (QTimer* timer : {&retry_, &ping_, &silence_, &steady_}) {
        timer->stop();
    }
    transport_->close();
    const bool was_ready = ready();
    state_ = State::idle;
    if (was_ready) {
        emit lost(QStringLiteral("stopped"));
    }
}

bool ApiClient::send(const QJsonObject& message) {
    if (!ready()) {
        return false;
    }
    write(message);
    return true;
}

void ApiClient::connect_now() {
    state_ = State::connecting;
    silence_.start();
    transport_->open();
}

void ApiClient::greet() {
    state_ = State::greeting;
    last_n_ = 0;
    ++counters_.connects;
    QJsonObject hello{{"t", "hello"}, {"v", api_version}, {"client", options_.client}};
    if (!options_.token.isEmpty()) {
        hello.insert(QStringLiteral("token"), options_.token);
    }
    if (!options_.roles.isEmpty()) {
        hello.insert(QStringLiteral("roles"), QJsonArray::fromStringList(options_.roles));
    }
    silence_.start();
    write(hello);
}

void ApiClient::take(const QByteArray& bytes) {
    if (state_ != State::greeting && state_ != State::ready) {
        return;
    }
    silence_.start();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    const QJsonObject message = document.object();
    const QString kind = message.value(QStringLiteral("t")).toString();
    if (kind.isEmpty()) {
        ++counters_.unreadable;
        lose(QStringLiteral("a message that is no JSON object with \"t\": ") + problem.errorString());
    } else if (kind == QStringLiteral("ping")) {
        write({{"t", "pong"}});
    } else if (kind == QStringLiteral("bye")) {
        const QString code = message.value(QStringLiteral("code")).toString();
        lose(QStringLiteral("bye: ") + code, code == QStringLiteral("busy"));
    } else if (kind == QStringLiteral("snapshot") || kind == QStringLiteral("event")) {
        take_numbered(kind, message);
    } else if (kind == QStringLiteral("done") && ready()) {
        emit done(message);
    }
    // Anything else is from a newer server: ignored, as the API promises only to add.
}

void ApiClient::take_numbered(const QString& kind, const QJsonObject& message) {
    const auto n = message.value(QStringLiteral("n")).toInteger(-1);
    const bool first = state_ == State::greeting;
    const bool is_snapshot = kind == QStringLiteral("snapshot");
    if (n < 1 || (first ? !is_snapshot : n != last_n_ + 1)) {
        ++counters_.gaps;
        lose(QStringLiteral("message %1 after %2").arg(n).arg(last_n_));
        return;
    }
    if (is_snapshot && message.value(QStringLiteral("v")).toInt() != api_version) {
        lose(QStringLiteral("the server speaks another version of the API"));
        return;
    }
    if (is_snapshot && !may_show(message.value(QStringLiteral("roles")))) {
        lose(QStringLiteral(
                 "the hall gives this screen no right to be \"%1\": add that role under [[api.grant]] of the "
                 "hall's configuration, or start the screen with a token that has it (--token-file)")
                 .arg(options_.roles.join(QStringLiteral("\", \""))));
        return;
    }
    last_n_ = n;
    if (!is_snapshot) {
        emit happened(message);
        return;
    }
    state_ = State::ready;
    set_busy(false);
    emit snapshot(message);
    if (first) {
        steady_.start();
        emit becameReady();
    }
}

bool ApiClient::may_show(const QJsonValue& given) const {
    // Without its role a screen is shown nothing, and "nobody is waiting" would be a lie.
    const QJsonArray roles = given.toArray();
    return given.isUndefined() || std::all_of(options_.roles.begin(), options_.roles.end(),
                                              [&](const QString& role) { return roles.contains(role); });
}

void ApiClient::set_busy(bool busy) {
    if (std::exchange(busy_, busy) != busy) {
        emit busyChanged(busy);
    }
}

void ApiClient::lose(const QString& why, bool busy) {
    if (state_ == State::idle || state_ == State::waiting) {
        return;
    }
    const bool was_ready = ready();
    state_ = State::waiting;
    for (QTimer* timer : {&ping_, &silence_, &steady_}) {
        timer->stop();
    }
    transport_->close();
    retry_.start(next_delay());
    ++counters_.losses;
    set_busy(busy);
    qCInfo(log_link).noquote() << "no link to the hall:" << why << "- again in" << retry_.interval() << "ms";
    if (was_ready) {
        emit lost(why);
    }
}

void ApiClient::write(const QJsonObject& message) {
    transport_->send(QJsonDocument(message).toJson(QJsonDocument::Compact));
    ping_.start();
}

std::chrono::milliseconds ApiClient::next_delay() {
    constexpr int most_doublings = 16;
    const auto factor = 1 << std::min(failures_, most_doublings);
    failures_ = std::min(failures_ + 1, most_doublings);
    return std::min(options_.retry_first * factor, options_.retry_most);
}

}  // namespace jiaohao::ui
