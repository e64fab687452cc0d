// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/qt_timers.hpp"

#include <QObject>
#include <QTimerEvent>
#include <algorithm>
#include <map>
#include <utility>

namespace jiaohao::drivers {

/// Qt's own timer ids are reused, so they are kept apart from the ids handed out.
class QtTimers::Wheel final : public QObject {
  public:
    explicit Wheel(const Clock& clock) : clock_(clock) {}

    Id begin(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
             std::function<void()> fire) {
        const auto real = std::max({clock_.to_real(after), least_real, std::chrono::nanoseconds{0}});
        // Rounded up: a timer may be late, never early.
        const int qt_id = startTimer(std::chrono::ceil<std::chrono::milliseconds>(real), Qt::PreciseTimer);
        pending_.emplace(++last_, Entry{qt_id, std::move(fire)});
        by_qt_id_.emplace(qt_id, last_);
        return last_;
    }

    void drop(Id id) {
        const auto found = pending_.find(id);
        if (found != pending_.end()) {
            killTimer(found->second.qt_id);
            by_qt_id_.erase(found->second.qt_id);
            pending_.erase(found);
        }
    }

    [[nodiscard]] const Clock& clock() const { return clock_; }

  protected:
    void timerEvent(QTimerEvent* event) override {
        const auto found = by_qt_id_.find(event->timerId());
        if (found == by_qt_id_.end()) {
            return;
        }
        auto fire = std::move(pending_.at(found->second).fire);
        drop(found->second);
        fire();
    }

  private:
    struct Entry {
        int qt_id;
        std::function<void()> fire;
    };
    const Clock& clock_;
    std::map<Id, Entry> pending_;
    std::map<int, Id> by_qt_id_;
    Id last_ = 0;
};

QtTimers::QtTimers(const Clock& clock) : wheel_(std::make_unique<Wheel>(clock)) {}
QtTimers::~QtTimers() = default;

Timers::Id QtTimers::start(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
                           std::function<void()> fire) {
    return wheel_->begin(after, least_real, std::move(fire));
}
void QtTimers::cancel(Id id) {
    wheel_->drop(id);
}
const Clock& QtTimers::clock() const {
    return wheel_->clock();
}

}  // namespace jiaohao::drivers
