// What simulated devices do with what the host says.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/sim/bus/bus_world.hpp"

namespace jiaohao::drivers::sim_bus {
namespace {

bool says(const BusFrame& frame, const BusMessage& message) {
    return frame.function == message.function && frame.data == message.data;
}

}  // namespace

void BusWorld::from_host(ByteView bytes, Real now) {
    if (faults_.any("own-echo")) {
        transmit(Bytes(bytes.begin(), bytes.end()), now);
    }
    decoder_.feed(bytes, [&](const BusFrame& frame) { to_devices(frame, now); });
    burst_end_ = now + std::max<Real>(clock_.to_real(settings_.profile.inter_byte), kLeastRealWait);
}

void BusWorld::to_devices(const BusFrame& frame, Real now) {
    ++counts_["host_frames"];
    bool heard = false;
    for (Device& device : devices_) {
        if (device.address != frame.address || faults_.strikes("silent", device.address)) {
            continue;
        }
        heard = true;
        if (device.pad) {
            to_pad(device, frame, now);
        } else {
            to_handset(device, frame, now);
        }
    }
    counts_["unheard"] += heard ? 0 : 1;
}

void BusWorld::to_handset(Device& device, const BusFrame& frame, Real now) {
    const BusProfile& profile = settings_.profile;
    if (device.current && frame == frame_of(device)) {
        answered(device, now);
    } else if (frame.function == profile.show_function &&
               frame.data.size() == std::size_t{profile.digits} * 2) {
        show(device, frame.data);
    } else if (says(frame, profile.beep)) {
        emit("beep", device);
    }
}

void BusWorld::show(Device& device, const Bytes& data) {
    const std::uint8_t blank = settings_.profile.blank_digit;
    const auto middle = data.begin() + static_cast<std::ptrdiff_t>(settings_.profile.digits);
    const bool waiting = std::any_of(data.begin(), middle, [blank](auto digit) { return digit != blank; });
    std::string digits;
    for (auto digit = waiting ? data.begin() : middle; digit != (waiting ? middle : data.end()); ++digit) {
        if (*digit != blank) {
            digits += static_cast<char>('0' + std::min<int>(*digit, 9));
        }
    }
    if (!waiting) {
        device.digits = digits;
    }
    emit(waiting ? "show_waiting" : "show", device, {{"digits", digits}});
}

void BusWorld::to_pad(Device& device, const BusFrame& frame, Real now) {
    const BusProfile& profile = settings_.profile;
    if (device.current && frame == answer_to(profile, frame_of(device))) {
        device.armed = false;
        answered(device, now);
    } else if (!profile.rating_start.empty() && says(frame, profile.rating_start.back())) {
        device.armed = true;
        emit("armed", device);
    } else if (!profile.rating_stop.empty() && says(frame, profile.rating_stop.back())) {
        device.armed = false;
        emit("disarmed", device);
    }
}

}  // namespace jiaohao::drivers::sim_bus
