// PINs from a terminal without echo, or from a file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "kiosk/base/result.hpp"

namespace jiaohao::ctl {

[[nodiscard]] Result<std::string, std::string> ask_pin(const std::string& prompt);
/// The first line of the file; "-" reads standard input.
[[nodiscard]] Result<std::string, std::string> read_pin(const std::string& file);

}  // namespace jiaohao::ctl
