// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/saying.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "drivers/engine/render.hpp"

namespace jiaohao::drivers::engine {
namespace {

std::bitset<256> allowed_in(const frames::Shape& shape) {
    auto allowed = std::bitset<256>{}.set();
    for (const frames::Part& part : shape.parts) {
        if (part.kind == frames::PartKind::data) {
            allowed &= part.allowed;
        }
    }
    return allowed;
}

bool address_known(const DeviceProfile& profile, std::uint32_t address) {
    return (address >= profile.address.least && address <= profile.address.most) ||
           address == profile.address.broadcast;
}

RenderValues render_values(const Values& values) {
    RenderValues out;
    out.number = values.number;
    out.waiting = values.waiting;
    out.text = values.text;
    out.address = values.address;
    out.bits = values.bits;
    out.rest = values.rest;
    return out;
}

/// One frame of a saying; `heard` is what it answers, if anything.
Result<Utterance, SayError> utter(const DeviceProfile& profile, std::size_t saying, std::size_t nth,
                                  const RenderValues& values, const frames::Frame* heard) {
    const SayingFrame& layout = profile.sayings[saying].frames[nth];
    const frames::Shape& shape = profile.shapes[layout.shape];
    Utterance said;
    said.frame.shape = layout.shape;
    said.frame.address = values.address;
    said.frame.command = layout.command.value_or(heard != nullptr ? heard->command : 0);
    said.frame.data = render(layout.data, values, allowed_in(shape));
    auto bytes = frames::encode(shape, said.frame);
    if (!bytes) {
        return fail(bytes.error() == frames::EncodeError::bad_address ? SayError::bad_address
                                                                      : SayError::not_encodable);
    }
    said.bytes = std::move(*bytes);
    said.wants_reply = !layout.replies.empty();
    said.saying = saying;
    said.nth = nth;
    return said;
}

Said utter_all(const DeviceProfile& profile, std::size_t saying, const RenderValues& values,
               const frames::Frame* heard) {
    std::vector<Utterance> all;
    for (std::size_t nth = 0; nth < profile.sayings[saying].frames.size(); ++nth) {
        auto one = utter(profile, saying, nth, values, heard);
        if (!one) {
            return fail(one.error());
        }
        all.push_back(std::move(*one));
    }
    return all;
}

Said in_answer(const DeviceProfile& profile, std::optional<std::size_t> saying, const frames::Frame& heard,
               const Meaning& meaning) {
    if (!saying) {
        return std::vector<Utterance>{};
    }
    RenderValues values;
    values.address = heard.address;
    values.key = meaning.key;
    values.code = meaning.code;
    values.bits = meaning.bits;
    values.data = heard.data;
    return utter_all(profile, *saying, values, &heard);
}

}  // namespace

std::string_view code(SayError error) {
    constexpr std::array<std::string_view, 3> codes{"unknown_saying", "bad_address", "not_encodable"};
    return codes.at(static_cast<std::size_t>(error));
}

Said say(const DeviceProfile& profile, std::string_view name, const Values& values) {
    const bool dark = name == sayings::kNumber && values.number.empty();
    const Saying* saying = dark ? profile.saying(sayings::kBlank) : nullptr;
    saying = saying != nullptr ? saying : profile.saying(name);
    if (saying == nullptr) {
        return fail(SayError::unknown_saying);
    }
    if (!address_known(profile, values.address)) {
        return fail(SayError::bad_address);
    }
    return utter_all(profile, static_cast<std::size_t>(saying - profile.sayings.data()),
                     render_values(values), nullptr);
}

Said answer_to(const DeviceProfile& profile, const frames::Frame& heard, const Meaning& meaning) {
    const MeaningRule& rule = profile.meanings.at(meaning.rule);
    if (!rule.answer_echo) {
        return in_answer(profile, rule.answer_saying, heard, meaning);
    }
    auto bytes = frames::encode(profile.shapes.at(heard.shape), heard);
    if (!bytes) {
        return fail(SayError::not_encodable);
    }
    Utterance echo;
    echo.frame = heard;
    echo.bytes = std::move(*bytes);
    return std::vector{std::move(echo)};
}

Said refusal_of(const DeviceProfile& profile, const frames::Frame& heard, const Meaning& meaning) {
    return in_answer(profile, profile.meanings.at(meaning.rule).refuse_saying, heard, meaning);
}

bool is_reply(const DeviceProfile& profile, const Utterance& said, const frames::Frame& heard,
              const Meaning& meaning) {
    if (!said.wants_reply) {
        return false;
    }
    const auto& replies = profile.sayings.at(said.saying).frames.at(said.nth).replies;
    const bool from_it =
        !profile.shapes.at(heard.shape).has(frames::PartKind::address) || heard.address == said.frame.address;
    return from_it && std::find(replies.begin(), replies.end(), meaning.rule) != replies.end();
}

}  // namespace jiaohao::drivers::engine
