// Errors of the upload interface as RFC 9457 problem documents. The type is stable: programs branch on it,
// people read title and detail.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/http/message.hpp"

namespace jiaohao::headoffice {

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
};

[[nodiscard]] http::Response to_response(const Problem& problem);

/// Makes a problem document of an error that is plain text: what the server or the pages answer by themselves.
/// Anything else is left as it is.
void as_problem(http::Response& response);

}  // namespace jiaohao::headoffice
