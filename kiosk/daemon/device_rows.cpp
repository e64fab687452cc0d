// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/device_rows.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace jiaohao::daemon {
namespace {

using nlohmann::json;

std::string fault_id(domain::DeviceKind kind, const std::string& fault) {
    return "fault." + std::string(domain::code(kind)) + "." + fault;
}

json advice(const domain::DeviceView& device, const std::optional<ports::LineTrouble>& trouble) {
    json list = json::array();
    if (trouble) {
        list.push_back({{"id", "line." + trouble->code}, {"params", trouble->facts}});
    }
    // The port's own trouble says why the device is away.
    const bool explained = trouble && (device.fault == "link_lost" || device.fault == "no_printer");
    if (!device.fault.empty() && !explained) {
        list.push_back(
            {{"id", fault_id(device.kind, device.fault)}, {"params", {{"device", device.id.get()}}}});
    }
    return list;
}

void add_history(json& row, domain::DeviceKind kind, const service::DeviceHistory::Entry& entry) {
    row["counters"]["faults"] = entry.faults;
    row["counters"]["state_changes"] = entry.changes;
    if (!entry.last_fault) {
        return;
    }
    const auto& fault = *entry.last_fault;
    row["last_fault"] = {{"code", fault.code},
                         {"state", domain::code(fault.state)},
                         {"at", format_rfc3339(fault.at)},
                         {"advice", fault_id(kind, fault.code)}};
    if (fault.until) {
        row["last_fault"]["until"] = format_rfc3339(*fault.until);
    }
}

void add_facts(json& row, const ports::DeviceFacts& facts, const DevicesSeen& seen) {
    row["line"] = facts.line.get();
    row["counters"] = facts.counters;
    row["gauges"] = facts.gauges;
    row["details"] = facts.details;
    if (facts.address) {
        row["address"] = *facts.address;
    }
    if (facts.last_heard) {
        const auto age = std::max(seen.boot - *facts.last_heard, BootTime::duration{0});
        row["last_heard"] = format_rfc3339(seen.wall - std::chrono::floor<std::chrono::milliseconds>(age));
        row["age_s"] = std::chrono::floor<std::chrono::seconds>(age).count();
    }
    if (facts.trouble) {
        row["trouble"] = {{"code", facts.trouble->code}, {"params", facts.trouble->facts}};
    }
}

json row_of(const domain::DeviceView& device, const ports::DeviceFacts* facts, const DevicesSeen& seen) {
    json row{{"id", device.id.get()},
             {"kind", domain::code(device.kind)},
             {"state", domain::code(device.state)},
             {"fault", device.fault},
             {"counters", json::object()},
             {"advice", advice(device, facts != nullptr ? facts->trouble : std::nullopt)}};
    if (device.since != WallTime{}) {
        row["since"] = format_rfc3339(device.since);
        const auto lasted = std::max(seen.wall - device.since, WallTime::duration{0});
        row["for_s"] = std::chrono::floor<std::chrono::seconds>(lasted).count();
    }
    if (facts != nullptr) {
        add_facts(row, *facts, seen);
    }
    if (const auto entry = seen.history.find(device.id); entry != seen.history.end()) {
        add_history(row, device.kind, entry->second);
    }
    return row;
}

/// A satellite or a device of one ("<terminal>-<device>"): they hang on no line of this terminal.
bool is_at_satellite(const domain::DeviceView& device, const std::vector<domain::DeviceView>& shown) {
    return std::ranges::any_of(shown, [&](const domain::DeviceView& other) {
        const std::string& terminal = other.id.get();
        return other.kind == domain::DeviceKind::satellite &&
               (device.id == other.id || device.id.get().starts_with(terminal + "-"));
    });
}

}  // namespace

json device_rows(const DevicesSeen& seen) {
    json rows = json::array();
    if (seen.facts.empty()) {
        for (const domain::DeviceView& device : seen.shown) {
            rows.push_back(row_of(device, nullptr, seen));
        }
    }
    for (const ports::DeviceFacts& facts : seen.facts) {
        const auto shown =
            std::find_if(seen.shown.begin(), seen.shown.end(),
                         [&](const domain::DeviceView& device) { return device.id == facts.device; });
        domain::DeviceView device{facts.device, facts.kind, domain::DeviceState::unknown, "", {}};
        rows.push_back(row_of(shown != seen.shown.end() ? *shown : device, &facts, seen));
    }
    for (const domain::DeviceView& device : seen.shown) {
        if (!seen.facts.empty() && is_at_satellite(device, seen.shown)) {
            rows.push_back(row_of(device, nullptr, seen));
        }
    }
    return rows;
}

}  // namespace jiaohao::daemon
