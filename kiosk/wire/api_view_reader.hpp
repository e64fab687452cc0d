// Rows, events and answers of the API read back: what a kioskd that is a client of another one does. Written for servers
// of other versions: fields that are not known are passed over, codes that are not known become the careful choice.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/domain/command.hpp"
#include "kiosk/domain/types/views.hpp"
#include "kiosk/wire/api_messages.hpp"

namespace jiaohao::wire::api {

struct ReadView {
    domain::HallView view;
    /// Rows left out: no object, without their id, or a field of another kind than it should be.
    std::uint64_t skipped = 0;
};
/// The inverse of encode_view() as far as the viewer saw it.
[[nodiscard]] ReadView read_view(const nlohmann::json& view);
[[nodiscard]] std::optional<domain::TicketView> read_ticket_row(const nlohmann::json& row);
[[nodiscard]] std::optional<domain::ExpectedWait> read_wait(const nlohmann::json& wait);

/// The `data` of a `done`: what encode_answer() writes, but for the why of calls.
[[nodiscard]] domain::Answer read_answer(const nlohmann::json& data);
/// Codes that are not known become `otherwise`.
[[nodiscard]] domain::Refusal read_refusal(const RefusalText& text, domain::RefusalCode otherwise);

/// An event as encode_event() writes it and filter_event() lets it pass: of the type it has, its data as they came
/// (domain::UnknownEvent), so that it is shown to others as it was shown here.
[[nodiscard]] std::optional<domain::RecordedEvent> read_event(const nlohmann::json& event);

}  // namespace jiaohao::wire::api
