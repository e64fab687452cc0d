// What doctor says of the devices.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kiosk/api/diagnostics.hpp"

namespace jiaohao::daemon {

/// `rows` are those of device_rows(). What to do is the sentence that params.advice names, or the finding's own for a
/// device that has said nothing yet: what to try depends on whether it has a key.
[[nodiscard]] std::vector<api::Finding> device_findings(const nlohmann::json& rows);

}  // namespace jiaohao::daemon
