// SPDX-License-Identifier: Apache-2.0
#include "kiosk/api/pin_guard.hpp"

#include <algorithm>

namespace jiaohao::api {
namespace {
constexpr std::size_t kMostRecords = 512;
}

std::optional<std::chrono::seconds> PinGuard::locked(const domain::ClerkId& clerk, BootTime now) const {
    const auto found = records_.find(clerk);
    if (found == records_.end() || found->second.until <= now) {
        return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::seconds>(found->second.until - now);
}

bool PinGuard::begin(const domain::ClerkId& clerk, BootTime now) {
    if (records_.size() >= kMostRecords && !records_.contains(clerk)) {
        forget_oldest();
    }
    Record& record = records_[clerk];
    record.touched = now;
    return !std::exchange(record.busy, true);
}

void PinGuard::end(const domain::ClerkId& clerk, bool right, BootTime now) {
    if (right) {
        records_.erase(clerk);
        return;
    }
    Record& record = records_[clerk];
    record.busy = false;
    if (++record.wrong < policy_.allowed) {
        return;
    }
    const std::uint32_t doublings = std::min<std::uint32_t>(record.wrong - policy_.allowed, 20);
    record.until = now + std::min(policy_.first * (std::int64_t{1} << doublings), policy_.longest);
}

void PinGuard::forget_oldest() {
    const auto older = [](const auto& a, const auto& b) { return a.second.touched < b.second.touched; };
    records_.erase(std::min_element(records_.begin(), records_.end(), older));
}

}  // namespace jiaohao::api
