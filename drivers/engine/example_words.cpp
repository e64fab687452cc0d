// The words that an example uses for what bytes mean.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "drivers/engine/example_check.hpp"
#include "drivers/engine/saying.hpp"

namespace jiaohao::drivers::engine {
namespace {

std::vector<unsigned> set_bits(std::uint32_t bits) {
    std::vector<unsigned> places;
    for (unsigned bit = 0; bit < 32; ++bit) {
        if ((bits >> bit & 1U) != 0) {
            places.push_back(bit);
        }
    }
    return places;
}

std::string coded(const DeviceProfile& profile, const Meaning& meaning) {
    const MeaningRule& rule = profile.meanings[meaning.rule];
    const bool has_code = rule.data.captures(Field::code);
    return has_code ? fmt::format("{}.{}", code(rule.what), meaning.code) : std::string(code(rule.what));
}

std::string words_of(const DeviceProfile& profile, const frames::Frame& frame) {
    const auto meaning = meaning_of(profile, frame);
    if (!meaning) {
        return "unknown";
    }
    switch (meaning->what) {
        case What::press:
            if (!meaning->press) {
                return fmt::format("{}.unknown", code(press_key(profile, frame, *meaning)->role));
            }
            return code(*meaning->press);
        case What::latched:
        case What::inputs:
            return fmt::format("{}.{}", code(meaning->what), fmt::join(set_bits(meaning->bits), ","));
        case What::counters:
            return fmt::format("counters.{}", fmt::join(meaning->counts, ","));
        case What::version:
            return fmt::format("version.{}", meaning->text);
        default:
            return coded(profile, *meaning);
    }
}

Bytes joined(const std::vector<Utterance>& utterances) {
    Bytes bytes;
    for (const Utterance& utterance : utterances) {
        bytes.insert(bytes.end(), utterance.bytes.begin(), utterance.bytes.end());
    }
    return bytes;
}

std::optional<std::uint32_t> number_in(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

/// The answer or refusal to the one frame of a device's example.
std::optional<Bytes> answer_to_example(const DeviceProfile& profile, std::string_view name, bool refuse) {
    for (const Example& example : profile.examples) {
        if (example.name != name || !example.from_device) {
            continue;
        }
        std::optional<Bytes> bytes;
        frames::Deframer deframer(profile.shapes, frames::Deframer::Hear::device);
        const auto answer = [&](const frames::Frame& frame) {
            const auto meaning = meaning_of(profile, frame);
            const auto said = !meaning ? Said{}
                              : refuse ? refusal_of(profile, frame, *meaning)
                                       : answer_to(profile, frame, *meaning);
            if (said) {
                bytes = joined(*said);
            }
        };
        deframer.feed(example.bytes, answer);
        deframer.end_of_burst(answer);
        return bytes;
    }
    return std::nullopt;
}

/// False when the words behind the saying's name are not understood.
bool put_value(std::string_view name, std::string_view value, Values& values) {
    if (name == sayings::kNumber) {
        values.number = value;
        return true;
    }
    if (name == sayings::kText) {
        values.text = value;
        return true;
    }
    if (name == sayings::kWaiting) {
        const auto waiting = number_in(value);
        values.waiting = waiting.value_or(0);
        return waiting.has_value();
    }
    if (name == sayings::kClearLatch) {
        const std::size_t slash = value.find('/');
        const auto bits = number_in(value.substr(0, slash));
        const auto rest =
            slash == std::string_view::npos ? std::optional{0U} : number_in(value.substr(slash + 1));
        values.bits = bits.value_or(0);
        values.rest = rest.value_or(0);
        return bits && rest;
    }
    return value.empty();
}

}  // namespace

std::string device_words(const DeviceProfile& profile, ByteView bytes) {
    std::vector<std::string> words;
    // Of a bad frame only the first byte's cause tells what was wrong; those behind it are noise.
    bool rejecting = false;
    frames::Deframer deframer(profile.shapes, frames::Deframer::Hear::device);
    deframer.on_reject([&](frames::RejectCause cause, std::uint8_t) {
        if (!rejecting) {
            words.push_back(fmt::format("rejected.{}", code(cause)));
        }
        rejecting = true;
    });
    const auto keep = [&](const frames::Frame& frame) {
        rejecting = false;
        words.push_back(words_of(profile, frame));
    };
    deframer.feed(bytes, keep);
    deframer.end_of_burst(keep);
    return fmt::format("{}", fmt::join(words, " + "));
}

std::optional<Bytes> host_bytes(const DeviceProfile& profile, std::string_view means, std::uint32_t address) {
    const std::size_t dot = means.find('.');
    const std::string_view name = means.substr(0, dot);
    const std::string_view value = dot == std::string_view::npos ? std::string_view{} : means.substr(dot + 1);
    if (name == "answer" || name == "refuse") {
        return answer_to_example(profile, value, name == "refuse");
    }
    Values values;
    values.address = address;
    if (!put_value(name, value, values)) {
        return std::nullopt;
    }
    const auto said = say(profile, name, values);
    return said ? std::optional{joined(*said)} : std::nullopt;
}

std::optional<Bytes> bytes_from_hex(std::string_view text) {
    Bytes bytes;
    std::size_t at = 0;
    while (at < text.size()) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        const std::string_view pair = text.substr(at, 2);
        std::uint8_t byte = 0;
        const auto [end, error] = std::from_chars(pair.data(), pair.data() + pair.size(), byte, 16);
        const bool apart = at + 2 >= text.size() || text[at + 2] == ' ';
        if (pair.size() != 2 || error != std::errc{} || end != pair.data() + 2 || !apart) {
            return std::nullopt;
        }
        bytes.push_back(byte);
        at += 2;
    }
    return bytes;
}

}  // namespace jiaohao::drivers::engine
