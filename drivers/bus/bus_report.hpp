// What a bus driver has counted, as plain values for status pages, metrics and `kioskctl devices`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drivers/bus/device_health.hpp"
#include "drivers/frames/deframer.hpp"
#include "kiosk/base/clock.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers::bus {

/// Everything that was counted on the line since start.
struct BusCounts {
    std::uint64_t frames = 0;
    std::uint64_t presses = 0;
    /// The same press heard again.
    std::uint64_t repeats = 0;
    /// Presses from addresses that are not configured.
    std::uint64_t strays = 0;
    /// Frames of a kind that a key sends, with data that the profile gives no meaning; not answered.
    std::uint64_t unknown_keys = 0;
    /// Sound frames that no device sends.
    std::uint64_t unexpected = 0;
    /// Presses that nobody prompted for, where the profile says those do not count.
    std::uint64_t unsolicited = 0;
    std::uint64_t own_echoes = 0;
    std::uint64_t sent = 0;
    std::uint64_t replaced = 0;
    std::uint64_t refused_writes = 0;
    std::uint64_t bad_addresses = 0;
    std::uint64_t never_answered = 0;
    /// Questions and commands without an answer after every try; tries beyond the first.
    std::uint64_t missed = 0;
    std::uint64_t retries = 0;
    std::uint64_t naks = 0;
    std::uint64_t exceptions = 0;
    /// Press counters that jumped, devices that count anew.
    std::uint64_t counter_jumps = 0;
    std::uint64_t counter_restarts = 0;
    /// Rejected bytes by cause.
    std::map<frames::RejectCause, std::uint64_t> rejected;
};

struct DeviceCounts {
    std::uint64_t frames = 0;
    std::uint64_t presses = 0;
    std::uint64_t repeats = 0;
    /// Bytes that made no sense while this device was to answer.
    std::uint64_t rejected_bytes = 0;
    std::uint64_t asked = 0;
    std::uint64_t missed = 0;
    std::uint64_t retries = 0;
    std::uint64_t naks = 0;
    std::uint64_t exceptions = 0;
    std::uint64_t second_answers = 0;
};

struct DeviceReport {
    BusDevice device;
    DeviceHealth::State health;
    DeviceCounts counts;
    /// Of the address: a handset and a pad that share one share it.
    std::optional<BootTime> last_heard;
    std::string version;
};

struct BusReport {
    domain::DeviceId line;
    DeviceHealth::State health;
    BusCounts counts;
    /// Polling: rounds so far; the last one, the median and the worst of the last hundred. Zero when nothing is
    /// polled.
    std::uint64_t rounds = 0;
    std::chrono::nanoseconds round_last{0};
    std::chrono::nanoseconds round_median{0};
    std::chrono::nanoseconds round_worst{0};
    std::vector<DeviceReport> devices;
    /// The last address scan.
    ports::BusScan scan;
};

}  // namespace jiaohao::drivers::bus
