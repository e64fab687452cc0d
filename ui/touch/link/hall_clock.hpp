// The hall's time on the screen. The daemon's clock counts: a tablet's own clock is corrected by the time
// that each snapshot brings.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>
#include <QTimeZone>
#include <QTimer>
#include <QVariantMap>
#include <chrono>

#include "kiosk/base/clock.hpp"

class QQmlEngine;
class QJSEngine;

namespace jiaohao::ui {

class HallClock final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// The present moment by the hall's clock, new about every second. For spans: QML shows dates in the machine's zone,
    /// which may be another one than the hall's.
    Q_PROPERTY(QDateTime now READ now NOTIFY tick)
    /// Of the hall's own zone, as the rest: "HH:mm", and the date's year, month and day as common.date wants them.
    Q_PROPERTY(QString time READ time NOTIFY tick)
    Q_PROPERTY(QVariantMap date READ date NOTIFY tick)
    Q_PROPERTY(int weekday READ weekday NOTIFY tick)
    /// When the link to the hall was last lost, "HH:mm".
    Q_PROPERTY(QString lostAt READ lostAt NOTIFY lostAtChanged)

  public:
    /// `clock` outlives this object.
    explicit HallClock(const Clock& clock);
    static HallClock* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] QDateTime now() const;
    [[nodiscard]] QString time() const;
    [[nodiscard]] QVariantMap date() const;
    /// 1 Monday .. 7 Sunday.
    [[nodiscard]] int weekday() const { return in_hall().date().dayOfWeek(); }
    /// Whole minutes from an RFC 3339 time to `now`, at least 0; -1 for what is no time.
    Q_INVOKABLE [[nodiscard]] int minutesSince(const QString& at, const QDateTime& now) const;
    [[nodiscard]] QString lostAt() const { return lost_at_; }
    void markLost();

    /// `zone`: IANA name; one that is empty or unknown here leaves the machine's.
    void correct(const QDateTime& hall_time, const QByteArray& zone);
    /// Stands still from now on at the last corrected time (for pictures).
    void freeze();

  signals:
    void tick();
    void lostAtChanged();

  private:
    [[nodiscard]] std::chrono::milliseconds own() const;
    [[nodiscard]] QDateTime in_hall() const;

    const Clock& clock_;
    QTimeZone zone_ = QTimeZone::systemTimeZone();
    std::chrono::milliseconds offset_{};
    std::chrono::milliseconds frozen_at_{-1};
    QString lost_at_;
    QTimer timer_;
};

}  // namespace jiaohao::ui
