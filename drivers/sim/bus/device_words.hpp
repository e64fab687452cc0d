// A profile read from the device's side: the frame that says a meaning, and what a heard saying told.
// Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drivers/engine/meaning.hpp"
#include "drivers/engine/profile.hpp"

namespace jiaohao::drivers::sim_bus {

/// What a device puts into a frame.
struct DeviceValues {
    std::uint32_t key = 0;
    std::uint32_t code = 0;
    std::uint32_t bits = 0;
    std::vector<std::uint32_t> counts;
    std::string text;
};

/// A frame by which the device says this rule. `asked`: what it replies to, whose command and data it takes where
/// the rule leaves them open (a reply that repeats its question). Nothing: no such frame can be made.
[[nodiscard]] std::optional<frames::Frame> frame_for(const engine::DeviceProfile& profile, std::size_t rule,
                                                     std::uint32_t address, const DeviceValues& values,
                                                     const frames::Frame* asked = nullptr);

/// What the host told.
struct Told {
    /// Place in DeviceProfile::sayings, and which of its frames.
    std::size_t saying = 0;
    std::size_t nth = 0;
    /// Digits or characters as they stand, without fill.
    std::string number;
    std::string waiting;
    /// UTF-8.
    std::string text;
    /// clear_latch: bits to clear; or the bits that stay, where that is what is written.
    std::uint32_t bits = 0;
    std::optional<std::uint32_t> rest;
};
/// The saying that fits best (most fixed bytes); nothing: none does.
[[nodiscard]] std::optional<Told> told_by(const engine::DeviceProfile& profile, const frames::Frame& heard);

/// Bytes behind the first byte of the last check, counted from the end of a frame; nothing without a check.
[[nodiscard]] std::optional<std::size_t> check_from_end(const frames::Shape& shape);

}  // namespace jiaohao::drivers::sim_bus
