// A ByteLine on a serial port (or a pty behind a symlink, as the simulators offer).
// Thread: made, used and destroyed on the devices thread, which runs a Qt event loop.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "drivers/line/byte_line.hpp"
#include "drivers/line/serial_setting.hpp"
#include "kiosk/base/log.hpp"

namespace jiaohao::drivers {

class SerialLine final : public ByteLine {
  public:
    struct Counters {
        std::uint64_t opened = 0;
        std::uint64_t lost = 0;
        std::uint64_t refused_writes = 0;
        /// Losses and failed tries since the port was last open; the pause before the next try grows with them.
        std::uint64_t failures = 0;
        std::uint64_t written = 0;
        std::uint64_t received = 0;
        /// Framing and parity errors, where the port's driver counts them.
        std::uint64_t errors = 0;
    };

    /// `clock` stamps received bytes and outlives the line. Reopening runs on real time: it waits for a
    /// person or the kernel, not for anything simulated.
    SerialLine(SerialSetting setting, const Clock& clock, Log log);
    ~SerialLine() override;
    SerialLine(const SerialLine&) = delete;
    SerialLine& operator=(const SerialLine&) = delete;

    /// The first try is made from the event loop, so the listener is never called from within start().
    void start(LineListener& listener) override;
    /// No call to the listener after this returns.
    void stop() override;
    [[nodiscard]] bool write(ByteView bytes) override;
    std::chrono::nanoseconds rest(std::size_t bytes) override;
    [[nodiscard]] bool hold_break(bool on) override;
    [[nodiscard]] std::size_t backlog() const override;
    [[nodiscard]] std::size_t backlog_limit() const override;
    [[nodiscard]] bool up() const override;
    [[nodiscard]] std::string name() const override;
    [[nodiscard]] std::optional<LineFault> fault() const override;
    /// How many of the bytes received since the start fitted no frame or reply, as the driver counts them; told
    /// now and then, so that fault() can say that the speed may be wrong.
    void judge(std::uint64_t rejected);
    [[nodiscard]] const SerialSetting& setting() const;
    [[nodiscard]] const Counters& counters() const;

  private:
    class Port;
    std::unique_ptr<Port> port_;
};

}  // namespace jiaohao::drivers
