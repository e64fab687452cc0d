// Rows and events as the API shows them (API.md, "View"). Whole; what a role sees of it is api_roles.hpp.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/types/views.hpp"

namespace jiaohao::wire::api {

[[nodiscard]] nlohmann::json encode_view(const domain::HallView& view);
[[nodiscard]] nlohmann::json encode_row(const domain::TicketView& row);
[[nodiscard]] nlohmann::json encode_wait(const domain::ExpectedWait& wait);

/// {type, at, seq, data}. Unlike on disk every ticket is named in full ("terminal/epoch/seq"), and
/// ticket.issued names its own.
[[nodiscard]] nlohmann::json encode_event(const domain::RecordedEvent& event);

/// The `data` of a `done`: what of the answer makes sense for the command.
[[nodiscard]] nlohmann::json encode_answer(const domain::Answer& answer);

}  // namespace jiaohao::wire::api
