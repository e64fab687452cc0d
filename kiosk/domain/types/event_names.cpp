// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::domain {
namespace {

/// In the order of the variant's alternatives; the last one, UnknownEvent, brings its own name.
constexpr auto names = std::to_array<std::string_view>({
    "epoch.started",        "day.opened",
    "day.closed",           "service.opened",
    "service.closed",       "ticket.issued",
    "ticket.print_started", "ticket.printed",
    "ticket.not_printed",   "ticket.print_unknown",
    "ticket.reprinted",     "ticket.called",
    "ticket.recalled",      "ticket.no_show",
    "ticket.returned",      "ticket.parked",
    "ticket.resumed",       "ticket.transferred",
    "ticket.unparked",      "ticket.cancelled",
    "ticket.expired",       "serving.started",
    "serving.finished",     "rating.requested",
    "rating.given",         "rating.reason",
    "rating.missed",        "press.raw",
    "clerk.signed_in",      "clerk.signed_out",
    "counter.opened",       "counter.paused",
    "counter.resumed",      "counter.ready",
    "counter.closed",       "help.requested",
    "message.sent",         "message.read",
    "appointment.added",    "appointment.arrived",
    "appointment.missed",   "appointment.cancelled",
    "diversion.offered",    "diversion.taken",
    "visit.noted",          "alert.raised",
    "alert.acknowledged",   "alert.resolved",
    "device.changed",       "clock.adjusted",
    "config.applied",       "gap",
    "lease.granted",        "ticket.adopted",
    "ticket.handed_over",   "asking.withdrawn",
});
static_assert(names.size() + 1 == std::variant_size_v<Event>);

}  // namespace

std::string_view type_name(const Event& event) {
    if (const auto* unknown = std::get_if<UnknownEvent>(&event)) {
        return unknown->type;
    }
    return event.index() < names.size() ? names[event.index()] : std::string_view{};
}

}  // namespace jiaohao::domain
