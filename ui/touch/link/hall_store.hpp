// What this screen knows of the hall. Fed by snapshots and events of the ApiClient; `fresh` says whether it
// still holds. Nothing here may be shown as current while `fresh` is false.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>
#include <QVariantMap>

#include "ui/touch/link/row_model.hpp"

class QQmlEngine;
class QJSEngine;

namespace jiaohao::ui {

class ApiClient;

class HallStore final : public QObject {
    Q_OBJECT
    QML_NAMED_ELEMENT(Hall)
    QML_SINGLETON
    Q_PROPERTY(bool fresh READ fresh NOTIFY freshChanged)
    /// The hall is there, but has no room for this screen now.
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    /// A snapshot came at least once since start.
    Q_PROPERTY(bool known READ known NOTIFY hallChanged)
    Q_PROPERTY(QVariantMap name READ name NOTIFY hallChanged)
    Q_PROPERTY(bool dayOpen READ dayOpen NOTIFY hallChanged)
    Q_PROPERTY(QString ticketsRefused READ ticketsRefused NOTIFY hallChanged)
    Q_PROPERTY(bool paper READ paper NOTIFY hallChanged)
    Q_PROPERTY(QStringList languages READ languages NOTIFY hallChanged)
    Q_PROPERTY(int waiting READ waiting NOTIFY servicesChanged)
    /// Somebody may have an appointment to check in for.
    Q_PROPERTY(bool appointments READ appointments NOTIFY hallChanged)
    /// A satellite whose owner is away: tickets alone, and nobody knows how many wait or how long.
    Q_PROPERTY(bool alone READ alone NOTIFY hallChanged)
    /// When the first of the services opens that have hours: "09:00", or with the date before it; "" when nobody knows.
    Q_PROPERTY(QString opens READ opens NOTIFY servicesChanged)
    Q_PROPERTY(jiaohao::ui::RowModel* services READ services CONSTANT)
    Q_PROPERTY(jiaohao::ui::RowModel* categories READ categories CONSTANT)
    Q_PROPERTY(jiaohao::ui::RowModel* counters READ counters CONSTANT)
    Q_PROPERTY(jiaohao::ui::RowModel* calls READ calls CONSTANT)

  public:
    explicit HallStore(ApiClient& client);
    /// The instance that was given to the engine (see in_engine.hpp).
    static HallStore* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] bool fresh() const { return fresh_; }
    [[nodiscard]] bool busy() const { return busy_; }
    [[nodiscard]] bool known() const { return !hall_.isEmpty(); }
    [[nodiscard]] QVariantMap name() const;
    [[nodiscard]] bool dayOpen() const;
    [[nodiscard]] QString ticketsRefused() const;
    [[nodiscard]] bool paper() const;
    [[nodiscard]] QStringList languages() const;
    [[nodiscard]] int waiting() const;
    [[nodiscard]] bool appointments() const;
    [[nodiscard]] bool alone() const;
    /// Services that one visit may have.
    [[nodiscard]] int longest_journey() const;
    /// What may be offered instead of waiting: id, to, text.
    [[nodiscard]] RowModel* diversions() { return &diversions_; }
    [[nodiscard]] QString opens() const;
    /// The hall row as it came.
    [[nodiscard]] const QJsonObject& hall() const { return hall_; }
    [[nodiscard]] RowModel* services() { return &services_; }
    [[nodiscard]] RowModel* categories() { return &categories_; }
    [[nodiscard]] RowModel* counters() { return &counters_; }
    [[nodiscard]] RowModel* calls() { return &calls_; }

  signals:
    void freshChanged();
    void busyChanged();
    void hallChanged();
    void servicesChanged();
    /// The hall's own time as of now, with each snapshot, and the IANA name of its zone (empty: not told).
    void timeTold(const QDateTime& time, const QByteArray& zone);
    /// A recorded fact: {"type","at","seq","data"}. After the rows that came with it.
    void happened(const QJsonObject& event);
    /// A number was called or called again just now (never for those of a snapshot).
    void called(const QString& ticket);

  private:
    void take_snapshot(const QJsonObject& message);
    void take_event(const QJsonObject& message);
    void take_hall(const QJsonObject& hall);
    void set_fresh(bool fresh);

    ApiClient& client_;
    bool fresh_ = false;
    bool busy_ = false;
    QJsonObject hall_;
    RowModel categories_;
    RowModel services_;
    RowModel counters_;
    RowModel calls_;
    RowModel diversions_;
};

}  // namespace jiaohao::ui
