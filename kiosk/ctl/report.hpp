// What kioskctl prints for people. Pure: JSON of the API in, text out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/ctl/names.hpp"
#include "kiosk/ctl/words.hpp"

namespace jiaohao::ctl {

/// `view` is that of a snapshot, `status` the answer to `status`.
[[nodiscard]] std::string report_status(const Words& words, const nlohmann::json& view,
                                        const nlohmann::json& status);
[[nodiscard]] std::string report_tickets(const Words& words, const nlohmann::json& view);
/// A table in columns; under each device what to do, its last fault when that is over, counters and details.
[[nodiscard]] std::string report_devices(const Words& words, const nlohmann::json& data);
/// The hall, its lines and counters, and for managers the reported ratings.
[[nodiscard]] std::string report_figures(const Words& words, const nlohmann::json& data);
[[nodiscard]] std::string report_scan(const Words& words, const nlohmann::json& data);
[[nodiscard]] std::string report_test_print(const Words& words, const nlohmann::json& data);
[[nodiscard]] std::string report_doctor(const Words& words, const nlohmann::json& data);
/// One line per recorded event, in local time; `names` learns the tickets that are issued in them.
[[nodiscard]] std::string report_events(const Words& words, Names& names, const nlohmann::json& data);
/// What a command led to: "ctl.done.<command>" with the fields of the answer.
[[nodiscard]] std::string report_done(const Words& words, std::string_view command,
                                      const nlohmann::json& data);
/// What closing the day did to those who had not been served, by the view of before.
[[nodiscard]] std::string report_left(const Words& words, const nlohmann::json& before);

}  // namespace jiaohao::ctl
