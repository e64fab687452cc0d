// Driver of one USB keypad: a handset or a rating pad of one counter.
//
// A press is one key going down, whatever it is held for; digits count when they are ended with enter. Each is delivered
// once. The keypad knows no answer: acknowledge() makes its lamp blink and its bell ring if it has them.
//
// Codes of the device: "" (well), no_port (never there since start), unplugged (was there and went away), held (another
// program has it), no_permission, not_keypad, stuck_key.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "drivers/keypad/key_profile.hpp"
#include "drivers/keypad/keypad_nodes.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers::keypad {

struct KeypadSettings {
    /// Of the device; in PressId::line, too.
    domain::DeviceId id;
    /// "/dev/input/by-path/...-event-kbd".
    std::string path;
    KeypadProfile profile;
    /// Number of the first press; 0: derived from the wall clock, so that numbers of an earlier process are not used
    /// again.
    std::uint64_t first_press = 0;
};

struct KeypadCounts {
    std::uint64_t presses = 0;
    /// Changes within the bounce window: worn contacts, keys shown on two nodes.
    std::uint64_t bounces = 0;
    std::uint64_t unknown_keys = 0;
    /// Digits that nobody ended with enter.
    std::uint64_t given_up = 0;
    std::uint64_t never_answered = 0;
    std::uint64_t opened = 0;
    std::uint64_t lost = 0;
    ReaderCounts read;
};

/// Thread: the HallBus calls are thread-safe (they go through `post`); everything else on the devices thread. Lifetime:
/// opener, notifier, timers and listener outlive the driver; a posted call that comes after it is gone does nothing.
class KeypadDriver final : public ports::HallBus, private NodesListener {
  public:
    /// The address in PressId; those of HallBus calls do not matter.
    static constexpr std::uint32_t kAddress = 1;
    /// A press the hall never answers is forgotten after this.
    static constexpr std::chrono::seconds kAnswerPatience{30};
    static constexpr std::size_t kMostUnanswered = 64;
    static constexpr std::size_t kRemembered = 64;
    static constexpr std::chrono::milliseconds kBlink{300};

    using Post = std::function<void(std::function<void()>)>;
    struct State {
        domain::DeviceState state = domain::DeviceState::unknown;
        std::string fault;
        friend bool operator==(const State&, const State&) = default;
    };

    KeypadDriver(KeypadSettings settings, const NodeOpener& opener, FdNotifier& notifier, Timers& timers,
                 ports::HallBusListener& listener, Post post, Log log);
    ~KeypadDriver() override;
    KeypadDriver(const KeypadDriver&) = delete;
    KeypadDriver& operator=(const KeypadDriver&) = delete;

    void start();
    void stop();
    [[nodiscard]] KeypadCounts counts() const;
    [[nodiscard]] State state() const { return told_; }
    /// Path, holder and what the system says; nothing when all nodes are open.
    [[nodiscard]] const std::optional<KeypadFault>& fault() const { return fault_; }
    [[nodiscard]] std::optional<BootTime> last_press() const { return last_press_at_; }
    [[nodiscard]] domain::DeviceKind kind() const;

    void acknowledge(const ports::PressId& id) override;
    void forget(const ports::PressId& id) override;
    void show_number(std::uint32_t /*address*/, const std::string& /*number*/) override {}
    void show_waiting(std::uint32_t /*address*/, std::uint32_t /*waiting*/) override {}
    void beep(std::uint32_t address) override;
    /// The lamp shines until stop_rating().
    void start_rating(std::uint32_t address) override;
    void stop_rating(std::uint32_t address) override;

  private:
    void on_nodes_up() override;
    void on_nodes_down(const KeypadFault& fault) override;
    void on_half(const KeypadFault& fault) override;
    void on_key(const std::string& node, const KeyChange& change) override;

    [[nodiscard]] bool bounced(const KeyChange& change);
    void watch_held(const std::string& node, const KeyChange& change);
    void take(std::uint16_t code);
    void deliver(std::uint16_t code, const Press& meant);
    [[nodiscard]] bool settle(const ports::PressId& id);
    void light();
    void ring();
    void tell();
    void run_here(std::function<void(KeypadDriver&)> call);

    const KeypadSettings settings_;
    Timers& timers_;
    ports::HallBusListener& listener_;
    Post post_;
    Log log_;
    KeyWords words_;
    KeypadCounts counts_;
    State told_;
    std::optional<KeypadFault> fault_;
    bool was_up_ = false;
    std::uint64_t last_press_;
    std::optional<BootTime> last_press_at_;
    /// When each key changed lately, by its records. Several times of each: after the loop was busy the second node of a
    /// doubled key comes when the first one's later presses have been read.
    std::map<std::uint16_t, std::deque<std::chrono::microseconds>> changed_;
    using HeldKey = std::pair<std::string, std::uint16_t>;
    std::map<HeldKey, Timers::Id> held_;
    std::set<HeldKey> stuck_;
    std::map<std::uint64_t, Timers::Id> unanswered_;
    bool armed_ = false;
    OneShot entry_;
    OneShot blink_;
    OneShot bell_;
    /// Posted calls hold a weak reference.
    std::shared_ptr<KeypadDriver*> self_;
    /// Last: its end calls nobody.
    KeypadNodes nodes_;
};

}  // namespace jiaohao::drivers::keypad
