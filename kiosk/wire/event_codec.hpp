// Events as JSON: the form on disk, on the API and on the wire to head office. Grammar, samples and the
// canonical form stand in PROTOCOL.md.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/base/bytes.hpp"
#include "kiosk/base/result.hpp"
#include "kiosk/domain/types/events.hpp"

namespace jiaohao::wire {

/// Names what is wrong and where: field "data.level", problem "is not a whole number".
struct CodecError {
    std::string field;
    std::string problem;
};

/// The `data` object of an event. A ticket of the envelope's own terminal and epoch is written as its bare
/// seq, any other as "terminal/epoch/seq".
[[nodiscard]] nlohmann::json encode_data(const domain::RecordedEvent& event);

/// Unknown types become domain::UnknownEvent; unknown fields are ignored; a known type with a missing or
/// wrong field is an error. Old versions (envelope.version) are lifted first.
[[nodiscard]] Result<domain::Event, CodecError> decode_data(const domain::Envelope& envelope,
                                                            std::string_view type,
                                                            const nlohmann::json& data);

/// The whole event: {v, hall, terminal, epoch, seq, day, at, boot, mono, type, data[, sim]}.
[[nodiscard]] nlohmann::json encode(const domain::RecordedEvent& event);
[[nodiscard]] Result<domain::RecordedEvent, CodecError> decode(const nlohmann::json& json);

using Hash = std::array<std::uint8_t, 32>;

/// SHA-256 of the canonical form: UTF-8 JSON of encode() with keys sorted by byte value, no white space,
/// numbers as shortest integers, strings with the shortest escapes. Head office and terminal compute the same
/// 32 bytes.
[[nodiscard]] std::string canonical(const domain::RecordedEvent& event);
[[nodiscard]] Hash hash_of(std::string_view canonical_form);
/// chain(n) = SHA-256(chain(n-1) || hash(n)); chain(0) is 32 zero bytes.
[[nodiscard]] Hash chain(const Hash& previous, const Hash& event);
[[nodiscard]] std::string to_hex(const Hash& hash);

}  // namespace jiaohao::wire
