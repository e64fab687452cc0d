// What is wrong with a line, as a fact: a code and the facts that belong to it. The sentences for people stand in
// the catalogue (ui/i18n, "line.<code>") and take the facts as parameters.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace jiaohao::drivers {

/// Facts in brackets. Those marked + stand while the line is up.
enum class LineFaultCode : std::uint8_t {
    /// Nothing at this path: unplugged, or a wrong path. [path]
    no_port,
    /// [path]
    no_permission,
    /// A file, a folder or a device of another kind. [path]
    not_serial,
    /// Another program has it. [path, holder: "picocom (1234)", several with commas; "" when it may not be seen]
    held,
    /// The port does not take baud, parity or the like. [path, settings]
    setting_refused,
    /// It was open and went away. [path]
    lost,
    /// Bytes were taken and never left; the port was closed and is opened anew. [path, bytes]
    swallowed,
    /// + The device's flow control holds everything back. [path, bytes]
    held_off,
    /// + Everything written, never a byte heard, though this device answers. [path, settings]
    mute,
    /// + What arrives has never made sense: speed or parity differ. [path, settings, bytes, errors]
    no_sense,
    /// + The same, and at another rate it did make sense. [path, settings, fits: "19200"]
    wrong_speed,
    /// + Made sense before, and now much of it does not: cable, terminator or a second talker. [path, bytes, rejected]
    noisy,
    /// + Two adapters have the same name under /dev/serial/by-id. [path, advised: a path by its socket, "" if none]
    same_name,
};

[[nodiscard]] std::string_view code(LineFaultCode value);

struct LineFault {
    LineFaultCode code{};
    std::map<std::string, std::string> facts;
    friend bool operator==(const LineFault&, const LineFault&) = default;
};

/// "held holder=picocom (1234) path=/dev/ttyUSB0", for the log and on_line_down().
[[nodiscard]] std::string to_string(const LineFault& fault);

}  // namespace jiaohao::drivers
