// How far the press counters of a line were read, kept beyond the life of the process: presses made while the hall
// starts anew are then in the difference to the next reading.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kiosk/domain/types/ids.hpp"

namespace jiaohao::drivers::bus {

struct CounterPosition {
    std::uint32_t address = 0;
    /// Id of the profile and name of its rule: numbers of other rules are no numbers of this one.
    std::string profile;
    std::string rule;
    /// Which of the rule's counters.
    std::uint32_t place = 0;
    std::uint64_t value = 0;
    [[nodiscard]] bool same_counter(const CounterPosition& other) const {
        return address == other.address && profile == other.profile && rule == other.rule &&
               place == other.place;
    }
    friend bool operator==(const CounterPosition&, const CounterPosition&) = default;
};

/// Thread: the driver's.
class CounterMemory {
  public:
    virtual ~CounterMemory() = default;
    /// What the process before read last; empty when that is too long ago to be told as presses of now.
    [[nodiscard]] virtual std::vector<CounterPosition> recall(const domain::DeviceId& line) = 0;
    /// All counters of the line, in place of what was kept of it. Called before the presses up to there are
    /// delivered: a process that dies in between loses presses that nobody has acknowledged, and none comes twice.
    virtual void keep(const domain::DeviceId& line, const std::vector<CounterPosition>& positions) = 0;
};

}  // namespace jiaohao::drivers::bus
