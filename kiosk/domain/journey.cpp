// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/journey.hpp"

#include <algorithm>

#include "kiosk/domain/hours.hpp"

namespace jiaohao::domain::journey {
namespace {

/// Services that go on are few; a list longer than this was made by no person.
Refusal bad_step(const char* problem, const ServiceId& step) {
    return {RefusalCode::bad_arguments, {{"argument", "then"}, {"problem", problem}, {"value", step.get()}}};
}

/// Open now, or closed by its hours (nobody closed it while they said open) and open again later today: a visit lasts a while.
bool opens_today(const rules::Hall& hall, const ServiceConfig& service) {
    const ServiceState& now = service_state(hall.state, service.id);
    const auto& local = hall.context.local;
    if (now.open || now.hours_say == true || !local) {
        return now.open;
    }
    const OpenSpans* const spans = hours::Date(hall.config, local->date).spans(service);
    return spans != nullptr && hours::say(*spans, local->since_midnight).next_opening.has_value();
}

}  // namespace

std::optional<Refusal> refused(const rules::Hall& hall, const ServiceId& before, std::size_t planned,
                               const std::vector<ServiceId>& steps) {
    const std::uint32_t longest = hall.config.calling.longest_journey;
    if (!steps.empty() && 1 + planned + steps.size() > longest) {
        return Refusal{RefusalCode::journey_too_long, {{"limit", std::to_string(longest)}}};
    }
    const ServiceId* last = &before;
    for (const ServiceId& step : steps) {
        const ServiceConfig* const service = hall.config.service(step);
        if (service == nullptr) {
            return Refusal{RefusalCode::service_unknown, {{"service", step.get()}}};
        }
        if (step == *last) {
            return bad_step("repeated", step);
        }
        if (!opens_today(hall, *service)) {
            return Refusal{RefusalCode::service_closed, {{"service", step.get()}}};
        }
        last = &step;
    }
    return std::nullopt;
}

void go_on(const HallConfig& config, const std::vector<ServiceId>& then, ServingFinished& event) {
    std::vector<ServiceId> left;
    std::ranges::copy_if(then, std::back_inserter(left),
                         [&](const ServiceId& one) { return config.service(one) != nullptr; });
    if (left.empty()) {
        return;
    }
    event.next = left.front();
    left.erase(left.begin());
    if (!left.empty()) {
        event.then = std::move(left);
    }
}

}  // namespace jiaohao::domain::journey
