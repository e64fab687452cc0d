// kioskd put together: the one place that knows every room.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "kiosk/base/clock.hpp"
#include "kiosk/base/log.hpp"
#include "kiosk/config/kiosk_config.hpp"

namespace jiaohao::daemon {

/// Thread: made, run and destroyed on the devices thread, which has a QCoreApplication.
class Daemon {
  public:
    /// Opens profiles, certificates, listeners and then the journal, so that nothing is begun in it by a hall
    /// that cannot open. The error is for the technician: what, where, what to do.
    [[nodiscard]] static Result<std::unique_ptr<Daemon>, std::string> open(config::KioskConfig config,
                                                                           Clock& clock, LogSink& sink);
    /// Stops when still running.
    ~Daemon();
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    /// Starts every thread; returns at once. The caller runs the event loop.
    void start();
    /// Devices first, so that their last outcomes still reach the journal; the journal last.
    void stop();

  private:
    struct Impl;
    explicit Daemon(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace jiaohao::daemon
