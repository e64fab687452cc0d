// What a satellite hands over to its owner, and what becomes of what the owner does not take. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/domain/types/views.hpp"
#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::satellite {

/// Whether the satellite `own` issued it and still has it to hand over.
[[nodiscard]] bool is_held(const domain::Ticket& ticket, const domain::TerminalId& own);
[[nodiscard]] std::size_t held(const domain::HallState& state, const domain::TerminalId& own);

/// Whether the owner's day says what is to become of the ticket: it is the ticket's, open or over, or a later one. Until
/// then the ticket is kept: an owner that has just been switched on opens its day in a moment.
[[nodiscard]] bool is_time_for(const domain::Ticket& ticket, const domain::HallState& state,
                               const domain::HallView& owner);

/// The one that is next: by place in line, those alone whose time it is and of whose first paper is known what became of
/// it. Those of `passed_over` are not looked at.
[[nodiscard]] const domain::Ticket* next_to_hand_over(
    const domain::HallState& state, const domain::TerminalId& own, const domain::HallView& owner,
    const std::function<bool(const domain::TicketId&)>& passed_over);

/// Nothing when its number is of no range of this configuration.
[[nodiscard]] std::optional<domain::AdoptTicket> adoption_of(const domain::Ticket& ticket,
                                                             const domain::HallState& state,
                                                             const domain::HallConfig& config,
                                                             domain::Channel channel);

enum class Fate : std::uint8_t {
    /// Something that passes: the same again in a while.
    again,
    /// Its day is over there.
    expire,
    /// The owner will never take it; people are to be told.
    cancel,
    /// The owner does not know us: nothing of ours is taken until that is mended.
    stranger,
};
[[nodiscard]] Fate fate_after(const wire::api::RefusalText& refusal);

}  // namespace jiaohao::satellite
