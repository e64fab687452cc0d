// What is known of a device beyond its state: for the technician's list, and for alerts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::ports {

/// What is wrong with a line, up or down. `code` is an id of the catalogue ("line.<code>"), `facts` its parameters
/// ("path", "holder", "settings").
struct LineTrouble {
    std::string code;
    std::map<std::string, std::string> facts;
    friend bool operator==(const LineTrouble&, const LineTrouble&) = default;
};

/// What alerts need to know beside the state. A new note of a device takes the place of the one before.
struct DeviceNote {
    /// A printer or a line: who owns a port.
    domain::DeviceId device;
    domain::DeviceKind kind{};
    std::optional<LineTrouble> line;
    /// While the paper is near its end, see PrinterFacts.
    std::optional<std::uint32_t> tickets_left;
    friend bool operator==(const DeviceNote&, const DeviceNote&) = default;
};

/// One device of the configuration as its driver knows it.
struct DeviceFacts {
    domain::DeviceId device;
    domain::DeviceKind kind{};
    /// The line it hangs on; its own id for printers and lines.
    domain::DeviceId line;
    /// On that line; nothing for printers and lines.
    std::optional<std::uint32_t> address;
    /// The last sound word of it; nothing: none since the start, or the driver does not say.
    std::optional<BootTime> last_heard;
    /// Counted since the start. Names end in their unit where they have one ("_bytes", "_mm").
    std::map<std::string, std::uint64_t> counters;
    /// As they stand now: round times ("_ms"), tickets left.
    std::map<std::string, std::uint64_t> gauges;
    /// Maker, model, firmware, profile, path: as the device or the configuration says; what is empty is left out.
    std::map<std::string, std::string> details;
    std::optional<LineTrouble> trouble;
};

}  // namespace jiaohao::ports
