// What the driver needs to know of a hall bus of kind A: read from drivers/profiles/bus-*.toml.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/bus/frame_codec.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers {

/// Function and data of a frame, without its address.
struct BusMessage {
    std::uint8_t function = 0;
    Bytes data;
    friend bool operator==(const BusMessage&, const BusMessage&) = default;
};

struct HandsetKeyRule {
    ports::HandsetKey key{};
    Bytes data;
    /// True: the data must end with these bytes (digits typed before a function key are ignored). False: the
    /// data must be exactly these bytes.
    bool at_end = false;
};

/// One captured or hand-made frame and what it means; run by the test suite.
struct BusExample {
    std::string name;
    /// "host" or "device".
    std::string from;
    std::string hex;
    /// From a device: "handset.<key>", "pad.<level>", "handset.unknown", "pad.unknown", "rejected.<cause>".
    /// From the host: "number.<ticket number>", "waiting.<count>", "beep", "rating.start", "rating.stop",
    /// "answer.<name of a device's example>".
    std::string means;
};

struct BusProfile {
    std::string id;
    std::string name;
    std::int32_t baud = 9600;
    FrameShape frame;
    /// Silence that ends a frame, and silence kept before the host speaks after a device did.
    std::chrono::milliseconds inter_byte{50};
    std::chrono::milliseconds turn_around{5};
    /// How long a device waits for its echo before it sends the frame again, and how often it does.
    std::chrono::milliseconds device_retry{500};
    std::uint32_t device_retries = 3;
    /// See press_table.hpp.
    std::chrono::milliseconds repeat_window{700};
    /// The line gives back what the host sends (two-wire RS-485 without receiver switching).
    bool own_echo = false;
    /// Not heard for so long: stale. Zero: never (this bus has no keep-alive; a handset in a quiet hall says
    /// nothing for hours).
    std::chrono::seconds stale_after{0};

    std::uint8_t handset_function = 0x01;
    std::vector<HandsetKeyRule> handset_keys;
    std::uint8_t pad_function = 0x11;
    /// A pad's press is answered with this function and the same data, not with an echo.
    std::uint8_t pad_answer_function = 0x01;
    /// What the pad sends -> level (1 worst .. n best).
    std::map<std::uint32_t, std::uint32_t> pad_levels;

    std::uint8_t show_function = 0x02;
    std::uint8_t blank_digit = 0x0A;
    /// A ticket number stands in the last `digits` places of twice as many, a waiting count in the first.
    std::uint32_t digits = 3;
    BusMessage beep{0x03, {}};
    std::vector<BusMessage> rating_start;
    /// Empty: the pad ends its prompt by itself.
    std::vector<BusMessage> rating_stop;

    std::vector<BusExample> examples;
};

/// The key those data bytes mean; the longest fitting rule wins.
[[nodiscard]] std::optional<ports::HandsetKey> handset_key(const BusProfile& profile, const Bytes& data);
/// 0 for a key the profile does not know.
[[nodiscard]] std::uint32_t pad_level(const BusProfile& profile, std::uint32_t key);
/// What the host says to `heard` once the press is safe.
[[nodiscard]] BusFrame answer_to(const BusProfile& profile, const BusFrame& heard);
/// Time that `bytes` travel at `baud`, 10 bits each.
[[nodiscard]] constexpr std::chrono::nanoseconds bus_travel_time(std::int32_t baud, std::size_t bytes) {
    return std::chrono::nanoseconds{static_cast<std::int64_t>(bytes) * 10 * 1'000'000'000 / baud};
}
[[nodiscard]] std::string_view code(ports::HandsetKey key);
[[nodiscard]] std::optional<ports::HandsetKey> handset_key_from_code(std::string_view text);
/// The last digits of a ticket number ("A027" -> 0 2 7), blanks in front; everything blank when empty.
[[nodiscard]] BusMessage show_number_message(const BusProfile& profile, const std::string& number);
/// A count too large for the display shows as all nines.
[[nodiscard]] BusMessage show_waiting_message(const BusProfile& profile, std::uint32_t waiting);

}  // namespace jiaohao::drivers
