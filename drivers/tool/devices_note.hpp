// The devices of a bus in the header of its recording, so that a replay has the same hall. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "drivers/bus/bus_settings.hpp"

namespace jiaohao::drivers::tool {

/// "1 handset, 2 pad, 3 display": those of one profile, the one that the header names.
[[nodiscard]] std::string devices_note(const bus::BusSettings& settings, std::string_view profile);
/// Ids are made up ("pad-2"). What is no device is left out; a recording is read by whoever finds it.
[[nodiscard]] std::vector<bus::BusDevice> devices_from_note(std::string_view note);

}  // namespace jiaohao::drivers::tool
