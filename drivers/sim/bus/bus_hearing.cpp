// What simulated devices do with what the host says.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "drivers/sim/bus/bus_world.hpp"

namespace jiaohao::drivers::sim_bus {

using engine::Role;
using engine::What;
namespace sayings = engine::sayings;

void BusWorld::from_host(ByteView bytes, Real now) {
    SerialSetting port = settings_.profile.line.port;
    port.baud = settings_.baud != 0 ? settings_.baud : port.baud;
    // On a pty they are here at once; on a wire they would still travel.
    host_until_ = std::max(host_until_, now) + clock_.to_real(travel_time(port, bytes.size()));
    if (faults_.any("wrong-baud")) {
        return;
    }
    if (faults_.any("own-echo")) {
        transmit(Bytes(bytes.begin(), bytes.end()), now);
    }
    ear_.feed(bytes, [&](const engine::Ear::Heard& heard) { to_devices(heard.frame, now); });
    burst_end_ = now + std::max<Real>(clock_.to_real(settings_.profile.line.inter_byte), kLeastRealWait);
}

void BusWorld::to_devices(const frames::Frame& frame, Real now) {
    ++counts_["host_frames"];
    const bool addressed = settings_.profile.shapes[frame.shape].has(frames::PartKind::address);
    const auto told = told_by(settings_.profile, frame);
    bool heard = false;
    for (Device& device : devices_) {
        const bool to_all = frame.address == settings_.profile.address.broadcast;
        const bool to_it = !addressed || to_all || device.address == frame.address;
        if (!to_it || faults_.strikes("silent", device.address)) {
            continue;
        }
        heard = true;
        if (!takes_answer(device, frame, now) && told) {
            obey(device, *told, frame, now);
        }
    }
    counts_["unheard"] += heard ? 0 : 1;
}

bool BusWorld::takes_answer(Device& device, const frames::Frame& frame, Real now) {
    if (!device.current) {
        return false;
    }
    const auto answer = answer_for(device, *device.current);
    if (answer.empty() || answer.back().shape != frame.shape || answer.back().command != frame.command ||
        answer.back().data != frame.data) {
        return false;
    }
    device.armed = false;
    answered(device, now);
    return true;
}

void BusWorld::obey(Device& device, const Told& told, const frames::Frame& frame, Real now) {
    const engine::Saying& saying = settings_.profile.sayings[told.saying];
    const engine::SayingFrame& asked = saying.frames[told.nth];
    const bool last = told.nth + 1 == saying.frames.size();
    if (saying.name == sayings::kRatingStart && device.roles.contains(Role::pad) && last) {
        device.armed = true;
        emit("armed", device);
    } else if (saying.name == sayings::kRatingStop && device.roles.contains(Role::pad) && last) {
        device.armed = false;
        emit("disarmed", device);
    } else if (saying.name == sayings::kBeep) {
        ++device.beeps;
        emit("beep", device);
    } else if (saying.name == sayings::kClearLatch) {
        clear_bits(device, told);
    } else {
        show(device, saying.name, told);
    }
    if (!asked.replies.empty() && frame.address != settings_.profile.address.broadcast) {
        reply(device, asked, frame, now);
    }
}

void BusWorld::show(Device& device, const std::string& saying, const Told& told) {
    const bool shows = device.roles.contains(Role::handset) || device.roles.contains(Role::display);
    if (!shows) {
        return;
    }
    if (saying == sayings::kNumber || saying == sayings::kBlank) {
        device.digits = told.number;
        emit("show", device, {{"digits", told.number}});
    } else if (saying == sayings::kWaiting) {
        device.waiting_shown = told.waiting;
        emit("show_waiting", device, {{"digits", told.waiting}});
    } else if (saying == sayings::kText) {
        device.text = told.text;
        emit("show_text", device, {{"text", told.text}});
    }
}

void BusWorld::clear_bits(Device& device, const Told& told) {
    // What is told is either the bits to clear or, by a profile that writes the register, those that stay.
    for (auto& [rule, bits] : device.bits) {
        if (settings_.profile.meanings[rule].what != What::latched) {
            continue;
        }
        bits = told.rest ? bits & *told.rest : bits & ~told.bits;
        for (auto press = device.latched.begin(); press != device.latched.end();) {
            if ((bits >> press->first & 1U) != 0) {
                ++press;
                continue;
            }
            ++counts_["acknowledged"];
            ++device.answered_count;
            device.last = LastPress::answered;
            done_.push_back({press->second.id, press->second.key, device.address});
            emit("acknowledged", device, {{"id", press->second.id}, {"key", press->second.key}});
            press = device.latched.erase(press);
        }
    }
}

std::optional<std::size_t> BusWorld::reply_rule(Device& device, const engine::SayingFrame& asked) {
    const auto& rules = settings_.profile.meanings;
    const auto first = [&](auto fits) -> std::optional<std::size_t> {
        for (const std::size_t rule : asked.replies) {
            if (fits(rule)) {
                return rule;
            }
        }
        return std::nullopt;
    };
    if (faults_.strikes("exception", device.address)) {
        if (const auto rule = first([&](std::size_t i) { return rules[i].what == What::exception; })) {
            return rule;
        }
    }
    const auto& press = device.current ? device.current : device.stuck;
    if (press) {
        if (const auto rule = first([&](std::size_t i) { return i == press->rule; })) {
            return rule;
        }
    }
    if (const auto rule = first([&](std::size_t i) { return is_register(i); })) {
        return rule;
    }
    return first([&](std::size_t i) {
        return rules[i].what != What::press && rules[i].what != What::exception && rules[i].what != What::nak;
    });
}

void BusWorld::reply(Device& device, const engine::SayingFrame& asked, const frames::Frame& frame, Real now) {
    const auto rule = reply_rule(device, asked);
    if (!rule) {
        return;
    }
    const auto& press = device.current ? device.current : device.stuck;
    const bool says_press = press && press->rule == *rule;
    DeviceValues values;
    values.key = says_press ? press->value : 0;
    values.code = 2;
    values.bits = device.bits[*rule];
    values.text = "SIM 1";
    if (const auto counts = device.counters.find(*rule); counts != device.counters.end()) {
        values.counts = counts->second;
    }
    const auto said = frame_for(settings_.profile, *rule, device.address, values, &frame);
    if (!said) {
        return;
    }
    say(device, *said, now, true);
    if (says_press && device.current && answer_for(device, *device.current).empty()) {
        answered(device, now);
    }
}

}  // namespace jiaohao::drivers::sim_bus
