// SPDX-License-Identifier: Apache-2.0
#include "drivers/bus/example_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace jiaohao::drivers {
namespace {

/// "number.A027" -> "A027" when `head` is "number."; nothing for another head.
std::optional<std::string> after(const std::string& means, std::string_view head) {
    if (!means.starts_with(head)) {
        return std::nullopt;
    }
    return means.substr(head.size());
}

std::vector<BusFrame> decode_all(const Bytes& bytes, FrameDecoder& decoder) {
    std::vector<BusFrame> frames;
    const auto keep = [&frames](const BusFrame& frame) { frames.push_back(frame); };
    decoder.feed(bytes, keep);
    decoder.end_of_burst(keep);
    return frames;
}

std::string meaning(const BusProfile& profile, const BusFrame& frame) {
    if (frame.function == profile.pad_function && frame.data.size() == 1) {
        const std::uint32_t level = pad_level(profile, frame.data.front());
        return level == 0 ? "pad.unknown" : fmt::format("pad.{}", level);
    }
    if (frame.function == profile.handset_function) {
        const auto key = handset_key(profile, frame.data);
        return fmt::format("handset.{}", key ? code(*key) : std::string_view{"unknown"});
    }
    return "unexpected";
}

/// What a device's bytes mean: the meaning of the one frame, or why its first byte was rejected.
std::string device_meaning(const BusProfile& profile, const Bytes& bytes) {
    FrameDecoder decoder(profile.frame);
    const auto frames = decode_all(bytes, decoder);
    if (frames.size() == 1 && decoder.rejected() == 0) {
        return meaning(profile, frames.front());
    }
    for (std::size_t i = 0; i < kRejectCauses; ++i) {
        const auto cause = static_cast<RejectCause>(i);
        // The bytes behind a bad frame's first one are noise; that first byte says what was wrong.
        if (cause != RejectCause::noise && decoder.rejected(cause) > 0) {
            return fmt::format("rejected.{}", code(cause));
        }
    }
    return frames.empty() ? "rejected.noise" : fmt::format("{} frames", frames.size());
}

Bytes encode_all(const BusProfile& profile, std::uint8_t address, const std::vector<BusMessage>& messages) {
    Bytes bytes;
    for (const BusMessage& message : messages) {
        const Bytes one = encode(profile.frame, {address, message.function, message.data});
        bytes.insert(bytes.end(), one.begin(), one.end());
    }
    return bytes;
}

std::optional<Bytes> answer_bytes(const BusProfile& profile, const std::string& name) {
    for (const BusExample& example : profile.examples) {
        const auto bytes = bytes_from_hex(example.hex);
        if (example.name != name || !bytes) {
            continue;
        }
        FrameDecoder decoder(profile.frame);
        const auto frames = decode_all(*bytes, decoder);
        if (frames.size() == 1) {
            return encode(profile.frame, answer_to(profile, frames.front()));
        }
    }
    return std::nullopt;
}

/// The bytes the host would send for `means` to `address`; nothing when the meaning is not known.
std::optional<Bytes> host_bytes(const BusProfile& profile, const std::string& means, std::uint8_t address) {
    if (const auto number = after(means, "number.")) {
        return encode_all(profile, address, {show_number_message(profile, *number)});
    }
    if (const auto text = after(means, "waiting.")) {
        std::uint32_t waiting = 0;
        std::from_chars(text->data(), text->data() + text->size(), waiting);
        return encode_all(profile, address, {show_waiting_message(profile, waiting)});
    }
    if (const auto name = after(means, "answer.")) {
        return answer_bytes(profile, *name);
    }
    if (means == "beep") {
        return encode_all(profile, address, {profile.beep});
    }
    if (means == "rating.start") {
        return encode_all(profile, address, profile.rating_start);
    }
    if (means == "rating.stop") {
        return encode_all(profile, address, profile.rating_stop);
    }
    return std::nullopt;
}

std::string check(const BusProfile& profile, const BusExample& example) {
    const auto bytes = bytes_from_hex(example.hex);
    if (!bytes) {
        return fmt::format("{}: hex is not pairs of hex digits apart by spaces", example.name);
    }
    if (example.from == "device") {
        const std::string means = device_meaning(profile, *bytes);
        return means == example.means
                   ? ""
                   : fmt::format("{}: means {}, not {}", example.name, means, example.means);
    }
    FrameDecoder decoder(profile.frame);
    const auto frames = decode_all(*bytes, decoder);
    if (frames.empty() || decoder.rejected() > 0) {
        return fmt::format("{}: the host would never send a broken frame", example.name);
    }
    const auto wanted = host_bytes(profile, example.means, frames.front().address);
    if (!wanted) {
        return fmt::format("{}: nobody knows what {} means", example.name, example.means);
    }
    return *wanted == *bytes ? ""
                             : fmt::format("{}: the host sends {} for {}", example.name,
                                           to_hex(ByteView{*wanted}), example.means);
}

}  // namespace

std::optional<Bytes> bytes_from_hex(std::string_view text) {
    Bytes bytes;
    while (!text.empty()) {
        std::uint8_t value = 0;
        const std::string_view pair = text.substr(0, 2);
        const auto [end, error] = std::from_chars(pair.data(), pair.data() + pair.size(), value, 16);
        if (error != std::errc{} || pair.size() != 2 || end != pair.data() + 2) {
            return std::nullopt;
        }
        bytes.push_back(value);
        text.remove_prefix(2);
        if (!text.empty() && text.front() != ' ') {
            return std::nullopt;
        }
        text.remove_prefix(std::min<std::size_t>(1, text.size()));
    }
    return bytes;
}

std::vector<std::string> check_examples(const BusProfile& profile) {
    std::vector<std::string> wrong;
    for (const BusExample& example : profile.examples) {
        std::string sentence = check(profile, example);
        if (!sentence.empty()) {
            wrong.push_back(std::move(sentence));
        }
    }
    return wrong;
}

}  // namespace jiaohao::drivers
