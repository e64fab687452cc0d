// Rating pads and call handsets as the hall sees them, whatever line and profile they speak.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/types/events.hpp"

namespace jiaohao::ports {

/// What a clerk asked for with one press (digits and enter count as one).
enum class HandsetKey : std::uint8_t { call, recall, ask_rating, pause, transfer, no_show, park, resume };

/// Identifies a press so that its answer finds the way back: line, address and the driver's own running
/// number. A frame repeated by the device because it heard no echo is the same press and keeps its number.
struct PressId {
    domain::DeviceId line;
    std::uint32_t address = 0;
    std::uint64_t press = 0;
    friend bool operator==(const PressId&, const PressId&) = default;
};

struct HandsetPress {
    PressId id;
    HandsetKey key{};
};

struct PadPress {
    PressId id;
    /// What the device sent, and the level it means by its profile (1 worst .. n best); 0: no such key.
    std::uint32_t key = 0;
    std::uint32_t level = 0;
};

/// Who answered at one address of a line.
struct BusScanAnswer {
    std::uint32_t address = 0;
    /// By whose rules it was asked: the id of a profile.
    std::string profile;
    /// What the device says it is; empty when its profile knows no such question.
    std::string version;
    /// Two devices answered, or bytes came that are no answer: two at one address, or a device of another make.
    bool clash = false;
    friend bool operator==(const BusScanAnswer&, const BusScanAnswer&) = default;
};

/// How far a scan of addresses is.
struct BusScan {
    bool finished = false;
    std::uint32_t asked = 0;
    std::uint32_t of = 0;
    std::vector<BusScanAnswer> found;
};

/// Called from the devices thread; must not block. Each press is delivered once; the driver echoes only after
/// HallBus::acknowledge().
class HallBusListener {
  public:
    virtual ~HallBusListener() = default;
    virtual void on_handset(const HandsetPress& press) = 0;
    virtual void on_pad(const PadPress& press) = 0;
    virtual void on_bus_device(const domain::DeviceId& device, domain::DeviceKind kind,
                               domain::DeviceState state, const std::string& fault) = 0;
    /// After every address that answered, and at the end.
    virtual void on_bus_scan(const domain::DeviceId& /*line*/, const BusScan& /*scan*/) {}
};

/// Thread-safe; returns at once. Commands to an address replace older unsent ones of the same kind to it.
class HallBus {
  public:
    virtual ~HallBus() = default;
    /// The press is durable (or was refused for good): let the device know. Unknown ids are ignored.
    virtual void acknowledge(const PressId& id) = 0;
    /// The hall could not take the press now (journal stalled): forget it, so that the device's retry is a
    /// new try.
    virtual void forget(const PressId& id) = 0;
    /// `number` as on the ticket; a three-digit display shows its last three digits. Empty: dark.
    virtual void show_number(std::uint32_t address, const std::string& number) = 0;
    virtual void show_waiting(std::uint32_t address, std::uint32_t waiting) = 0;
    virtual void beep(std::uint32_t address) = 0;
    /// Rating pads: prompt now / stop prompting.
    virtual void start_rating(std::uint32_t address) = 0;
    virtual void stop_rating(std::uint32_t address) = 0;
    /// Displays that can show words (UTF-8); others ignore it. Empty: nothing.
    virtual void show_text(std::uint32_t /*address*/, const std::string& /*text*/) {}
    /// For a technician: asks every address from `least` to `most` who is there, between all other work, so that
    /// no press waits for it. Takes the place of a scan under way.
    virtual void scan(std::uint32_t /*least*/, std::uint32_t /*most*/) {}
};

}  // namespace jiaohao::ports
