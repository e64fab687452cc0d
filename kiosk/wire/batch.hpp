// The body of PUT /v1/terminals/{terminal}/epochs/{epoch}/events/{first_seq} before content coding:
// consecutive events of one epoch; what they share stands once, events carry differences. Grammar and a
// worked example in PROTOCOL.md.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/wire/event_codec.hpp"

namespace jiaohao::wire {

/// A larger body or more elements are refused (HTTP 413 is for the server to say before it comes to that).
inline constexpr std::size_t kMostBatchBytes = 8U << 20U;
inline constexpr std::size_t kMostBatchEvents = 10'000;

/// `events` must be consecutive and of one (hall, terminal, epoch); at least one.
[[nodiscard]] std::string encode_batch(const std::vector<domain::RecordedEvent>& events);

/// A batch of one event that even alone was refused with 400: sent as {seq, raw} with base64 of its canonical
/// form.
[[nodiscard]] std::string encode_raw_batch(const domain::RecordedEvent& event);

/// One element of a batch. `event` is missing when only its seq could be read; `raw` then holds its JSON text
/// (or the decoded bytes of a {seq, raw} element) and `problem` says what was wrong.
struct BatchElement {
    domain::Seq seq;
    std::optional<domain::RecordedEvent> event;
    std::string raw;
    std::string problem;
    /// Set with `event`: its canonical form as it was sent, fields that this version does not know included.
    /// What is hashed and stored, so that a newer head office judges sameness alike. Equals
    /// wire::canonical(*event) when there are no such fields.
    std::string canonical;
};

struct Batch {
    domain::HallId hall;
    std::vector<BatchElement> elements;
};

/// Fails (HTTP 400) only when the envelope of the batch or the seq of an element cannot be read, or seqs are
/// not consecutive from `first`. Terminal and epoch are those of the URL.
[[nodiscard]] Result<Batch, CodecError> decode_batch(std::string_view body,
                                                     const domain::TerminalId& terminal,
                                                     const domain::EpochId& epoch, domain::Seq first);

}  // namespace jiaohao::wire
