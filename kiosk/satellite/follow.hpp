// What a satellite does to be as its owner is: the same day, the same services open, numbers for when it is alone. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/state.hpp"
#include "kiosk/domain/types/hall_config.hpp"
#include "kiosk/domain/types/views.hpp"

namespace jiaohao::satellite {

/// The next command to the own hall; nothing when it is as the owner's rows say. `today` is the date here, `held` how many
/// tickets are still to be handed over: the day is not closed over them. An owner that has not opened yet is not followed
/// back; one that opened today's again is.
[[nodiscard]] std::optional<domain::Command> next_to_follow(const domain::HallView& owner,
                                                            const domain::HallState& own,
                                                            const domain::HallConfig& config,
                                                            std::optional<domain::BusinessDay> today,
                                                            std::size_t held);

/// Ranges whose numbers for the time alone are missing or half spent: from then on the owner lends others. Only while both
/// have the same day open.
[[nodiscard]] std::vector<domain::TakeLease> leases_wanted(const domain::HallView& owner,
                                                           const domain::HallState& own,
                                                           const domain::HallConfig& config,
                                                           const domain::TerminalId& terminal);

/// Numbers that could be given now if the owner went away: of all ranges, or of one.
[[nodiscard]] std::uint64_t numbers_left(const domain::HallState& own, const domain::TerminalId& terminal);
[[nodiscard]] std::uint64_t numbers_left(const domain::HallState& own, const domain::TerminalId& terminal,
                                         const domain::RangeId& range);

}  // namespace jiaohao::satellite
