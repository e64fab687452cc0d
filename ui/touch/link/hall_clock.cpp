// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/hall_clock.hpp"

#include <algorithm>

#include "ui/touch/link/in_engine.hpp"

namespace jiaohao::ui {

namespace {
// Below this the difference is the way of the message, not a wrong clock.
constexpr std::chrono::milliseconds tolerated{2000};
}  // namespace

HallClock::HallClock(const Clock& clock) : clock_(clock) {
    connect(&timer_, &QTimer::timeout, this, &HallClock::tick);
    timer_.start(std::chrono::seconds(1));
}

HallClock* HallClock::create(QQmlEngine* engine, QJSEngine*) {
    return given<HallClock>(engine);
}

std::chrono::milliseconds HallClock::own() const {
    return frozen_at_.count() >= 0 ? frozen_at_ : clock_.wall().time_since_epoch();
}

QDateTime HallClock::now() const {
    return QDateTime::fromMSecsSinceEpoch((own() + offset_).count());
}

QDateTime HallClock::in_hall() const {
    return now().toTimeZone(zone_);
}

QString HallClock::time() const {
    return in_hall().toString(QStringLiteral("HH:mm"));
}

QVariantMap HallClock::date() const {
    const QDateTime here = in_hall();
    return {{QStringLiteral("year"), here.toString(QStringLiteral("yyyy"))},
            {QStringLiteral("month"), here.toString(QStringLiteral("MM"))},
            {QStringLiteral("day"), here.toString(QStringLiteral("dd"))}};
}

int HallClock::minutesSince(const QString& at, const QDateTime& now) const {
    const QDateTime then = QDateTime::fromString(at, Qt::ISODateWithMs);
    constexpr qint64 minute = 60;
    return then.isValid() ? static_cast<int>(std::max<qint64>(0, then.secsTo(now) / minute)) : -1;
}

void HallClock::markLost() {
    lost_at_ = time();
    emit lostAtChanged();
}

void HallClock::correct(const QDateTime& hall_time, const QByteArray& zone) {
    const QTimeZone hall_zone(zone);
    zone_ = hall_zone.isValid() ? hall_zone : QTimeZone::systemTimeZone();
    if (!hall_time.isValid()) {
        return;
    }
    const std::chrono::milliseconds difference =
        std::chrono::milliseconds(hall_time.toMSecsSinceEpoch()) - own();
    offset_ = std::chrono::abs(difference) > tolerated ? difference : std::chrono::milliseconds{0};
    emit tick();
}

void HallClock::freeze() {
    frozen_at_ = clock_.wall().time_since_epoch();
    timer_.stop();
    emit tick();
}

}  // namespace jiaohao::ui
