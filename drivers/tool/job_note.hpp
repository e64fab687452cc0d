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

/// "printed process_id", "unknown time_out".
[[nodiscard]] std::string told(const ports::PrintOutcome& outcome);

/// "outcome {...}": what became of a job, for a replay that cannot find out itself.
[[nodiscard]] std::string outcome_note(const domain::TicketId& ticket, std::uint32_t copy,
                                       const ports::PrintOutcome& outcome);
struct NotedOutcome {
    domain::TicketId ticket;
    std::uint32_t copy = 1;
    ports::PrintOutcome::Kind kind{};
    /// As told() says it.
    std::string told;
};
/// Nothing for another note.
[[nodiscard]] std::optional<NotedOutcome> outcome_from_note(const std::string& note);

}  // namespace jiaohao::drivers::tool
