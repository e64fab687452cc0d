// Printers, buses and keypads.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

#include "kiosk/config/sections.hpp"

namespace jiaohao::config {
namespace {

/// The rates that Linux has a constant for (termios.h), within what printers and buses use. Others can be asked
/// for and are refused by most adapters, or rounded without a word.
constexpr std::array<std::int64_t, 16> kBaudRates{300,    600,    1200,   1800,  2400,   4800,
                                                  9600,   19200,  38400,  57600, 115200, 230400,
                                                  460800, 500000, 576000, 921600};

/// Ids of devices and paths of ports may stand once in the whole file.
struct Taken {
    std::set<std::string> ids;
    std::set<std::filesystem::path> paths;

    void id(Table& table, const std::string& id, std::string_view key = "id") {
        if (!ids.insert(id).second) {
            table.problem(key, fmt::format("\"{}\" is another device's id", id));
        }
    }
    void path(Table& table, const std::filesystem::path& path) {
        if (!path.empty() && !paths.insert(path).second) {
            table.problem("path", fmt::format("{} is another device's port", path.string()));
        }
    }
};

std::int32_t read_baud(Table& table) {
    const std::int64_t baud = table.integer("baud", {0, kBaudRates.back()}, 0);
    if (table.has("baud") && std::find(kBaudRates.begin(), kBaudRates.end(), baud) == kBaudRates.end()) {
        table.problem("baud", fmt::format("is {}; allowed: {}", baud, fmt::join(kBaudRates, ", ")));
    }
    return static_cast<std::int32_t>(baud);
}

/// What profiles of handsets, pads and displays are called.
const std::vector<std::string> kBusProfiles{"bus-", "handset-", "pad-", "display-"};
/// What the device's profile narrows.
constexpr std::int64_t kMostAddress = 65535;

/// The profile by its name; the file must be there.
std::string read_profile(Table& table, const KioskConfig& config, const std::vector<std::string>& beginnings,
                         const std::optional<std::string>& fallback = {}) {
    std::string name = table.text("profile", kIdText, fallback);
    const bool fits = std::any_of(beginnings.begin(), beginnings.end(),
                                  [&name](const std::string& one) { return name.starts_with(one); });
    const std::filesystem::path file = config.profiles / (name + ".toml");
    std::error_code error;
    if (!name.empty() && !std::filesystem::is_regular_file(file, error)) {
        table.problem("profile", fmt::format("there is no {}", file.string()));
    } else if (!name.empty() && !fits) {
        table.problem("profile", fmt::format("\"{}\" is for another kind of device; allowed here: {}*", name,
                                             fmt::join(beginnings, "*, ")));
    }
    return name;
}

void read_printer(Table& table, KioskConfig& config, Taken& taken) {
    PrinterConfig printer;
    printer.id = read_id<domain::DeviceId>(table, "id");
    printer.path = table.path("path");
    printer.profile = read_profile(table, config, {"printer-"});
    printer.baud = read_baud(table);
    printer.parity = table.choice("parity", {"", "none", "even", "odd"}, "");
    printer.flow = table.choice("flow", {"", "none", "rts_cts", "xon_xoff"}, "");
    table.done();
    taken.id(table, printer.id.get());
    taken.path(table, printer.path);
    config.printers.push_back(std::move(printer));
}

std::vector<BusAddress> read_addresses(Table& line, std::string_view kind, const BusLineConfig& bus,
                                       const KioskConfig& config, Taken& taken) {
    std::vector<BusAddress> addresses;
    std::set<std::uint32_t> seen;
    for (Table& table : line.tables(kind, 256)) {
        BusAddress place;
        place.address = static_cast<std::uint32_t>(table.integer("address", {0, kMostAddress}));
        place.counter = read_id<domain::CounterId>(table, "counter");
        const std::string made = fmt::format("{}-{}-{}", bus.id.get(), kind, place.address);
        place.id = domain::DeviceId{table.text("id", kIdText, made)};
        place.profile = read_profile(table, config, kBusProfiles, bus.profile);
        table.done();
        if (!seen.insert(place.address).second) {
            table.problem("address",
                          fmt::format("{} is another {}'s address on this line", place.address, kind));
        } else {
            taken.id(table, place.id.get());
        }
        if (config.hall.counter(place.counter) == nullptr) {
            table.problem("counter", fmt::format("there is no counter \"{}\"", place.counter.get()));
        }
        addresses.push_back(std::move(place));
    }
    return addresses;
}

void read_line(Table& table, KioskConfig& config, Taken& taken) {
    BusLineConfig line;
    line.id = read_id<domain::DeviceId>(table, "id");
    if (line.id.get().size() > 16) {
        table.problem("id", "of a line is at most 16 characters, so that its devices' ids fit into 32");
    }
    line.path = table.path("path");
    line.profile = read_profile(table, config, kBusProfiles);
    line.baud = read_baud(table);
    if (table.has("own_echo")) {
        line.own_echo = table.boolean("own_echo");
    } else {
        static_cast<void>(table.boolean("own_echo", false));
    }
    line.find_speed = table.boolean("find_speed", false);
    taken.id(table, line.id.get());
    taken.path(table, line.path);
    line.handsets = read_addresses(table, "handset", line, config, taken);
    line.pads = read_addresses(table, "pad", line, config, taken);
    line.displays = read_addresses(table, "display", line, config, taken);
    table.done();
    config.lines.push_back(std::move(line));
}

void read_keypad(Table& table, KioskConfig& config, Taken& taken) {
    KeypadConfig keypad;
    keypad.id = read_id<domain::DeviceId>(table, "id");
    keypad.path = table.path("path");
    keypad.profile = read_profile(table, config, {"keypad-"});
    keypad.counter = read_id<domain::CounterId>(table, "counter");
    table.done();
    taken.id(table, keypad.id.get());
    taken.path(table, keypad.path);
    if (!keypad.counter.get().empty() && config.hall.counter(keypad.counter) == nullptr) {
        table.problem("counter", fmt::format("there is no counter \"{}\"", keypad.counter.get()));
    }
    config.keypads.push_back(std::move(keypad));
}

}  // namespace

void read_devices(Table& top, KioskConfig& config) {
    Taken taken;
    for (Table& table : top.tables("printer", 8)) {
        read_printer(table, config, taken);
    }
    for (Table& table : top.tables("line", 16)) {
        read_line(table, config, taken);
    }
    for (Table& table : top.tables("keypad", 64)) {
        read_keypad(table, config, taken);
    }
}

}  // namespace jiaohao::config
