// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/device_history.hpp"

#include "kiosk/service/device_budget.hpp"

namespace jiaohao::service {

void DeviceHistory::heard(const domain::ReportDevice& report, WallTime at) {
    const std::lock_guard lock(mutex_);
    if (!entries_.contains(report.device) && entries_.size() >= most_devices) {
        return;
    }
    Entry& entry = entries_[report.device];
    if (entry.state == report.state && entry.fault == report.fault) {
        return;
    }
    ++entry.changes;
    if (entry.fault != report.fault) {
        if (entry.last_fault && !entry.last_fault->until) {
            entry.last_fault->until = at;
        }
        if (!report.fault.empty()) {
            entry.last_fault = Fault{report.fault, report.state, at, std::nullopt};
            ++entry.faults;
        }
    } else if (entry.last_fault && !report.fault.empty()) {
        // Stale became lost: the same silence goes on.
        entry.last_fault->state = report.state;
    }
    entry.state = report.state;
    entry.fault = report.fault;
}

std::map<domain::DeviceId, DeviceHistory::Entry> DeviceHistory::entries() const {
    const std::lock_guard lock(mutex_);
    return entries_;
}

}  // namespace jiaohao::service
