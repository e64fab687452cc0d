// SPDX-License-Identifier: Apache-2.0
#include "kiosk/satellite/papers.hpp"

#include <algorithm>

namespace jiaohao::satellite {

std::optional<Papers::Copy> Papers::copy_of(const domain::Command& outcome) {
    return std::visit(
        [](const auto& one) -> std::optional<Copy> {
            using One = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<One, domain::PrintSucceeded> ||
                          std::is_same_v<One, domain::PrintRefused> ||
                          std::is_same_v<One, domain::PrintDoubtful>) {
                return Copy{one.ticket, one.copy};
            } else {
                return std::nullopt;
            }
        },
        outcome);
}

bool Papers::begin(const domain::TicketId& ticket, std::uint32_t copy) {
    const std::lock_guard lock(mutex_);
    const Copy wanted{ticket, copy};
    const auto is_wanted = [&wanted](const domain::Command& outcome) { return copy_of(outcome) == wanted; };
    return under_way_.size() + outcomes_.size() < most_papers && std::ranges::none_of(outcomes_, is_wanted) &&
           under_way_.insert(wanted).second;
}

bool Papers::take(const domain::Command& outcome) {
    const auto copy = copy_of(outcome);
    if (!copy) {
        return false;
    }
    const std::lock_guard lock(mutex_);
    if (under_way_.erase(*copy) == 0) {
        return false;
    }
    outcomes_.push_back(outcome);
    return true;
}

std::optional<domain::Command> Papers::next() {
    const std::lock_guard lock(mutex_);
    if (telling_ || outcomes_.empty()) {
        return std::nullopt;
    }
    telling_ = true;
    return outcomes_.front();
}

void Papers::told() {
    const std::lock_guard lock(mutex_);
    telling_ = false;
    if (!outcomes_.empty()) {
        outcomes_.pop_front();
    }
}

void Papers::not_told() {
    const std::lock_guard lock(mutex_);
    telling_ = false;
}

std::vector<domain::TicketId> Papers::pending() const {
    const std::lock_guard lock(mutex_);
    std::set<domain::TicketId> all;
    for (const auto& [ticket, copy] : under_way_) {
        all.insert(ticket);
    }
    for (const domain::Command& outcome : outcomes_) {
        if (const auto copy = copy_of(outcome)) {
            all.insert(copy->first);
        }
    }
    return {all.begin(), all.end()};
}

std::vector<domain::Command> Papers::outcomes() const {
    const std::lock_guard lock(mutex_);
    return {outcomes_.begin(), outcomes_.end()};
}

std::size_t Papers::waiting() const {
    const std::lock_guard lock(mutex_);
    return outcomes_.size();
}

}  // namespace jiaohao::satellite
