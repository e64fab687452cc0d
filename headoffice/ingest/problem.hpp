// Errors of the upload interface as RFC 9457 problem documents. The type is stable: programs branch on it,
// people read title and detail.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/domain/types/ids.hpp"
#include "kiosk/http/message.hpp"

namespace jiaohao::headoffice {

struct EventPlace {
    domain::TerminalId terminal;
    domain::EpochId epoch;
    domain::Seq seq;
};

struct Problem {
    std::uint16_t status = 500;
    /// Last part of the type "urn:jiaohao:problem:<type>".
    std::string_view type;
    std::string_view title;
    /// What was wrong with this request, and what to do.
    std::string detail;
    /// Seq that a terminal must send from.
    std::optional<std::uint64_t> want;
    std::optional<std::chrono::seconds> retry_after;
    /// The event that it is about.
    std::optional<EventPlace> place{};
};

[[nodiscard]] http::Response to_response(const Problem& problem);

/// Makes a problem document of an error that is plain text (what the server or the pages answer by themselves),
/// and of 421 one that says where head office's names are set. Anything else is left as it is.
void as_problem(http::Response& response);

}  // namespace jiaohao::headoffice
