// Handsets, pads and displays of one simulated line, by any device profile. Pure: time is handed in, bytes are
// handed in and out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "drivers/engine/meaning.hpp"
#include "drivers/engine/saying.hpp"
#include "drivers/line/byte_line.hpp"
#include "drivers/sim/bus/bus_look.hpp"
#include "drivers/sim/bus/device_words.hpp"
#include "drivers/sim/bus/faults.hpp"
#include "kiosk/base/clock.hpp"

namespace jiaohao::drivers::sim_bus {

struct SimEvent {
    std::string name;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::int64_t> numbers;
};

struct WorldSettings {
    engine::DeviceProfile profile;
    /// 0: the profile's.
    std::int32_t baud = 0;
    std::vector<std::uint32_t> handsets;
    std::vector<std::uint32_t> pads;
    std::uint64_t seed = 1;
    /// Devices that are everything the profile says.
    std::vector<std::uint32_t> devices;
    /// How long a device takes before it replies to a question.
    std::chrono::microseconds reply_after{1000};
};

/// A device that speaks first sends its frame, waits for the answer (TalkRules::device_retry on `clock`, at least
/// 250 ms of real time), sends again up to device_retries times, then reports failure. One that is polled says its
/// press when it is asked, until it was answered; or keeps it in its registers. Presses given while one is under
/// way wait their turn. On a simulated clock the same key is held back after its answer until a host cannot take
/// it for a repeat any more: a simulated person may be faster than real time allows.
class BusWorld {
  public:
    using Emit = std::function<void(const SimEvent&)>;
    /// `clock` outlives the world; only its scale is used.
    BusWorld(WorldSettings settings, const Clock& clock, Emit emit);

    /// Each is false when there is no such device or key, or when 64 presses wait at it already. An empty id
    /// gets one made up. key(): a handset's key by name; press(): what a pad sends (or bit, or place of a
    /// counter); press_meaning(): "pad.4", "handset.call".
    [[nodiscard]] bool key(std::uint32_t address, const std::string& key, std::string id, Real now);
    [[nodiscard]] bool press(std::uint32_t address, std::uint32_t key, std::string id, Real now);
    [[nodiscard]] bool press_meaning(std::uint32_t address, const std::string& means, std::string id,
                                     Real now);

    void from_host(ByteView bytes, Real now);
    /// Does what is due and returns the bytes that are on the line by now.
    [[nodiscard]] Bytes tick(Real now);
    [[nodiscard]] std::optional<Real> next_due() const;
    /// The port is gone: bytes under way are lost; devices go on trying.
    void drop_line() { out_.clear(); }

    [[nodiscard]] Faults& faults() { return faults_; }
    [[nodiscard]] SimEvent counts() const;
    /// One event per acknowledged press, oldest first (the last 100,000).
    void list_acknowledged() const;
    /// One event per device: what it shows, whether it is armed, its registers.
    void list_devices() const;
    /// In the order they were named.
    [[nodiscard]] std::vector<DeviceLook> looks() const;
    [[nodiscard]] const engine::DeviceProfile& profile() const { return settings_.profile; }

  private:
    struct Press {
        std::string id;
        /// For the reader of events.
        std::string key;
        std::size_t rule = 0;
        std::uint32_t value = 0;
        [[nodiscard]] bool same_key(const Press& other) const {
            return rule == other.rule && value == other.value;
        }
    };
    struct Device {
        std::uint32_t address = 0;
        std::set<engine::Role> roles;
        std::deque<Press> waiting;
        std::optional<Press> current;
        std::uint32_t tries = 0;
        Real deadline{};
        bool armed = false;
        std::string digits;
        std::string waiting_shown;
        std::string text;
        LastPress last = LastPress::none;
        std::uint64_t answered_count = 0;
        std::uint64_t beeps = 0;
        /// The press answered last, and until when the same one is held back.
        std::optional<Press> answered;
        Real held_until{};
        /// Set by stuck-key: sent again and again.
        std::optional<Press> stuck;
        Real stuck_at{};
        /// By rule: counters, bits. Ids of the presses in latched bits.
        std::map<std::size_t, std::vector<std::uint32_t>> counters;
        std::map<std::size_t, std::uint32_t> bits;
        std::map<std::uint32_t, Press> latched;
        /// When the keys of `inputs` are let go.
        Real let_go_at{};
    };
    struct OutByte {
        Real due{};
        std::uint8_t byte = 0;
    };
    struct Done {
        std::string id;
        std::string key;
        std::uint32_t address = 0;
    };

    void add_device(std::uint32_t address, const std::set<engine::Role>& roles);
    [[nodiscard]] Device* find(std::uint32_t address, engine::Role role);
    /// The rule and key by which a device says it.
    [[nodiscard]] std::optional<Press> by_meaning(const engine::Press& wanted) const;
    [[nodiscard]] std::optional<Press> by_key(std::uint32_t key) const;
    [[nodiscard]] bool add(Device* device, std::optional<Press> press, std::string id, Real now);
    void into_registers(Device& device, const Press& press, Real now);
    [[nodiscard]] const engine::MeaningRule& rule_of(const Press& press) const {
        return settings_.profile.meanings[press.rule];
    }
    [[nodiscard]] bool is_register(std::size_t rule) const;
    [[nodiscard]] bool polled() const { return settings_.profile.talk.turn == engine::Turn::poll; }
    [[nodiscard]] std::optional<frames::Frame> frame_of(const Device& device, const Press& press) const;
    /// What the host says once the press is safe; empty: nothing.
    [[nodiscard]] std::vector<frames::Frame> answer_for(const Device& device, const Press& press) const;
    [[nodiscard]] Real answer_wait() const;
    /// When the last byte will have left.
    Real transmit(const Bytes& bytes, Real from, Real gap = {});
    Real say(const Device& device, const frames::Frame& frame, Real now, bool reply);
    void send_current(Device& device, Real now);
    void start_next(Device& device, Real now);
    void answered(Device& device, Real now);
    void step(Device& device, Real now);
    void to_devices(const frames::Frame& frame, Real now);
    /// True: it answered the press under way.
    bool takes_answer(Device& device, const frames::Frame& frame, Real now);
    void obey(Device& device, const Told& told, const frames::Frame& frame, Real now);
    void show(Device& device, const std::string& saying, const Told& told);
    void clear_bits(Device& device, const Told& told);
    void reply(Device& device, const engine::SayingFrame& asked, const frames::Frame& frame, Real now);
    [[nodiscard]] std::optional<std::size_t> reply_rule(Device& device, const engine::SayingFrame& asked);
    void emit(std::string name, const Device& device, std::map<std::string, std::string> texts = {}) const;

    const WorldSettings settings_;
    const Clock& clock_;
    Emit emit_;
    Faults faults_;
    engine::Ear ear_;
    Real burst_end_{};
    std::vector<Device> devices_;
    std::deque<OutByte> out_;
    Real line_free_{};
    /// When the last byte of the host has travelled.
    Real host_until_{};
    std::deque<Done> done_;
    std::map<std::string, std::int64_t> counts_;
    std::uint64_t made_up_ = 0;
};

}  // namespace jiaohao::drivers::sim_bus
