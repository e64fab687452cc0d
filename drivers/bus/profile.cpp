// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/profile.hpp"

#include <algorithm>
#include <array>

namespace jiaohao::drivers {
namespace {

/// In the order of ports::HandsetKey.
constexpr std::array<std::string_view, 8> kKeyCodes{"call",     "recall",  "ask_rating", "pause",
                                                    "transfer", "no_show", "park",       "resume"};

bool fits(const HandsetKeyRule& rule, const Bytes& data) {
    if (!rule.at_end) {
        return rule.data == data;
    }
    return data.size() >= rule.data.size() && std::equal(rule.data.rbegin(), rule.data.rend(), data.rbegin());
}

/// The last `places` digits of `text`, most significant first, blanks in front.
Bytes last_digits(const BusProfile& profile, const std::string& text) {
    Bytes digits;
    for (auto c = text.rbegin(); c != text.rend() && digits.size() < profile.digits; ++c) {
        if (*c >= '0' && *c <= '9') {
            digits.push_back(static_cast<std::uint8_t>(*c - '0'));
        }
    }
    digits.resize(profile.digits, profile.blank_digit);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

BusMessage halves(const BusProfile& profile, const Bytes& front, const Bytes& back) {
    BusMessage message{profile.show_function, front};
    message.data.insert(message.data.end(), back.begin(), back.end());
    return message;
}

}  // namespace

std::optional<ports::HandsetKey> handset_key(const BusProfile& profile, const Bytes& data) {
    const HandsetKeyRule* best = nullptr;
    for (const HandsetKeyRule& rule : profile.handset_keys) {
        if (fits(rule, data) && (best == nullptr || rule.data.size() > best->data.size())) {
            best = &rule;
        }
    }
    return best == nullptr ? std::nullopt : std::optional{best->key};
}

std::uint32_t pad_level(const BusProfile& profile, std::uint32_t key) {
    const auto found = profile.pad_levels.find(key);
    return found == profile.pad_levels.end() ? 0 : found->second;
}

BusFrame answer_to(const BusProfile& profile, const BusFrame& heard) {
    if (heard.function == profile.pad_function) {
        return {heard.address, profile.pad_answer_function, heard.data};
    }
    return heard;
}

std::string_view code(ports::HandsetKey key) {
    return kKeyCodes.at(static_cast<std::size_t>(key));
}

std::optional<ports::HandsetKey> handset_key_from_code(std::string_view text) {
    const auto found = std::find(kKeyCodes.begin(), kKeyCodes.end(), text);
    if (found == kKeyCodes.end()) {
        return std::nullopt;
    }
    return static_cast<ports::HandsetKey>(found - kKeyCodes.begin());
}

BusMessage show_number_message(const BusProfile& profile, const std::string& number) {
    return halves(profile, Bytes(profile.digits, profile.blank_digit), last_digits(profile, number));
}

BusMessage show_waiting_message(const BusProfile& profile, std::uint32_t waiting) {
    std::uint32_t most = 9;
    for (std::uint32_t place = 1; place < profile.digits; ++place) {
        most = most * 10 + 9;
    }
    const std::string text = std::to_string(std::min(waiting, most));
    return halves(profile, last_digits(profile, text), Bytes(profile.digits, profile.blank_digit));
}

}  // namespace jiaohao::drivers
