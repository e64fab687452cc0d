// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jiaohao::drivers::engine {
namespace {

/// Scales of more than so many levels are unknown to the hall.
constexpr std::uint32_t kMostLevel = 5;

constexpr std::array<std::string_view, 8> kKeys{"call",     "recall",  "ask_rating", "pause",
                                                "transfer", "no_show", "park",       "resume"};

}  // namespace

std::string_view code(Role role) {
    constexpr std::array<std::string_view, 3> codes{"handset", "pad", "display"};
    return codes.at(static_cast<std::size_t>(role));
}

std::string_view code(Turn turn) {
    constexpr std::array<std::string_view, 3> codes{"event", "poll", "prompt"};
    return codes.at(static_cast<std::size_t>(turn));
}

std::string_view code(What what) {
    constexpr std::array<std::string_view, 10> codes{"press", "latched", "inputs", "counters", "released",
                                                     "ack",   "nak",     "alive",  "version",  "exception"};
    return codes.at(static_cast<std::size_t>(what));
}

std::string_view code(ports::HandsetKey key) {
    return kKeys.at(static_cast<std::size_t>(key));
}

std::optional<ports::HandsetKey> handset_key_from_code(std::string_view text) {
    const auto found = std::find(kKeys.begin(), kKeys.end(), text);
    if (found == kKeys.end()) {
        return std::nullopt;
    }
    return static_cast<ports::HandsetKey>(found - kKeys.begin());
}

std::string code(const Press& press) {
    return press.role == Role::pad ? fmt::format("pad.{}", press.level)
                                   : fmt::format("handset.{}", code(press.key));
}

std::optional<Press> press_from_code(std::string_view text) {
    constexpr std::string_view kHandset = "handset.";
    constexpr std::string_view kPad = "pad.";
    if (text.starts_with(kHandset)) {
        if (const auto key = handset_key_from_code(text.substr(kHandset.size()))) {
            return Press{Role::handset, *key, 0};
        }
    }
    if (text.starts_with(kPad) && text.size() == kPad.size() + 1) {
        const auto level = static_cast<std::uint32_t>(text.back() - '0');
        if (level >= 1 && level <= kMostLevel) {
            return Press{Role::pad, {}, level};
        }
    }
    return std::nullopt;
}

const std::vector<std::string_view>& known_sayings() {
    static const std::vector<std::string_view> all{
        sayings::kNumber,  sayings::kBlank,       sayings::kWaiting,    sayings::kText,
        sayings::kBeep,    sayings::kRatingStart, sayings::kRatingStop, sayings::kPoll,
        sayings::kVersion, sayings::kClearLatch,  sayings::kKeepAlive};
    return all;
}

bool DeviceProfile::plays(Role role) const {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

const Saying* DeviceProfile::saying(std::string_view saying_name) const {
    const auto found = std::find_if(sayings.begin(), sayings.end(),
                                    [&](const Saying& saying) { return saying.name == saying_name; });
    return found == sayings.end() ? nullptr : &*found;
}

}  // namespace jiaohao::drivers::engine
