// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/app/watchdog.hpp"

#include <systemd/sd-daemon.h>

#include <QQuickWindow>
#include <chrono>
#include <cstdint>

namespace jiaohao::ui {

Watchdog::Watchdog(QQuickWindow& window) : window_(window) {
    // Queued: with a threaded renderer the signal comes from the render thread.
    connect(&window_, &QQuickWindow::frameSwapped, this, &Watchdog::frame_done, Qt::QueuedConnection);
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) > 0) {
        connect(&timer_, &QTimer::timeout, this, &Watchdog::feed);
        // A third: one late beat is no death.
        timer_.start(std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::microseconds(static_cast<std::int64_t>(microseconds / 3))));
    }
}

void Watchdog::frame_done() {
    frame_since_ = true;
    if (!ready_) {
        ready_ = true;
        sd_notify(0, "READY=1");
    }
}

void Watchdog::feed() {
    if (frame_since_) {
        sd_notify(0, "WATCHDOG=1");
    }
    frame_since_ = false;
    window_.update();  // a still page draws nothing by itself
}

}  // namespace jiaohao::ui
