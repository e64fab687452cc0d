// Devices as a table for people: how each is, since when, when it was heard last, and what to do.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "kiosk/ctl/report.hpp"
#include "kiosk/ctl/report_parts.hpp"

namespace jiaohao::ctl {
namespace {

using nlohmann::json;
using Row = std::vector<std::string>;

/// Columns on a terminal: a Chinese character takes two.
std::size_t width(const std::string& text) {
    std::size_t columns = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        // Of those used here, all of three bytes and more are wide.
        columns += byte < 0x80 || (byte >= 0xC0 && byte < 0xE0) ? 1 : byte >= 0xE0 ? 2 : 0;
    }
    return columns;
}

std::string table_line(const Row& row, const std::vector<std::size_t>& widths) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        line += row[i];
        if (i + 1 < row.size()) {
            line.append(widths[i] + 2 - width(row[i]), ' ');
        }
    }
    return line + "\n";
}

std::string ago(const Words& words, const json& device, const char* name) {
    const auto found = device.find(name);
    return found != device.end() && found->is_number() ? words.span(found->get<std::int64_t>()) : "-";
}

Row cells(const Words& words, const json& device) {
    const std::string fault = at(device, "fault");
    return {at(device, "id"),
            coded(words, "ctl.device_kind", at(device, "kind")),
            coded(words, "ctl.device_state", at(device, "state")),
            ago(words, device, "for_s"),
            ago(words, device, "age_s"),
            fault.empty() ? "-" : fault};
}

/// "printed 12, not printed 1"; zeros are left out.
std::string counted(const Words& words, const json& device, const char* name) {
    std::string text;
    const auto counters = device.find(name);
    if (counters == device.end() || !counters->is_object()) {
        return text;
    }
    for (const auto& [counter, value] : counters->items()) {
        if (value != 0) {
            text += text.empty() ? "" : ", ";
            text += coded(words, "ctl.counted", counter) + " " + words.value(counter, value);
        }
    }
    return text;
}

std::string described(const Words& words, const json& device) {
    std::string text;
    const json details = device.value("details", json::object());
    for (const auto& [name, value] : details.items()) {
        text += text.empty() ? "" : ", ";
        text += coded(words, "ctl.detail", name) + " " + words.value(name, value);
    }
    return text;
}

std::string last_fault(const Words& words, const json& device) {
    const auto fault = device.find("last_fault");
    if (fault == device.end() || !fault->contains("until")) {
        return {};
    }
    const std::string advice = at(*fault, "advice");
    return words.text(
        "ctl.device.last_fault",
        {{"code", at(*fault, "code")},
         {"at", Words::time(at(*fault, "at"))},
         {"until", Words::time(at(*fault, "until"))},
         {"advice", words.has(advice) ? words.text(advice, {{"device", at(device, "id")}}) : ""}});
}

std::string beneath(const Words& words, const json& device) {
    std::string text;
    const auto add = [&text](const std::string& line) { text += line.empty() ? "" : "    " + line + "\n"; };
    const json all = device.value("advice", json::array());
    for (const auto& advice : all) {
        const std::string id = at(advice, "id");
        add("! " +
            (words.has(id) ? words.text(id, words.params(advice.value("params", json::object()))) : id));
    }
    add(last_fault(words, device));
    add(counted(words, device, "counters"));
    add(counted(words, device, "gauges"));
    add(described(words, device));
    return text;
}

}  // namespace

std::string report_devices(const Words& words, const json& data) {
    const json devices = data.value("devices", json::array());
    if (devices.empty()) {
        return words.text("ctl.devices.none") + "\n";
    }
    std::vector<Row> rows{{}};
    for (const char* column : {"id", "kind", "state", "for", "heard", "fault"}) {
        rows.front().push_back(words.text("ctl.devices.head." + std::string(column)));
    }
    for (const auto& device : devices) {
        rows.push_back(cells(words, device));
    }
    std::vector<std::size_t> widths(rows.front().size());
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], width(row[i]));
        }
    }
    std::string text = table_line(rows.front(), widths);
    for (std::size_t i = 0; i < devices.size(); ++i) {
        text += table_line(rows[i + 1], widths) + beneath(words, devices[i]);
    }
    return text;
}

std::string report_scan(const Words& words, const json& data) {
    std::string text;
    const json found = data.value("found", json::array());
    for (const auto& one : found) {
        const std::string version = at(one, "version");
        text += words.text(one.value("clash", false) ? "ctl.scan.clash" : "ctl.scan.found",
                           {{"address", at(one, "address")},
                            {"profile", at(one, "profile")},
                            {"version", version.empty() ? "-" : version}}) +
                "\n";
    }
    const bool finished = data.value("finished", false);
    const std::string how = !finished                  ? "ctl.scan.unfinished"
                            : data.value("of", 0) == 0 ? "ctl.scan.nothing"
                                                       : "ctl.scan.done";
    return text +
           words.text(how, {{"line", at(data, "line")},
                            {"n", std::to_string(found.size())},
                            {"asked", at(data, "asked")},
                            {"of", at(data, "of")}}) +
           "\n";
}

std::string report_test_print(const Words& words, const json& data) {
    const std::string cause = at(data, "cause");
    return words.text("ctl.test_print." + at(data, "state"),
                      {{"printer", at(data, "printer")},
                       {"ms", at(data, "took_ms")},
                       {"cause", cause.empty() ? "-" : coded(words, "cause", cause)}}) +
           "\n";
}

}  // namespace jiaohao::ctl
