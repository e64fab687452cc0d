// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/bus_look.hpp"

#include <algorithm>
#include <utility>

#include "drivers/sim/bus/bus_world.hpp"

namespace jiaohao::drivers::sim_bus {
namespace {

/// Keys in the order of ports::HandsetKey, then levels from the best down.
std::pair<int, int> order_of(const engine::Press& press) {
    return press.role == engine::Role::handset ? std::pair{0, static_cast<int>(press.key)}
                                               : std::pair{1, -static_cast<int>(press.level)};
}

bool can_show(const engine::DeviceProfile& profile) {
    return std::any_of(profile.sayings.begin(), profile.sayings.end(), [](const engine::Saying& saying) {
        return saying.name == engine::sayings::kNumber || saying.name == engine::sayings::kWaiting ||
               saying.name == engine::sayings::kText;
    });
}

}  // namespace

std::vector<std::string> presses_of(const engine::DeviceProfile& profile,
                                    const std::set<engine::Role>& roles) {
    std::vector<engine::Press> all;
    const auto add = [&](const engine::Press& press) {
        if (roles.contains(press.role) && std::find(all.begin(), all.end(), press) == all.end()) {
            all.push_back(press);
        }
    };
    for (const engine::MeaningRule& rule : profile.meanings) {
        if (rule.press) {
            add(*rule.press);
        }
        for (const auto& [key, press] : rule.keys) {
            add(press);
        }
    }
    std::sort(all.begin(), all.end(),
              [](const engine::Press& a, const engine::Press& b) { return order_of(a) < order_of(b); });
    std::vector<std::string> codes;
    codes.reserve(all.size());
    for (const engine::Press& press : all) {
        codes.push_back(engine::code(press));
    }
    return codes;
}

std::vector<DeviceLook> BusWorld::looks() const {
    const bool shows = can_show(settings_.profile);
    std::vector<DeviceLook> all;
    for (const Device& device : devices_) {
        const bool has_window =
            device.roles.contains(engine::Role::handset) || device.roles.contains(engine::Role::display);
        const bool waits = device.current || !device.waiting.empty();
        all.push_back({device.address, device.roles, shows && has_window, device.digits, device.waiting_shown,
                       device.text, device.armed, waits ? LastPress::waiting : device.last,
                       device.answered_count, device.beeps});
    }
    return all;
}

}  // namespace jiaohao::drivers::sim_bus
