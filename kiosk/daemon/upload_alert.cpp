// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/upload_alert.hpp"

#include <mutex>
#include <optional>

namespace jiaohao::daemon {
namespace {

const domain::AlertId kAlert{"upload_refused"};

bool is_done(const service::Outcome& outcome) {
    // Somebody closed it by hand, or it went with the day.
    return outcome || outcome.error().code == domain::RefusalCode::alert_unknown;
}

}  // namespace

struct UploadAlert::Told : std::enable_shared_from_this<Told> {
    explicit Told(service::Hall& where) : hall(where) {}

    void settle();
    [[nodiscard]] domain::Command command() const;

    service::Hall& hall;
    std::mutex mutex{};
    // All guarded by mutex.
    /// The alarm that should be told of, if any.
    std::optional<upload::Alarm> found{};
    bool open = false;
    bool of_earlier_process = false;
    bool asking = false;
};

domain::Command UploadAlert::Told::command() const {
    if (found) {
        return domain::RaiseAlert{
            kAlert, kAlert.get(), "upload", {{"code", std::string(upload::code(*found))}}};
    }
    return domain::ResolveAlert{kAlert, of_earlier_process ? "started_anew" : "upload_goes_on"};
}

/// Asks for what is not as it should be. What is refused (the journal is down, the queue full) is asked for again later.
void UploadAlert::Told::settle() {
    const std::lock_guard lock(mutex);
    if (asking || found.has_value() == open) {
        return;
    }
    asking = true;
    const auto answered = [self = shared_from_this(), raises = found.has_value()](const auto& outcome) {
        const std::lock_guard answer_lock(self->mutex);
        self->asking = false;
        self->open = is_done(outcome) ? raises : self->open;
        self->of_earlier_process = self->of_earlier_process && self->open;
    };
    asking = hall.submit({}, command(), answered);
}

UploadAlert::UploadAlert(service::Hall& hall) : told_(std::make_shared<Told>(hall)) {}

void UploadAlert::start() {
    static_cast<void>(told_->hall.snapshot([told = told_](const service::Snapshot& now) {
        {
            const std::lock_guard lock(told->mutex);
            if (!told->open && !told->asking && now.state->alerts.contains(kAlert)) {
                told->open = told->of_earlier_process = true;
            }
        }
        told->settle();
    }));
}

void UploadAlert::look(const upload::UploadStatus& status) {
    {
        const std::lock_guard lock(told_->mutex);
        told_->found = status.alarms.empty() ? std::nullopt : std::optional(status.alarms.front().alarm);
    }
    told_->settle();
}

void UploadAlert::look_again() {
    told_->settle();
}

}  // namespace jiaohao::daemon
