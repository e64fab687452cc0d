// Waits: what customers are told, and what their calls teach. The method is that of kiosk/stats/wait_estimator.hpp;
// here stands what a hall's rules feed it with. A line of the estimator is a service: whoever of it waits in another
// class is ahead or not by the order of calling. Deciding and recording build the same features from the same numbers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"

namespace jiaohao::domain::waits {

/// Puts into an event that says `service`, `customer_class` and `due_at` already who is ahead, what the estimator has
/// to know, and the promise made of it.
void promise(const HallState& state, const HallConfig& config, WallTime now, TicketIssued& event);

/// Of a ticket that is being issued; none if its event is older than the estimator or it is an appointment, whose
/// wait has little to do with the line.
[[nodiscard]] std::optional<stats::WaitFeatures> features(const HallState& state, const TicketIssued& event,
                                                          WallTime at);

/// A ticket is called, and has not left its line yet. Its first call scores its promise and teaches how long waits
/// are, later ones only how fast the line moves. A no-show waited as long as anybody else until then, so it counts.
void note_call(HallState& state, const Ticket& ticket, const TicketCalled& event, WallTime at);

/// What an ordinary customer who took a ticket of the service now would be told.
[[nodiscard]] ExpectedWait of_newcomer(const HallState& state, const HallConfig& config,
                                       const ServiceId& service, WallTime now);

/// Of a waiting ticket, from now on.
struct PlaceInLine {
    /// As TicketIssued::ahead.
    std::uint32_t ahead = 0;
    /// None for who was sent to a certain counter or clerk: nothing is known of such waits.
    std::optional<ExpectedWait> expected;
};
[[nodiscard]] std::optional<PlaceInLine> of_waiting(const HallState& state, const HallConfig& config,
                                                    const Ticket& ticket, WallTime now);

/// After a state was read from outside: what is damaged, or of another version, is learnt anew.
void restore(HallState& state);

}  // namespace jiaohao::domain::waits
