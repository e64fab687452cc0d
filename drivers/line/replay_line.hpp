// A line whose far end is a capture: what was heard comes again at its time, what is written is compared.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "drivers/line/byte_line.hpp"
#include "drivers/line/capture.hpp"
#include "drivers/line/one_shot.hpp"

namespace jiaohao::drivers {

/// The first byte of a connection (from an `up` to the next `down`) that was written otherwise than recorded.
struct ReplayDifference {
    /// Counts from 1.
    std::size_t connection = 0;
    std::size_t offset = 0;
    /// From there on, at most 16 bytes; empty: nothing more.
    Bytes recorded;
    Bytes written;
};
[[nodiscard]] std::string to_string(const ReplayDifference& difference);

/// The capture begins when start() is called. Thread: that of `timers`, which outlive it.
class ReplayLine final : public ByteLine {
  public:
    ReplayLine(capture::Capture capture, Timers& timers);

    /// Called with each note of the capture, at its time.
    void on_note(std::function<void(const std::string&)> told) { told_ = std::move(told); }

    void start(LineListener& listener) override;
    void stop() override;
    [[nodiscard]] bool write(ByteView bytes) override;
    [[nodiscard]] std::size_t backlog() const override { return 0; }
    [[nodiscard]] bool up() const override { return up_; }
    [[nodiscard]] std::string name() const override { return capture_.header.path; }

    /// Every record has been played.
    [[nodiscard]] bool finished() const { return next_ == capture_.records.size(); }
    /// Of connections that have ended, and of the last one once finished().
    [[nodiscard]] std::vector<ReplayDifference> differences() const;
    /// The recorder left something out: differences prove nothing.
    [[nodiscard]] bool incomplete() const { return incomplete_; }

  private:
    struct Connection {
        Bytes recorded;
        Bytes written;
    };
    void play_due();
    void play(const capture::Record& record);

    const capture::Capture capture_;
    Timers& timers_;
    std::function<void(const std::string&)> told_;
    LineListener* listener_ = nullptr;
    BootTime begun_{};
    std::size_t next_ = 0;
    bool up_ = false;
    bool incomplete_ = false;
    std::vector<Connection> connections_;
    OneShot timer_;
};

}  // namespace jiaohao::drivers
