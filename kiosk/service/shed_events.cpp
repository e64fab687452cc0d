// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/shed_events.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::service {
namespace {

bool goes_first(const domain::Event& event) {
    return std::holds_alternative<domain::PressRaw>(event);
}

}  // namespace

void ShedEvents::take_from(std::vector<domain::Event>& events, WallTime wall, BootTime boot) {
    for (const domain::Event& event : events) {
        if (!goes_first(event)) {
            continue;
        }
        if (!pending()) {
            gap_.from = wall;
            since_ = boot;
        }
        gap_.to = wall;
        ++gap_.dropped[std::string(domain::type_name(event))];
    }
    std::erase_if(events, goes_first);
}

std::optional<domain::Gap> ShedEvents::tell() {
    return pending() ? std::optional(std::exchange(gap_, {})) : std::nullopt;
}

void ShedEvents::put_back(const domain::Gap& gap) {
    if (!pending()) {
        gap_.to = gap.to;
    }
    gap_.from = gap.from;
    for (const auto& [type, count] : gap.dropped) {
        gap_.dropped[type] += count;
    }
}

}  // namespace jiaohao::service
