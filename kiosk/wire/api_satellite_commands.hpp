// Commands of satellite terminals to the terminal that owns the queue.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/wire/api_commands.hpp"

namespace jiaohao::wire::api {

/// Every command of role satellite that others do not have begins with it.
inline constexpr std::string_view satellite_commands = "satellite.";

void add_satellite_commands(std::vector<CommandSpec>& specs);

/// The terminal is never an argument: what read_command() made of a satellite's command is of the one that its session's
/// token names. Refused: forbidden{command, ticket} for a ticket of another terminal,
/// forbidden{command, asked} for what another one's customers asked under, bad_arguments{device} for a device
/// whose name with the terminal's in front is too long.
[[nodiscard]] Result<void, domain::Refusal> bind_satellite(std::string_view name, Call& call,
                                                           const domain::TerminalId& terminal);

}  // namespace jiaohao::wire::api
