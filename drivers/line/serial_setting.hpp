// How a serial port is set. Pure values, so that profiles and tests need no Qt.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace jiaohao::drivers {

enum class Parity : std::uint8_t { none, even, odd, mark, space };
/// rts_cts also serves a printer's DTR wired to the host's CTS. Qt knows no DTR/DSR flow control.
enum class Flow : std::uint8_t { none, rts_cts, xon_xoff };

struct SerialSetting {
    /// Prefer /dev/serial/by-path/...: CH340 adapters have no serial number, two of them share one by-id.
    std::string path;
    std::int32_t baud = 9600;
    std::uint8_t data_bits = 8;
    std::uint8_t stop_bits = 1;
    Parity parity = Parity::none;
    Flow flow = Flow::none;
    /// Writes that would make more than this wait are refused: the device has wedged.
    std::size_t backlog_limit = 65536;
    /// The device answers what is written (a printer that tells its status), so one that never does is a fault.
    bool answers = false;
    /// When nothing ever made sense: listen at other rates, without a word, and say which one fits.
    bool find_speed = false;
    /// How often progress is looked at, in real time.
    std::chrono::milliseconds look_every{1000};
};

/// "9600 8N1", "19200 7E1 xon_xoff".
[[nodiscard]] std::string describe(const SerialSetting& setting);

/// Time that `count` bytes travel: start bit, data, parity and stop bits at `baud`.
[[nodiscard]] constexpr std::chrono::nanoseconds travel_time(const SerialSetting& setting,
                                                             std::size_t count) {
    const std::int64_t bits =
        1 + setting.data_bits + (setting.parity == Parity::none ? 0 : 1) + setting.stop_bits;
    return std::chrono::nanoseconds{static_cast<std::int64_t>(count) * bits * 1'000'000'000 / setting.baud};
}

}  // namespace jiaohao::drivers
