// What a satellite hands over to its owner, and what becomes of what the owner does not take. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::satellite {

/// Whether the satellite `own` issued it and still has it to hand over.
[[nodiscard]] bool is_held(const domain::Ticket& ticket, const domain::TerminalId& own);
[[nodiscard]] std::size_t held(const domain::HallState& state, const domain::TerminalId& own);

/// The one that is next: by place in line, those alone of whose first paper is known what became of it. Those in `not_now`
/// are passed over until their time.
[[nodiscard]] const domain::Ticket* next_to_hand_over(const domain::HallState& state,
                                                      const domain::TerminalId& own,
                                                      const std::map<domain::TicketId, BootTime>& not_now,
                                                      BootTime now);

/// Nothing when its number is of no range of this configuration.
[[nodiscard]] std::optional<domain::AdoptTicket> adoption_of(const domain::Ticket& ticket,
                                                             const domain::HallState& state,
                                                             const domain::HallConfig& config,
                                                             domain::Channel channel);
/// The same for the same adoption, so that the owner remembers its answer beyond its day: 1..64 bytes of a request id.
[[nodiscard]] std::string adoption_id(const domain::AdoptTicket& adoption);

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
