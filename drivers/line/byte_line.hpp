// ByteLine: the seam between a driver and whatever carries its bytes (serial port, pty, replay of a capture).
// A driver sees only bytes, "up" and "down"; opening, losing and reopening are the line's business.
// Thread: everything here happens on the devices thread.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "drivers/line/line_fault.hpp"
#include "kiosk/base/bytes.hpp"
#include "kiosk/base/clock.hpp"

namespace jiaohao::drivers {

class LineListener {
  public:
    virtual ~LineListener() = default;
    virtual void on_bytes(ByteView bytes, BootTime at) = 0;
    /// The port is open. Says nothing of a device at its far end.
    virtual void on_line_up() = 0;
    /// The port is gone or failed; `reason` is for the log. Bytes not yet written are dropped: after a reopen
    /// they would arrive out of context.
    virtual void on_line_down(const std::string& reason) = 0;
};

class ByteLine {
  public:
    virtual ~ByteLine() = default;
    /// Starts opening; from here on the listener is told. Reopens for ever: 250 ms doubling to 5 s (real
    /// time).
    virtual void start(LineListener& listener) = 0;
    virtual void stop() = 0;
    /// Queues bytes to write. False (nothing queued) when the line is down or more than backlog_limit() would
    /// wait. "Written" proves nothing about the device.
    [[nodiscard]] virtual bool write(ByteView bytes) = 0;
    /// The listener has no use for fewer than so many more bytes: the line need not wake for each of them. How long it
    /// will be silent at most, whatever comes; 0: it stays awake.
    virtual std::chrono::nanoseconds rest(std::size_t /*bytes*/) { return {}; }
    /// Holds the wire at "space" (a break) until told otherwise; for frames that begin with one. The caller keeps
    /// the time and ends every break that it began; a line that goes down has ended it. False: the line is down,
    /// or bytes have not left yet. A line without a wire does nothing and says true.
    [[nodiscard]] virtual bool hold_break(bool /*on*/) { return up(); }
    /// Bytes accepted and not yet handed to the kernel.
    [[nodiscard]] virtual std::size_t backlog() const = 0;
    [[nodiscard]] virtual std::size_t backlog_limit() const { return 65536; }
    [[nodiscard]] virtual bool up() const = 0;
    [[nodiscard]] virtual std::string name() const = 0;
    /// What is wrong with the line itself, up or down; nothing when all is well or the line cannot know.
    [[nodiscard]] virtual std::optional<LineFault> fault() const { return std::nullopt; }
};

/// Drivers ask for time through this, so that tests turn the clock by hand. `after` is on the injected clock
/// (a simulated day runs it fast), never below `least_real` of real time: that is for waits on another
/// process.
class Timers {
  public:
    virtual ~Timers() = default;
    using Id = unsigned long;
    /// One-shot. The callback runs on the devices thread.
    [[nodiscard]] virtual Id start(std::chrono::nanoseconds after, std::chrono::nanoseconds least_real,
                                   std::function<void()> fire) = 0;
    /// Harmless for an id that fired or was cancelled.
    virtual void cancel(Id id) = 0;
    [[nodiscard]] virtual const Clock& clock() const = 0;
};

/// Every wait on another process lasts at least this long in real time, however fast the simulated clock
/// runs.
constexpr std::chrono::milliseconds kLeastRealWait{250};

}  // namespace jiaohao::drivers
