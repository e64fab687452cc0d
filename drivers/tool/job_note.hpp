// A print job as one line of a capture, so that a replay can print it again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "kiosk/ports/ticket_printer.hpp"

namespace jiaohao::drivers::tool {

/// "job {...}"
[[nodiscard]] std::string job_note(const ports::PrintJob& job);
/// Nothing for another note, or a job of a form this version does not know.
[[nodiscard]] std::optional<ports::PrintJob> job_from_note(const std::string& note);

}  // namespace jiaohao::drivers::tool
