// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {

std::span<const Target> targets() {
    static constexpr std::array<Target, 26> kTargets{{
        {"frames", frames, 1000, false},
        {"meanings", meanings, 1000, false},
        {"sayings", sayings, 2000, false},
        {"patterns", patterns, 3000, false},
        {"device_profile", device_profile, 800, true},
        {"printer_replies", printer_replies, 1000, false},
        {"printer_profile", printer_profile, 1000, true},
        {"ticket_template", ticket_template, 600, true},
        {"ticket_bytes", ticket_bytes, 500, false},
        {"escpos", escpos, 1500, false},
        {"capture", capture, 1000, true},
        {"hall_config", hall_config, 600, true},
        {"office_config", office_config, 600, true},
        {"api_message", api_message, 2000, true},
        {"event", event, 1500, false},
        {"batch", batch, 1000, false},
        {"contact", contact, 1500, false},
        {"content_coding", content_coding, 1000, false},
        {"recorded_day", recorded_day, 1000, true},
        {"request_target", request_target, 3000, false},
        {"snapshot", snapshot, 1000, false},
        {"keypad_events", keypad_events, 2000, false},
        {"logo", logo, 1000, false},
        {"sim_script", sim_script, 1500, true},
        {"counter_file", counter_file, 2000, false},
        {"appointments", appointments, 800, true},
    }};
    return kTargets;
}

}  // namespace jiaohao::fuzz
