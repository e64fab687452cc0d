// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/upload_alert.hpp"

#include <mutex>

namespace jiaohao::daemon {
namespace {

const domain::AlertId kAlert{"upload_refused"};

void order(service::Hall& hall, domain::Command command) {
    // A full queue drops it: doctor tells the same, and the next change of the alarms is told again.
    static_cast<void>(hall.submit({}, std::move(command), [](const service::Outcome&) {}));
}

}  // namespace

struct UploadAlert::Told {
    service::Hall& hall;
    std::mutex mutex{};
    bool open = false;  // guarded by mutex
};

UploadAlert::UploadAlert(service::Hall& hall) : told_(std::make_shared<Told>(hall)) {}

void UploadAlert::start() {
    static_cast<void>(told_->hall.snapshot([told = told_](const service::Snapshot& now) {
        const std::lock_guard lock(told->mutex);
        if (!told->open && now.state->alerts.contains(kAlert)) {
            order(told->hall, domain::ResolveAlert{kAlert, "started_anew"});
        }
    }));
}

void UploadAlert::look(const upload::UploadStatus& status) {
    const bool held = !status.alarms.empty();
    const std::lock_guard lock(told_->mutex);
    if (held == told_->open) {
        return;
    }
    told_->open = held;
    if (held) {
        order(told_->hall,
              domain::RaiseAlert{kAlert,
                                 kAlert.get(),
                                 "upload",
                                 {{"code", std::string(upload::code(status.alarms.front().alarm))}}});
    } else {
        order(told_->hall, domain::ResolveAlert{kAlert, "upload_goes_on"});
    }
}

}  // namespace jiaohao::daemon
