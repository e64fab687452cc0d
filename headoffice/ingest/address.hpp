// The two addresses of the upload interface.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::headoffice {

struct EventsAddress {
    domain::TerminalId terminal;
    domain::EpochId epoch;
    domain::Seq first;
};
/// /v1/terminals/{terminal}/epochs/{epoch}/events/{first_seq}; nothing for anything else.
[[nodiscard]] std::optional<EventsAddress> parse_events_address(std::string_view path);
/// /v1/terminals/{terminal}/contact
[[nodiscard]] std::optional<domain::TerminalId> parse_contact_address(std::string_view path);
/// 1 to `most` of A-Z a-z 0-9 _ -.
[[nodiscard]] bool is_name(std::string_view text, std::size_t most);

}  // namespace jiaohao::headoffice
