// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/bus_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace jiaohao::drivers::bus {
namespace {

using domain::DeviceKind;

void compare_lines(const BusSettings& settings, std::vector<std::string>& faults) {
    const engine::DeviceProfile& first = settings.profiles.front();
    // drivers/line's describe() would bring Qt along.
    const auto shape = [&](const SerialSetting& port) {
        constexpr std::array<std::string_view, 3> kFlows{"", " rts_cts", " xon_xoff"};
        return fmt::format("{} {}{}{}{}", settings.baud != 0 ? settings.baud : port.baud, port.data_bits,
                           "NEOMS"[static_cast<std::size_t>(port.parity)], port.stop_bits,
                           kFlows.at(static_cast<std::size_t>(port.flow)));
    };
    for (const engine::DeviceProfile& profile : settings.profiles) {
        if (shape(profile.line.port) != shape(first.line.port)) {
            faults.push_back(fmt::format("{} needs {} and {} needs {}: they cannot share the line", first.id,
                                         shape(first.line.port), profile.id, shape(profile.line.port)));
        }
    }
}

std::string_view name_of(DeviceKind kind) {
    return code(role_of(kind));
}

void check_device(const BusDevice& device, const engine::DeviceProfile& profile,
                  std::vector<std::string>& faults) {
    const engine::AddressRules& range = profile.address;
    if (device.address < range.least || device.address > range.most) {
        faults.push_back(fmt::format("{}: address {} is outside {} to {}, which {} can have", device.id.get(),
                                     device.address, range.least, range.most, profile.id));
    }
    if (range.broadcast == device.address) {
        faults.push_back(fmt::format("{}: address {} speaks to all devices of {}", device.id.get(),
                                     device.address, profile.id));
    }
    if (!profile.plays(role_of(device.kind))) {
        faults.push_back(
            fmt::format("{}: {} is no profile of a {}", device.id.get(), profile.id, name_of(device.kind)));
    }
}

}  // namespace

engine::Role role_of(DeviceKind kind) {
    return kind == DeviceKind::pad       ? engine::Role::pad
           : kind == DeviceKind::display ? engine::Role::display
                                         : engine::Role::handset;
}

DeviceKind kind_of(engine::Role role) {
    return role == engine::Role::pad       ? DeviceKind::pad
           : role == engine::Role::display ? DeviceKind::display
                                           : DeviceKind::handset;
}

std::vector<std::string> settings_faults(const BusSettings& settings) {
    std::vector<std::string> faults;
    if (settings.profiles.empty()) {
        return {"a line needs at least one profile"};
    }
    compare_lines(settings, faults);
    std::map<std::uint32_t, std::size_t> profile_at;
    std::set<std::pair<std::uint32_t, DeviceKind>> seen;
    for (const BusDevice& device : settings.devices) {
        if (device.profile >= settings.profiles.size()) {
            faults.push_back(fmt::format("{}: has no profile", device.id.get()));
            continue;
        }
        check_device(device, settings.profiles[device.profile], faults);
        if (!seen.emplace(device.address, device.kind).second) {
            faults.push_back(fmt::format("{}: another {} has address {}", device.id.get(),
                                         name_of(device.kind), device.address));
        }
        const auto [place, fresh] = profile_at.emplace(device.address, device.profile);
        if (!fresh && place->second != device.profile) {
            faults.push_back(fmt::format("{}: address {} is spoken to by the rules of {} already",
                                         device.id.get(), device.address,
                                         settings.profiles[place->second].id));
        }
    }
    return faults;
}

LineManners line_manners(const BusSettings& settings) {
    LineManners manners;
    manners.port = settings.profiles.front().line.port;
    manners.port.baud = settings.baud != 0 ? settings.baud : manners.port.baud;
    for (const engine::DeviceProfile& profile : settings.profiles) {
        manners.inter_byte = std::max(manners.inter_byte, profile.line.inter_byte);
        manners.turn_around = std::max(manners.turn_around, profile.line.turn_around);
        manners.own_echo = manners.own_echo || profile.line.own_echo;
    }
    manners.own_echo = settings.own_echo.value_or(manners.own_echo);
    return manners;
}

}  // namespace jiaohao::drivers::bus
