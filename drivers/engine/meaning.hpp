// What a heard frame means by its device's profile. Pure.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/engine/profile.hpp"
#include "drivers/frames/deframer.hpp"

namespace jiaohao::drivers::engine {

struct Meaning {
    /// Place in DeviceProfile::meanings.
    std::size_t rule = 0;
    What what = What::press;
    /// press: what it means; nothing when the profile has no such key (tell it as level 0 with `key`).
    std::optional<Press> press;
    /// press: the captured key (0 when the rule captures none).
    std::uint32_t key = 0;
    /// latched, inputs: the bits, lowest first (captures of both forms are put in order). Give them to
    /// LatchedBits or InputBits; a bit's press is profile.meanings[rule].keys.
    std::uint32_t bits = 0;
    /// counters: in the order of the pattern. Give each to a PressCounter.
    std::vector<std::uint32_t> counts;
    /// exception, nak: the device's error code (0 when not captured).
    std::uint32_t code = 0;
    /// version: the text in UTF-8, unprintable bytes as '?'.
    std::string text;
    friend bool operator==(const Meaning&, const Meaning&) = default;
};

/// Nothing: a sound frame of which the profile says nothing (count it, tell it, do not answer it).
[[nodiscard]] std::optional<Meaning> meaning_of(const DeviceProfile& profile, const frames::Frame& heard);

/// What key (bit, counter place) of a rule means; nothing: no such key.
[[nodiscard]] std::optional<Press> press_of(const DeviceProfile& profile, std::size_t rule,
                                            std::uint32_t key);

/// Whose press it is: handset and pad at one address are two devices. Two frames say the same press when this
/// and their Meaning are equal (within the repeat window, until a `released`).
struct PressKey {
    std::uint32_t address = 0;
    Role role = Role::handset;
    friend auto operator<=>(const PressKey&, const PressKey&) = default;
};
/// Nothing for a meaning that is no press. An unknown key belongs to the role of the rule's other keys.
[[nodiscard]] std::optional<PressKey> press_key(const DeviceProfile& profile, const frames::Frame& heard,
                                                const Meaning& meaning);

/// Hears one line on which devices of several profiles speak. Shapes that two profiles describe alike are one
/// shape on the line; whose profile counts is told by the address.
class Ear {
  public:
    /// `frame.shape` is already a place in that profile's shapes.
    struct Heard {
        std::size_t profile = 0;
        frames::Frame frame;
    };
    /// Which profile the device at this address has; nothing: not configured (the first that has the shape is
    /// then taken).
    using ProfileAt = std::function<std::optional<std::size_t>(std::uint32_t address)>;
    using Sink = std::function<void(const Heard&)>;

    /// The profiles outlive the ear; at least one. `hear`: device for drivers, host for simulators.
    Ear(std::vector<const DeviceProfile*> profiles, ProfileAt profile_at,
        frames::Deframer::Hear hear = frames::Deframer::Hear::device);

    void feed(ByteView bytes, const Sink& sink);
    void end_of_burst(const Sink& sink);
    void drop() { deframer_.drop(); }
    [[nodiscard]] bool pending() const { return deframer_.pending(); }
    [[nodiscard]] const frames::Deframer& deframer() const { return deframer_; }

  private:
    struct Owner {
        std::size_t profile = 0;
        std::uint16_t shape = 0;
    };
    void pass(const frames::Frame& frame, const Sink& sink) const;

    /// By the place of a shape in the deframer.
    std::vector<std::vector<Owner>> owners_;
    ProfileAt profile_at_;
    frames::Deframer deframer_;
};

}  // namespace jiaohao::drivers::engine
