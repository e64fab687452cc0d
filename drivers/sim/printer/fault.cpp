// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/printer/fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace jiaohao::drivers::sim {
namespace {

constexpr std::array<std::pair<std::string_view, PrinterFault>, 17> kFaults{{
    {"paper-near-end", PrinterFault::paper_near_end},
    {"paper-out", PrinterFault::paper_out},
    {"cover-open", PrinterFault::cover_open},
    {"cutter-jam", PrinterFault::cutter_jam},
    {"head-hot", PrinterFault::head_hot},
    {"xoff", PrinterFault::xoff},
    {"silent", PrinterFault::silent},
    {"garbage", PrinterFault::garbage},
    {"unplug", PrinterFault::unplug},
    {"asb-lost", PrinterFault::asb_lost},
    {"slow-reply", PrinterFault::slow_reply},
    {"split-reply", PrinterFault::split_reply},
    {"stray-bytes", PrinterFault::stray_bytes},
    {"clone", PrinterFault::clone},
    {"power-cycle", PrinterFault::power_cycle},
    {"buffer-45", PrinterFault::buffer_45},
    {"buffer-4k", PrinterFault::buffer_4k},
}};

constexpr int kMostRows = 1000;
constexpr int kMostSeconds = 86400;
constexpr std::chrono::seconds kCooling{30};
constexpr std::chrono::seconds kStall{5};
constexpr std::chrono::seconds kSwitchedOff{10};

std::optional<int> number(std::string_view text, int least, int most) {
    int value = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == end;
    return whole && value >= least && value <= most ? std::optional{value} : std::nullopt;
}

std::optional<std::chrono::nanoseconds> usual_length(PrinterFault fault) {
    switch (fault) {
        case PrinterFault::head_hot:
            return kCooling;
        case PrinterFault::xoff:
            return kStall;
        case PrinterFault::power_cycle:
            return kSwitchedOff;
        default:
            return std::nullopt;
    }
}

}  // namespace

std::optional<PrinterFault> printer_fault(std::string_view name) {
    if (name == "wrong-baud") {
        return PrinterFault::garbage;
    }
    const auto* found =
        std::find_if(kFaults.begin(), kFaults.end(), [&](const auto& entry) { return entry.first == name; });
    return found == kFaults.end() ? std::nullopt : std::optional{found->second};
}

std::string_view printer_fault_name(PrinterFault fault) {
    const auto* found = std::find_if(kFaults.begin(), kFaults.end(),
                                     [&](const auto& entry) { return entry.second == fault; });
    return found == kFaults.end() ? std::string_view{} : found->first;
}

std::vector<std::string_view> all_printer_faults() {
    std::vector<std::string_view> names;
    names.reserve(kFaults.size());
    for (const auto& [name, fault] : kFaults) {
        names.push_back(name);
    }
    return names;
}

std::string printer_fault_names() {
    std::string names;
    for (const auto& [name, fault] : kFaults) {
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    return names;
}

Result<FaultOrder, std::string> parse_fault_order(std::string_view text) {
    const auto slash = text.find('/');
    const auto at = text.substr(0, slash).find('@');
    const auto name = text.substr(0, std::min(at, slash));
    const auto fault = printer_fault(name);
    if (!fault) {
        return fail(fmt::format("no fault '{}'; known: {}", text, printer_fault_names()));
    }
    FaultOrder order{*fault, 0, false, usual_length(*fault)};
    if (at != std::string_view::npos) {
        const auto when = text.substr(0, slash).substr(at + 1);
        const auto rows = number(when, 1, kMostRows);
        if (!rows && when != "cut") {
            return fail(
                fmt::format("'{}': after @ stands a number of printed rows 1..{}, or cut", text, kMostRows));
        }
        order.after_rows = rows.value_or(0);
        order.at_cut = !rows;
    }
    if (slash != std::string_view::npos) {
        const auto seconds = number(text.substr(slash + 1), 0, kMostSeconds);
        if (!seconds) {
            return fail(fmt::format("'{}': after / stands a number of seconds 0..{}", text, kMostSeconds));
        }
        order.lasts = *seconds == 0 ? std::nullopt
                                    : std::optional<std::chrono::nanoseconds>{std::chrono::seconds{*seconds}};
    }
    return order;
}

}  // namespace jiaohao::drivers::sim
