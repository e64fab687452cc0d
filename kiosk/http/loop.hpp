// The loop that a server or a client runs on. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/steady_timer.hpp>

#include "kiosk/http/core.hpp"

namespace jiaohao::http {

/// Runs until nothing is left to do and lets no more in. A task that throws is logged and costs nothing else.
void run_loop(Core& core);

/// Loop thread: `task` every `period` until the core stops. `core` outlives the timer.
void repeat(Core& core, std::chrono::milliseconds period, const std::shared_ptr<asio::steady_timer>& timer,
            const std::function<void()>& task);

}  // namespace jiaohao::http
