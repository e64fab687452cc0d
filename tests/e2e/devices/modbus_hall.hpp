// A hall with Modbus buttons (1), a pad (2) and a display (3) of one line; a further box (5) is in no configuration.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/e2e/devices/living_hall.hpp"

namespace jiaohao::test {

class ModbusHall : public LivingHall {
  protected:
    /// `more` and `of_line`: further keys of the configuration; `of_bus`: further words of the simulator.
    void begin(const std::string& more = "", const std::string& of_line = "",
               const std::vector<std::string>& of_bus = {}) {
        profile("bus-modbus-hall", "handset-modbus-buttons",
                {{"roles = [\"handset\", \"pad\"]", "roles = [\"handset\", \"pad\", \"display\"]"},
                 {"inter_byte_ms = 20", "inter_byte_ms = 200"},
                 {"stale_after_s = 5", "stale_after_s = 2"},
                 {"lost_after_s = 30", "lost_after_s = 4"},
                 {"reply_ms = 100", "reply_ms = 400"}},
                R"(
[[saying]]
name = "number"
frame = [{ shape = "request", command = 6, data = "00 88 {number:big:2}", reply = ["written", "exception"] }]

[[example]]
name = "show-a027"
from = "host"
hex = "07 06 00 88 00 1B 49 8D"
means = "number.A027"
address = 7
)");
        begin_bus("bus-modbus-hall", "1,2,3,5", of_bus);
        begin_daemon("[capture]\nfolder = \"" + in("captures") + "\"\n" + more +
                     "[[line]]\nid = \"bus\"\npath = \"" + in("bus") + R"("
profile = "bus-modbus-hall"
)" + of_line + R"([[line.handset]]
address = 1
counter = "c1"
[[line.pad]]
address = 2
counter = "c1"
[[line.display]]
address = 3
counter = "c1"
)");
    }
    void open_hall() const {
        write("pin", "1001\n");
        for (const std::string& step :
             {std::string("open-day"), "sign-in zhang c1 --pin-file " + in("pin")}) {
            const Ran ran = ctl(step);
            EXPECT_EQ(ran.code, 0) << step << ": " << ran.output;
        }
    }
    /// Digits on a simulated device, by what it said last when it was asked.
    [[nodiscard]] std::string shown(int address) const {
        bus->say("devices");
        std::string digits;
        std::istringstream lines(text_of(in("bus.log")));
        for (std::string line; std::getline(lines, line);) {
            const json event = json::parse(line, nullptr, false);
            if (event.is_object() && event.value("event", "") == "device" &&
                event.value("address", 0) == address) {
                digits = event.value("digits", "");
            }
        }
        return digits;
    }
};

}  // namespace jiaohao::test
