// The profiles as they are shipped, in order of their file names: a byte of an input chooses one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "drivers/engine/profile.hpp"
#include "drivers/printer/profile.hpp"

namespace jiaohao::fuzz {

[[nodiscard]] const std::vector<drivers::engine::DeviceProfile>& device_profiles();
[[nodiscard]] const drivers::engine::DeviceProfile& device_profile_by(std::uint8_t choice);
[[nodiscard]] const drivers::printer::PrinterProfile& printer_profile_by(std::uint8_t choice);

}  // namespace jiaohao::fuzz
