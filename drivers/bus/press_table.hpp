// Which frames are one press.
//
// A device sends its frame, waits `device_retry` for the answer and sends the frame again, a few times. So:
// - while a press is unanswered, the same frame from the same device is that press;
// - within `repeat_window` (a little longer than device_retry) of the answer or of the last repeat, the same
//   frame is a device that missed the answer, a bouncing key or a stuck one: it is answered again and no new
//   press; more than `device_retries` such repeats in a row are a stuck key: no answer any more, and still no
//   new press until the line has been quiet for a window;
// - any other frame of that device, or the same one after the window, is a person's next press.
// The window is a wait on another process: never below kLeastWindow of real time however fast the clock runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "drivers/bus/profile.hpp"
#include "drivers/line/byte_line.hpp"

namespace jiaohao::drivers {

/// A simulated device waits at least kLeastRealWait before it repeats; the window must outlast that.
constexpr std::chrono::milliseconds kLeastWindow = 2 * kLeastRealWait;
/// A press the hall never answers is forgotten after this, so that the key is not dead for ever.
constexpr std::chrono::seconds kAnswerPatience{30};

class PressTable {
  public:
    enum class Verdict : std::uint8_t { fresh, unanswered, answered, stuck };
    struct Heard {
        Verdict verdict{};
        std::uint64_t press = 0;
    };
    /// Address and function: a handset and a pad may share an address.
    using Key = std::pair<std::uint8_t, std::uint8_t>;

    /// `window_over` is called when a device that repeated itself has fallen silent.
    PressTable(const BusProfile& profile, Timers& timers, std::uint64_t first_press,
               std::function<void(const Key&)> window_over);
    ~PressTable();
    PressTable(const PressTable&) = delete;
    PressTable& operator=(const PressTable&) = delete;

    [[nodiscard]] Heard hear(const BusFrame& frame);
    /// The frame to send; nothing for a press that is unknown, answered, or overtaken by another of the same
    /// device (which then waits for that one's answer only).
    [[nodiscard]] std::optional<BusFrame> acknowledge(std::uint64_t press, bool line_up);
    void forget(std::uint64_t press);
    /// The answers under way may be lost and the devices go on trying: the same frame stays the same press
    /// for as long as they do, else a loose plug would turn one call into two.
    void line_lost();
    void clear();

    [[nodiscard]] std::uint64_t never_answered() const { return never_answered_; }

  private:
    struct Conversation {
        BusFrame frame;
        std::uint64_t press = 0;
        bool answered = false;
        std::uint32_t repeats = 0;
        Timers::Id timer = 0;
    };
    using Conversations = std::map<Key, Conversation>;
    [[nodiscard]] Conversations::iterator find(std::uint64_t press);
    void restart_window(const Key& key, Conversation& conversation, bool line_up = true);
    void begin(const BusFrame& frame);

    const BusProfile& profile_;
    Timers& timers_;
    std::function<void(const Key&)> window_over_;
    std::uint64_t last_press_;
    std::uint64_t never_answered_ = 0;
    Conversations conversations_;
};

}  // namespace jiaohao::drivers
