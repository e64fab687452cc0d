// Runs the examples of a profile against its shapes, meanings and sayings.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/engine/profile.hpp"

namespace jiaohao::drivers::engine {

struct ExampleFault {
    /// Place in DeviceProfile::examples, meanings or sayings.
    enum class Where : std::uint8_t { example, meaning, saying };
    Where where = Where::example;
    std::size_t place = 0;
    /// "means", "hex", "answer" for an example.
    std::string key;
    std::string what;
};

/// Empty when every example means what it says and every rule and saying has one.
[[nodiscard]] std::vector<ExampleFault> example_faults(const DeviceProfile& profile);

/// What bytes from a device mean, in the words of an example's `means`: "handset.call", "pad.4", "pad.unknown",
/// "latched.0,3", "inputs.", "counters.5,17", "released", "ack", "nak.21", "alive", "version.TEXT",
/// "exception.2", "unknown", "rejected.<cause>"; several frames with " + " between. For decoders too.
[[nodiscard]] std::string device_words(const DeviceProfile& profile, ByteView bytes);

/// What the host would send for an example's `means`: "number.A027", "number." (blank), "waiting.12", "text.X",
/// "beep", "rating_start", "rating_stop", "poll", "version", "keep_alive", "clear_latch.<bits>[/<rest>]",
/// "answer.<example>", "refuse.<example>". Nothing when the words are not understood.
[[nodiscard]] std::optional<Bytes> host_bytes(const DeviceProfile& profile, std::string_view means,
                                              std::uint32_t address);

/// "FF 68 03" -> bytes; nothing for anything but pairs of hex digits apart by spaces.
[[nodiscard]] std::optional<Bytes> bytes_from_hex(std::string_view text);

}  // namespace jiaohao::drivers::engine
