// The hall's time on the screen. The daemon's clock counts: a tablet's own clock is corrected by the time
// that each snapshot brings.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QDateTime>
#include <QObject>
#include <QTimer>
#include <chrono>

#include "kiosk/base/clock.hpp"

class QQmlEngine;
class QJSEngine;

namespace jiaohao::ui {

class HallClock final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// Local time of the hall, new about every second.
    Q_PROPERTY(QDateTime now READ now NOTIFY tick)
    Q_PROPERTY(QString time READ time NOTIFY tick)
    Q_PROPERTY(int weekday READ weekday NOTIFY tick)
    /// When the link to the hall was last lost, "HH:mm".
    Q_PROPERTY(QString lostAt READ lostAt NOTIFY lostAtChanged)

  public:
    /// `clock` outlives this object.
    explicit HallClock(const Clock& clock);
    static HallClock* create(QQmlEngine* engine, QJSEngine*);

    [[nodiscard]] QDateTime now() const;
    [[nodiscard]] QString time() const;
    /// 1 Monday .. 7 Sunday.
    [[nodiscard]] int weekday() const { return now().date().dayOfWeek(); }
    /// Whole minutes from an RFC 3339 time to `now`, at least 0; -1 for what is no time.
    Q_INVOKABLE [[nodiscard]] int minutesSince(const QString& at, const QDateTime& now) const;
    [[nodiscard]] QString lostAt() const { return lost_at_; }
    void markLost();

    void correct(const QDateTime& hall_time);
    /// Stands still from now on at the last corrected time (for pictures).
    void freeze();

  signals:
    void tick();
    void lostAtChanged();

  private:
    [[nodiscard]] std::chrono::milliseconds own() const;

    const Clock& clock_;
    std::chrono::milliseconds offset_{};
    std::chrono::milliseconds frozen_at_{-1};
    QString lost_at_;
    QTimer timer_;
};

}  // namespace jiaohao::ui
