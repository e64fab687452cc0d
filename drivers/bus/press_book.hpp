// Which frames are one press.
//
// A device sends its frame, waits TalkRules::device_retry for the answer and sends the frame again, a few times;
// a polled one says it each time it is asked until it was answered. So:
// - while a press is unanswered, the same words from the same device are that press;
// - within `repeat_window` (a little longer than device_retry) of the answer or of the last repeat, the same
//   words are a device that missed the answer, a bouncing key or a stuck one: it is answered again and no new
//   press; more than `device_retries` such repeats in a row are a stuck key: no answer any more, and still no
//   new press until the line has been quiet for a window;
// - any other words of that device, or the same ones after the window, are a person's next press;
// - a device that tells when its key is let go ends the window with that; should that word be lost, the window
//   ends by itself after kReleasePatience.
// The window is a wait on another process: never below kLeastWindow of real time however fast the clock runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "drivers/engine/meaning.hpp"
#include "drivers/line/byte_line.hpp"

namespace jiaohao::drivers::bus {

/// A simulated device waits at least kLeastRealWait before it repeats; the window must outlast that.
constexpr std::chrono::milliseconds kLeastWindow = 2 * kLeastRealWait;
/// A press that the hall has not answered by now is counted, and forgotten if only its device's tries would bring it
/// again: a key that is pressed anew is then a new press. What a device keeps until it is answered stays the same press.
constexpr std::chrono::seconds kAnswerPatience{30};
/// A key is not held longer than this.
constexpr std::chrono::seconds kReleasePatience{3};

/// What a device said.
struct Spoken {
    /// Place in BusSettings::profiles.
    std::size_t profile = 0;
    frames::Frame frame;
    engine::Meaning meaning;
};

class PressBook {
  public:
    enum class Verdict : std::uint8_t { fresh, unanswered, answered, stuck };
    struct Heard {
        Verdict verdict{};
        std::uint64_t press = 0;
    };

    /// `profiles` outlive the book. `window_over` is called when a device that repeated itself has fallen silent.
    PressBook(const std::vector<engine::DeviceProfile>& profiles, Timers& timers, std::uint64_t first_press,
              std::function<void(const engine::PressKey&)> window_over);
    ~PressBook();
    PressBook(const PressBook&) = delete;
    PressBook& operator=(const PressBook&) = delete;

    [[nodiscard]] Heard hear(const engine::PressKey& key, const Spoken& spoken);
    /// Every key at this address was let go.
    void released(std::uint32_t address);
    /// What to answer to; nothing for a press that is unknown, answered, or overtaken by another of the same
    /// device (which then waits for that one's answer only).
    [[nodiscard]] std::optional<Spoken> acknowledge(std::uint64_t press, bool line_up);
    /// What to refuse; nothing for a press that is unknown or answered.
    [[nodiscard]] std::optional<Spoken> forget(std::uint64_t press);
    /// The answers under way may be lost and the devices go on trying: the same frame stays the same press
    /// for as long as they do, else a loose plug would turn one call into two.
    void line_lost();
    void clear();
    /// Numbers for presses that come out of registers.
    [[nodiscard]] std::uint64_t next_press() { return ++last_press_; }

    [[nodiscard]] std::uint64_t never_answered() const { return never_answered_; }

  private:
    struct Conversation {
        Spoken spoken;
        std::uint64_t press = 0;
        bool answered = false;
        /// The key was let go before the answer.
        bool let_go = false;
        std::uint32_t repeats = 0;
        Timers::Id timer = 0;
    };
    using Conversations = std::map<engine::PressKey, Conversation>;
    [[nodiscard]] Conversations::iterator find(std::uint64_t press);
    void restart_window(const engine::PressKey& key, Conversation& conversation, bool line_up = true);
    void begin(const engine::PressKey& key, const Spoken& spoken);
    void give_up(const engine::PressKey& key);
    void end(Conversations::iterator conversation);

    const std::vector<engine::DeviceProfile>& profiles_;
    Timers& timers_;
    std::function<void(const engine::PressKey&)> window_over_;
    std::uint64_t last_press_;
    std::uint64_t never_answered_ = 0;
    Conversations conversations_;
};

}  // namespace jiaohao::drivers::bus
