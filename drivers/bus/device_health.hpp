// What is known of the devices of one bus and of its line; tells the listener of changes only.
//
// Codes of a device: "" (well), silent (stale: not lately; lost: not for long), link_lost, stuck_key,
// address_clash (two devices answer at one address), device_error (it answers with an error code).
// Codes of the line: "", link_lost, noise (bytes that make no sense), own_echo.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "drivers/bus/bus_settings.hpp"
#include "drivers/line/byte_line.hpp"

namespace jiaohao::drivers::bus {

class DeviceHealth {
  public:
    /// Missed answers in a row.
    static constexpr std::uint32_t kStaleAfterMissed = 3;
    static constexpr std::uint32_t kLostAfterMissed = 8;
    /// Answers out of order, or garbled ones while others answer well, before a clash is told.
    static constexpr std::uint32_t kClashAfter = 3;
    static constexpr std::uint32_t kErrorAfter = 3;
    /// Sound answers in a row that end a clash.
    static constexpr std::uint32_t kSoundAfterClash = 10;

    struct State {
        domain::DeviceState state = domain::DeviceState::unknown;
        std::string fault;
        friend bool operator==(const State&, const State&) = default;
    };

    /// `settings` outlive it.
    DeviceHealth(const BusSettings& settings, Timers& timers, ports::HallBusListener& listener);
    ~DeviceHealth();
    DeviceHealth(const DeviceHealth&) = delete;
    DeviceHealth& operator=(const DeviceHealth&) = delete;

    void line_up();
    void line_down();
    /// `fault` empty: the line is well again.
    void line_warning(const std::string& fault);

    [[nodiscard]] bool knows(std::uint32_t address, engine::Role role) const;
    /// A word of this device; false: not configured. True in `back` is put when it had been silent.
    bool heard(std::uint32_t address, engine::Role role, bool* back = nullptr);
    /// The same for all devices at the address.
    bool heard_at(std::uint32_t address);
    void stuck(std::uint32_t address, engine::Role role, bool is_stuck);

    /// Devices that answer, by what their question led to.
    void missed(std::uint32_t address, std::uint32_t in_a_row);
    void sound_answer(std::uint32_t address);
    /// More answers than questions. `certain`: one alone proves it (another version than a moment before).
    void second_answer(std::uint32_t address, bool certain = false);
    /// Bytes came that are no frame.
    void garbled_answer(std::uint32_t address);
    void error_answer(std::uint32_t address);

    [[nodiscard]] State line() const { return line_; }
    /// In the order of BusSettings::devices.
    [[nodiscard]] State device(std::size_t place) const { return watched_[place].told; }

  private:
    enum class Silence : std::uint8_t { none, stale, lost };
    struct Watched {
        State told;
        bool heard = false;
        bool stuck = false;
        Silence silence = Silence::none;
        Timers::Id stale_timer = 0;
        Timers::Id lost_timer = 0;
    };
    /// What the answers at one address look like.
    struct Answers {
        std::uint32_t doubled = 0;
        std::uint32_t garbled = 0;
        std::uint32_t errors = 0;
        std::uint32_t sound = 0;
        bool clash = false;
    };
    void tell(std::size_t place);
    void tell_at(std::uint32_t address);
    [[nodiscard]] State state_of(std::size_t place) const;
    void set_line(State state);
    void restart_silence(std::size_t place);
    [[nodiscard]] bool others_answer(std::uint32_t address) const;

    const BusSettings& settings_;
    Timers& timers_;
    ports::HallBusListener& listener_;
    bool up_ = false;
    bool was_up_ = false;
    State line_;
    std::vector<Watched> watched_;
    std::map<std::uint32_t, Answers> answers_;
    /// How long a round of polls may last. Who waits for a turn is not silent: on a long bus that is longer than the
    /// time its profile gives a device alone.
    const std::chrono::nanoseconds round_;
};

}  // namespace jiaohao::drivers::bus
