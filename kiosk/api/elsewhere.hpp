// What a satellite's API cannot answer: its own hall knows nothing of the queue, and would look like an empty one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kiosk/service/hall_loop.hpp"

namespace jiaohao::api {

/// The queue that `snapshot` should show is another terminal's.
[[nodiscard]] inline bool is_satellite(const service::Snapshot& snapshot) {
    return snapshot.config != nullptr && snapshot.config->satellite;
}

[[nodiscard]] inline domain::Refusal at_main_terminal() {
    return {domain::RefusalCode::forbidden, {{"where", "main_terminal"}}};
}

}  // namespace jiaohao::api
