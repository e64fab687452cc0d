// SPDX-License-Identifier: Apache-2.0
#include "kiosk/daemon/bus_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <utility>

#include "drivers/engine/profile_toml.hpp"

namespace jiaohao::daemon {

Result<drivers::bus::BusSettings, std::string> bus_settings(const config::BusLineConfig& config,
                                                            const std::filesystem::path& profiles) {
    drivers::bus::BusSettings settings;
    settings.line = config.id;
    settings.baud = config.baud;
    settings.own_echo = config.own_echo;
    std::map<std::string, std::size_t> places;
    const auto place_of = [&](const std::string& name) -> Result<std::size_t, std::string> {
        if (const auto known = places.find(name); known != places.end()) {
            return known->second;
        }
        auto profile = drivers::engine::load_device_profile(profiles / (name + ".toml"));
        if (!profile) {
            return fail(profile.error());
        }
        settings.profiles.push_back(std::move(*profile));
        return places[name] = settings.profiles.size() - 1;
    };
    const auto add = [&](const std::vector<config::BusAddress>& devices,
                         domain::DeviceKind kind) -> Result<void, std::string> {
        for (const config::BusAddress& one : devices) {
            const auto place = place_of(one.profile);
            if (!place) {
                return fail(place.error());
            }
            settings.devices.push_back({one.id, kind, one.address, *place});
        }
        return {};
    };
    for (const auto& [devices, kind] : {std::pair{&config.handsets, domain::DeviceKind::handset},
                                        std::pair{&config.pads, domain::DeviceKind::pad},
                                        std::pair{&config.displays, domain::DeviceKind::display}}) {
        if (auto added = add(*devices, kind); !added) {
            return fail(added.error());
        }
    }
    if (settings.profiles.empty()) {
        if (const auto place = place_of(config.profile); !place) {
            return fail(place.error());
        }
    }
    const auto faults = drivers::bus::settings_faults(settings);
    if (!faults.empty()) {
        return fail(fmt::format("line {}: {}", config.id.get(), fmt::join(faults, "; ")));
    }
    return settings;
}

service::BusReports::Addresses counters_by_address(const config::BusLineConfig& config) {
    service::BusReports::Addresses addresses;
    for (const config::BusAddress& one : config.handsets) {
        addresses.handsets[one.address] = one.counter;
    }
    for (const config::BusAddress& one : config.pads) {
        addresses.pads[one.address] = one.counter;
    }
    return addresses;
}

}  // namespace jiaohao::daemon
