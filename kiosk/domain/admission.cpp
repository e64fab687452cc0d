// SPDX-License-Identifier: Apache-2.0
#include "kiosk/domain/admission.hpp"

#include "kiosk/domain/hours.hpp"
#include "kiosk/domain/lookup.hpp"
#include "kiosk/domain/schedule.hpp"

namespace jiaohao::domain::admission {
namespace {

using std::chrono::seconds;

/// What the hours of the open day say, where they are followed.
struct Hours {
    hours::Says says;
    seconds into{};
};

std::optional<Hours> hours_now(const Moment& moment, const ServiceConfig& service) {
    const auto into = schedule::into_day(moment.state, moment.local);
    if (!into || schedule::clock_in_doubt(moment.state, moment.now)) {
        return std::nullopt;
    }
    const auto spans = hours::Around(moment.config, *moment.state.day, *into).spans(service);
    return spans ? std::optional(Hours{hours::say(*spans, *into), *into}) : std::nullopt;
}

/// Its hours have ended, whether or not that was recorded yet. Who opened it by hand outside its hours opened it.
bool closed_by_hours(const ServiceState& known, const std::optional<Hours>& now) {
    return now && !now->says.open && (!known.open || known.hours_say == true);
}

std::map<std::string, std::string> about(const ServiceConfig& service) {
    return {{"service", service.id.get()}};
}

Refusal ends_soon(const ServiceConfig& service, std::chrono::minutes last_end) {
    auto params = about(service);
    params["closes"] = hours::to_text(last_end);
    return {RefusalCode::service_ends_soon, std::move(params)};
}

Refusal closed(const Moment& moment, const ServiceConfig& service, bool by_hours) {
    auto params = about(service);
    const auto opening = by_hours ? hours::next_opening(moment.config, service, *moment.local) : std::nullopt;
    if (!opening) {
        return {RefusalCode::service_closed, std::move(params)};
    }
    params["opens"] = hours::to_text(*opening, moment.local->date);
    return {RefusalCode::service_outside_hours, std::move(params)};
}

}  // namespace

std::optional<Refusal> refused(const Moment& moment, const ServiceConfig& service, bool appointment) {
    const ServiceState& known = service_state(moment.state, service.id);
    const auto now = hours_now(moment, service);
    const bool by_hours = closed_by_hours(known, now);
    if (by_hours || !known.open) {
        return closed(moment, service, by_hours);
    }
    if (appointment) {
        return std::nullopt;
    }
    if (service.day_limit > 0 && known.issued >= service.day_limit) {
        auto params = about(service);
        params["limit"] = std::to_string(service.day_limit);
        return Refusal{RefusalCode::service_day_limit, std::move(params)};
    }
    // After the last end it was opened by hand: whoever did that knows until when.
    const auto last = now ? now->says.last_end : std::nullopt;
    if (last && service.last_ticket.count() > 0 && now->into < *last &&
        now->into >= *last - service.last_ticket) {
        return ends_soon(service, *last);
    }
    return std::nullopt;
}

std::optional<Refusal> too_late(const Moment& moment, const ServiceConfig& service,
                                const ExpectedWait& wait) {
    const auto now = service.last_ticket_by_wait ? hours_now(moment, service) : std::nullopt;
    const auto last = now ? now->says.last_end : std::nullopt;
    if (last && now->into < *last && now->into + wait.p90 > *last) {
        return ends_soon(service, *last);
    }
    return std::nullopt;
}

Times times(const Moment& moment, const ServiceConfig& service) {
    Times times;
    if (!moment.local || !moment.local->date.ok()) {
        return times;
    }
    const auto now = hours_now(moment, service);
    const ServiceState& known = service_state(moment.state, service.id);
    const bool not_yet =
        !moment.state.day_open && hours::Date(moment.config, moment.local->date).spans(service);
    if (not_yet || closed_by_hours(known, now)) {
        if (const auto opening = hours::next_opening(moment.config, service, *moment.local)) {
            times.opens = hours::to_text(*opening, moment.local->date);
        }
    }
    // What goes on for a day and longer is not told to end.
    const auto last = now ? now->says.last_end : std::nullopt;
    if (last && now->into < *last && *last - now->into < std::chrono::days{1}) {
        times.closes = hours::to_text(*last);
    }
    return times;
}

}  // namespace jiaohao::domain::admission
