// Control lines of the simulated bus: JSON objects or plain words.
//
//   {"do":"key","address":7,"key":"call","id":"x"}        key 7 call [id]
//   {"do":"press","address":107,"key":0,"id":"y"}         press 107 0 [id]
//   {"do":"fault","name":"garbage","rate":0.05,"address":7}   fault garbage [rate] [address]
//   {"do":"clear","name":"garbage"}  (no name: all)        clear [name]
//   {"do":"counts"} {"do":"list"} {"do":"devices"} {"do":"replug"} {"do":"quit"}
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "drivers/sim/bus/bus_world.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim_bus {

struct Request {
    enum class Do : std::uint8_t { key, press, fault, clear, counts, list, devices, quit };
    Do what{};
    std::optional<std::uint8_t> address;
    /// Name of a handset key or of a fault.
    std::string name;
    std::uint8_t pad_key = 0;
    std::string id;
    double rate = 1.0;
};

/// The error is a sentence for the person at the keyboard.
[[nodiscard]] Result<Request, std::string> parse_request(const std::string& line);
/// One line of JSON without the newline.
[[nodiscard]] std::string to_json(const SimEvent& event);

}  // namespace jiaohao::drivers::sim_bus
