// The API described by itself: what stands in api.json.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace jiaohao::wire::api {

/// Version, limits, commands with arguments, answers and roles, rows with their fields, event types, what
/// each role sees, refusal codes. Same text on every machine.
[[nodiscard]] nlohmann::json describe();

}  // namespace jiaohao::wire::api
