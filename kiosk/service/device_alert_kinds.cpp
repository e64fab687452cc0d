// SPDX-License-Identifier: Apache-2.0
#include "kiosk/service/device_alert_kinds.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jiaohao::service {
namespace {

using domain::DeviceKind;
using domain::DeviceState;
using std::chrono::seconds;

// Somebody who loads paper needs half a minute with the cover open; a device that is switched off and on is silent
// for as long.
constexpr std::array<AlertKind, 23> kKinds{{
    {"paper_out", seconds{3}, seconds{5}},
    {"paper_low", seconds{10}, seconds{30}},
    {"cover_open", seconds{30}, seconds{5}},
    {"cutter", seconds{3}, seconds{10}},
    {"overheated", seconds{10}, seconds{30}},
    {"printer_fault", seconds{5}, seconds{10}},
    {"printer_silent", seconds{20}, seconds{10}},
    {"printer_lost", seconds{10}, seconds{10}},
    {"pad_silent", seconds{30}, seconds{30}},
    {"handset_silent", seconds{30}, seconds{30}},
    {"display_silent", seconds{30}, seconds{30}},
    {"device_fault", seconds{10}, seconds{10}},
    {"device_lost", seconds{10}, seconds{10}},
    {"stuck_key", seconds{10}, seconds{30}},
    {"address_conflict", seconds{5}, seconds{60}},
    {"line_lost", seconds{10}, seconds{10}},
    {"bus_noisy", seconds{20}, seconds{60}},
    {"wrong_baud", seconds{10}, seconds{30}},
    {"line_held", seconds{5}, seconds{10}},
    {"line_denied", seconds{5}, seconds{10}},
    {"line_setting", seconds{5}, seconds{10}},
    // It comes back by itself when only its program was restarted; it gives tickets all the same.
    {"satellite_lost", seconds{20}, seconds{10}},
    // The port is opened anew within the second; the adapter is the suspect for a while.
    {"line_stuck", seconds{0}, seconds{60}},
}};

struct Said {
    DeviceKind kind;
    std::string_view fault;
    std::string_view code;
};

constexpr std::array<Said, 33> kOfReports{{
    {DeviceKind::printer, "paper_out", "paper_out"},
    {DeviceKind::printer, "paper_near_end", "paper_low"},
    {DeviceKind::printer, "cover_open", "cover_open"},
    {DeviceKind::printer, "cutter", "cutter"},
    {DeviceKind::printer, "overheated", "overheated"},
    {DeviceKind::printer, "hardware", "printer_fault"},
    {DeviceKind::printer, "silent", "printer_silent"},
    {DeviceKind::printer, "link_lost", "printer_lost"},
    {DeviceKind::printer, "no_printer", "printer_lost"},
    {DeviceKind::pad, "silent", "pad_silent"},
    {DeviceKind::pad, "stuck_key", "stuck_key"},
    {DeviceKind::pad, "address_clash", "address_conflict"},
    {DeviceKind::pad, "device_error", "device_fault"},
    {DeviceKind::handset, "silent", "handset_silent"},
    {DeviceKind::handset, "stuck_key", "stuck_key"},
    {DeviceKind::handset, "address_clash", "address_conflict"},
    {DeviceKind::handset, "device_error", "device_fault"},
    // Keypads have no line of their own to be alerted of.
    {DeviceKind::pad, "unplugged", "device_lost"},
    {DeviceKind::pad, "no_port", "device_lost"},
    {DeviceKind::pad, "held", "device_fault"},
    {DeviceKind::pad, "no_permission", "device_fault"},
    {DeviceKind::pad, "not_keypad", "device_fault"},
    {DeviceKind::handset, "unplugged", "device_lost"},
    {DeviceKind::handset, "no_port", "device_lost"},
    {DeviceKind::handset, "held", "device_fault"},
    {DeviceKind::handset, "no_permission", "device_fault"},
    {DeviceKind::handset, "not_keypad", "device_fault"},
    {DeviceKind::display, "silent", "display_silent"},
    {DeviceKind::display, "address_clash", "address_conflict"},
    {DeviceKind::display, "device_error", "device_fault"},
    {DeviceKind::line, "link_lost", "line_lost"},
    {DeviceKind::line, "noise", "bus_noisy"},
    {DeviceKind::satellite, "link_lost", "satellite_lost"},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kOfLines{{
    {"held", "line_held"},
    {"no_permission", "line_denied"},
    {"not_serial", "line_setting"},
    {"setting_refused", "line_setting"},
    {"swallowed", "line_stuck"},
    {"held_off", "line_stuck"},
    {"no_sense", "wrong_baud"},
    {"wrong_speed", "wrong_baud"},
    {"noisy", "bus_noisy"},
}};

std::string_view told_by(const domain::ReportDevice& report) {
    const auto* const found = std::find_if(kOfReports.begin(), kOfReports.end(), [&](const Said& said) {
        return said.kind == report.kind && said.fault == report.fault;
    });
    return found != kOfReports.end() ? found->code : std::string_view{};
}

std::string_view told_by(const ports::DeviceNote& note) {
    if (!note.line) {
        return {};
    }
    if (note.line->code == "no_port" || note.line->code == "lost") {
        // Before it was ever open, the driver has nothing to report.
        return note.kind == DeviceKind::printer ? "printer_lost" : "line_lost";
    }
    const auto* const found = std::find_if(kOfLines.begin(), kOfLines.end(),
                                           [&](const auto& entry) { return entry.first == note.line->code; });
    return found != kOfLines.end() ? found->second : std::string_view{};
}

bool only_of_lines(std::string_view code) {
    return code == "wrong_baud" || (code.starts_with("line_") && code != "line_lost");
}

/// They name an effect only.
bool is_lost(std::string_view code) {
    return code == "printer_lost" || code == "line_lost" || code == "device_lost";
}
bool is_silent(std::string_view code) {
    return code == "printer_silent";
}

Standing by_report(std::string_view code, const domain::ReportDevice& report) {
    if (told_by(report) == code) {
        return Standing::present;
    }
    switch (report.state) {
        case DeviceState::ready:
        case DeviceState::warning:
            return Standing::absent;
        case DeviceState::fault:
            // Another fault may hide this one; that it answers is sure.
            return is_lost(code) || code.ends_with("_silent") ? Standing::absent : Standing::unknown;
        case DeviceState::stale:
        case DeviceState::lost:
        case DeviceState::unknown:
            break;
    }
    const bool line_is_up = report.fault == "silent" || report.fault.empty();
    return line_is_up && is_lost(code) ? Standing::absent : Standing::unknown;
}

}  // namespace

std::span<const AlertKind> device_alert_kinds() {
    return kKinds;
}

const AlertKind* device_alert_kind(std::string_view code) {
    const auto* const found =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const AlertKind& kind) { return kind.code == code; });
    return found != kKinds.end() ? &*found : nullptr;
}

Standing standing(std::string_view code, const std::optional<domain::ReportDevice>& report,
                  const std::optional<ports::DeviceNote>& note) {
    const std::string_view cause = note ? told_by(*note) : std::string_view{};
    if (cause == code) {
        return Standing::present;
    }
    if (only_of_lines(code)) {
        return note ? Standing::absent : Standing::unknown;
    }
    if (only_of_lines(cause) && (is_lost(code) || is_silent(code))) {
        return Standing::absent;
    }
    return report ? by_report(code, *report) : Standing::unknown;
}

}  // namespace jiaohao::service
