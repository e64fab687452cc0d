// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/device_budget.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace jiaohao::service {
namespace {

const std::string kDropped = "device.changed";

bool same(const std::optional<domain::ReportDevice>& one, const domain::ReportDevice& other) {
    return one && one->kind == other.kind && one->state == other.state && one->fault == other.fault;
}

}  // namespace

std::chrono::nanoseconds DeviceBudget::now() const {
    return clock_.to_real(clock_.boot() - begun_);
}

bool DeviceBudget::spend(Entry& entry) const {
    const auto full_at = std::max(entry.full_at, now()) + refill;
    if (full_at > now() + burst * refill) {
        return false;
    }
    entry.full_at = full_at;
    return true;
}

bool DeviceBudget::pass(const domain::ReportDevice& report) {
    if (devices_.size() > most_devices) {
        forget_steady();
    }
    Entry& entry = devices_[report.device];
    if (same(entry.held ? entry.held : entry.last, report)) {
        return !entry.held;
    }
    if (!entry.held && spend(entry)) {
        entry.last = report;
        return true;
    }
    const WallTime wall = clock_.wall();
    if (entry.held) {
        ++entry.between;
    } else {
        ++held_;
        entry.changing_since = wall;
    }
    entry.held = report;
    entry.held_since = wall;
    return false;
}

bool DeviceBudget::overtaken(const domain::ReportDevice& report) {
    const auto known = devices_.find(report.device);
    if (known == devices_.end() || !known->second.held || same(known->second.held, report)) {
        return false;
    }
    count(clock_.wall(), clock_.wall(), 1);
    return true;
}

void DeviceBudget::count(WallTime from, WallTime to, std::uint64_t changes) {
    gap_.from = gap_.dropped.empty() ? from : std::min(gap_.from, from);
    gap_.to = std::max(gap_.to, to);
    gap_.dropped[kDropped] += changes;
}

std::vector<DeviceBudget::Release> DeviceBudget::release(bool all) {
    std::vector<Release> released;
    if (held_ == 0) {
        return released;
    }
    for (auto& [id, entry] : devices_) {
        if (!entry.held || !(spend(entry) || all)) {
            continue;
        }
        entry.last = std::exchange(entry.held, std::nullopt);
        --held_;
        if (entry.between > 0) {
            count(entry.changing_since, entry.held_since, entry.between);
        }
        released.push_back({*entry.last, std::exchange(entry.between, 0)});
    }
    return released;
}

std::optional<domain::Gap> DeviceBudget::tell() {
    return gap_.dropped.empty() ? std::nullopt : std::optional(std::exchange(gap_, {}));
}

bool DeviceBudget::put_back(const domain::Gap& gap) {
    const auto dropped = gap.dropped.find(kDropped);
    if (dropped == gap.dropped.end()) {
        return false;
    }
    count(gap.from, gap.to, dropped->second);
    return true;
}

std::optional<domain::DeviceView> DeviceBudget::held(const domain::DeviceId& device) const {
    const auto entry = devices_.find(device);
    if (entry == devices_.end() || !entry->second.held) {
        return std::nullopt;
    }
    const domain::ReportDevice& report = *entry->second.held;
    return domain::DeviceView{device, report.kind, report.state, report.fault, entry->second.held_since};
}

void DeviceBudget::forget_steady() {
    const auto current = now();
    std::erase_if(devices_,
                  [&](const auto& one) { return !one.second.held && one.second.full_at <= current; });
}

}  // namespace jiaohao::service
