// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/stray_budget.hpp"

#include <algorithm>
#include <string>

namespace jiaohao::service {
namespace {

const std::string kDropped = "press.stray";

}  // namespace

std::chrono::nanoseconds StrayBudget::now() const {
    return clock_.to_real(clock_.boot() - begun_);
}

bool StrayBudget::left(const Share& share, FullAt full_at) const {
    return std::max(full_at, now()) + share.refill <= now() + share.burst * share.refill;
}

void StrayBudget::spend(const Share& share, FullAt& full_at) const {
    full_at = std::max(full_at, now()) + share.refill;
}

StrayBudget::FullAt& StrayBudget::place_of(const domain::PressStray& press) {
    const Place place{press.line, press.address};
    if (const auto known = places_.find(place); known != places_.end()) {
        return known->second;
    }
    if (places_.size() >= most_addresses) {
        std::erase_if(places_, [current = now()](const auto& one) { return one.second <= current; });
    }
    return places_.size() < most_addresses ? places_[place] : others_;
}

bool StrayBudget::pass(const domain::PressStray& press) {
    FullAt& place = place_of(press);
    if (left(of_address, place) && left(of_all, all_)) {
        spend(of_address, place);
        spend(of_all, all_);
        return true;
    }
    count(clock_.wall(), clock_.wall(), 1);
    return false;
}

void StrayBudget::count(WallTime from, WallTime to, std::uint64_t presses) {
    if (!pending()) {
        since_ = now();
    }
    gap_.from = pending() ? std::min(gap_.from, from) : from;
    gap_.to = std::max(gap_.to, to);
    gap_.dropped[kDropped] += presses;
}

std::optional<domain::Gap> StrayBudget::tell(bool ending) {
    if (!pending() || !(ending || now() - since_ >= between_gaps)) {
        return std::nullopt;
    }
    return std::exchange(gap_, {});
}

bool StrayBudget::put_back(const domain::Gap& gap) {
    const auto dropped = gap.dropped.find(kDropped);
    if (dropped == gap.dropped.end()) {
        return false;
    }
    count(gap.from, gap.to, dropped->second);
    return true;
}

}  // namespace jiaohao::service
