// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/faults.hpp"

#include <algorithm>

namespace jiaohao::drivers::sim_bus {

const std::vector<std::string>& fault_names() {
    static const std::vector<std::string> names{"silent",       "garbage",       "truncated-frame",
                                                "bad-checksum", "doubled-press", "stuck-key",
                                                "own-echo",     "unplug"};
    return names;
}

bool Faults::set(const std::string& name, double rate, std::optional<std::uint8_t> address) {
    const auto& names = fault_names();
    if (std::find(names.begin(), names.end(), name) == names.end() || !(rate > 0.0) || rate > 1.0) {
        return false;
    }
    active_[name] = {rate, address};
    return true;
}

void Faults::clear(const std::string& name) {
    if (name.empty()) {
        active_.clear();
    } else {
        active_.erase(name);
    }
}

bool Faults::strikes(const std::string& name, std::uint8_t address) {
    const auto found = active_.find(name);
    if (found == active_.end() || found->second.address.value_or(address) != address) {
        return false;
    }
    return found->second.rate >= 1.0 || random_.unit() < found->second.rate;
}

Bytes Faults::noise() {
    Bytes bytes(1 + random_.below(8));
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(random_.next());
    }
    return bytes;
}

Bytes Faults::spoil(Bytes frame, std::uint8_t address) {
    if (strikes("bad-checksum", address)) {
        constexpr std::size_t kChecksumFromEnd = 2;
        frame.at(frame.size() - kChecksumFromEnd) ^= 0x5AU;
    }
    if (strikes("truncated-frame", address)) {
        frame.resize(1 + random_.below(frame.size() - 1));
    }
    if (strikes("garbage", address)) {
        const Bytes bytes = noise();
        const std::size_t places[] = {0, frame.size() / 2, frame.size()};
        const std::size_t place = places[random_.below(3)];
        frame.insert(frame.begin() + static_cast<std::ptrdiff_t>(place), bytes.begin(), bytes.end());
    }
    return frame;
}

}  // namespace jiaohao::drivers::sim_bus
