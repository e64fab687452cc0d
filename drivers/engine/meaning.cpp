// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/meaning.hpp"

#include <algorithm>
#include <utility>

namespace jiaohao::drivers::engine {
namespace {

std::vector<frames::Shape> joined_shapes(const std::vector<const DeviceProfile*>& profiles) {
    std::vector<frames::Shape> shapes;
    for (const DeviceProfile* profile : profiles) {
        for (const frames::Shape& shape : profile->shapes) {
            if (std::find(shapes.begin(), shapes.end(), shape) == shapes.end()) {
                shapes.push_back(shape);
            }
        }
    }
    return shapes;
}

}  // namespace

std::optional<Meaning> meaning_of(const DeviceProfile& profile, const frames::Frame& heard) {
    for (std::size_t i = 0; i < profile.meanings.size(); ++i) {
        const MeaningRule& rule = profile.meanings[i];
        if (rule.shape != heard.shape || (rule.command && *rule.command != heard.command)) {
            continue;
        }
        auto captures = match(rule.data, heard.data);
        if (!captures) {
            continue;
        }
        Meaning meaning;
        meaning.rule = i;
        meaning.what = rule.what;
        meaning.key = captures->key.value_or(0);
        meaning.bits = captures->bits.value_or(0);
        meaning.counts = std::move(captures->counts);
        meaning.code = captures->code.value_or(0);
        meaning.text = std::move(captures->text).value_or("");
        if (rule.what == What::press) {
            meaning.press = rule.press ? rule.press : press_of(profile, i, meaning.key);
        }
        return meaning;
    }
    return std::nullopt;
}

std::optional<Press> press_of(const DeviceProfile& profile, std::size_t rule, std::uint32_t key) {
    const auto& keys = profile.meanings.at(rule).keys;
    const auto found = keys.find(key);
    return found == keys.end() ? std::nullopt : std::optional{found->second};
}

std::optional<PressKey> press_key(const DeviceProfile& profile, const frames::Frame& heard,
                                  const Meaning& meaning) {
    if (meaning.what != What::press) {
        return std::nullopt;
    }
    const MeaningRule& rule = profile.meanings.at(meaning.rule);
    if (meaning.press) {
        return PressKey{heard.address, meaning.press->role};
    }
    return PressKey{heard.address, rule.keys.empty() ? Role::handset : rule.keys.begin()->second.role};
}

Ear::Ear(std::vector<const DeviceProfile*> profiles, ProfileAt profile_at, frames::Deframer::Hear hear)
    : profile_at_(std::move(profile_at)), deframer_(joined_shapes(profiles), hear) {
    owners_.resize(deframer_.shapes().size());
    for (std::size_t p = 0; p < profiles.size(); ++p) {
        for (std::size_t s = 0; s < profiles[p]->shapes.size(); ++s) {
            const auto found =
                std::find(deframer_.shapes().begin(), deframer_.shapes().end(), profiles[p]->shapes[s]);
            owners_[static_cast<std::size_t>(found - deframer_.shapes().begin())].push_back(
                {p, static_cast<std::uint16_t>(s)});
        }
    }
}

void Ear::pass(const frames::Frame& frame, const Sink& sink) const {
    const std::vector<Owner>& owners = owners_.at(frame.shape);
    const auto wanted = profile_at_ ? profile_at_(frame.address) : std::nullopt;
    const Owner* owner = &owners.front();
    for (const Owner& candidate : owners) {
        if (wanted == candidate.profile) {
            owner = &candidate;
            break;
        }
    }
    Heard heard{owner->profile, frame};
    heard.frame.shape = owner->shape;
    sink(heard);
}

void Ear::feed(ByteView bytes, const Sink& sink) {
    deframer_.feed(bytes, [this, &sink](const frames::Frame& frame) { pass(frame, sink); });
}

void Ear::end_of_burst(const Sink& sink) {
    deframer_.end_of_burst([this, &sink](const frames::Frame& frame) { pass(frame, sink); });
}

}  // namespace jiaohao::drivers::engine
