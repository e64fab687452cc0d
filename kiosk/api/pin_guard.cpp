// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/pin_guard.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::api {
PinGuard::PinGuard(Policy policy, const std::vector<domain::ClerkId>& clerks) : policy_(policy) {
    for (const domain::ClerkId& clerk : clerks) {
        clerks_.try_emplace(clerk);
    }
}

std::optional<std::chrono::seconds> PinGuard::locked(const domain::ClerkId& clerk, BootTime now) const {
    const auto& records = clerks_.contains(clerk) ? clerks_ : strangers_;
    const auto found = records.find(clerk);
    if (found == records.end() || found->second.until <= now) {
        return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::seconds>(found->second.until - now);
}

PinGuard::Record& PinGuard::record_of(const domain::ClerkId& clerk) {
    if (const auto found = clerks_.find(clerk); found != clerks_.end()) {
        return found->second;
    }
    if (strangers_.size() >= policy_.strangers && !strangers_.contains(clerk)) {
        forget_oldest_stranger();
    }
    return strangers_[clerk];
}

bool PinGuard::begin(const domain::ClerkId& clerk, BootTime now) {
    Record& record = record_of(clerk);
    record.touched = now;
    return !std::exchange(record.busy, true);
}

void PinGuard::end(const domain::ClerkId& clerk, bool right, BootTime now) {
    Record& record = record_of(clerk);
    if (right) {
        record = {};
        return;
    }
    record.busy = false;
    if (++record.wrong < policy_.allowed) {
        return;
    }
    const std::uint32_t doublings = std::min<std::uint32_t>(record.wrong - policy_.allowed, 20);
    record.until = now + std::min(policy_.first * (std::int64_t{1} << doublings), policy_.longest);
}

void PinGuard::forget_oldest_stranger() {
    const auto older = [](const auto& a, const auto& b) { return a.second.touched < b.second.touched; };
    strangers_.erase(std::min_element(strangers_.begin(), strangers_.end(), older));
}

}  // namespace jiaohao::api
