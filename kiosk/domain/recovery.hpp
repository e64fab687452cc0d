// Service recovery: what the duty manager is told at once, while the customer is still in the hall. A bad rating raises
// an alert in the same decision; a customer who waits too long raises one for the service, by time: the one who has
// stood in its line longest, who need not be its first. An alert for a long wait ends by itself when the longest wait is
// down to three quarters of the limit. Once it ended, or somebody resolved it, it comes again only for a customer who
// had waited less than that then: neither does it flap, nor does it come back for those who were seen to.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain::recovery {

inline constexpr std::string_view bad_rating = "bad_rating";
inline constexpr std::string_view long_wait = "long_wait";
inline constexpr std::string_view help = "help";
/// People wait for a service that the configuration does not know any more.
inline constexpr std::string_view service_gone = "service_gone";
/// See shortage.hpp.
inline constexpr std::string_view no_counter = "no_counter";
inline constexpr std::string_view range_low = "range_low";
/// AlertResolved::done of an alert that ended by itself ("recovery.over" of the catalogue).
inline constexpr std::string_view over = "over";

/// One ticket has one rating, so it has one alert.
[[nodiscard]] AlertId rating_alert(const TicketId& ticket);
[[nodiscard]] AlertId wait_alert(const ServiceId& service);

/// Since when it stands in its line; an appointment before its time does not wait yet.
[[nodiscard]] WallTime since_of(const Ticket& ticket);

/// The alert that belongs to the rating, if it is that bad. Never who gave it or what was written: number, counter,
/// level and service.
[[nodiscard]] std::optional<AlertRaised> alert_of(const HallState& state, const HallConfig& config,
                                                  const RatingGiven& rating);

/// How long the one who waits longest has stood in a line of the service, and who it is.
struct Longest {
    const Ticket* ticket = nullptr;
    Milliseconds waited{};
    WallTime since{};
};
[[nodiscard]] std::optional<Longest> longest_wait(const HallState& state, const ServiceId& service,
                                                  WallTime now);

void due(const HallState& state, const HallConfig& config, WallTime now, std::vector<Command>& commands);
[[nodiscard]] std::optional<WallTime> next_due(const HallState& state, const HallConfig& config);

}  // namespace jiaohao::domain::recovery
