// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/mock/mock_transport.hpp"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTimer>
#include <utility>

namespace jiaohao::ui {

namespace {

Result<QJsonObject, QString> read(const QString& name) {
    QFile file(QStringLiteral(":/mock/%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(QStringLiteral("there is no scenario \"%1\"; there are: %2")
                        .arg(name, scenario_names().join(QStringLiteral(", "))));
    }
    QJsonParseError problem;
    const QJsonObject scenario = QJsonDocument::fromJson(file.readAll(), &problem).object();
    if (problem.error != QJsonParseError::NoError) {
        return fail(QStringLiteral("scenario %1, byte %2: %3")
                        .arg(name)
                        .arg(problem.offset)
                        .arg(problem.errorString()));
    }
    return scenario;
}

/// Objects are merged member by member; anything else is replaced.
QJsonObject merged(QJsonObject under, const QJsonObject& over) {
    for (auto each = over.begin(); each != over.end(); ++each) {
        const bool both = each.value().isObject() && under.value(each.key()).isObject();
        under.insert(
            each.key(),
            both ? QJsonValue(merged(under.value(each.key()).toObject(), each->toObject())) : each.value());
    }
    return under;
}

/// "{n}" in any text becomes the count of tickets given, from 1.
QJsonObject numbered(const QJsonObject& object, int n) {
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    constexpr int first = 26;
    return QJsonDocument::fromJson(QByteArray(text).replace("{n}", QByteArray::number(first + n))).object();
}

}  // namespace

QStringList scenario_names() {
    QStringList names;
    for (const QString& file : QDir(QStringLiteral(":/mock")).entryList({QStringLiteral("*.json")})) {
        if (file != QStringLiteral("base.json")) {
            names.append(file.chopped(5));
        }
    }
    return names;
}

Result<QJsonObject, QString> load_scenario(const QString& name) {
    auto base = read(QStringLiteral("base"));
    auto own = read(name);
    if (!base || !own) {
        return !own ? own : base;
    }
    return merged(*base, *own);
}

MockTransport::MockTransport(QJsonObject scenario, bool live) : scenario_(std::move(scenario)), live_(live) {}

void MockTransport::open() {
    QTimer::singleShot(0, this, [this] {
        open_ = !cut_ && !scenario_.value(QStringLiteral("unreachable")).toBool();
        if (open_) {
            emit opened();
        } else {
            emit closed(QStringLiteral("the scenario has no hall"));
        }
    });
}

void MockTransport::send(const QByteArray& message) {
    const QJsonObject object = QJsonDocument::fromJson(message).object();
    const QString kind = object.value(QStringLiteral("t")).toString();
    if (kind == QStringLiteral("hello")) {
        hello();
    } else if (kind == QStringLiteral("cmd")) {
        answer(object);
    } else if (kind == QStringLiteral("ping")) {
        emit_message({{"t", "pong"}});
    }
}

void MockTransport::close() {
    open_ = false;
}

void MockTransport::hello() {
    n_ = 1;
    emit_message({{"t", "snapshot"},
                  {"n", n_},
                  {"v", 1},
                  {"time", scenario_.value(QStringLiteral("time"))},
                  {"view", scenario_.value(QStringLiteral("view"))}});
    if (live_) {
        say_later(scenario_.value(QStringLiteral("live")).toArray());
    }
}

void MockTransport::answer(const QJsonObject& command) {
    const QString name = command.value(QStringLiteral("name")).toString();
    const QJsonValue scripted = scenario_.value(QStringLiteral("answers")).toObject().value(name);
    if (name == QStringLiteral("ticket.issue")) {
        ++issued_;
    }
    QJsonObject script = numbered(scripted.toObject(), issued_);
    if (script.value(QStringLiteral("silent")).toBool()) {
        return;
    }
    rest_ = script.take(QStringLiteral("then")).toArray();
    script.insert(QStringLiteral("t"), QStringLiteral("done"));
    script.insert(QStringLiteral("id"), command.value(QStringLiteral("id")));
    if (!script.contains(QStringLiteral("status"))) {
        script.insert(QStringLiteral("status"), QStringLiteral("ok"));
    }
    emit_message(script);
    if (live_) {
        say_later(std::exchange(rest_, {}));
    }
}

void MockTransport::say_later(const QJsonArray& parts) {
    for (const auto& each : parts) {
        const QJsonObject part = each.toObject();
        QTimer::singleShot(part.value(QStringLiteral("after_ms")).toInt(), this, [this, part] { say(part); });
    }
}

void MockTransport::say(const QJsonObject& part) {
    if (!open_) {
        return;
    }
    QJsonObject message = part;
    message.insert(QStringLiteral("t"), QStringLiteral("event"));
    message.insert(QStringLiteral("n"), ++n_);
    emit_message(message);
}

void MockTransport::play_rest() {
    for (const auto& each : std::exchange(rest_, {})) {
        say(each.toObject());
    }
}

void MockTransport::cut() {
    cut_ = true;
    open_ = false;
    emit closed(QStringLiteral("cut by the scenario"));
}

void MockTransport::emit_message(QJsonObject message) {
    QTimer::singleShot(0, this, [this, message = std::move(message)] {
        if (open_) {
            emit received(QJsonDocument(message).toJson(QJsonDocument::Compact));
        }
    });
}

}  // namespace jiaohao::ui
