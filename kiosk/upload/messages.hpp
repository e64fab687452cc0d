// What goes to head office and what comes back, between bytes and values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.hpp"
#include "kiosk/domain/types/events.hpp"
#include "kiosk/upload/transport.hpp"

namespace jiaohao::upload {

/// A batch that fits; `events` is how many of the given ones it holds, from the first.
struct EncodedBatch {
    HttpRequest request;
    std::size_t events = 0;
};
/// Halves until the compressed body has at most `most_bytes` (a single event goes whatever its size). `raw`:
/// exactly one event, as {seq, raw}.
[[nodiscard]] EncodedBatch encode_request(std::vector<domain::RecordedEvent> events, bool raw,
                                          std::size_t most_bytes);

struct StoredAnswer {
    domain::EpochId epoch;
    domain::Seq stored_to;
    std::optional<WallTime> server_time;
    /// Events a second that a backlog may be drained with; 0: no bound given.
    double events_per_s = 0;
    std::vector<domain::Seq> quarantined;
    /// Stored, and in no figure: their business day is too far from head office's date to be true.
    std::vector<domain::Seq> set_apart;
};
/// Nothing when it is not head office's answer.
[[nodiscard]] std::optional<StoredAnswer> parse_stored(std::string_view body);

struct ProblemAnswer {
    /// Last part of "urn:jiaohao:problem:<type>"; empty when it is none of ours.
    std::string type;
    std::string detail;
    std::optional<domain::Seq> want;
};
[[nodiscard]] ProblemAnswer parse_problem(std::string_view body);

struct ContactAnswer {
    std::optional<std::chrono::seconds> period;
    std::optional<WallTime> server_time;
    /// What head office did not take of the names that came with this contact, and why; the first 20.
    std::vector<std::string> names_refused{};
    /// It does not have the names that were told by their hash alone: the next contact brings them.
    bool names_wanted = false;
};
[[nodiscard]] std::optional<ContactAnswer> parse_contact(std::string_view body);

/// What the uploader itself says at each contact.
struct ContactFacts {
    domain::TerminalId terminal;
    domain::HallId hall;
    std::uint64_t backlog = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t set_apart = 0;
    WallTime at{};
    std::vector<std::string> alarms;
    /// ContactRequest::names_hash of the last contact that head office took; empty: of none.
    std::string names_taken{};
};
struct ContactRequest {
    HttpRequest http;
    /// SHA-256, in hex, of the names in the status; empty when there are none.
    std::string names_hash;
    /// Whether they go along, or their hash alone.
    bool with_names = false;
};
/// `status` is a JSON object (versions, devices, alerts, names) that the facts are added to; anything else is left
/// out. Names that head office has are told by their hash.
[[nodiscard]] ContactRequest contact_request(const ContactFacts& facts, std::string_view status);

}  // namespace jiaohao::upload
