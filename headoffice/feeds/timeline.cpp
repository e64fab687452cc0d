// SPDX-License-Identifier: Apache-2.0
#include "headoffice/feeds/timeline.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace jiaohao::headoffice::feeds {

std::vector<const domain::RecordedEvent*> in_order(const std::vector<domain::RecordedEvent>& events) {
    std::vector<const domain::RecordedEvent*> order;
    order.reserve(events.size());
    for (const auto& event : events) {
        order.push_back(&event);
    }
    const auto place = [](const domain::RecordedEvent* event) {
        const auto& envelope = event->envelope;
        return std::tie(envelope.terminal, envelope.epoch, envelope.seq);
    };
    std::ranges::stable_sort(order, {}, place);
    std::vector<std::pair<WallTime, const domain::RecordedEvent*>> timed;
    timed.reserve(order.size());
    for (const auto* event : order) {
        const bool goes_on = !timed.empty() &&
                             timed.back().second->envelope.terminal == event->envelope.terminal &&
                             timed.back().second->envelope.epoch == event->envelope.epoch;
        timed.emplace_back(goes_on ? std::max(timed.back().first, event->envelope.at) : event->envelope.at,
                           event);
    }
    std::ranges::stable_sort(timed, {}, &std::pair<WallTime, const domain::RecordedEvent*>::first);
    std::ranges::transform(timed, order.begin(), &std::pair<WallTime, const domain::RecordedEvent*>::second);
    return order;
}

std::chrono::milliseconds between(const domain::Envelope& earlier, const domain::Envelope& later) {
    if (earlier.terminal == later.terminal && !earlier.boot.empty() && earlier.boot == later.boot) {
        return later.mono_ms - earlier.mono_ms;
    }
    return later.at - earlier.at;
}

}  // namespace jiaohao::headoffice::feeds
