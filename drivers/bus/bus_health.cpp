// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/bus_health.hpp"

namespace jiaohao::drivers {

using domain::DeviceKind;
using domain::DeviceState;

BusHealth::BusHealth(domain::DeviceId line, const std::vector<BusDevice>& devices,
                     std::chrono::seconds stale_after, Timers& timers, ports::HallBusListener& listener)
    : stale_after_(stale_after), timers_(timers), listener_(listener) {
    watched_.reserve(devices.size() + 1);
    watched_.push_back({{std::move(line), DeviceKind::line, 0}, DeviceState::unknown, "", 0});
    for (const BusDevice& device : devices) {
        watched_.push_back({device, DeviceState::unknown, "", 0});
    }
}

BusHealth::~BusHealth() {
    for (const Watched& watched : watched_) {
        timers_.cancel(watched.timer);
    }
}

void BusHealth::set(Watched& watched, DeviceState state, const std::string& fault) {
    if (watched.state == state && watched.fault == fault) {
        return;
    }
    watched.state = state;
    watched.fault = fault;
    listener_.on_bus_device(watched.device.id, watched.device.kind, state, fault);
}

BusHealth::Watched* BusHealth::find(std::uint8_t address, DeviceKind kind) {
    for (Watched& watched : watched_) {
        if (watched.device.kind == kind && watched.device.address == address) {
            return &watched;
        }
    }
    return nullptr;
}

void BusHealth::line_up() {
    set(watched_.front(), DeviceState::ready, "");
    for (std::size_t i = 1; i < watched_.size(); ++i) {
        set(watched_[i], DeviceState::unknown, "");
    }
}

void BusHealth::line_down() {
    for (Watched& watched : watched_) {
        timers_.cancel(watched.timer);
        set(watched, DeviceState::lost, "link_lost");
    }
}

void BusHealth::line_warning(const std::string& fault) {
    set(watched_.front(), fault.empty() ? DeviceState::ready : DeviceState::warning, fault);
}

bool BusHealth::heard(std::uint8_t address, DeviceKind kind) {
    Watched* watched = find(address, kind);
    if (watched == nullptr) {
        return false;
    }
    if (watched->state != DeviceState::fault) {
        set(*watched, DeviceState::ready, "");
    }
    if (stale_after_.count() > 0) {
        timers_.cancel(watched->timer);
        watched->timer = timers_.start(stale_after_, kLeastRealWait,
                                       [this, watched] { set(*watched, DeviceState::stale, "silent"); });
    }
    return true;
}

void BusHealth::stuck(std::uint8_t address, DeviceKind kind, bool is_stuck) {
    Watched* watched = find(address, kind);
    if (watched != nullptr && (is_stuck || watched->state == DeviceState::fault)) {
        set(*watched, is_stuck ? DeviceState::fault : DeviceState::ready, is_stuck ? "stuck_key" : "");
    }
}

bool BusHealth::knows(std::uint8_t address, DeviceKind kind) const {
    for (const Watched& watched : watched_) {
        if (watched.device.kind == kind && watched.device.address == address) {
            return true;
        }
    }
    return false;
}

}  // namespace jiaohao::drivers
