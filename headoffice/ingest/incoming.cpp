// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ingest/incoming.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::headoffice {
namespace {

bool far_away(domain::BusinessDay day, WallTime now, const DayWindow& window) {
    const auto ahead = std::chrono::sys_days{day} - std::chrono::floor<std::chrono::days>(now);
    return ahead > window.ahead || -ahead > window.back;
}

}  // namespace

IncomingEvent to_incoming(wire::BatchElement element, WallTime now, const DayWindow& window) {
    IncomingEvent event;
    event.seq = element.seq;
    event.quarantined = !element.event.has_value();
    if (element.event) {
        const domain::Envelope& envelope = element.event->envelope;
        event.body = std::move(element.canonical);
        event.day = envelope.day;
        event.set_apart = !envelope.simulated && envelope.day && far_away(*envelope.day, now, window);
        // Nothing happened later than it arrived: a clock that runs ahead must not make days look complete.
        event.at = envelope.simulated ? envelope.at : std::min(envelope.at, now);
    } else {
        event.body = std::move(element.raw);
        event.problem = element.problem.empty() ? "cannot be read" : std::move(element.problem);
    }
    event.hash = wire::hash_of(event.body);
    return event;
}

bool holds_simulated(const wire::Batch& batch) {
    for (const wire::BatchElement& element : batch.elements) {
        if (element.event && element.event->envelope.simulated) {
            return true;
        }
    }
    return false;
}

}  // namespace jiaohao::headoffice
