// Whether what is written to a port leaves it, and whether the device ever says a word. Pure: looked at once a
// second of real time, counts in looks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace jiaohao::drivers {

/// Adapters that have hung take bytes, which never leave: no error comes, the queue does not fall. Without flow
/// control that is a fault within seconds. With it the device may rightly hold everything back (BUSY means "buffer
/// full or offline" on many printers, and a printer waits minutes for paper), so that is told first, and the port is
/// opened anew only when no person comes any more.
class ProgressWatch {
  public:
    enum class Verdict : std::uint8_t { well, held_off, swallowed };
    static constexpr std::uint32_t kPatience = 10;
    static constexpr std::uint32_t kFlowPatience = 600;

    explicit ProgressWatch(bool flow_control) : flow_control_(flow_control) {}

    /// `written`: all bytes taken since the port was opened; `waiting`: those of them that have not left.
    [[nodiscard]] Verdict look(std::uint64_t written, std::size_t waiting) {
        const std::uint64_t gone = written - std::min<std::uint64_t>(written, waiting);
        looks_ = waiting == 0 || gone != gone_ ? 0 : looks_ + 1;
        gone_ = gone;
        if (looks_ >= (flow_control_ ? kFlowPatience : kPatience)) {
            return Verdict::swallowed;
        }
        return looks_ >= kPatience ? Verdict::held_off : Verdict::well;
    }
    void reopened() {
        looks_ = 0;
        gone_ = 0;
    }

  private:
    bool flow_control_;
    std::uint32_t looks_ = 0;
    std::uint64_t gone_ = 0;
};

/// For a device that answers: everything was written and never a byte came since the port was opened. Opening it
/// anew wakes some adapters; tried after 30 s, then ever more rarely up to 15 min, for the usual cause is a device
/// that is switched off.
class AnswerWatch {
  public:
    static constexpr std::uint32_t kFirst = 30;
    static constexpr std::uint32_t kLongest = 900;

    /// True: say so and open the port anew. Never while bytes wait: nothing is cut off in the middle.
    [[nodiscard]] bool look(std::uint64_t written, std::size_t waiting, std::uint64_t received) {
        if (received > 0) {
            patience_ = kFirst;
            looks_ = 0;
            return false;
        }
        looks_ += written > 0 ? 1 : 0;
        if (looks_ < patience_ || waiting > 0) {
            return false;
        }
        looks_ = 0;
        patience_ = std::min(patience_ * 2, kLongest);
        return true;
    }
    void reopened() { looks_ = 0; }

  private:
    std::uint32_t patience_ = kFirst;
    std::uint32_t looks_ = 0;
};

}  // namespace jiaohao::drivers
