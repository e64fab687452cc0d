// Handsets and pads of one simulated hall bus. Pure: time is handed in, bytes are handed in and out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drivers/bus/profile.hpp"
#include "drivers/line/byte_line.hpp"
#include "drivers/sim/bus/faults.hpp"
#include "kiosk/base/clock.hpp"

namespace jiaohao::drivers::sim_bus {

/// Real time since any fixed point.
using Real = std::chrono::nanoseconds;

struct SimEvent {
    std::string name;
    std::map<std::string, std::string> texts;
    std::map<std::string, std::int64_t> numbers;
};

struct WorldSettings {
    BusProfile profile;
    /// 0: the profile's.
    std::int32_t baud = 0;
    std::vector<std::uint8_t> handsets;
    std::vector<std::uint8_t> pads;
    std::uint64_t seed = 1;
};

/// A device sends its frame, waits for the answer (profile.device_retry on `clock`, at least 250 ms of real
/// time), sends again up to profile.device_retries times, then reports failure. Presses given while one is
/// under way wait their turn. On a simulated clock the same key is held back after its answer until a host
/// cannot take it for a repeat any more: a simulated person may be faster than real time allows.
class BusWorld {
  public:
    using Emit = std::function<void(const SimEvent&)>;
    /// `clock` outlives the world; only its scale is used.
    BusWorld(WorldSettings settings, const Clock& clock, Emit emit);

    /// Each is false when there is no such device or key, or when 64 presses wait at it already. An empty id
    /// gets one made up.
    [[nodiscard]] bool key(std::uint8_t address, const std::string& key, std::string id, Real now);
    [[nodiscard]] bool press(std::uint8_t address, std::uint8_t key, std::string id, Real now);

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
    /// One event per device: what it shows, whether it is armed.
    void list_devices() const;

  private:
    struct Press {
        std::string id;
        std::string key;
        Bytes data;
    };
    struct Device {
        bool pad = false;
        std::uint8_t address = 0;
        std::deque<Press> waiting;
        std::optional<Press> current;
        std::uint32_t tries = 0;
        Real deadline{};
        bool armed = false;
        std::string digits;
        /// The press answered last, and until when the same one is held back.
        Bytes answered;
        Real held_until{};
        /// Set by stuck-key: sent again and again.
        std::optional<BusFrame> stuck;
        Real stuck_at{};
    };
    struct OutByte {
        Real due{};
        std::uint8_t byte = 0;
    };
    struct Done {
        std::string id;
        std::string key;
        std::uint8_t address = 0;
    };

    [[nodiscard]] Device* find(std::uint8_t address, bool pad);
    [[nodiscard]] bool add(Device* device, Press press, Real now);
    [[nodiscard]] BusFrame frame_of(const Device& device) const;
    [[nodiscard]] Real answer_wait() const;
    /// When the last byte will have left.
    Real transmit(const Bytes& bytes, Real now);
    void send_current(Device& device, Real now);
    void start_next(Device& device, Real now);
    void answered(Device& device, Real now);
    void step(Device& device, Real now);
    void to_devices(const BusFrame& frame, Real now);
    void to_handset(Device& device, const BusFrame& frame, Real now);
    void to_pad(Device& device, const BusFrame& frame, Real now);
    void show(Device& device, const Bytes& data);
    void emit(std::string name, const Device& device, std::map<std::string, std::string> texts = {}) const;

    const WorldSettings settings_;
    const Clock& clock_;
    Emit emit_;
    Faults faults_;
    FrameDecoder decoder_;
    Real burst_end_{};
    std::vector<Device> devices_;
    std::deque<OutByte> out_;
    Real line_free_{};
    std::deque<Done> done_;
    std::map<std::string, std::int64_t> counts_;
    std::uint64_t made_up_ = 0;
};

}  // namespace jiaohao::drivers::sim_bus
