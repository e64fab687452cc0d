// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/faults.hpp"

#include <algorithm>

namespace jiaohao::drivers::sim_bus {
namespace {

std::string full_name(const std::string& name) {
    return name == "truncated" ? "truncated-frame" : name == "bad-check" ? "bad-checksum" : name;
}

}  // namespace

const std::vector<std::string>& fault_names() {
    static const std::vector<std::string> names{"silent",
                                                "garbage",
                                                "noise-before",
                                                "noise-inside",
                                                "noise-after",
                                                "truncated-frame",
                                                "truncated-then-good",
                                                "bad-checksum",
                                                "doubled-press",
                                                "stuck-key",
                                                "address-clash",
                                                "exception",
                                                "slow-reply",
                                                "late-reply",
                                                "own-echo",
                                                "wrong-baud",
                                                "unplug"};
    return names;
}

bool Faults::set(const std::string& name, double rate, std::optional<std::uint32_t> address,
                 std::optional<Real> until) {
    const std::string full = full_name(name);
    const auto& names = fault_names();
    if (std::find(names.begin(), names.end(), full) == names.end() || !(rate > 0.0) || rate > 1.0) {
        return false;
    }
    active_[full] = {rate, address, until};
    return true;
}

void Faults::clear(const std::string& name) {
    if (name.empty()) {
        active_.clear();
    } else {
        active_.erase(full_name(name));
    }
}

void Faults::pass(Real now) {
    std::erase_if(active_, [now](const auto& one) { return one.second.until && *one.second.until <= now; });
}

std::optional<Real> Faults::next_end() const {
    std::optional<Real> next;
    for (const auto& [name, active] : active_) {
        if (active.until) {
            next = std::min(next.value_or(*active.until), *active.until);
        }
    }
    return next;
}

bool Faults::strikes(const std::string& name, std::uint32_t address) {
    const auto found = active_.find(name);
    if (found == active_.end() || found->second.address.value_or(address) != address) {
        return false;
    }
    return found->second.rate >= 1.0 || random_.unit() < found->second.rate;
}

std::set<std::string> Faults::names() const {
    std::set<std::string> all;
    for (const auto& [name, active] : active_) {
        all.insert(name);
    }
    return all;
}

Bytes Faults::noise() {
    Bytes bytes(1 + random_.below(8));
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(random_.next());
    }
    return bytes;
}

void Faults::put_noise(Bytes& frame, std::size_t place) {
    const Bytes bytes = noise();
    frame.insert(frame.begin() + static_cast<std::ptrdiff_t>(place), bytes.begin(), bytes.end());
}

Bytes Faults::collide(Bytes frame) {
    if (random_.below(2) == 0) {
        // The other one a little later: it answers for itself.
        const Bytes second = frame;
        frame.insert(frame.end(), second.begin(), second.end());
        return frame;
    }
    // Both drive the line: what differs is lost.
    for (std::size_t i = 1; i < frame.size(); ++i) {
        frame[i] &= static_cast<std::uint8_t>(frame[i - 1] | 0x11U);
    }
    return frame;
}

Bytes Faults::spoil(Bytes frame, std::uint32_t address, std::optional<std::size_t> check_from_end) {
    const Bytes whole = frame;
    if (strikes("bad-checksum", address)) {
        const std::size_t behind = check_from_end.value_or(frame.size() / 2);
        frame.at(frame.size() - std::min(behind, frame.size())) ^= 0x5AU;
    }
    if (strikes("truncated-frame", address)) {
        frame.resize(1 + random_.below(frame.size() - 1));
    }
    if (strikes("truncated-then-good", address)) {
        frame.resize(1 + random_.below(frame.size() - 1));
        frame.insert(frame.end(), whole.begin(), whole.end());
    }
    if (strikes("garbage", address)) {
        const std::size_t places[] = {0, frame.size() / 2, frame.size()};
        put_noise(frame, places[random_.below(3)]);
    }
    if (strikes("noise-inside", address)) {
        put_noise(frame, frame.size() / 2);
    }
    if (strikes("noise-before", address)) {
        put_noise(frame, 0);
    }
    if (strikes("noise-after", address)) {
        put_noise(frame, frame.size());
    }
    if (strikes("address-clash", address)) {
        frame = collide(std::move(frame));
    }
    if (strikes("wrong-baud", address)) {
        for (std::uint8_t& byte : frame) {
            byte = static_cast<std::uint8_t>(random_.next());
        }
    }
    return frame;
}

}  // namespace jiaohao::drivers::sim_bus
