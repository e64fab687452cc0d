// Control lines of the simulated bus: JSON objects or plain words.
//
//   {"do":"key","address":7,"key":"call","id":"x"}        key 7 call [id]
//   {"do":"press","address":107,"key":0,"id":"y"}         press 107 0 [id]       what the device sends, bit, counter
//   {"do":"press","address":107,"means":"pad.4","id":"y"} press 107 pad 4 [id]   press 7 handset call [id]
//   {"do":"fault","name":"garbage","rate":0.05,"address":7}   fault garbage [rate] [address]
//   {"do":"fault","name":"truncated","seconds":10}            fault truncated/10 [rate] [address]   for so long
//   {"do":"clear","name":"garbage"}  (no name: all)        clear [name]
//   {"do":"counts"} {"do":"list"} {"do":"devices"} {"do":"replug"} {"do":"quit"}
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/sim/bus/bus_world.hpp"
#include "kiosk/base/result.hpp"

namespace jiaohao::drivers::sim_bus {

struct Request {
    enum class Do : std::uint8_t { key, press, fault, clear, counts, list, devices, quit };
    Do what{};
    std::optional<std::uint32_t> address;
    /// Name of a handset key or of a fault, or what a press means ("pad.4").
    std::string name;
    std::uint32_t pad_key = 0;
    std::string id;
    double rate = 1.0;
    /// fault: for so long (0: until cleared). On the simulated clock.
    double seconds = 0;
};

/// The error is a sentence for the person at the keyboard.
[[nodiscard]] Result<Request, std::string> parse_request(const std::string& line);
/// What is wrong with a control line, "" for nothing; for drivers/sim/script.hpp.
[[nodiscard]] std::string fault_of_request(const std::string& line);
/// One line of JSON without the newline.
[[nodiscard]] std::string to_json(const SimEvent& event);

}  // namespace jiaohao::drivers::sim_bus
