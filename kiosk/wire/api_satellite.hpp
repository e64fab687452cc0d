// What a satellite terminal asks its owner, written as commands of the API (API.md, "Satellites"): the inverse of
// read_command().
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "kiosk/domain/command.hpp"

namespace jiaohao::wire::api {

/// Of a ticket that is handed over; an older one is of another day.
inline constexpr domain::Milliseconds most_age = std::chrono::hours{48};

struct Written {
    std::string name;
    nlohmann::json args = nlohmann::json::object();
};

/// Commands that an owner takes from a satellite; nothing for all others. far_paper of tickets, `asked`, the cause of
/// SettlePapers and so on are written; the terminal never is: the owner knows it by the session.
[[nodiscard]] std::optional<Written> write_command(const domain::Command& command);

/// ticket.get
[[nodiscard]] Written write_ticket_get(const domain::TicketId& ticket);

}  // namespace jiaohao::wire::api
