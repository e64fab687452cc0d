// What the configuration says of a line with pads, handsets and displays, as its driver takes it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "drivers/bus/bus_settings.hpp"
#include "kiosk/base/result.hpp"
#include "kiosk/config/kiosk_config.hpp"
#include "kiosk/service/device_reports.hpp"

namespace jiaohao::daemon {

/// With every profile that the line or one of its devices names. The error names a profile's file, line and key, or
/// why the profiles cannot share the line.
[[nodiscard]] Result<drivers::bus::BusSettings, std::string> bus_settings(
    const config::BusLineConfig& config, const std::filesystem::path& profiles);
/// Which counter sits at which address.
[[nodiscard]] service::BusReports::Addresses counters_by_address(const config::BusLineConfig& config);

}  // namespace jiaohao::daemon
