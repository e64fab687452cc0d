// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/hall_store.hpp"

#include "ui/touch/link/api_client.hpp"
#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::ui {

namespace {
constexpr qsizetype most_calls = 12;
}

HallStore::HallStore(ApiClient& client)
    : client_(client),
      categories_("id", {"id", "name", "parent"}),
      services_("id", {"id", "name", "category", "open", "waiting", "counters_open", "oldest_issued_at",
                       "expected", "refused", "opens", "closes", "day_limit"}),
      counters_("id", {"id", "label", "status", "rating"}),
      calls_("ticket", {"ticket", "number", "counter", "counter_label", "at", "recall"},
             RowModel::Order::newest_first, most_calls),
      diversions_("id", {"id", "to", "text"}) {
    connect(&client_, &ApiClient::snapshot, this, &HallStore::take_snapshot);
    connect(&client_, &ApiClient::happened, this, &HallStore::take_event);
    connect(&client_, &ApiClient::lost, this, [this] { set_fresh(false); });
    connect(&client_, &ApiClient::busyChanged, this, [this](bool busy) {
        busy_ = busy;
        emit busyChanged();
    });
    connect(&services_, &RowModel::changed, this, &HallStore::servicesChanged);
}

HallStore* HallStore::create(QQmlEngine* engine, QJSEngine*) {
    return given<HallStore>(engine);
}

QVariantMap HallStore::name() const {
    return hall_.value(QStringLiteral("name")).toObject().toVariantMap();
}

bool HallStore::dayOpen() const {
    return hall_.value(QStringLiteral("day_open")).toBool();
}

QString HallStore::ticketsRefused() const {
    return hall_.value(QStringLiteral("tickets_refused")).toString();
}

bool HallStore::paper() const {
    return hall_.value(QStringLiteral("paper")).toBool();
}

bool HallStore::appointments() const {
    return hall_.value(QStringLiteral("appointments")).toBool();
}

bool HallStore::alone() const {
    return hall_.value(QStringLiteral("alone")).toBool();
}

int HallStore::longest_journey() const {
    return hall_.value(QStringLiteral("longest_journey")).toInt(1);
}

QStringList HallStore::languages() const {
    return hall_.value(QStringLiteral("languages")).toVariant().toStringList();
}

int HallStore::waiting() const {
    int sum = 0;
    for (const QJsonObject& row : services_.rows()) {
        sum += row.value(QStringLiteral("waiting")).toInt();
    }
    return sum;
}

QString HallStore::opens() const {
    QString first;
    for (const QJsonObject& row : services_.rows()) {
        const QString at = row.value(QStringLiteral("opens")).toString();
        // Today's have no date before them and come first.
        const bool sooner = at.size() != first.size() ? at.size() < first.size() : at < first;
        if (!at.isEmpty() && (first.isEmpty() || sooner)) {
            first = at;
        }
    }
    return first;
}

void HallStore::take_snapshot(const QJsonObject& message) {
    const QJsonObject view = message.value(QStringLiteral("view")).toObject();
    take_hall(view.value(QStringLiteral("hall")).toObject());
    categories_.reset(view.value(QStringLiteral("categories")).toArray());
    services_.reset(view.value(QStringLiteral("services")).toArray());
    counters_.reset(view.value(QStringLiteral("counters")).toArray());
    calls_.reset(view.value(QStringLiteral("calls")).toArray());
    diversions_.reset(view.value(QStringLiteral("diversions")).toArray());
    emit timeTold(QDateTime::fromString(message.value(QStringLiteral("time")).toString(), Qt::ISODateWithMs),
                  message.value(QStringLiteral("time_zone")).toString().toLatin1());
    set_fresh(true);
}

void HallStore::take_event(const QJsonObject& message) {
    const QJsonObject view = message.value(QStringLiteral("view")).toObject();
    if (view.contains(QStringLiteral("hall"))) {
        take_hall(view.value(QStringLiteral("hall")).toObject());
    }
    categories_.merge(view.value(QStringLiteral("categories")).toArray());
    services_.merge(view.value(QStringLiteral("services")).toArray());
    counters_.merge(view.value(QStringLiteral("counters")).toArray());
    diversions_.merge(view.value(QStringLiteral("diversions")).toArray());
    const QJsonArray calls = view.value(QStringLiteral("calls")).toArray();
    calls_.merge(calls);
    const QJsonObject event = message.value(QStringLiteral("event")).toObject();
    const QString type = event.value(QStringLiteral("type")).toString();
    const bool is_call = type == QStringLiteral("ticket.called") || type == QStringLiteral("ticket.recalled");
    if (is_call && !calls.isEmpty()) {
        emit called(calls.first().toObject().value(QStringLiteral("ticket")).toString());
    }
    if (!event.isEmpty()) {
        emit happened(event);
    }
}

void HallStore::take_hall(const QJsonObject& hall) {
    const QString day = QStringLiteral("day");
    if (hall.value(day) != hall_.value(day)) {
        calls_.clear();  // yesterday's numbers are nobody's today
    }
    hall_ = hall;
    emit hallChanged();
}

void HallStore::set_fresh(bool fresh) {
    if (fresh == fresh_) {
        return;
    }
    fresh_ = fresh;
    emit freshChanged();
}

}  // namespace jiaohao::ui
