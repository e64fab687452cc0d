// SPDX-License-Identifier: Apache-2.0
#include "drivers/tool/devices_note.hpp"

#include <fmt/format.h>

#include <charconv>

namespace jiaohao::drivers::tool {
namespace {

/// More than a line can have.
constexpr std::size_t kMostDevices = 1024;

std::optional<engine::Role> role_called(std::string_view name) {
    for (const engine::Role role : {engine::Role::handset, engine::Role::pad, engine::Role::display}) {
        if (engine::code(role) == name) {
            return role;
        }
    }
    return std::nullopt;
}

std::optional<bus::BusDevice> device_from(std::string_view words) {
    std::uint32_t address = 0;
    const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), address);
    const auto used = static_cast<std::size_t>(end - words.data());
    if (error != std::errc{} || used >= words.size() || words[used] != ' ') {
        return std::nullopt;
    }
    const auto role = role_called(words.substr(used + 1));
    if (!role) {
        return std::nullopt;
    }
    return bus::BusDevice{domain::DeviceId(fmt::format("{}-{}", engine::code(*role), address)),
                          bus::kind_of(*role), address, 0};
}

}  // namespace

std::string devices_note(const bus::BusSettings& settings, std::string_view profile) {
    std::string note;
    for (const bus::BusDevice& device : settings.devices) {
        if (settings.profiles[device.profile].id == profile) {
            note += fmt::format("{}{} {}", note.empty() ? "" : ", ", device.address,
                                engine::code(bus::role_of(device.kind)));
        }
    }
    return note;
}

std::vector<bus::BusDevice> devices_from_note(std::string_view note) {
    std::vector<bus::BusDevice> devices;
    while (!note.empty() && devices.size() < kMostDevices) {
        const std::size_t comma = note.find(", ");
        if (auto device = device_from(note.substr(0, comma))) {
            devices.push_back(std::move(*device));
        }
        note.remove_prefix(comma == std::string_view::npos ? note.size() : comma + 2);
    }
    return devices;
}

}  // namespace jiaohao::drivers::tool
