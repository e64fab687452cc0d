// What the host says: a profile's saying with values put in, as bytes. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/engine/meaning.hpp"
#include "drivers/engine/profile.hpp"
#include "drivers/frames/encode.hpp"

namespace jiaohao::drivers::engine {

/// What a saying may speak of. What the template does not name is not looked at; what it names and is not given
/// is zero or empty.
struct Values {
    std::uint32_t address = 0;
    /// As on the ticket ("A027"). Forms digits and decimal and the binary ones take the digits at its end (the
    /// last that fit); ascii takes the last characters that fit. Empty: blank.
    std::string number;
    /// Too large for its form: all nines (binary: the greatest value).
    std::uint32_t waiting = 0;
    /// UTF-8. What the form cannot hold is sent as '?'; what is too long is cut at a whole character.
    std::string text;
    /// clear_latch: the bits whose presses are safe, and the other bits of the last reading.
    std::uint32_t bits = 0;
    std::uint32_t rest = 0;
};

/// One frame to send. Between two frames of a saying the line's turn-around is kept, and the reply to the first
/// is waited for when it has one.
struct Utterance {
    frames::Frame frame;
    Bytes bytes;
    /// The frame is answered by the device: wait TalkRules::reply_time, see is_reply().
    bool wants_reply = false;
    /// Places within the saying, for is_reply().
    std::size_t saying = 0;
    std::size_t nth = 0;
};

enum class SayError : std::uint8_t {
    unknown_saying,  ///< the profile has none of that name: the device cannot do this
    bad_address,     ///< outside the profile's range
    not_encodable    ///< a value does not fit the frame
};
[[nodiscard]] std::string_view code(SayError error);

using Said = Result<std::vector<Utterance>, SayError>;

/// `name`: one of known_sayings(). `number` with an empty number is said as `blank` where the profile has that.
[[nodiscard]] Said say(const DeviceProfile& profile, std::string_view name, const Values& values);

/// What the host says to a heard frame once its press is safe; empty when it says nothing.
[[nodiscard]] Said answer_to(const DeviceProfile& profile, const frames::Frame& heard,
                             const Meaning& meaning);
/// What it says when the hall could not take the press; empty: nothing, the device tries again by itself.
[[nodiscard]] Said refusal_of(const DeviceProfile& profile, const frames::Frame& heard,
                              const Meaning& meaning);

/// `heard` is the device's reply to `said`: one of the rules the frame names, from the address it was said to
/// (shapes without an address: from anybody). A reply that is a nak or exception is a reply too.
[[nodiscard]] bool is_reply(const DeviceProfile& profile, const Utterance& said, const frames::Frame& heard,
                            const Meaning& meaning);

}  // namespace jiaohao::drivers::engine
