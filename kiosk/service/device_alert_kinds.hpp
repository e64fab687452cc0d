// Which states of a device are worth an alert, and how long they must last. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

#include "kiosk/domain/command.hpp"
#include "kiosk/ports/device_facts.hpp"

namespace jiaohao::service {

/// `code` is an id of the catalogue ("alert.<code>"). Real time: what flickers are machines, not customers.
struct AlertKind {
    std::string_view code;
    /// A fault that has not lasted so long is nobody's business.
    std::chrono::seconds raise_after{};
    /// It must have been well for so long before people are told that it is over.
    std::chrono::seconds resolve_after{};
};

[[nodiscard]] std::span<const AlertKind> device_alert_kinds();
/// Null for a code that is no device's.
[[nodiscard]] const AlertKind* device_alert_kind(std::string_view code);

/// unknown: nothing can be said now, as of the paper of a printer that does not answer. Such a device is neither
/// worse nor better than it was.
enum class Standing : std::uint8_t { unknown, absent, present };

/// Of one kind of alert, by what was told last. One cause is one alert: what names the cause (a port that another
/// program holds) takes the place of what only names the effect (a lost line); devices on a lost line are left to
/// the line's alert.
[[nodiscard]] Standing standing(std::string_view code, const std::optional<domain::ReportDevice>& report,
                                const std::optional<ports::DeviceNote>& note);

}  // namespace jiaohao::service
