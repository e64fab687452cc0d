// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/loop.hpp"

#include <csignal>

namespace jiaohao::http {
namespace {

/// A write to a connection that the peer has closed must be an error, not the end of the process. OpenSSL
/// writes with write(2), which cannot ask for that; blocking the signal on the loop's thread can.
void block_sigpipe() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

}  // namespace

void run_loop(Core& core) {
    block_sigpipe();
    for (bool done = false; !done;) {
        try {
            core.context.run();
            done = true;
        } catch (const std::exception& error) {
            core.log.error("net.task_failed", {{"error", error.what()}});
        }
    }
    core.gate->shut();
}

void repeat(Core& core, std::chrono::milliseconds period, const std::shared_ptr<asio::steady_timer>& timer,
            const std::function<void()>& task) {
    timer->expires_after(period);
    timer->async_wait([&core, period, timer, task](const boost::system::error_code& error) {
        if (!error && !core.stopping) {
            task();
            repeat(core, period, timer, task);
        }
    });
}

}  // namespace jiaohao::http
